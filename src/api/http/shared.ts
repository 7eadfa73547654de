type Json = Record<string, unknown>
type Kind = 'parameters' | 'responses'

/** From how many places on a thing stands once, with references to it. */
const several = 3

/** What many operations have in common stands once, under the name of what most of those of that name are. */
export class Shared {
  readonly #found: Record<Kind, Map<string, { name: string; value: Json; used: Json[] }>> = {
    parameters: new Map(),
    responses: new Map(),
  }

  /** By the thing itself, so that one that is given for many operations is not written for each. */
  readonly #known = new Map<Json, { used: Json[] }>()

  /** The thing, or a place for it that `made` fills with a reference. */
  use(kind: Kind, name: string, value: Json): Json {
    const found = this.#known.get(value) ?? this.#alike(kind, name, value)
    this.#known.set(value, found)
    const used = { ...value }
    found.used.push(used)
    return used
  }

  #alike(kind: Kind, name: string, value: Json): { used: Json[] } {
    const key = JSON.stringify(value)
    const found = this.#found[kind].get(key) ?? { name, value, used: [] }
    this.#found[kind].set(key, found)
    return found
  }

  /** What is shared, once everything was used. */
  made(): Record<Kind, Json> {
    return { parameters: this.#made('parameters'), responses: this.#made('responses') }
  }

  #made(kind: Kind): Json {
    const shared: Json = {}
    const often = [...this.#found[kind].values()].filter(({ used }) => used.length >= several)
    for (const { name, value, used } of often.sort((a, b) => b.used.length - a.used.length)) {
      if (shared[name]) continue
      shared[name] = value
      for (const place of used) {
        for (const key of Object.keys(place)) delete place[key]
        place.$ref = `#/components/${kind}/${name}`
      }
    }
    return shared
  }
}
