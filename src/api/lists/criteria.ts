import { z } from 'zod'
import { FieldsForbidden, InvalidInput, mustMay } from '../../commands/errors.ts'
import { type Criterion, criterion } from '../../domain/criteria/criterion.ts'
import {
  type Asking,
  type Comparing,
  CriterionRefused,
  resolve,
  type Test,
} from '../../domain/criteria/resolve.ts'
import type { Field, Relation, Vocabularies } from '../../domain/criteria/vocabulary.ts'
import type { Listed } from '../../domain/settings/choice.ts'
import { folded } from '../../domain/values/folded.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { ident, literal, snake } from '../../platform/pg/pg.ts'
import type { Columns, SeenWith } from '../../projections/projection.ts'
import { columnsByName, columnsOf, currencyOf, type TableColumn } from '../../projections/tables.ts'
import { hiddenOf, isHidden } from '../http/masks.ts'
import type { Named } from './names.ts'
import { jsonParameter } from './page.ts'

/** A read model with lists, as criteria see it. */
export interface Listable {
  table: Named & { columns: Columns; seenWith?: SeenWith | undefined }
  /** The plural in its path. */
  resource: string
  /** The reply's form of a row, whose enumerations say what a choice can be. */
  row: z.ZodObject
  references: Readonly<Record<string, Named>>
  /** Its columns, or parts of one that is JSON, by which its rows are found wherever one searches. */
  search?: readonly string[]
  /** Its columns that hold several ids, and of what. */
  several?: Readonly<Record<string, Named>>
  /** Its columns that are chosen from lists. */
  listed?: Listed
  /** Of what is seen with the records it is linked to: the table of the links. */
  links?: Named & { columns: Columns }
}

/** All that criteria have to know of the models with lists. */
export interface Criteria {
  vocabularies: Vocabularies
  tables: Tables
}

export function criteriaOf(listables: readonly Listable[]): Criteria {
  return {
    vocabularies: vocabulariesOf(listables),
    tables: new Map(
      listables
        .flatMap(({ table, links }) => [table, ...(links ? [links] : [])])
        .map(({ name, columns }) => [name, columnsByName(columns)]),
    ),
  }
}

/** What can be asked of each model: its columns, and the records that refer to it or that it refers to. */
function vocabulariesOf(listables: readonly Listable[]): Vocabularies {
  const relations = new Map(listables.map(({ table }) => [table.name, new Map<string, Relation>()]))
  for (const { table, resource, references, links } of listables) {
    for (const [field, { name }] of Object.entries(references)) {
      const singular = field.replace(/Id$/, '')
      relations.get(table.name)?.set(singular, { model: name, own: field, other: 'id' })
      // The one that is called as its model is the plain one: a deal's account rather than its partner.
      const back =
        singular !== name && Object.values(references).filter((one) => one.name === name).length > 1
      relations
        .get(name)
        ?.set(back ? `${resource}-by-${singular}` : resource, { model: table.name, own: 'id', other: field })
    }
    const { by = '', models = [] } = table.seenWith ?? {}
    for (const { table: other, resource: others } of listables) {
      if (!links || !models.includes(other.name)) continue
      const [toRow, toRecord] = [
        { model: links.name, own: 'recordId', other: by },
        { model: links.name, own: by, other: 'recordId' },
      ]
      relations.get(other.name)?.set(resource, { model: table.name, own: 'id', other: 'id', through: toRow })
      relations.get(table.name)?.set(others, { model: other.name, own: 'id', other: 'id', through: toRecord })
    }
  }
  return new Map(
    listables.map((each) => [
      each.table.name,
      { fields: fieldsOf(each), related: relations.get(each.table.name) ?? new Map() },
    ]),
  )
}

function fieldsOf({ table, row, references, listed, several }: Listable): ReadonlyMap<string, Field> {
  const columns = columnsOf(table.columns).filter(({ name }) => !machine.has(name))
  const fields = columns.flatMap((column): [string, Field][] => {
    const kind = kinds[column.type]
    if (!kind) return []
    if (column.type === 'text') {
      const options = optionsOf(row.shape[column.name])
      const list = listed?.[column.name]
      return [[column.name, options ? { kind: 'choice', options } : { kind, ...(list && { list }) }]]
    }
    const of = several?.[column.name]
    if (of) return [[column.name, { kind: 'records', model: of.name }]]
    const currency = currencyOf(table.columns, column.name)
    if (currency) return [[column.name, { kind: 'money', currency }]]
    const whole = column.type === 'integer' || column.type === 'bigint'
    const model = references[column.name]?.name
    return [[column.name, { kind, ...(whole && { whole }), ...(model && { model }) }]]
  })
  return new Map(fields)
}

/** What is the machine's own, and no matter of anybody's question. */
const machine = new Set(['grants', 'position', 'revision', 'recordedAt'])

