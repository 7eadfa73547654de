import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { FieldsForbidden, InvalidInput, mustMay } from '../../../commands/errors.ts'
import {
  fieldsOf,
  numbered,
  type ReportDefinition,
  reportDefinition,
} from '../../../domain/analytics/report-definition.ts'
import {
  type Criterion,
  conditionsOf,
  maxConditions,
  toldCriterion,
} from '../../../domain/criteria/criterion.ts'
import { type Field, valueAt } from '../../../domain/criteria/vocabulary.ts'
import { folded } from '../../../domain/values/folded.ts'
import { instant } from '../../../domain/values/instant.ts'
import { currency } from '../../../domain/values/money.ts'
import { position } from '../../../domain/values/position.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { canonical } from '../../../platform/log/canonical.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import type { timeParameters } from '../../http/asking.ts'
import { hiddenOf, isHidden } from '../../http/masks.ts'
import { askingAt } from '../../http/routes.ts'
import type { Services } from '../../http/services.ts'
import { choicesNow } from '../../lists/choices.ts'
import type { Criteria, Listable } from '../../lists/criteria.ts'
import { list } from '../../lists/list.ts'
import { listOf } from '../../lists/matching.ts'
import { namesOf } from '../../lists/names.ts'
import { criterionOf, labelOf } from './groups.ts'
import { type AskedGroup, mostGroups, type SummaryRow, summaryQuery } from './summary-sql.ts'

const amount = z
  .object({
    amount: z.int().nullable().describe('Minor units. Null: too large to be told exactly.'),
    currency,
  })
  .register(vocabulary, { id: 'ReportAmount' })

export const value = z
  .object({
    number: z.number().nullable().describe('Null: there is none, or it is an amount.'),
    amounts: z.array(amount).nullable().describe('Of an amount: one for each currency.'),
  })
  .register(vocabulary, { id: 'ReportValue' })
export type Value = z.output<typeof value>

const row = z
  .object({
    keys: z
      .array(z.string().nullable())
      .describe('Of each group: an id, a word, the first day of a period; null: the record has none.'),
    names: z.array(z.string().nullable()).describe('What that is called.'),
    values: z.array(value).describe('In the order of the measures.'),
    records: z.int(),
    where: toldCriterion.nullable().describe('What shows these records in their list; null: nothing can.'),
  })
  .register(vocabulary, { id: 'ReportRow' })
export type ResultRow = z.output<typeof row>

/** How many rows of a list come with its result; the list itself and the file have them all. */
const mostShown = 200

const item = z
  .object({
    record: z.object({ model: z.string(), id: uuid }),
    values: z
      .record(z.string(), z.unknown())
      .describe('By column; of a record that is referred to its name, of an amount what it is of, too.'),
  })
  .register(vocabulary, { id: 'ReportItem' })
export type Item = z.output<typeof item>

export const resultSchema = z
  .object({
    definition: reportDefinition,
    asOf: instant.nullable().describe('Null: now.'),
    basis: z.enum(['occurred', 'recorded']),
    zone: z.string().describe('Whose days and periods these are.'),
    fiscalYearStart: z.int(),
    position: position.describe('Everything up to there was in it.'),
    records: z.int().describe('How many it is of.'),
    rows: z.array(row).describe('Of a summary: one for each group.'),
    subtotals: z.array(row).describe('With two groups: of each of the first, with one key.'),
    across: z.array(row).describe('With two groups: of each of the second, with one key.'),
    total: z.array(value).describe('Of all records, each once.'),
    items: z.array(item).describe(`Of a list: its first ${mostShown} rows.`),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the canonical JSON (RFC 8785) of everything here but `position` and `hash`.'),
  })
  .register(vocabulary, { id: 'ReportResult' })
export type Result = z.output<typeof resultSchema>

type At = z.output<typeof timeParameters>

/** What reports are worked out with. */
export type ReportServices = Pick<Services, 'readModels' | 'faces' | 'clock' | 'execute'>

/** A definition held against what there is, for one reader. */
export interface Held {
  table: Listable['table']
  model: string
  criteria: Criteria
  fields: ReadonlyMap<string, Field>
}

/**
 * Holds a definition against the kinds of records there are and what this reader sees of them.
 * @throws InvalidInput for what nothing can be asked of, Forbidden and FieldsForbidden for what is not to be seen.
 */
