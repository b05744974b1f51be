/** The floor that a scenario is compared with: parsing its input plus 1,000 sweeps over all samples in typed arrays. */
import { parseLab, type Lab } from '../../../contract/lab/index.ts'

export const FLOOR_TEXT = 'parsing the input + 1,000 sweeps over all samples in typed arrays (a VM without a trace is one sample)'
const SWEEPS = 1_000

/** Parses each text again and sweeps over the demand samples of its VMs; ms. */
export function floorOf(texts: readonly { readonly name: string; readonly text: string }[]): number {
  const startedMs = performance.now()
  const labs: Lab[] = []
  for (const { name, text } of texts) {
    const parsed = parseLab(text, { fileName: name })
    if (parsed.ok) labs.push(parsed.lab)
  }
  const parsedMs = performance.now() - startedMs
  return parsedMs + sweepMs(samplesOf(labs))
}

/** The samples of every trace; a VM without one asks for one figure. */
export function samplesOf(labs: readonly Lab[]): Float64Array {
  const samples: number[] = []
  for (const lab of labs) {
    for (const { demand } of lab.vms) {
      const traced = [...(demand.traceSamples ?? []), ...(demand.memoryTraceSamples ?? [])]
      if (traced.length > 0) for (const value of traced) samples.push(value)
      else samples.push(typeof demand.cpuMHz === 'number' ? demand.cpuMHz : demand.cpuMHz[1])
    }
  }
  return Float64Array.from(samples)
}

export function sweepMs(samples: Float64Array): number {
  const sums = new Float64Array(SWEEPS)
  const startedMs = performance.now()
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let sum = 0
    for (const value of samples) sum += value
    sums[sweep] = sum
  }
  const elapsedMs = performance.now() - startedMs
  // Read, so that no optimiser may leave the sweeps out.
  if (sums[0] !== sums[SWEEPS - 1]) throw new Error('two sweeps over the same samples differ')
  return elapsedMs
}
