/** Behaviour levels of vSphere; each means the last update of that release, 9.0 = 8.0 plus the facts that name 9.0. */
export const productLevels = ['5.0', '5.1', '5.5', '6.0', '6.5', '6.7', '7.0', '8.0', '9.0'] as const
export type ProductLevel = (typeof productLevels)[number]

/** Whether `product` is of release `level` or later. */
export function productAtLeast(product: ProductLevel, level: ProductLevel): boolean {
  return productLevels.indexOf(product) >= productLevels.indexOf(level)
}
