/** `cluster`: the services and what belongs to the cluster as a whole. */
import * as z from './schema.ts'
import { drsSchema, drsShape, rulePatchShape } from './drs.ts'
import type { LabDrs } from './drs.ts'
import type { AnySchema } from './fields.ts'
import { block, evcMode, expectationOf, expects, flag, list, name, text, withoutDefault } from './fields.ts'
import { haSchema } from './ha.ts'
import type { LabHa } from './ha.ts'
import { poolSchema, poolShape } from './pool.ts'
import type { LabPool } from './pool.ts'

export const clusterShape = {
  name: text().default('Cluster'),
  /** null: that service is off. */
  ha: z.nullable(haSchema).default(null),
  drs: z.nullable(drsSchema).default(null),
  resourcePools: list(poolSchema).default([]),
  /** null: EVC off. */
  evcMode: z.nullable(evcMode()).default(null),
  /** Left out: true where a datastore has type vsan. */
  vsan: z.exactOptional(flag()),
  /** DRS-096. */
  vcls: block({ retreatMode: flag().default(false) }).default({ retreatMode: false }),
}
export const clusterSchema = block(clusterShape)
export type ClusterEntry = z.output<typeof clusterSchema>

export interface LabCluster extends Omit<ClusterEntry, 'ha' | 'drs' | 'vsan' | 'resourcePools'> {
  /** null: HA is off. */
  readonly ha: LabHa | null
  /** Settings of HA as written, also where `enabled: false` switches it off; null: there is no block. */
  readonly haSettings: LabHa | null
  /** null: there is no block. Rules and groups act whatever its `enabled` says. */
  readonly drs: LabDrs | null
  readonly resourcePools: readonly LabPool[]
  readonly vsan: boolean
}

/** Every key may be left out, null removes: what `cluster.configure` takes. */
export type ClusterPatch = Patch<z.output<typeof clusterSchema>>
type Patch<T> = T extends readonly (infer I)[]
  ? readonly (I extends { name: string } ? { name: string } & Patch<Omit<I, 'name'>> : I)[]
  : T extends object
    ? { [K in keyof T]?: Patch<T[K]> | null }
    : T

/** The same blocks with every key optional and nullable; entries with a name are merged by name. */
function patchOf(schema: AnySchema): AnySchema {
  const inner = withoutDefault(schema)
  if (inner instanceof z.ZodNullable) return patchOf(inner.def.innerType)
  if (inner === drsShape.rules.def.innerType) return list(block(rulePatchShape))
  if (inner === clusterShape.resourcePools.def.innerType) {
    const { name: _, ...rest } = poolShape
    return list(block({ name: name(), ...patchShape(rest) }))
  }
  if (inner instanceof z.ZodObject) return block(patchShape(inner.def.shape as { readonly [key: string]: AnySchema }))
  if (inner instanceof z.ZodUnion && inner.def.options.some((option) => option instanceof z.ZodObject))
    return expects(z.union(inner.def.options.map((option) => patchOf(option as AnySchema))), expectationOf(inner) ?? ['a value', '값'])
  // Maps merge by key, and null takes one away.
  if (inner instanceof z.ZodRecord)
    return expects(z.record(inner.def.keyType, z.nullable(inner.def.valueType)), expectationOf(inner) ?? ['a map', '맵'])
  return inner
}

function patchShape(shape: { readonly [key: string]: AnySchema }): { [key: string]: AnySchema } {
  return Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, z.exactOptional(z.nullable(patchOf(schema)))]))
}

/** The keys of `cluster.configure`. */
export function clusterPatchShape() {
  return patchShape(clusterShape) as { [K in keyof ClusterEntry]: z.ZodExactOptional<z.ZodType<ClusterPatch[K]>> }
}
