/** Where the data folder is, unless somebody says so. */
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
  readonly home: string
  /** Where relative paths begin. */
  readonly cwd: string
}

/** The argument (`--data`), else HOSTDOWN_DATA, else `Hostdown` in the system's place for the data of applications. Absolute. */
export function dataFolder(argument: string | null | undefined, { platform, env, home, cwd }: Surroundings): string {
  const paths = platform === 'win32' ? win32 : posix
  const named = argument || env['HOSTDOWN_DATA']
  if (named) return paths.resolve(cwd, named)
  return paths.join(systemPlace(platform, env, home), 'Hostdown')
}

function systemPlace(platform: NodeJS.Platform, env: Surroundings['env'], home: string): string {
  if (platform === 'win32') return env['APPDATA'] || win32.join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support')
  // By the XDG base directory specification a relative path is to be ignored.
  const xdg = env['XDG_DATA_HOME']
  return xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share')
}

/** The same for this process; what is relative begins where the user stands, also through npm. */
export function dataFolderHere(argument: string | null | undefined): string {
  const { platform, env } = process
  return dataFolder(argument, { platform, env, home: homedir(), cwd: env['INIT_CWD'] ?? process.cwd() })
}