export async function held(
  services: ReportServices,
  definition: ReportDefinition,
  { principal, at }: { principal: Principal; at: At },
): Promise<Held> {
  const { model } = definition
  const { lists, permission = '' } = listOf(services, model) ?? {}
  if (!lists) throw invalid('model', `There is no list of ${model}.`)
  mustMay(principal, permission)
  const criteria = await askingAt(services, { principal, at }).criteria()
  const fields = criteria.vocabularies.get(model)?.fields ?? new Map<string, Field>()
  const hidden = hiddenOf(principal, model)
  const masked = fieldsOf(definition).filter((field) => isHidden(hidden, field))
  if (masked.length > 0) throw new FieldsForbidden(model, masked)
  const unknown = (field: string) => field !== 'id' && !fields.has(field)
  const [none] = fieldsOf(definition).filter(unknown)
  if (none !== undefined) throw invalid('fields', `There is no ${none} of a ${model}.`)
  for (const [index, { of, field }] of definition.measures.entries()) {
    const kind = field === null ? undefined : fields.get(field)?.kind
    if (kind !== undefined && kind !== 'number' && kind !== 'money')
      throw invalid(
        `measures.${index}.field`,
        `There is no ${of} of ${field}: it is neither number nor amount.`,
      )
  }
  for (const [index, { field }] of definition.groups.entries()) {
    const kind = fields.get(field)?.kind
    if (kind === 'money')
      throw invalid(`groups.${index}.field`, 'Amounts make no groups; ask for what they come to.')
    if (definition.chart === 'cohort' && kind !== 'day' && kind !== 'instant')
      throw invalid(
        `groups.${index}.field`,
        `A cohort goes by when something began and when it came to something: ${field} is no day or instant.`,
      )
  }
  return { table: lists.table, model, criteria, fields }
}

/**
 * What a report comes to for this reader, at an instant; `about` is the definition as it was held against what there is.
 * @throws as `held`, and InvalidInput for too many groups
 */
export async function resultOf(
  services: ReportServices,
  definition: ReportDefinition,
  of: { principal: Principal; at: At },
  about?: Held,
): Promise<Result> {
  const known = about ?? (await held(services, definition, of))
  const { principal, at } = of
  const from = services.readModels.position() ?? 0n
  const { zone, organisation } = askingAt(services, of)
  const fiscalYearStart = (await organisation())?.fiscalYearStart ?? 1
  const setting = { zone: await zone(), fiscalYearStart }
  const told =
    definition.columns.length > 0
      ? await listed(services, definition, known, of)
      : await services.readModels.read(principal, at, (db) =>
          summed(services, definition, known, { ...of, db: db as never, ...setting }),
        )
  const result = {
    definition,
    asOf: at.asOf ?? null,
    basis: at.basis ?? 'occurred',
    ...setting,
    ...told,
  } as const
  return { ...result, position: String(from), hash: hashOf(result) }
}

const none = { rows: [], subtotals: [], across: [], total: [], items: [] }

async function listed(
  services: ReportServices,
  definition: ReportDefinition,
  about: Held,
  of: { principal: Principal; at: At },
): Promise<Pick<Result, keyof typeof none | 'records'>> {
  const page = await pageOf(services, definition, about, { ...of, limit: mostShown, total: true })
  return { ...none, records: page.total ?? page.items.length, items: page.items }
}

/** A page of the records that fit, with the columns of a report and the names of what they refer to. */
export async function pageOf(
  services: ReportServices,
  { model, where, sort, columns }: ReportDefinition,
  { table, fields }: Pick<Held, 'table' | 'fields'>,
  of: { principal: Principal; at: At; limit: number; cursor?: string; total?: boolean },
): Promise<{ items: Item[]; next: string | null; total?: number }> {
  const { principal, at, limit, cursor, total } = of
  return services.readModels.read(principal, at, async (db) => {
    const { asked, criteria } = askingAt(services, { principal, at })
    const page = await list(db as never, table as never, {
      sort: sort ?? '-createdAt',
      limit,
      cursor,
      total,
      ...(where && { where: await asked(db as never, where, model, 'definition.where') }),
      scope: {
        instant: [at.asOf, at.basis],
        keys: principal.keys,
        fields: async (name) => (await criteria()).vocabularies.get(name)?.fields,
      },
    })
    const rows = page.items as readonly ShownRow[]
    const referred = columns.flatMap((column) => {
      const other = fields.get(column)?.model
      const named = other === undefined ? undefined : listOf(services, other)?.lists?.table
      return named ? [{ ...named, ids: rows.flatMap((row) => idsOf(valueAt(row, column))) }] : []
    })
    const names = await namesOf(db as never, referred)
    return {
      next: page.next,
      ...(page.total !== undefined && { total: page.total }),
      items: rows.map((row) => ({
        record: { model, id: row.id },
        values: Object.fromEntries(
          columns.map((column) => [column, shownOf(row, column, { fields, names })]),
        ),
      })),
    }
  })
}

