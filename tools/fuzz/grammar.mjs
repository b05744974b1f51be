import { hostileValue } from './mutate.mjs'

/** Values that a schema allows, and now and then others. */
export class Grammar {
  #schema
  #dice
  #names

  /** `schema`: a JSON Schema. `names`: texts that mean something. */
  constructor(schema, dice, names) {
    this.#schema = schema
    this.#dice = dice
    this.#names = names
  }

  value() {
    return this.#valueOf(this.#schema, 0)
  }

  /** The value itself with some more keys in it. */
  enriched(lab) {
    for (let left = this.#dice.between(1, 4); left > 0; left--) this.#enrich(lab, this.#schema)
    return lab
  }

  /** Sets a key of the block or of one inside it. */
  #enrich(value, schema) {
    const dice = this.#dice
    const known = this.#fitting(schema, value)
    if (Array.isArray(value)) {
      if (known.items === undefined) return
      if (value.length === 0 || dice.percent(15)) value.push(this.#valueOf(known.items, 0))
      else this.#enrich(dice.pick(value), known.items)
      return
    }
    if (typeof value !== 'object' || value === null) return
    const keys = Object.keys(known.properties ?? {})
    if (keys.length === 0) return
    const inside = keys.filter((key) => typeof value[key] === 'object' && value[key] !== null && Object.keys(value[key]).length > 0)
    if (inside.length > 0 && dice.percent(75)) {
      const key = dice.pick(inside)
      return this.#enrich(value[key], known.properties[key])
    }
    const key = dice.pick(keys)
    value[key] = this.#valueOf(known.properties[key], 0)
  }

  #resolved(schema) {
    const name = schema.$ref?.split('/').at(-1)
    return name === undefined ? schema : this.#resolved(this.#schema.$defs[name])
  }

  /** Of alternatives, the one for such a value. */
  #fitting(schema, value) {
    const resolved = this.#resolved(schema)
    const options = resolved.anyOf ?? resolved.oneOf
    if (options === undefined) return resolved
    const type = Array.isArray(value) ? 'array' : typeof value
    const all = options.map((option) => this.#fitting(option, value))
    return (
      all.find(({ properties }) => properties?.do?.const !== undefined && properties.do.const === value?.do) ??
      all.find((option) => option.type === type) ??
      resolved
    )
  }

  #valueOf(schema, depth) {
    const dice = this.#dice
    const known = this.#resolved(schema)
    if (dice.percent(2) || depth > 8) return hostileValue(dice)
    const options = known.anyOf ?? known.oneOf
    if (options !== undefined) return this.#valueOf(dice.pick(options), depth)
    if (known.const !== undefined) return known.const
    if (known.enum !== undefined) return dice.pick(known.enum)
    switch (known.type) {
      case 'integer':
      case 'number':
        return this.#number(known)
      case 'boolean':
        return dice.percent(50)
      case 'null':
        return null
      case 'array':
        return Array.from({ length: dice.between(known.minItems ?? 0, (known.minItems ?? 0) + 3) }, () => this.#valueOf(known.items ?? {}, depth + 1))
      case 'object':
        return this.#block(known, depth)
    }
    return this.#text(known)
  }

  #block({ properties = {}, required = [], additionalProperties }, depth) {
    const dice = this.#dice
    const keys = Object.keys(properties).filter((key) => required.includes(key) || dice.percent(25))
    const block = Object.fromEntries(keys.map((key) => [key, this.#valueOf(properties[key], depth + 1)]))
    if (typeof additionalProperties === 'object')
      for (let left = dice.below(3); left > 0; left--) block[dice.pick(this.#names)] = this.#valueOf(additionalProperties, depth + 1)
    return block
  }

  #number({ minimum = 0, exclusiveMinimum, maximum = 1e6, exclusiveMaximum, type }) {
    const dice = this.#dice
    const [low, high] = [exclusiveMinimum ?? minimum, exclusiveMaximum ?? maximum]
    const drawn = dice.pick([low, low + 1, high, high - 1, low - 1, high + 1, dice.between(0, 16), dice.between(0, 100_000), low + (high - low) / 2])
    return type === 'integer' && dice.percent(97) ? Math.trunc(drawn) : drawn
  }

  #text({ description = '' }) {
    const dice = this.#dice
    if (/duration|\b(?:ms|s|m|h)\b/.test(description) && dice.percent(90))
      return `${dice.pick([0, 1, 5, 30, 90, 600, 86_400])}${dice.pick(['ms', 's', 'm', 'h'])}`
    return dice.pick(this.#names)
  }
}
