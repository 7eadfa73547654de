import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { criterionSql } from '../../src/api/lists/criteria.ts'
import { withCustomFields } from '../../src/api/lists/custom-values.ts'
import { type Criterion, criterion, operatorsOf } from '../../src/domain/criteria/criterion.ts'
import { holds } from '../../src/domain/criteria/holds.ts'
import { resolve, type Test } from '../../src/domain/criteria/resolve.ts'
import type { Field, Relation } from '../../src/domain/criteria/vocabulary.ts'
import { listKeys } from '../../src/domain/settings/choice.ts'
import {
  customisedKinds,
  type FieldType,
  fieldTypes,
  type KnownField,
} from '../../src/domain/settings/custom-field.ts'
import { foldedInSql } from '../../src/domain/values/folded.ts'
import { ident, openPg, type Pg, snake } from '../../src/platform/pg/pg.ts'
import { createTables, modelOf, type TableColumn } from '../../src/projections/tables.ts'
import { normalised } from '../../src/projections/values.ts'
import { faces, projections } from '../../src/registry.ts'
import { seed, times } from '../support/chance.ts'
import { testDatabase } from '../support/servers.ts'

/**
 * The law of criteria (BEY-03): what is asked in memory and what is asked in SQL of the same rows is the same, whatever
 * the rows and the criteria are. Rows and values are of few kinds, so that most comparisons can come out either way.
 */
const { vocabularies, tables } = withCustomFields(
  faces.criteria,
  new Map(customisedKinds.map((kind) => [kind, fieldTypes.map(ownField)])),
)
const models = [...vocabularies.keys()]

/** One of the organisation's own of each type. */
function ownField(type: FieldType): KnownField {
  const about = { choices: [], list: null, of: null, personal: false, required: false, section: null }
  return { key: keyOf(type), label: type, type, ...about, help: null, archived: false }
}
function keyOf(type: FieldType): string {
  return type.replace(/-(.)/, (_, letter: string) => letter.toUpperCase())
}
type Row = Record<string, unknown>

