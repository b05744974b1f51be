import { homedir } from 'node:os'
import { dataFolder } from '../store/data-folder.ts'

/** Absolute path of the data folder of this user: `argument` (`--data`, relative to `cwd`), else HOSTDOWN_DATA, else the system's place. */
export function userDataFolder(argument: string | null, cwd: string): string {
  return dataFolder(argument, { platform: process.platform, env: process.env, home: homedir(), cwd })
}
