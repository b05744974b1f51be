import type { ApiInput, ApiMethod, ApiOutput } from '../../contract/api.ts'

/** One function for each method of the API whose name begins with the namespace. Failures are RunErrors; anything else is `internal`. `string`: all. */
export type Handlers<Namespace extends string> = {
  readonly [M in Extract<ApiMethod, `${Namespace}.${string}`>]: (input: ApiInput<M>) => ApiOutput<M> | Promise<ApiOutput<M>>
}
