import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import type { KnownField } from '../../domain/settings/custom-field.ts'
import { fitOf, fits, marksOf, says, type Typed, tsqueryOf, typed } from '../../domain/values/searched.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, keyOf, type Principal } from '../../platform/people/permissions.ts'
import { ident, literal, snake } from '../../platform/pg/pg.ts'
import type { Database } from '../../platform/pg/readers.ts'
import type { AnyProjection } from '../../projections/projection.ts'
import { calledBy } from '../../projections/search.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { caughtUp } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { type CustomFieldsNow, customFieldsNow, isCustomised } from './custom-values.ts'
import { labelled } from './names.ts'
import { numberCursor, oneOrMore, pageParameters } from './page.ts'

const hit = z
  .object({
    record: z
      .object({ model: z.string(), id: uuid, name: z.string() })
      .register(vocabulary, { id: 'FoundRecord' }),
    fit: z.enum(fits).register(vocabulary, { id: 'SearchFit' }),
    by: z
      .string()
      .nullable()
      .describe(
        'What else it is found by, such as an address or a telephone number; null where its name says it.',
      ),
    archived: z.boolean(),
  })
  .register(vocabulary, { id: 'Hit' })

/** Some ids in one parameter. */
const ids = z
  .string()
  .max(2000)
  .transform((text) => text.split(','))
  .pipe(z.array(uuid).max(50))

/** Of what fits, so many are looked through for what the reader sees. */
const mostLookedAt = 2000
const atOnce = 100

/** `GET /search`: everything that has a name or a number, as it is now, by what somebody types. */
export function searchEndpoint(services: Services): Endpoint {
  const { readModels, faces, execute } = services
  const models = faces.searched.map(({ name }) => name)
  return endpoint({
    method: 'GET',
    path: '/search',
    summary:
      'Records of all kinds by words in any order, beginnings of words, numbers, addresses and telephone numbers',
    tag: 'search',
    access: 'signed-in',
    headers: 'read',
    parameters: pageParameters.pick({ limit: true }).extend({
      q: pageParameters.shape.q,
      id: ids
        .optional()
        .describe('In the place of `q`: what the records of these ids are, separated by commas.'),
      kind: oneOrMore(models).optional().describe('Only of these kinds.'),
      cursor: numberCursor.optional(),
    }),
    reply: z
      .object({
        items: z.array(hit),
        next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
      })
      .register(vocabulary, { id: 'HitPage' }),
    async run({ parameters: { q, id, kind = models, limit, cursor = 0 }, principal, request, reply }) {
      if ((q === undefined) === (id === undefined)) {
        const message = 'Must be asked for, or `id`, and not both.'
        throw new InvalidInput([{ field: 'q', rule: 'required', message }])
      }
      const reader = principal()
      const asked = faces.searched.filter(
        ({ name }) => kind.includes(name) && allows(reader.may, `${name}.read`),
      )
      await caughtUp(services, request, { reply, reads: asked.map(({ name }) => name) })
      const own = await customFieldsNow(execute)
      return readModels.read(reader, {}, (db) =>
        q === undefined
          ? called(db, asked, id ?? [], own)
          : foundIn(db, asked, typed(q), { reader, limit, from: cursor, own }),
      )
    },
  })
}

type Found = z.input<typeof hit>

export async function foundIn(
  db: Database,
  asked: readonly AnyProjection[],
  what: Typed,
  { reader, limit, from, own }: { reader: Principal; limit: number; from: number; own: CustomFieldsNow },
): Promise<{ items: Found[]; next: string | null }> {
  const items: Found[] = []
  const queries = tsqueryOf(what)
  const models = asked.map(({ name }) => name)
  // Of what is partly hidden no row is better than another: its place would tell what is hidden.
  const isVeiled = (name: string, place: string) => {
    const [column = ''] = place.split('.')
    const hidden = reader.masks.hidden[name] ?? []
    return hidden.some((field) => field === column || field.startsWith(`${column}.`))
  }
  const hides = ({ name, search, label }: AnyProjection) =>
    [...search, ...label].some((place) => isVeiled(name, place))
  const veiled = new Set(asked.filter(hides).map(({ name }) => name))
  // What a field holds that is archived stands in the index, too.
  const again = new Set([
    ...veiled,
    ...asked.filter(({ columns }) => isCustomised(columns)).map(({ name }) => name),
  ])
  const fixed = [
    queries.exact,
    queries.name,
    queries.words,
    models,
    models.filter((name) => !veiled.has(name)),
    asked.filter(({ seenWith }) => seenWith).map(({ name }) => name),
    keyOf.user(reader.actor.id),
  ]
  for (let at = from; at < mostLookedAt; at += atOnce) {
    const { rows: hits } = await db.executeQuery<Omit<Shown, 'name' | 'texts'> & { fit: Found['fit'] }>(
      CompiledQuery.raw(
        `select * from rm.search_hits($1::tsquery, $2::tsquery, $3::tsquery, $4, $5, $6, $7, ${atOnce}, ${at})`,
        fixed,
      ),
    )
    const shown = await rowsOf(db, asked, hits, own)
    for (const [index, { model, id, fit }] of hits.entries()) {
      const row = shown.get(id)
      // A hidden text is none of the row's: what was found by it alone was not found.
      const fitting =
        row && (again.has(model) ? fitOf(marksOf({ texts: row.texts, name: row.label }), what) : fit)
      if (!row || !fitting) continue
      if (items.length === limit) return { items, next: String(at + index) }
      const { name, archived } = row
      items.push({ record: { model, id, name }, fit: fitting, by: otherThanName(row, what), archived })
    }
    if (hits.length < atOnce) break
  }
  return { items, next: null }
}

