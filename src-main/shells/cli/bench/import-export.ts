/** From the workbook of an RVTools export to a run that has begun. */
import { parseLab } from '../../../contract/lab/index.ts'
import { createSimulation } from '../../../engine/index.ts'
import { inventoryOf } from '../../../inventory/inventory.ts'
import { buildLabs } from '../../../inventory/lab/build-labs.ts'
import { readHanded } from '../../../inventory/read/read-source.ts'
import { madeExport } from '../../../inventory/testing/made-export.ts'
import type { EstateSize } from '../../../inventory/testing/made-export.ts'
import { makeWorkbook } from '../../../inventory/testing/make-workbook.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario } from './scenario.ts'

export const importOf600: Scenario = scenarioOf('import', { vms: 600, hosts: 32 })
export const importOf8000: Scenario = scenarioOf('import-8000', { vms: 8000, hosts: 96, vmsPerCluster: 8000 })

function scenarioOf(name: string, size: EstateSize): Scenario {
  return {
    name,
    clock: `a workbook of ${size.vms} VMs on ${size.hosts} hosts in one cluster: reading it, making the lab, parsing its text, beginning the run`,
    floor: FLOOR_TEXT,
    processes: 3,
    headline: ({ readMs, buildMs, startMs, vms, assumed }) =>
      `${vms} VMs, ${assumed} assumptions: read ${readMs} ms, lab ${buildMs} ms, begun ${startMs} ms`,
    async measure(): Promise<Measured> {
      const bytes = makeWorkbook(madeExport(size))
      const cpuStartedMs = cpuMs()
      const startedMs = performance.now()
      const inventory = inventoryOf(await readHanded([{ name: 'export.xlsx', bytes }]))
      const readMs = performance.now() - startedMs
      const [lab] = [...buildLabs(inventory)]
      if (lab === undefined) throw new Error(`${name}: no lab`)
      const buildMs = performance.now() - startedMs - readMs
      const parsed = parseLab(lab.text, { fileName: lab.file })
      if (!parsed.ok) throw new Error(`the lab of ${name} is not valid: ${parsed.problems[0]?.message ?? ''}`)
      const simulation = createSimulation(parsed.lab)
      simulation.runUntil(0)
      const wallMs = performance.now() - startedMs
      const detail = {
        cpuMs: rounded(cpuMs() - cpuStartedMs, 1),
        workbookBytes: bytes.length,
        readMs: rounded(readMs, 1),
        buildMs: rounded(buildMs, 1),
        startMs: rounded(wallMs - readMs - buildMs, 1),
        vms: parsed.lab.vms.length,
        assumed: lab.assumed.length,
      }
      return { wallMs, peakMiB: peakMiB(), floorMs: floorOf([{ name, text: lab.text }]), detail }
    },
  }
}
