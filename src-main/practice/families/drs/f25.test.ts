import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { ruleConflict } from './f25-rule-conflict.ts'

const rule = (type: string, vms: readonly string[], hosts: readonly string[] = []) => ({ type, vms, hosts })
const made = (rules: readonly object[], then = 'nothing') => ({ rules, minutesBetween: 5, then })
const together = rule('keepTogether', ['app-1', 'app-2'])
const BOTH = 'rule-1 rule-2'

describe('rule conflicts, worked by hand', () => {
  audit(ruleConflict, [
    {
      worked: 'app-1 and app-2 together, then apart: both in common, a conflict: the older stays',
      parameters: made([together, rule('separate', ['app-1', 'app-2', 'db-1'])]),
      answer: 'rule-1',
      mistakes: { M1: 'rule-2', M2: BOTH, M3: '' },
    },
    {
      worked: 'only app-2 in common: together with app-1 and apart from db-1 is possible: both stay',
      parameters: made([together, rule('separate', ['app-2', 'db-1'])]),
      answer: BOTH,
      mistakes: { M1: 'rule-2', M3: '', M4: 'rule-1' },
    },
    {
      worked: 'the newer was switched off by the conflict and stays off when the older is deleted; by hand it would come on',
      parameters: made([together, rule('separate', ['app-1', 'app-2'])], 'olderDeleted'),
      answer: '',
      mistakes: { M2: BOTH, M5: 'rule-1', M6: 'rule-2' },
    },
    {
      worked: 'must and must not of the same groups: conflict, the older stays, also when somebody tries to switch the newer on',
      parameters: made([rule('mustRunOn', ['db-1', 'db-2'], ['esx-01']), rule('mustNotRunOn', ['db-1', 'db-2'], ['esx-01'])], 'newerOn'),
      answer: 'rule-1',
      mistakes: { M1: 'rule-2', M2: BOTH },
    },
    {
      worked: 'must rules to esx-01 and to esx-02: nobody notices, both are on, and the VMs have no host',
      parameters: made([rule('mustRunOn', ['db-1', 'db-2'], ['esx-01']), rule('mustRunOn', ['db-1', 'db-2'], ['esx-02'])]),
      answer: BOTH,
      mistakes: { M1: 'rule-2', M3: '', M4: 'rule-1' },
    },
    {
      worked: 'the older was off while the newer was made, and is the older still: switched on again it wins',
      parameters: made([together, rule('separate', ['app-1', 'app-2'])], 'olderOnAgain'),
      answer: 'rule-1',
      mistakes: { M1: 'rule-2' },
    },
  ])
})
