import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { isolatedVm } from './f13-isolated-vm.ts'

const settings = (more: object = {}) => ({
  hosts: 3,
  role: 'secondary',
  cluster: 'powerOffAndRestart',
  override: null,
  storage: 'fabric',
  shutdownSeconds: 90,
  timeoutSeconds: null,
  ...more,
})

describe('a VM on an isolated host, worked by hand', () => {
  audit(isolatedVm, [
    {
      worked:
        'secondary: declared at 30 s, + 30 s = 60 s power off, elsewhere afterwards; without the 30 s: 30 s; as a primary 5 + 30 = 35 s; as a failed host mixed up: not elsewhere',
      parameters: settings(),
      answer: [60_000, true],
      mistakes: { M4: [30_000, true], M5: [35_000, true], M6: [60_000, false] },
    },
    {
      worked:
        'primary, the VM shuts down: 5 + 30 = 35 s, the guest needs 400 s and gets 300: 335 s; without end 35 + 400 = 435 s; the cluster says Disabled: it runs on',
      parameters: settings({ role: 'primary', cluster: 'disabled', override: 'shutDownAndRestart', shutdownSeconds: 400 }),
      answer: [335_000, true],
      mistakes: { M1: [null, false], M3: [435_000, true], M4: [305_000, true], M7: [35_000, true] },
    },
    {
      worked:
        'local disk: nobody else sees the datastore, so no primary owns it and the response waits: it runs on; as on shared storage 60 s, and elsewhere',
      parameters: settings({ storage: 'local' }),
      answer: [null, false],
      mistakes: { M2: [60_000, true], M6: [null, true], M8: [60_000, false] },
    },
    {
      worked:
        'storage over the same NICs, Disabled: no heartbeat of any kind, failed at 18 s, started elsewhere; the old one runs on: two instances. On a fabric: one',
      parameters: settings({ cluster: 'disabled', storage: 'converged', hosts: 4 }),
      answer: [null, true],
      mistakes: { M2: [null, false], M6: [null, false], M7: [60_000, true] },
    },
    {
      worked: 'a guest that shuts down in 45 s, limit 120 s: 60 + 45 = 105 s; its override counts, not "power off" of the cluster (60 s)',
      parameters: settings({ override: 'shutDownAndRestart', shutdownSeconds: 45, timeoutSeconds: 120 }),
      answer: [105_000, true],
      mistakes: { M1: [60_000, true], M3: [105_000, true], M4: [75_000, true], M5: [80_000, true] },
    },
    {
      worked: 'primary, limit 120 s below the 250 s of the guest: 35 + 120 = 155 s; without end 285 s',
      parameters: settings({ role: 'primary', cluster: 'shutDownAndRestart', shutdownSeconds: 250, timeoutSeconds: 120, hosts: 5 }),
      answer: [155_000, true],
      mistakes: { M3: [285_000, true], M5: [180_000, true] },
    },
  ])
})
