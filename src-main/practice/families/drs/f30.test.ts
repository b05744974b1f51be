import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { highestEvcMode } from './f30-evc-mode.ts'

describe('the highest EVC mode possible, worked by hand', () => {
  audit(highestEvcMode, [
    {
      worked:
        'Nehalem (L2) is the oldest of Westmere, Sapphire Rapids and Nehalem: every host offers L0 to L2; without it Westmere; above Nehalem comes Westmere',
      parameters: { models: ['intel-westmere', 'intel-sapphire-rapids', 'intel-nehalem'] },
      answer: 'intel-nehalem',
      mistakes: { M1: 'intel-sapphire-rapids', M2: 'intel-westmere', M4: null, M5: 'intel-westmere' },
    },
    {
      worked: 'two Ivy Bridge and two Skylake: Ivy Bridge (L5); the next is Haswell, though no host is one',
      parameters: { models: ['intel-ivy-bridge', 'intel-skylake', 'intel-skylake', 'intel-ivy-bridge'] },
      answer: 'intel-ivy-bridge',
      mistakes: { M1: 'intel-skylake', M2: 'intel-haswell', M4: null, M5: 'intel-skylake' },
    },
    {
      worked: 'AMD: Zen (B4) below Zen 3 (B6) and Zen 4 (B7)',
      parameters: { models: ['amd-zen4', 'amd-zen', 'amd-zen3'] },
      answer: 'amd-zen',
      mistakes: { M1: 'amd-zen4', M2: 'amd-zen2', M5: 'amd-zen3' },
    },
    {
      worked: 'Intel and AMD: no mode is offered by all; of AMD alone Zen 2 (the last that is mixed in)',
      parameters: { models: ['intel-cascade-lake', 'intel-haswell', 'amd-zen2'] },
      answer: null,
      mistakes: { M3: 'amd-zen2' },
    },
    {
      worked: 'Broadwell (L7), Cascade Lake (L9), Ice Lake (L10): L7, above it Skylake',
      parameters: { models: ['intel-ice-lake', 'intel-broadwell', 'intel-cascade-lake'] },
      answer: 'intel-broadwell',
      mistakes: { M1: 'intel-ice-lake', M2: 'intel-skylake', M5: 'intel-cascade-lake' },
    },
  ])
})
