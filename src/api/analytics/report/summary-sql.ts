import { CompiledQuery } from 'kysely'
import type { Measure } from '../../../domain/analytics/report-definition.ts'
import type { Period } from '../../../domain/analytics/spans.ts'
import type { Field } from '../../../domain/criteria/vocabulary.ts'
import { ident, literal, snake } from '../../../platform/pg/pg.ts'
import { type AskedCriterion, criterionSql, fieldSql } from '../../lists/criteria.ts'

/** More groups than that are no summary. */
export const mostGroups = 5_000

/** A group with what is known of its field, and the names that are one: by each, folded, what it is called now. */
export interface AskedGroup {
  name: string
  field: Field
  period: Period
  called: ReadonlyMap<string, string>
}

export interface AskedMeasure extends Pick<Measure, 'of'> {
  name: string | null
  field: Field | undefined
  where: AskedCriterion | undefined
}

export interface AskedSummary {
  model: string
  tables: AskedCriterion['tables']
  where: AskedCriterion | undefined
  groups: readonly AskedGroup[]
  measures: readonly AskedMeasure[]
  zone: string
  /** The month in which the fiscal year begins. */
  yearStart: number
}

/** Values of a group: of amounts those in one currency, where `currency` says which; of everything else, where it is null. */
export interface SummaryRow {
  /** The values of the groups as text, null where a record has none; as many as it is grouped by. */
  keys: (string | null)[]
  /** Which groups it is of: a bit for each that it is not of, the last one lowest; 0 of all of them. */
  level: number
  /** How a text is written in one of the records, as the key does not tell; null of all else. */
  names: (string | null)[]
  currency: string | null
  /** At the places of the measures. */
  values: (number | null)[]
  records: number
}

const alias = '"it"'

/**
 * The one statement that gives a summary at all its levels. Where a record can be in several groups at once each level is
 * a part of its own, so that it counts once in what is beyond those groups; amounts are a part for each field that says
 * their currency. All parts see the same rows, being one statement.
 */
export function summaryQuery(asked: AskedSummary): CompiledQuery<SummaryRow> {
  const { groups, measures } = asked
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const hold = (of: AskedCriterion) =>
    criterionSql(of.test, { model: asked.model, alias, tables: of.tables }, parameter)
  const where = asked.where ? hold(asked.where) : 'true'
  const keys = groups.map((group, index) => keyOf(group, index, asked, parameter))
  const columns = measures.map((measure) => measuredOf(measure, asked, hold))
  const currencies = [...new Set(columns.flatMap((one) => one.currency ?? []))]
  const levels = [[[]], [[], [0]], [[], [0], [1], [0, 1]]][groups.length] ?? []
  const isSplit = keys.some(({ several }) => several)
  const parts = (isSplit ? levels.map((level) => [level]) : [levels]).flatMap((sets) =>
    [null, ...currencies].map((currency) => partOf(sets, currency)),
  )
  return CompiledQuery.raw(parts.join(' union all '), values) as CompiledQuery<SummaryRow>

  function partOf(sets: readonly (readonly number[])[], currency: string | null): string {
    const used = (index: number) => sets.some((set) => set.includes(index))
    const key = (index: number) => (used(index) ? `group${index}.key` : nameless)
    const name = (index: number) => (used(index) ? `min(group${index}.name)` : nameless)
    const all = groups.map((_, index) => index)
    const shown = columns.map((one) => (one.currency === (currency ?? undefined) ? one.sql : 'null'))
    const level = isSplit
      ? String(bitsWithout(sets[0] ?? [], groups.length))
      : groups.length > 0
        ? `grouping(${all.map(key).join(', ')})`
        : '0'
    const grouped = sets.map((set) => {
      const by = [...set.map(key), ...(currency === null ? [] : [currency])]
      return `(${by.join(', ')})`
    })
    return `(select
      array[${all.map(key).join(', ')}]::text[] as keys, ${level} as level,
      array[${all.map(name).join(', ')}]::text[] as names,
      ${currency ?? 'null::text'} as currency, jsonb_build_array(${shown.join(', ')}) as "values",
      count(*)::integer as records
      from ${ident(snake(asked.model))} as ${alias} ${keys.flatMap(({ join }, index) => (used(index) ? join : [])).join(' ')}
      where ${where}${currency === null ? '' : ` and ${currency} is not null`}
      group by grouping sets (${grouped.join(', ')})
      limit ${mostGroups + 1})`
  }
}