const kinds: Readonly<Record<string, Field['kind'] | undefined>> = {
  uuid: 'record',
  text: 'text',
  'text[]': 'texts',
  integer: 'number',
  bigint: 'number',
  'double precision': 'number',
  boolean: 'yes-no',
  timestamptz: 'instant',
  date: 'day',
}

/** The words of an enumeration, also of one that may be null. */
function optionsOf(type: unknown): readonly string[] | undefined {
  if (type instanceof z.ZodNullable || type instanceof z.ZodOptional) return optionsOf(type.unwrap())
  return type instanceof z.ZodEnum ? type.options.map(String) : undefined
}

/** A criterion in a query string. */
export const criterionParameter = jsonParameter(criterion).describe(
  'A criterion as JSON: `{"all":[{"field":"status","operator":"is","value":"open"}]}`.',
)

/**
 * A criterion as somebody asks it of a model.
 * @throws InvalidInput for what it cannot ask, with the place in `field`.
 * @throws FieldsForbidden, Forbidden for what the asker does not see: of its fields, or of related records.
 */
export function asked(
  of: Criterion,
  model: string,
  { vocabularies, tables }: Criteria,
  { principal, ...asking }: Omit<Asking, 'me'> & { principal: Principal },
  parameter = 'where',
): AskedCriterion {
  try {
    const test = resolve(of, model, vocabularies, { ...asking, me: principal.actor.id })
    refuseUnseen(test, model, principal)
    return { test, tables }
  } catch (error) {
    if (!(error instanceof CriterionRefused)) throw error
    const { path, rule, message } = error
    throw new InvalidInput([{ field: [parameter, path].filter(Boolean).join('.'), rule, message }])
  }
}

function refuseUnseen(test: Test, model: string, principal: Principal): void {
  if ('every' in test) for (const each of test.every) refuseUnseen(each, model, principal)
  else if ('some' in test) for (const each of test.some) refuseUnseen(each, model, principal)
  else if ('not' in test) refuseUnseen(test.not, model, principal)
  else if ('relation' in test) {
    const { model: other, own, other: link } = test.relation
    mustMay(principal, `${other}.read`)
    refuseHidden(own, model, principal)
    refuseHidden(link, other, principal)
    refuseUnseen(test.where, other, principal)
  } else refuseHidden(test.field, model, principal)
}

function refuseHidden(field: string, model: string, principal: Principal): void {
  if (isHidden(hiddenOf(principal, model), field)) throw new FieldsForbidden(model, [field])
}

/** The columns of a model's table, by name. */
type Table = ReadonlyMap<string, TableColumn>
type Tables = ReadonlyMap<string, Table>

/** A criterion that was held against a model for one asker, with the tables it is about. */
export interface AskedCriterion {
  test: Test
  tables: Tables
}

/** Takes a value into the query and says how it is called there: `$3`. */
type Parameter = (value: unknown) => string

/**
 * The condition that a resolved criterion puts on the rows of a table, called `alias` in the query. What is not known
 * makes neither a yes nor a no in SQL; here it is made a no where it would be turned round.
 */
