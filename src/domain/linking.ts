import { z } from 'zod'
import type { Decider } from './decider.ts'
import type { SpecMap } from './event.ts'
import { changed, type Mentioned, merged } from './record.ts'
import { uuid } from './values/uuid.ts'

/** In what names records of others, another id in the place of one. */
const relinked = (links: z.ZodObject) => z.object({ oldId: uuid, newId: uuid, links })

type Links<S extends z.ZodObject> = z.output<ReturnType<S['partial']>> & { custom?: Record<string, string> }
export interface Relinking<S extends z.ZodObject> {
  oldId: string
  newId: string
  /** The fields that say something else now, as they are. */
  links: Links<S>
}
type Events<N extends string, S extends z.ZodObject> = { [K in `${N}.relinked`]: z.ZodType<Relinking<S>> }

/**
 * The decider of a record that names others, with what it needs when two of those turn out to be one: `fields` are those of
 * its state that have ids of others, or are made of them. It is told which id stands in the place of which, or, when that
 * is taken back, what stands there instead.
 */
export function withLinks<
  const N extends string,
  State extends object,
  E extends SpecMap,
  C extends SpecMap,
  S extends z.ZodObject,
>(name: N, of: Decider<State, E, C>, fields: S): Decider<State, E & Events<N, S>, C> {
  const links = fields.partial().extend({ custom: z.record(z.string().max(60), uuid).optional() })
  const [event, command] = [`${name}.relinked`, `${name}.relink`]
  const names = Object.keys(fields.shape)
  // Of a list of ids one can be left out; what else has an id in it may not be without.
  const isOfIds = (field: unknown) => field instanceof z.ZodArray && !(field.element instanceof z.ZodObject)
  const nullable = new Set(
    names.filter((field) => fields.shape[field].safeParse(null).success || isOfIds(fields.shape[field])),
  )
  const made = {
    ...of,
    links: names,
    events: { ...of.events, [event]: relinked(links) },
    commands: { ...of.commands, [command]: relinked(links).partial({ links: true }) },
    evolve: {
      ...of.evolve,
      [event]: (state: State, { links: news }: Relinking<S>) => linksAfter(state, news),
    },
    decide: {
      ...of.decide,
      [command]: (state: State, { oldId, newId, links: asked }: Relinking<S>, { id }: { id: string }) => {
        const after = asked ?? linksWith(state, names, { from: oldId, to: newId, own: id, nullable })
        const news = changed(state as Record<string, unknown>, linksAfter(state, after))
        if (Object.keys(news).length === 0) return []
        const said = Object.fromEntries(Object.keys(news).map((field) => [field, after[field as never]]))
        return [{ type: event, data: { oldId, newId, links: said } }]
      },
    },
  }
  // Computed keys are strings to the compiler; the registry laws run every decider through its contract.
  return made as never
}

/** A record, or its row, with such links; of the organisation's own fields only those that are said. */
export function linksAfter<T extends object>(
  before: T,
  { custom, ...links }: Mentioned<object> & { custom?: object | undefined },
): T {
  const own = (before as { custom?: object }).custom
  return { ...merged(before, links), ...(custom && { custom: { ...own, ...custom } }) }
}

/** What it names, with one id in the place of another, or of nothing where the record would stand above itself. */
function linksWith(
  state: object,
  names: readonly string[],
  { own, nullable, ...of }: { from: string; to: string; own: string; nullable: ReadonlySet<string> },
): Readonly<Record<string, never>> {
  const how = (name: string) => ({ ...of, to: of.to === own && nullable.has(name) ? null : of.to })
  const values = state as Readonly<Record<string, unknown>>
  const custom = Object.entries((values.custom ?? {}) as object).filter(([, value]) => value === of.from)
  return {
    ...Object.fromEntries(
      names.flatMap((name) =>
        says(values[name], of.from) ? [[name, replaced(values[name], how(name))]] : [],
      ),
    ),
    ...(custom.length > 0 && { custom: Object.fromEntries(custom.map(([key]) => [key, of.to])) }),
  } as never
}

/** Whether an id stands anywhere in a value. */
export function says(value: unknown, id: string): boolean {
  if (typeof value !== 'object' || value === null) return value === id
  return Object.entries(value).some(([key, part]) => key === id || says(part, id))
}

/** One id in the place of another, wherever it stands; what says both already says the one it had. */
function replaced(value: unknown, how: { from: string; to: string | null }): unknown {
  const { from, to } = how
  if (value === from) return to
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const both = to !== null && value.some((part) => says(part, to))
    const goes = (part: unknown) => (both && says(part, from)) || (to === null && part === from)
    return value.flatMap((part) => (goes(part) ? [] : [replaced(part, how)]))
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      if (key !== from) return [[key, replaced(part, how)]]
      return to === null || to in value ? [] : [[to, part]]
    }),
  )
}
