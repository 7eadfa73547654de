/** A part of an OpenAPI document or of a schema in it. */
type Part = Readonly<Record<string, unknown>>

/**
 * What of an API's description breaks who was made for the one before, in words: what is gone, what is asked for that was
 * not, what is taken no more, what may come that did not. Both are OpenAPI 3.1, as we write it: JSON, references within
 * the document, components of the same name being the same thing.
 */
export function breaks(before: Part, after: Part): string[] {
  const found = new Set<string>()
  const done = new Set<string>()
  const say = (where: string, what: string) => found.add(`${where}: ${what}`)

  const oldOperations = operationsOf(before)
  const newOperations = new Map(operationsOf(after).map((one) => [one.key, one]))
  for (const old of oldOperations) {
    const now = newOperations.get(old.key)
    if (!now) say(old.key, 'is gone')
    else operation(old.key, old.operation, now.operation)
  }
  return [...found]

  function operation(where: string, old: Part, now: Part): void {
    if (old.operationId !== now.operationId)
      say(where, `is called ${text(now.operationId)}, no longer ${text(old.operationId)}`)
    if (isOpen(old) && !isOpen(now)) say(where, 'needs somebody who is signed in')
    parameters(where, old, now)
    requestBody(where, old, now)
    responses(where, old, now)
  }

  function parameters(where: string, old: Part, now: Part): void {
    const [had, has] = [parametersOf(before, old), parametersOf(after, now)]
    for (const [key, parameter] of had) {
      const one = has.get(key)
      if (!one) say(where, `the parameter ${key} is gone`)
      else {
        if (one.required === true && parameter.required !== true)
          say(where, `the parameter ${key} is required`)
        schemas(`${where} ${key}`, 'asked', part(parameter.schema), part(one.schema))
      }
    }
    for (const [key, { required }] of has)
      if (required === true && !had.has(key)) say(where, `the new parameter ${key} is required`)
  }

  function requestBody(where: string, old: Part, now: Part): void {
    const [had, has] = [part(old.requestBody), part(now.requestBody)]
    if (old.requestBody && now.requestBody) contents(where, 'asked', had, has)
    else if (old.requestBody) say(where, 'takes no body any more')
    else
      for (const { schema } of Object.values(part(has.content)).map(part))
        if (requiredOf(at(after, schema)).length > 0) say(where, 'asks for a body')
  }

  function responses(where: string, old: Part, now: Part): void {
    const [had, has] = [part(old.responses), part(now.responses)]
    for (const [status, response] of Object.entries(had)) {
      const [one, other] = [at(before, response), at(after, has[status])]
      if (has[status] === undefined) {
        say(where, `does not answer ${status} any more`)
        continue
      }
      for (const name of Object.keys(part(one.headers)))
        if (!(name in part(other.headers))) say(where, `answers ${status} without the header ${name}`)
      contents(`${where} ${status}`, 'answered', one, other)
    }
  }

  function contents(where: string, way: Way, old: Part, now: Part): void {
    for (const [type, { schema }] of Object.entries(
      part(old.content) as Record<string, { schema?: unknown }>,
    )) {
      const has = part(now.content)[type]
      if (!has) say(where, `is not ${way} as ${type} any more`)
      else schemas(where, way, part(schema), part(part(has).schema))
    }
  }

  /** Components are compared once each way, under their own names. */
  function schemas(where: string, way: Way, old: Part, now: Part): void {
    const [one, other] = [without(old), without(now)]
    const [had, has] = [nameOf(one.schema), nameOf(other.schema)]
    if (one.nullable !== other.nullable && (way === 'answered') === other.nullable)
      say(where, way === 'answered' ? 'may be null' : 'may not be null')
    if (had !== undefined && has !== undefined && had !== has) say(where, `is a ${has}, no longer a ${had}`)
    if (had !== undefined && has !== undefined) {
      const key = `${way} ${had} ${has}`
      if (done.has(key)) return
      done.add(key)
    }
    const place = had ?? where
    shapes(place, way, at(before, one.schema), at(after, other.schema))
  }

  function shapes(where: string, way: Way, old: Part, now: Part): void {
    const [had, has] = [typesOf(old), typesOf(now)]
    const lost = had.filter((type) => !accepts(has, type))
    const more = has.filter((type) => !accepts(had, type))
    if (way === 'asked' ? lost.length > 0 : more.length > 0 || (had.length > 0 && has.length === 0))
      say(where, `is ${has.join(' or ') || 'anything'}, no longer ${had.join(' or ')}`)
    if (way === 'asked' && had.length === 0 && has.length > 0)
      say(where, `is ${has.join(' or ')}, no longer anything`)
    choices(where, way, old, now)
    bounds(where, way, old, now)
    fields(where, way, old, now)
    if (old.items && now.items) schemas(`${where}[]`, way, part(old.items), part(now.items))
    if (isPart(old.additionalProperties) && isPart(now.additionalProperties))
      schemas(`${where}.*`, way, old.additionalProperties, now.additionalProperties)
    unions(where, way, old, now)
  }

  function choices(where: string, way: Way, old: Part, now: Part): void {
    const [had, has] = [choicesOf(old), choicesOf(now)]
    const lacking = (these: readonly unknown[], those: readonly unknown[]) =>
      these.filter((one) => !those.includes(one)).map((one) => JSON.stringify(one))
    if (way === 'asked' && has) {
      if (!had) say(where, `takes nothing but ${has.map((one) => JSON.stringify(one)).join(', ')}`)
      else for (const one of lacking(had, has)) say(where, `does not take ${one} any more`)
    }
    if (way === 'answered' && had) {
      if (!has) say(where, 'may be another than the choices there were')
      else for (const one of lacking(has, had)) say(where, `may be ${one}`)
    }
  }

  function bounds(where: string, way: Way, old: Part, now: Part): void {
    // Types are made of forms; of a pattern only who sends has to know.
    if (old.format !== now.format)
      say(where, `has the format ${text(now.format)}, no longer ${text(old.format)}`)
    if (way === 'answered') return
    if (now.pattern !== undefined && old.pattern !== now.pattern)
      say(where, `has the pattern ${text(now.pattern)}, no longer ${text(old.pattern)}`)
    for (const [key, narrower] of narrowing) {
      const [had, has] = [old[key], now[key]]
      if (typeof has === 'number' && (typeof had !== 'number' || narrower(had, has)))
        say(where, `has the ${key} ${has}, no longer ${text(had)}`)
    }
  }

  function fields(where: string, way: Way, old: Part, now: Part): void {
    const [had, has] = [part(old.properties), part(now.properties)]
    const [needed, needs] = [requiredOf(old), requiredOf(now)]
    for (const [name, schema] of Object.entries(had)) {
      const one = has[name]
      if (one === undefined) say(`${where}.${name}`, 'is gone')
      else {
        if (way === 'asked' && needs.includes(name) && !needed.includes(name))
          say(`${where}.${name}`, 'is required')
        if (way === 'answered' && needed.includes(name) && !needs.includes(name))
          say(`${where}.${name}`, 'may be missing')
        schemas(`${where}.${name}`, way, part(schema), part(one))
      }
    }
    for (const name of needs)
      if (way === 'asked' && !(name in had)) say(`${where}.${name}`, 'is new, and required')
  }

  /** Options are told from each other by the name they refer to, or by where they stand. */
  function unions(where: string, way: Way, old: Part, now: Part): void {
    const [had, has] = [optionsOf(old), optionsOf(now)]
    if (had.size === 0 && has.size === 0) return
    for (const [key, option] of had) {
      const one = has.get(key)
      if (one) schemas(`${where}|${key}`, way, option, one)
      else if (way === 'asked') say(where, `does not take ${key} any more`)
    }
    for (const key of has.keys()) if (way === 'answered' && !had.has(key)) say(where, `may be ${key}`)
  }
}

