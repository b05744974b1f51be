import { expect, it } from 'vitest'
import { dataFolder, type Surroundings } from './data-folder.ts'

const linux: Surroundings = { platform: 'linux', env: {}, home: '/home/kim', cwd: '/work' }
const windows: Surroundings = { platform: 'win32', env: {}, home: 'C:\\Users\\kim', cwd: 'D:\\work' }

it.each<[string, string | null, Surroundings]>([
  ['/home/kim/.local/share/Hostdown', null, linux],
  ['/data/kim/Hostdown', null, { ...linux, env: { XDG_DATA_HOME: '/data/kim' } }],
  ['/home/kim/.local/share/Hostdown', null, { ...linux, env: { XDG_DATA_HOME: 'relative' } }],
  ['/home/kim/.local/share/Hostdown', '', { ...linux, env: { XDG_DATA_HOME: '', HOSTDOWN_DATA: '' } }],
  ['/srv/labs', null, { ...linux, env: { HOSTDOWN_DATA: '/srv/labs', XDG_DATA_HOME: '/data' } }],
  ['/work/here', 'here', { ...linux, env: { HOSTDOWN_DATA: '/srv/labs' } }],
  ['/Users/kim/Library/Application Support/Hostdown', null, { ...linux, platform: 'darwin', home: '/Users/kim' }],
  ['C:\\Users\\kim\\AppData\\Roaming\\Hostdown', null, windows],
  ['E:\\Roaming\\Hostdown', null, { ...windows, env: { APPDATA: 'E:\\Roaming' } }],
  ['D:\\work\\here', 'here', windows],
  ['C:\\labs', 'C:\\labs', { ...windows, env: { HOSTDOWN_DATA: 'X:\\' } }],
])('is %s', (expected, argument, surroundings) => {
  expect(dataFolder(argument, surroundings)).toBe(expected)
})
