/** Child processes of the bench: how they are started, what they used, and that they end. */
import { spawn, type ChildProcess } from 'node:child_process'

/** Makes a Node process say its highest resident memory (KiB) on standard error when it ends. */
const SAY_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\npeakKiB='+process.resourceUsage().maxRSS+'\\n'))`

export function sayingPeak(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} --import "${SAY_PEAK}"`.trim() }
}

/** MiB; null when it was not said. Worker threads say it too, and each process that was started: the largest counts. */
export function peakSaid(stderr: string): number | null {
  const said = [...stderr.matchAll(/peakKiB=(\d+)/g)].map(([, kib]) => Number(kib))
  return said.length === 0 ? null : Math.max(...said) / 1024
}

export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  readonly wallMs: number
}

/** Rejects when the program cannot be started, or takes longer than the limit. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly limitMs: number },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    // On Windows npm is a script that only a shell finds.
    const shell = process.platform === 'win32' && program === 'npm'
    const child = spawn(program, [...args], { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], shell })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${program} ${args.join(' ')} took longer than ${options.limitMs / 1000} s`))
    }, options.limitMs)
    const end = endWithUs(child)
    child.once('error', (error) => {
      clearTimeout(timer)
      end()
      reject(error)
    })
    child.once('close', (status) => {
      clearTimeout(timer)
      end()
      resolve({ status: status ?? 1, stdout, stderr, wallMs: performance.now() - startedMs })
    })
  })
}

/** The child does not outlive this process; returns what undoes that. */
export function endWithUs(child: ChildProcess): () => void {
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  return () => process.off('exit', kill)
}
