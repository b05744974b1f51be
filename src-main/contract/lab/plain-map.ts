/** A map as it comes from a file or a log. */
export type PlainMap = { readonly [key: string]: unknown }

export const isMap = (value: unknown): value is PlainMap => value !== null && typeof value === 'object' && !Array.isArray(value)
