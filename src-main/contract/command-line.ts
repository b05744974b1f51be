/** Commands of the command line: the packaged application tells by them a command from a file that it is to open. */
export const commandLineNames = [
  'run',
  'check',
  'test',
  'explain',
  'facts',
  'serve',
  'replay',
  'traces',
  'sweep',
  'import',
  'exam',
  'swarm',
  'bench',
] as const

export type CommandLineName = (typeof commandLineNames)[number]