type ShownRow = { id: string } & Readonly<Record<string, unknown>>

const idsOf = (of: unknown): string[] => [of ?? []].flat().map(String)

/** What a report shows of a field of a row. */
function shownOf(
  row: ShownRow,
  column: string,
  { fields, names }: { fields: Held['fields']; names: ReadonlyMap<string, string> },
): unknown {
  const field = fields.get(column)
  const told = valueAt(row, column)
  if (told === null) return null
  // A custom amount has its currency with it.
  if (field?.kind === 'money' && typeof told === 'number')
    return { amount: told, currency: valueAt(row, field.currency ?? 'currency') }
  if (field?.kind === 'record') return names.get(idsOf(told)[0] ?? '') ?? told
  if (field?.kind === 'records') return idsOf(told).map((id) => names.get(id) ?? id)
  return told
}

type SummaryOf = {
  principal: Principal
  at: At
  db: Kysely<never>
  zone: string
  fiscalYearStart: number
}

/** The groups of a summary at all its levels, as they are found, with what they are by. */
export async function summaryOf(
  services: ReportServices,
  definition: ReportDefinition,
  { model, criteria, fields }: Held,
  { db, principal, at, zone, fiscalYearStart }: SummaryOf,
): Promise<{ rows: SummaryRow[]; groups: AskedGroup[]; isMoney: boolean[] }> {
  const { asked } = askingAt(services, { principal, at })
  const hold = (one: Criterion | undefined, place: string) =>
    one === undefined ? undefined : asked(db, one, model, `definition.${place}`)
  const choices = await choicesNow(services.execute)
  const groups = definition.groups.map(({ field: name, period }): AskedGroup => {
    const field = fields.get(name) ?? { kind: 'text' }
    const called = (choices.get(field.list ?? '') ?? []).flatMap(({ names, name: now }) =>
      names.map((one) => [folded(one), now] as const),
    )
    return { name, field, period: period ?? 'month', called: new Map(called) }
  })
  const measures = await Promise.all(
    definition.measures.map(async ({ of: what, field: name, where }, index) => ({
      of: what,
      name,
      field: name === null ? undefined : fields.get(name),
      where: await hold(where, `measures.${index}.where`),
    })),
  )
  const where = await hold(definition.where, 'where')
  const { rows } = await db.executeQuery(
    summaryQuery({
      model,
      tables: criteria.tables,
      where,
      groups,
      measures,
      zone,
      yearStart: fiscalYearStart,
    }),
  )
  if (rows.length > mostGroups)
    throw invalid('groups', `These are more than ${mostGroups} groups; ask for fewer, or for coarser ones.`)
  return { rows, groups, isMoney: measures.map(({ field }) => field?.kind === 'money') }
}

async function summed(
  services: ReportServices,
  definition: ReportDefinition,
  about: Held,
  of: SummaryOf,
): Promise<Pick<Result, keyof typeof none | 'records'>> {
  const { db, fiscalYearStart } = of
  const { rows, groups, isMoney } = await summaryOf(services, definition, about, of)
  const grouped = await namedRows(db, rows, { groups, services, fiscalYearStart })
  const told = [...mergedRows(grouped, isMoney)].map(([level, row]) => {
    const indexes = groups.flatMap((_, index) => (isOf(level, index, groups.length) ? index : []))
    const conditions = indexes.map((index) =>
      criterionOf(groups[index] as AskedGroup, row.keys[index] ?? null),
    )
    return {
      level,
      keys: indexes.map((index) => row.keys[index] ?? null),
      names: indexes.map((index) => row.names[index] ?? null),
      values: row.values,
      records: row.records,
      where: conditions.includes(null) ? null : allOf([definition.where, ...conditions]),
    }
  })
  const sorted = inOrder(told, definition)
  const rowsAt = (level: number): ResultRow[] =>
    sorted.flatMap(({ level: here, ...row }) => (here === level ? [row] : []))
  const total = told.find(({ level }) => level === 2 ** groups.length - 1)
  return {
    ...none,
    records: total?.records ?? 0,
    total: total?.values ?? [],
    rows: groups.length === 0 ? [] : rowsAt(0),
    subtotals: groups.length === 2 ? rowsAt(1) : [],
    across: groups.length === 2 ? rowsAt(2) : [],
  }
}