/** Sent by clients, or by us: what widens the one narrows the other. */
type Way = 'asked' | 'answered'

const narrowing: readonly [string, (had: number, has: number) => boolean][] = [
  ...['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'].map(
    (key) =>
      [key, (had: number, has: number) => has < had] as [string, (had: number, has: number) => boolean],
  ),
  ...['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'].map(
    (key) =>
      [key, (had: number, has: number) => has > had] as [string, (had: number, has: number) => boolean],
  ),
]

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const part = (value: unknown): Part => (isPart(value) ? value : {})
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (value === undefined ? 'none' : String(value))

function operationsOf(document: Part) {
  return Object.entries(part(document.paths)).flatMap(([path, methods]) =>
    Object.entries(part(methods)).map(([method, operation]) => ({
      key: `${method.toUpperCase()} ${path}`,
      operation: part(operation),
    })),
  )
}

/** What a reference leads to, or the thing itself. */
function at(document: Part, value: unknown): Part {
  const { $ref, ...own } = part(value)
  if (typeof $ref !== 'string') return own
  const found = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((of, key) => part(of)[key], document)
  return { ...at(document, found), ...own }
}

const isOpen = ({ security }: Part): boolean => Array.isArray(security) && security.length === 0

function parametersOf(document: Part, { parameters }: Part): Map<string, Part> {
  return new Map(
    list(parameters).map((one) => {
      const parameter = at(document, one)
      return [`${text(parameter.in)} ${text(parameter.name).toLowerCase()}`, parameter]
    }),
  )
}

/** A schema without what says that null is one of its values. */
function without(schema: Part): { schema: Part; nullable: boolean } {
  const options = list(schema.oneOf)
  const [only, ...others] = options.filter((option) => part(option).type !== 'null')
  if (options.length === 2 && others.length === 0 && only) return { schema: part(only), nullable: true }
  const types = list(schema.type)
  if (!types.includes('null')) return { schema, nullable: false }
  const values = schema.enum === undefined ? {} : { enum: list(schema.enum).filter((one) => one !== null) }
  return { schema: { ...schema, type: types.filter((one) => one !== 'null'), ...values }, nullable: true }
}

const nameOf = ({ $ref }: Part): string | undefined =>
  typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined

function typesOf({ type }: Part): string[] {
  return (typeof type === 'string' ? [type] : list(type)).map(String)
}

const accepts = (types: readonly string[], one: string): boolean =>
  types.includes(one) || (one === 'integer' && types.includes('number'))

function choicesOf(schema: Part): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const]
  return Array.isArray(schema.enum) ? schema.enum : undefined
}

const requiredOf = ({ required }: Part): readonly string[] => list(required).map(String)

function optionsOf(schema: Part): Map<string, Part> {
  const options = [...list(schema.oneOf), ...list(schema.anyOf)].map(part)
  return new Map(options.map((option, index) => [nameOf(option) ?? `option ${index + 1}`, option]))
}
