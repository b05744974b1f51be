/** Which behaviour a version of vCenter or ESXi has. */
import { productLevels } from '../../contract/lab/index.ts'
import type { ProductLevel } from '../../contract/lab/index.ts'
import type { Inventory, SourceCluster } from '../model.ts'
import type { Assumptions } from './assumptions.ts'

/** `VMware ESXi 8.0.3 build-24022510`, `8.0.3.0`; null: it says no version. */
export function productOf(text: string): ProductLevel | null {
  const found = /(\d+)\.(\d+)/.exec(text)
  if (found === null) return null
  const version = Number(found[1]) * 100 + Number(found[2])
  return productLevels.findLast((level) => versionOf(level) <= version) ?? '5.0'
}

const versionOf = (level: ProductLevel): number => Number(level.split('.')[0]) * 100 + Number(level.split('.')[1])
export const isOlder = (a: ProductLevel, b: ProductLevel): boolean => productLevels.indexOf(a) < productLevels.indexOf(b)

/** Of vCenter, or of the newest host. */
export function labProduct(inventory: Inventory, source: SourceCluster, where: string, assumptions: Assumptions): ProductLevel {
  const said = [inventory.apiVersion ?? '', ...source.hosts.map(({ row }) => row?.text('esx version') ?? '')]
    .map(productOf)
    .filter((level) => level !== null)
  if (said.length > 0) return said.reduce((a, b) => (isOlder(a, b) ? b : a))
  return assumptions.choice(
    where,
    'product',
    '8.0',
    ['neither vCenter nor a host says its version', 'vCenter와 호스트의 버전이 내보내기에 없습니다'],
    productLevels,
  )
}