/** All of these hold; null: that is more than a criterion may be. */
function allOf(criteria: readonly (Criterion | undefined | null)[]): Criterion | null {
  const all = criteria.flatMap((one) => (one ? ('all' in one ? one.all : [one]) : []))
  return conditionsOf({ all }).length > maxConditions ? null : { all }
}

/** Whether a level is grouped by this one of so many groups. */
const isOf = (level: number, index: number, count: number) => (level & (2 ** (count - 1 - index))) === 0

async function namedRows(
  db: Kysely<never>,
  rows: readonly SummaryRow[],
  of: {
    groups: readonly AskedGroup[]
    services: ReportServices
    fiscalYearStart: number
  },
): Promise<SummaryRow[]> {
  const { groups, services, fiscalYearStart } = of
  const asked = groups.flatMap(({ field }, index) => {
    const table = field.model === undefined ? undefined : listOf(services, field.model)?.lists?.table
    const ids = [...new Set(rows.flatMap(({ keys }) => keys[index] ?? []))]
    return table && ids.length > 0 ? [{ ...table, ids }] : []
  })
  const names = await namesOf(db, asked)
  return rows.map((each) => ({
    ...each,
    names: groups.map((group, index) => {
      const key = each.keys[index] ?? null
      if (key === null) return null
      const { kind } = group.field
      if (kind === 'record' || kind === 'records') return names.get(key) ?? null
      return each.names[index] ?? labelOf(group, key, fiscalYearStart)
    }),
  }))
}

interface Merged extends Pick<SummaryRow, 'keys' | 'names' | 'records'> {
  values: Value[]
}

/** The parts of a group in one: its plain values, and its amounts by currency. */
function* mergedRows(
  rows: readonly SummaryRow[],
  isMoney: readonly boolean[],
): Generator<readonly [number, Merged]> {
  const groups = new Map<string, { level: number; merged: Merged }>()
  for (const { level, keys, names, currency, values, records } of rows) {
    const place = JSON.stringify([level, keys])
    const known = groups.get(place) ?? {
      level,
      merged: {
        keys,
        names,
        records,
        values: isMoney.map((money): Value => ({ number: null, amounts: money ? [] : null })),
      },
    }
    groups.set(place, known)
    for (const [index, told] of known.merged.values.entries()) {
      const one = values[index] ?? null
      if (currency === null && !isMoney[index]) told.number = one
      if (currency !== null && isMoney[index] && one !== null) told.amounts?.push({ amount: one, currency })
    }
    if (currency === null) known.merged.records = records
  }
  for (const { level, merged } of groups.values()) {
    for (const { amounts } of merged.values) amounts?.sort((a, b) => (a.currency < b.currency ? -1 : 1))
    yield [level, merged]
  }
}

/** By the groups, what has none last; or by a measure. Amounts of several currencies are ordered by their first. */
function inOrder<Row extends ResultRow>(rows: readonly Row[], { sort, groups }: ReportDefinition): Row[] {
  const compare = (a: string | null, b: string | null) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : a < b ? -1 : a > b ? 1 : 0
  const byKeys = (a: Row, b: Row) =>
    groups.reduce(
      (so, _, index) =>
        so ||
        compare(a.names[index] ?? null, b.names[index] ?? null) ||
        compare(a.keys[index] ?? null, b.keys[index] ?? null),
      0,
    )
  if (sort === null) return rows.toSorted(byKeys)
  const way = sort.startsWith('-') ? -1 : 1
  const worth = ({ values }: Row) => {
    const one = values[numbered(sort) - 1]
    return one?.number ?? one?.amounts?.[0]?.amount ?? null
  }
  return rows.toSorted((a, b) => {
    const [left, right] = [worth(a), worth(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byKeys(a, b)
    return way * (left - right) || byKeys(a, b)
  })
}

/** Over what was found, so that the same question at the same instant can be held against it. */
export const hashOf = (found: object) => createHash('sha256').update(canonical(found)).digest('hex')

function invalid(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field: `definition.${field}`, rule: 'report', message }])
}
