/** Colours of guest and application heartbeats, each with a shape of its own. */
export const beatShape = {
  gray: ['hollow', 'faint'],
  green: ['check', 'green'],
  yellow: ['bang', 'amber'],
  red: ['cross', 'red'],
} as const