export function criterionSql(
  test: Test,
  { model, alias, tables }: { model: string; alias: string; tables: Tables },
  parameter: Parameter,
): string {
  let count = 0
  const of = (each: Test, table: Table, name: string): string => {
    const joined = (tests: readonly Test[], word: string, none: string) =>
      tests.length === 0 ? none : `(${tests.map((one) => of(one, table, name)).join(` ${word} `)})`
    if ('every' in each) return joined(each.every, 'and', 'true')
    if ('some' in each) return joined(each.some, 'or', 'false')
    if ('not' in each) return `not coalesce(${of(each.not, table, name)}, false)`
    if ('relation' in each) {
      const { relation, where, atLeast, atMost } = each
      const other = tableOf(tables, relation.model)
      const inner = `related${++count}`
      const own = `${name}.${column(table, relation.own)}`
      const link = `${inner}.${column(other, relation.other)} ${linkOf(relation, own, tables)}`
      const held = of(where, other, inner)
      const rows = `from ${ident(snake(relation.model))} as ${inner} where ${link} and ${held}`
      // Whether there is one is asked of the record's own links: of all related records it would be asked for each record.
      const any = relation.through ? linkedRows(relation, { own, inner, tables }, held) : rows
      if (atMost === 0) return `not exists (select ${any})`
      if (atLeast === 1 && atMost === undefined) return `exists (select ${any})`
      // As many as are asked for are counted, and one more to see that there are no more.
      const counted = `(select count(*) from (select ${rows} limit ${(atMost ?? atLeast) + 1}) as counted)`
      return atMost === undefined ? `${counted} >= ${atLeast}` : `${counted} between ${atLeast} and ${atMost}`
    }
    return comparison(each, ...fieldOf(each, table, name))
  }

  const comparison = ({ kind, comparison: how, value }: Comparing, sql: string, type: string): string => {
    // What is asked may be more than a column of whole numbers holds.
    const given = (one: unknown, cast = type.replace('integer', 'bigint')) => `${parameter(one)}::${cast}`
    const text = kind === 'text'
    const isSeveral = kind === 'texts' || kind === 'records'
    const found = text ? `rm.folded(${sql})` : sql
    const held = () => (text ? parameter(folded(String(value))) : given(value))
    switch (how) {
      case 'known':
        return isSeveral ? `coalesce(cardinality(${sql}), 0) > 0` : `${sql} is not null`
      case 'unknown':
        return isSeveral ? `coalesce(cardinality(${sql}), 0) = 0` : `${sql} is null`
      case 'equals':
        return `${found} = ${held()}`
      case 'differs':
        return `${found} is distinct from ${held()}`
      case 'among': {
        const values = (value as readonly unknown[]).map((one) => (text ? folded(String(one)) : one))
        return `${found} = any(${given(values, `${type.replace('integer', 'bigint')}[]`)})`
      }
      case 'contains':
        return `${found} like ${parameter(`%${pattern(folded(String(value)))}%`)}`
      case 'starts':
        return `${found} like ${parameter(`${pattern(folded(String(value)))}%`)}`
      case 'holds':
        return `exists (select from unnest(${sql}) as one where rm.folded(one) = ${parameter(folded(String(value)))})`
      case 'overlaps':
        return `${sql} && ${given(value)}`
      case 'covers':
        return `${sql} @> ${given(value)}`
      case 'at-least':
        return `${sql} >= ${given(value)}`
      case 'at-most':
        return `${sql} <= ${given(value)}`
      case 'more-than':
        return `${sql} > ${given(value)}`
      case 'less-than':
        return `${sql} < ${given(value)}`
    }
  }
  return of(test, tableOf(tables, model), alias)
}

/** The SQL of what a row of a table, called `alias` in the query, has of a field; and the type of that. */
export function fieldSql(
  of: { field: string; kind: Field['kind'] },
  { model, alias, tables }: { model: string; alias: string; tables: Tables },
): [string, string] {
  return fieldOf(of, tableOf(tables, model), alias)
}

type Placed = Pick<Comparing, 'field' | 'kind'> & Partial<Pick<Comparing, 'comparison'>>

function fieldOf(of: Placed, table: Table, alias: string): [string, string] {
  const [own = '', ...path] = of.field.split('.')
  const sql = `${alias}.${column(table, own)}`
  return path.length > 0 ? partOf(sql, path, of) : [sql, table.get(own)?.type ?? 'text']
}

/** What stands in a column of JSON under a path, as a value of its kind, and the type of that. */
function partOf(sql: string, path: readonly string[], { kind, comparison }: Placed): [string, string] {
  const place = literal(`{${path.join(',')}}`)
  if (kind === 'texts') return [`array(select jsonb_array_elements_text(${sql} #> ${place}))`, 'text[]']
  const text = `(${sql} #>> ${place})`
  // Of an amount of money it is asked whether the whole of it is there.
  if (comparison === 'known' || comparison === 'unknown') return [text, 'text']
  const type = partTypes[kind] ?? 'text'
  return [type === 'text' ? text : `${text}::${type}`, type]
}

const partTypes: Partial<Record<Field['kind'], string>> = {
  number: 'double precision',
  money: 'bigint',
  day: 'date',
  instant: 'timestamptz',
  'yes-no': 'boolean',
  record: 'uuid',
}

/** What a field of a related record must be for it to belong to a record with this `own`. */
function linkOf({ through }: Relation, own: string, tables: Tables): string {
  if (!through) return `= ${own}`
  const links = tableOf(tables, through.model)
  return `in (select links.${column(links, through.other)} from ${ident(snake(through.model))} as links
    where links.${column(links, through.own)} = ${own})`
}

/** The same by way of the links; a record that is linked twice is there twice. */
function linkedRows(
  { model, other, through }: Relation,
  { own, inner, tables }: { own: string; inner: string; tables: Tables },
  where: string,
): string {
  if (!through) throw new Error(`${model} is not linked`)
  const links = tableOf(tables, through.model)
  const link = `${inner}link`
  return `from ${ident(snake(through.model))} as ${link} join ${ident(snake(model))} as ${inner}
    on ${inner}.${column(tableOf(tables, model), other)} = ${link}.${column(links, through.other)}
    where ${link}.${column(links, through.own)} = ${own} and ${where}`
}

function tableOf(tables: Tables, model: string): Table {
  const table = tables.get(model)
  if (!table) throw new Error(`there is no read model ${model} with lists`)
  return table
}

function column(table: Table, name: string): string {
  const found = table.get(name)
  if (!found) throw new Error(`there is no column ${name}`)
  return ident(found.column)
}

/** Taken literally inside a LIKE pattern. */
export function pattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