/** The records of these ids, in that order. */
async function called(
  db: Database,
  asked: readonly AnyProjection[],
  of: readonly string[],
  own: CustomFieldsNow,
) {
  const rows = await rowsOf(
    db,
    asked,
    asked.flatMap(({ name: model }) => of.map((id) => ({ model, id }))),
    own,
  )
  const items = of.flatMap((id): Found[] => {
    const row = rows.get(id)
    if (!row) return []
    const { model, name, archived } = row
    return [{ record: { model, id, name }, fit: 'exact', by: otherThanName(row), archived }]
  })
  return { items, next: null }
}

interface Shown {
  model: string
  id: string
  name: string
  /** The parts of its name. */
  label: string[]
  texts: string[]
  archived: boolean
}

/** The rows, as far as the reader sees them, by id. */
async function rowsOf(
  db: Database,
  asked: readonly AnyProjection[],
  hits: readonly { model: string; id: string }[],
  own: CustomFieldsNow,
): Promise<ReadonlyMap<string, Shown>> {
  const idsOf = (name: string) => hits.filter(({ model }) => model === name).map(({ id }) => id)
  const there = asked.flatMap((one) => {
    const ids = idsOf(one.name)
    return ids.length > 0 ? [{ ...one, ids, called: calledBy(one) }] : []
  })
  const selects = there.map(
    ({ name, search, columns, called }, index) =>
      `select ${literal(name)} as model, id, ${labelled(called)} collate "C" as name, ${texts(called, columns, [])} as label,
           ${texts(search, columns, own.get(name) ?? [])} as texts, ${'archived' in columns ? 'archived' : 'false'} as archived
           from ${ident(snake(name))} where id = any($${index + 1}::uuid[])`,
  )
  if (selects.length === 0) return new Map()
  const { rows } = await db.executeQuery<Shown>(
    CompiledQuery.raw(
      selects.join(' union all '),
      there.map(({ ids }) => ids),
    ),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * The SQL of what stands in these columns, of which some hold several texts, or parts of one that is JSON, where anything does;
 * and in these fields of the organisation's own.
 */
function texts(
  places: readonly string[],
  columns: AnyProjection['columns'],
  own: readonly KnownField[],
): string {
  const all = places.map((place) => {
    const [column = '', part] = place.split('.')
    const sql = ident(snake(column))
    if (place === 'custom') {
      const keys = own.filter(({ type }) => type !== 'record').map(({ key }) => literal(key))
      return `array(select value #>> '{}' from jsonb_each(${sql}) as field(key, whole), lateral
        (select field.whole where jsonb_typeof(field.whole) <> 'array'
         union all select each from jsonb_array_elements(case jsonb_typeof(field.whole) when 'array' then field.whole end) as a(each)) as it(value)
        where key in (${['null', ...keys].join(', ')}) and jsonb_typeof(value) in ('string', 'number'))`
    }
    if (columns[column]?.sql === 'text[]') return sql
    return `array[${part === undefined ? sql : `(${sql}->>${literal(part)})`} collate "C"]::text[]`
  })
  return `array_remove(${all.join(' || ')}, null)`
}

/** The text by which it was found where its name does not say so; else the first that there is. */
function otherThanName({ name, label, texts }: Shown, what?: Typed): string | null {
  const others = texts.filter((text) => !label.includes(text) && text !== name)
  const begins = (text: string) => {
    const marks = marksOf({ texts: [text], name: [] })
    return what?.parts.some((part) => says(marks, part))
  }
  return others.find(begins) ?? others[0] ?? null
}