const ids = Array.from({ length: 5 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`)
const texts = [
  'Äpfel', 'äpfel', 'A\u0308PFEL', 'apfel', 'Straße', 'STRASSE', '50%', '5_', 'back\\slash', "O'Neill", 'O’Neill',
  'İstanbul', 'istanbul', 'ΣΊΣΥΦΟΣ', 'σίσυφος', '１２', '12', 'ﬁne', 'fine', 'two words', 'words two', '+49 30 1234', 'EUR', 'open',
] // biome-ignore format: pairs that are alike stand beside each other
const days = [
  '2025-12-31',
  '2026-01-01',
  '2026-03-29',
  '2026-03-30',
  '2026-10-25',
  '0001-01-01',
  '9999-12-31',
]
const instants = [
  '2026-03-28T23:00:00.000Z', '2026-03-28T22:59:59.999Z', '2026-03-29T22:00:00.000Z', '2026-01-01T00:00:00.000Z',
  '2025-12-31T23:00:00.000Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z',
] // biome-ignore format: the edges of days in several zones
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kathmandu']
const numbers = [0, 1, 2, 100, -1]

let pg: Pg
let drop: () => Promise<void>
const rows = new Map<string, Row[]>()

beforeAll(async () => {
  const database = await testDatabase()
  pg = openPg({ url: database.url, log: { warn: () => {} } })
  drop = async () => {
    await pg.close()
    await database.drop()
  }
  await pg.owner.query(
    `create schema rm; create function rm.folded(written text) returns text language sql immutable as $$ ${foldedInSql()} $$`,
  )
  for (const [index, name] of [...tables.keys()].entries()) {
    const projection = projections.find((one) => one.name === name)
    if (!projection) throw new Error(name)
    const made = fc.sample(fc.array(rowOf(name), { minLength: 30, maxLength: 30 }), {
      numRuns: 1,
      seed: seed + index,
    })
    const all = (made[0] ?? []).map((row, n) => ({
      ...row,
      id: n < ids.length ? ids[n] : `${ids[0]?.slice(0, -3)}1${String(n).padStart(2, '0')}`,
    }))
    rows.set(name, all)
    await pg.owner.query(createTables('public', modelOf(projection)))
    const columns = [...(tables.get(name)?.values() ?? [])]
    for (const row of all as Row[])
      await pg.owner.query(
        `insert into public.${ident(snake(name))} (${columns.map(({ column }) => ident(column)).join(', ')})
          values (${columns.map(({ type }, n) => `$${n + 1}::${type}`).join(', ')})`,
        columns.map(({ name: key, type }) => (type === 'jsonb' ? JSON.stringify(row[key]) : row[key])),
      )
  }
})
afterAll(() => drop())

/** A row that the table can hold. */
function rowOf(model: string): fc.Arbitrary<Row> {
  const columns = [...(tables.get(model)?.values() ?? [])]
  return fc.record(Object.fromEntries(columns.map((column) => [column.name, cellOf(column, model)])))
}

function cellOf(column: TableColumn, model: string): fc.Arbitrary<unknown> {
  const { options, kind } = vocabularies.get(model)?.fields.get(column.name) ?? {}
  const of: Record<string, fc.Arbitrary<unknown>> = {
    uuid: fc.constantFrom(...ids),
    text: /currency$/i.test(column.name)
      ? fc.constantFrom('EUR', 'USD')
      : fc.constantFrom(...(options ?? texts)),
    'text[]': fc.array(fc.constantFrom(...(kind === 'records' ? ids : texts)), { maxLength: 3 }),
    integer: fc.constantFrom(...numbers),
    bigint: fc.constantFrom(...numbers, 9_007_199_254_740_991),
    'double precision': fc.constantFrom(...numbers, 0.1),
    boolean: fc.boolean(),
    timestamptz: fc.constantFrom(...instants),
    date: fc.constantFrom(...days),
    jsonb: column.name === 'custom' ? customCells : fc.constant({}),
  }
  const value = (of[column.type] ?? fc.constant(null)).map((one) => normalised(column, one))
  return column.nullable ? fc.option(value, { freq: 3 }) : value
}

/** Values of some of the organisation's own fields. */
const customCells = fc.record(Object.fromEntries(fieldTypes.map((type) => [keyOf(type), customCell(type)])), {
  requiredKeys: [],
})

function customCell(type: FieldType): fc.Arbitrary<unknown> {
  switch (type) {
    case 'integer':
      return fc.constantFrom(...numbers, 9_007_199_254_740_991)
    case 'decimal':
    case 'percentage':
      return fc.constantFrom(...numbers, 0.1)
    case 'money':
      return fc.record({ amount: fc.constantFrom(0, 1, 100), currency: fc.constantFrom('EUR', 'USD') })
    case 'day':
      return fc.constantFrom(...days)
    case 'instant':
      return fc.constantFrom(...instants)
    case 'yes-no':
      return fc.boolean()
    case 'choices':
      return fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 })
    case 'record':
      return fc.constantFrom(...ids)
    case 'choice':
    case 'email':
    case 'link':
    case 'long-text':
    case 'phone':
    case 'text':
      return fc.constantFrom(...texts)
  }
}

function criteriaOf(model: string, depth: number): fc.Arbitrary<Criterion> {
  const { fields, related } = vocabularies.get(model) ?? { fields: new Map(), related: new Map() }
  const onField = fc.constantFrom(...fields).chain(([name, field]) => conditionOn(name, field))
  const relations = [...related].filter(([, { model: other }]) => vocabularies.has(other))
  if (depth === 0) return onField
  const inner = criteriaOf(model, depth - 1)
  const some = fc.array(inner, { minLength: 1, maxLength: 3 })
  const onRelated =
    relations.length === 0
      ? onField
      : fc.constantFrom(...relations).chain(([name, relation]) =>
          fc
            .record({
              related: fc.constant(name),
              where: criteriaOf(relation.model, depth - 1),
              count: fc.constantFrom(
                {},
                { atLeast: 2 },
                { atMost: 0 },
                { atMost: 2 },
                { atLeast: 1, atMost: 3 },
                { atLeast: 0 },
              ),
            })
            .map(({ count, ...rest }) => ({ ...rest, ...count })),
        )
  return fc.oneof(
    { weight: 3, arbitrary: onField },
    { weight: 2, arbitrary: onRelated },
    { weight: 1, arbitrary: some.map((all) => ({ all })) },
    { weight: 1, arbitrary: some.map((any) => ({ any })) },
    { weight: 2, arbitrary: some.map((none) => ({ none })) },
  )
}

function conditionOn(name: string, field: Field): fc.Arbitrary<Criterion> {
  return fc.constantFrom(...operatorsOf[field.kind]).chain((operator): fc.Arbitrary<Criterion> => {
    if (operator === 'known' || operator === 'unknown') return fc.constant({ field: name, operator })
    const value = givenTo(field)
    const list = operator.endsWith('-of') ? fc.array(value, { minLength: 1, maxLength: 3 }) : value
    return list.map((one) => ({ field: name, operator, value: one }))
  })
}

function givenTo(field: Field): fc.Arbitrary<unknown> {
  const relative = fc.record({
    start: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
    days: fc.constantFrom(-90, -1, 0, 1),
    months: fc.constantFrom(-1, 0, 3),
  })
  const part = fc.constantFrom(...texts).chain((text) => fc.nat(2).map((from) => text.slice(from) || text))
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...(field.options ?? texts))
    case 'number':
      return fc.constantFrom(...numbers, ...(field.whole ? [9_007_199_254_740_991] : [0.1, 0.5]))
    case 'money':
      return fc.record({ amount: fc.constantFrom(0, 1, 100), currency: fc.constantFrom('EUR', 'USD') })
    case 'day':
      return fc.oneof(fc.constantFrom(...days), relative)
    case 'instant':
      return fc.oneof(fc.constantFrom(...days, ...instants), relative)
    case 'yes-no':
      return fc.boolean()
    case 'record':
      return fc.constantFrom(...ids, 'me')
    case 'records':
      return fc.constantFrom(...ids)
    case 'text':
    case 'texts':
      return part
  }
}

async function inSql(test: Test, model: string): Promise<string[]> {
  const values: unknown[] = []
  const alias = ident(snake(model))
  const where = criterionSql(test, { model, alias, tables }, (value) => `$${values.push(value)}`)
  const found = await pg.owner.query(`select id from ${alias} where ${where} order by id`, values)
  return found.rows.map(({ id }) => String(id))
}

const relatedTo = ({ model, own, other, through }: Relation, row: Readonly<Row>) => {
  const links = through && (rows.get(through.model) ?? []).filter((each) => each[through.own] === row[own])
  const wanted = through ? (links ?? []).map((each) => each[through.other]) : [row[own]]
  return (rows.get(model) ?? []).filter((each) => each[other] !== null && wanted.includes(each[other]))
}

const asking = fc.record({
  now: fc.constantFrom(...instants),
  zone: fc.constantFrom(...zones),
  me: fc.constant(ids[1]),
  choices: fc.constantFrom(
    undefined,
    new Map(listKeys.map((key) => [key, [{ names: ['apfel', 'two words'] }, { names: ['EUR'] }]] as const)),
  ),
})

describe('BEY-03: the law of criteria', () => {
  it.each(models)('what is asked of a %s in memory and in SQL is the same', async (model) => {
    await fc.assert(
      fc.asyncProperty(criteriaOf(model, 3), asking, async (asked, when) => {
        const test = resolve(criterion.parse(asked), model, vocabularies, when)
        const inMemory = (rows.get(model) ?? []).filter((row) => holds(test, row, relatedTo))
        expect(await inSql(test, model)).toStrictEqual(inMemory.map(({ id }) => String(id)).sort())
      }),
      { numRuns: times(25, 150), seed },
    )
  })
})