const bitsWithout = (set: readonly number[], count: number) =>
  Array.from({ length: count }, (_, index) => (set.includes(index) ? 0 : 2 ** (count - 1 - index))).reduce(
    (sum, bit) => sum + bit,
    0,
  )

interface Key {
  /** Brings `key`, what makes records be of one group, and `name`, what to call that, of a text. */
  join: string
  /** Whether a record can be in several. */
  several: boolean
}

const nameless = 'null::text'

function keyOf(
  { name, field, period, called }: AskedGroup,
  index: number,
  { model, tables, zone, yearStart }: AskedSummary,
  parameter: (value: unknown) => string,
): Key {
  const [sql, type] = fieldSql({ field: name, kind: field.kind }, { model, alias, tables })
  const one = (key: string, text = nameless): Key => ({
    join: `cross join lateral (select ${key} as key, ${text} as name) as group${index}`,
    several: false,
  })
  switch (field.kind) {
    case 'texts':
    case 'records': {
      const each = field.kind === 'texts' ? 'rm.folded(one)' : 'one::text'
      const text = field.kind === 'texts' ? 'one' : nameless
      const rows = `select ${each} as key, ${text} as name from unnest(${sql}) as several (one)`
      return { join: `left join lateral (${rows}) as group${index} on true`, several: true }
    }
    case 'day':
      return one(`${startOf(`${sql}::date`, period, yearStart)}::text`)
    case 'instant':
      return one(`${startOf(`(${sql} at time zone ${literal(zone)})::date`, period, yearStart)}::text`)
    case 'text': {
      if (called.size === 0) return one(`rm.folded(${sql})`, sql)
      const [olds, news] = [[...called.keys()], [...called.values()]].map((names) => parameter(names))
      const now = `(select now.name from unnest(${olds}::text[], ${news}::text[]) as now (was, name)
        where now.was = rm.folded(${sql}))`
      return one(`rm.folded(coalesce(${now}, ${sql}))`, `coalesce(${now}, ${sql})`)
    }
    case 'choice':
    case 'money':
    case 'number':
    case 'record':
    case 'yes-no':
      return one(type === 'text' ? sql : `(${sql})::text`)
  }
}

/** The first day of the period that a date is in, by SQL; weeks begin on Monday (ISO 8601). */
function startOf(date: string, period: Period, yearStart: number): string {
  if (period === 'day') return `(${date})`
  const ahead = period === 'year' ? yearStart - 1 : period === 'quarter' ? (yearStart - 1) % 3 : 0
  const months = `make_interval(months => ${ahead})`
  return ahead === 0
    ? `date_trunc('${period}', ${date})::date`
    : `(date_trunc('${period}', ${date} - ${months}) + ${months})::date`
}

/** As a whole number that JSON holds exactly (RFC 8259, section 6), halves away from zero; null beyond that. */
const whole = (sql: string) =>
  `case when abs(round((${sql})::numeric)) <= ${Number.MAX_SAFE_INTEGER} then round((${sql})::numeric) end`

function measuredOf(
  { of, name, field, where }: AskedMeasure,
  { model, tables }: AskedSummary,
  hold: (of: AskedCriterion) => string,
): { sql: string; currency?: string } {
  const filter = where ? ` filter (where ${hold(where)})` : ''
  if (of === 'count') return { sql: `count(*)${filter}` }
  if (of === 'share') return { sql: `round(count(*)${filter}::numeric / nullif(count(*), 0), 4)` }
  if (name === null || !field) throw new Error(`a ${of} is of a field`)
  const isMoney = field.kind === 'money'
  const [amount] = fieldSql(
    isMoney ? { field: field.amount ?? name, kind: 'money' } : { field: name, kind: field.kind },
    { model, alias, tables },
  )
  const value = `(${amount})::numeric`
  const aggregates: Readonly<Record<string, string>> = {
    sum: `sum(${value})${filter}`,
    average: `avg(${value})${filter}`,
    median: `(percentile_cont(0.5) within group (order by ${value})${filter})::numeric`,
    least: `min(${value})${filter}`,
    greatest: `max(${value})${filter}`,
  }
  const told = aggregates[of] ?? 'null'
  if (!isMoney) return { sql: of === 'sum' && field.whole ? whole(told) : `round(${told}, 6)` }
  const [currency] = fieldSql({ field: field.currency ?? 'currency', kind: 'text' }, { model, alias, tables })
  return { sql: whole(told), currency }
}
