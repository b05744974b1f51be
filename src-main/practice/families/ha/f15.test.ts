import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { restartOrder } from './f15-restart-order.ts'

const vm = (name: string, level: string, more: object = {}) => ({ name, level, host: 0, needs: null, isAgent: false, ...more })

describe('restart order, worked by hand', () => {
  audit(restartOrder, [
    {
      worked: 'one of each: Highest web, Medium db, Lowest ad; from below ad, db, web',
      parameters: { vms: [vm('ad', 'lowest'), vm('db', 'medium'), vm('web', 'highest')], secondAfterSeconds: null },
      answer: ['web', 'db', 'ad'],
      mistakes: { M1: ['ad', 'db', 'web'], M3: ['ad', 'db', 'web'] },
    },
    {
      worked: 'all Medium: web needs app, app needs db: db, app, web; without the rules as they stand in the inventory',
      parameters: {
        vms: [vm('web', 'medium', { needs: 'app' }), vm('app', 'medium', { needs: 'db' }), vm('db', 'medium')],
        secondAfterSeconds: null,
      },
      answer: ['db', 'app', 'web'],
      mistakes: { M1: ['app', 'db', 'web'], M2: ['web', 'app', 'db'] },
    },
    {
      worked: 'the agent VM goes first though its priority is Lowest: agent-vm, mail (High), dns (Low); by priority it would be last',
      parameters: { vms: [vm('dns', 'low'), vm('mail', 'high'), vm('agent-vm', 'lowest', { isAgent: true })], secondAfterSeconds: null },
      answer: ['agent-vm', 'mail', 'dns'],
      mistakes: { M1: ['agent-vm', 'dns', 'mail'], M5: ['mail', 'dns', 'agent-vm'] },
    },
    {
      worked: 'esx-01 fails 5 s before esx-02: erp (Low) of esx-01 goes before ad (Highest) of esx-02; together ad would be first',
      parameters: {
        vms: [vm('ad', 'highest', { host: 1 }), vm('erp', 'low'), vm('files', 'medium', { host: 1 }), vm('web', 'high')],
        secondAfterSeconds: 5,
      },
      answer: ['web', 'erp', 'ad', 'files'],
      mistakes: { M1: ['ad', 'erp', 'files', 'web'], M4: ['ad', 'web', 'files', 'erp'] },
    },
    {
      worked: 'Highest dns, then High db before billing (which needs it), then Low queue; upside down: queue, db, billing, dns',
      parameters: {
        vms: [vm('billing', 'high', { needs: 'db' }), vm('queue', 'low'), vm('db', 'high'), vm('dns', 'highest')],
        secondAfterSeconds: null,
      },
      answer: ['dns', 'db', 'billing', 'queue'],
      mistakes: { M2: ['dns', 'billing', 'db', 'queue'], M3: ['queue', 'db', 'billing', 'dns'] },
    },
  ])
})
