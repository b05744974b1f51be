/** Option names that nobody knows: warnings, without effect. */
import { hintPhrase } from '../did-you-mean.ts'
import type { Phrase } from '../texts/language.ts'
import { isKnownOption, knownOptions } from './options.ts'
import type { OptionScope } from './options.ts'
import type { Path, PlainMap } from './problems.ts'
import { isMap } from './problems.ts'
import type { Warn } from './product-gates.ts'

/** Looks at every `advancedOptions` of the file as written: cluster, hosts, and commands that carry them. */
export function warnAboutOptions(raw: PlainMap, warn: Warn): void {
  warnInCluster(raw['cluster'], ['cluster'], warn)
  const hosts = raw['hosts']
  if (Array.isArray(hosts)) hosts.forEach((host: unknown, i) => warnIn(host, 'host', ['hosts', i], warn))
  const timeline = raw['timeline']
  if (!Array.isArray(timeline)) return
  timeline.forEach((entry: unknown, i) => {
    if (!isMap(entry)) return
    if (entry['do'] === 'cluster.configure') warnInCluster(entry, ['timeline', i], warn)
    if (entry['do'] === 'host.add' || entry['do'] === 'host.configure') warnIn(entry, 'host', ['timeline', i], warn)
  })
}

function warnInCluster(block: unknown, path: Path, warn: Warn): void {
  if (!isMap(block)) return
  warnIn(block['ha'], 'ha', [...path, 'ha'], warn)
  warnIn(block['drs'], 'drs', [...path, 'drs'], warn)
}

function warnIn(block: unknown, scope: OptionScope, path: Path, warn: Warn): void {
  const options = isMap(block) ? block['advancedOptions'] : undefined
  if (!isMap(options)) return
  for (const name of Object.keys(options)) {
    if (isKnownOption(scope, name)) continue
    const [hint, hintKo] = hintPhrase(name, knownOptions(scope))
    const message: Phrase = [`unknown option, it has no effect${hint}`, `알 수 없는 옵션이므로 적용되지 않습니다${hintKo}`]
    warn('unknownOption', [...path, 'advancedOptions', name], message)
  }
}
