import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { evcModeChange } from './f31-evc-change.ts'

const haswell = { low: 'intel-haswell', high: 'intel-skylake', models: ['intel-skylake', 'intel-ice-lake'] } as const
const choices = { M1: 'guestRestart', M2: 'now', M3: 'powerCycle', M4: 'never' }

describe('EVC: can it move or change now, worked by hand', () => {
  audit(evcModeChange, [
    {
      worked: 'Haswell → Skylake, both hosts offer Skylake: at once, the VM may stay on',
      parameters: { wish: 'raise', ...haswell },
      answer: 'now',
      mistakes: choices,
    },
    {
      worked: 'Haswell → Skylake with a Broadwell host: Broadwell offers up to L7, Skylake is L8: never',
      parameters: { wish: 'raiseTooHigh', low: 'intel-haswell', high: 'intel-skylake', models: ['intel-skylake', 'intel-broadwell'] },
      answer: 'never',
      mistakes: { M2: 'now' },
    },
    {
      worked: 'Skylake → Haswell with a VM powered on at Skylake: it has to be off',
      parameters: { wish: 'lower', ...haswell },
      answer: 'powerCycle',
      mistakes: {},
    },
    {
      worked: 'the same with a VM whose own mode is Haswell: nothing runs above Haswell',
      parameters: { wish: 'lowerOwnMode', ...haswell },
      answer: 'now',
      mistakes: {},
    },
    {
      worked: 'a raised mode reaches a VM with its next power-on, not with a restart of the guest',
      parameters: { wish: 'features', ...haswell },
      answer: 'powerCycle',
      mistakes: {},
    },
    {
      worked: 'a VM powered on at Haswell, also after a guest restart, moves to a Haswell host',
      parameters: { wish: 'moveRestarted', ...haswell },
      answer: 'now',
      mistakes: {},
    },
    {
      worked: 'powered on again at Skylake it sees what Haswell lacks: running it is refused, powered off it may move',
      parameters: { wish: 'moveCycled', ...haswell },
      answer: 'powerCycle',
      mistakes: {},
    },
    {
      worked: 'own mode Skylake in a Haswell cluster: refused whatever else is done',
      parameters: { wish: 'ownModeAbove', ...haswell },
      answer: 'never',
      mistakes: {},
    },
    {
      worked: 'own mode Haswell in a Skylake cluster is below it: at once',
      parameters: { wish: 'ownModeBelow', ...haswell },
      answer: 'now',
      mistakes: {},
    },
  ])
})
