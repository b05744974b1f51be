import { expect, it } from 'vitest'
import { labOf, twoHosts } from '../contract/lab/testing/lab-text.ts'
import { notModelled } from './not-modelled.ts'

const withOptions = (options: string) => labOf(`${twoHosts}cluster: { drs: { advancedOptions: { ${options} } } }\n`)

it('names the options of DRS that change nothing, and MinGoodness where its value does not', () => {
  expect(notModelled(withOptions('MinGoodness: 0, CostBenefit: 0, IdleTax: 50'))).toEqual([])
  expect(notModelled(withOptions('minimbalance: 10, UseDownTime: 0, MinGoodness: 3'))).toEqual([
    'cluster.drs.advancedOptions: nothing changes with UseDownTime, MinImbalance',
    'cluster.drs.advancedOptions: MinGoodness acts as 0 only, and is adaptive otherwise',
  ])
})
