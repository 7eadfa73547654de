import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import type { Listed, ListKey } from '../../domain/settings/choice.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Columns, Kept, TableOf } from '../../projections/projection.ts'
import { fieldSetTable } from '../../projections/settings/field-set.ts'
import { pascal } from '../http/components.ts'
import { withChosen } from './choices.ts'
import { criterionParameter, type Listable } from './criteria.ts'
import { isCustomised, shownCustom, withCustomValues } from './custom-values.ts'
import { type Filter, list } from './list.ts'
import { type Named, nameField, type References, withNames } from './names.ts'
import { sortName, sortParameter } from './order.ts'
import { keptColumns, pageOf, pageParameters } from './page.ts'
import { treeModel } from './parts.ts'
import { type QueryDefinition, query } from './query.ts'
import { severalOf, shownTags, tagParameter, tagsAsked, withTags } from './tags.ts'

type ColumnOf<P extends { columns: Columns }> = keyof TableOf<P> & string

/** Every client has a `File` already, which another would hide; and a `Mailbox` is what a header names (RFC 5322). */
const taken = new Set(['file', 'mailbox'])
/** What a kind of record is called in the description. */
const componentOf = (model: string) => (taken.has(model) ? `${pascal(model)}Record` : pascal(model))

/**
 * The two reads every record has: `GET /<resource>`, a list by keyset with filters and sorts, and
 * `GET /<resource>/:id`. Beside the ids in `references` both show the names of what they mean.
 */
export function recordQueries<const P extends { name: string; columns: Columns }>(table: P) {
  return <Row extends z.ZodObject>(about: {
    /** The plural in the path: `opportunities`. */
    resource: string
    /** What the list is for, in the words of the product. */
    summary: string
    row: Row
    /** The reply's form of a stored row; the row as it is unless told. */
    shown?: (row: TableOf<P>) => z.input<Row>
    references?: References
    /** Columns that a parameter of the same name must equal; any text is compared as people mean it. */
    filters?: { readonly [K in ColumnOf<P>]?: z.ZodType }
    /** Columns that are chosen from lists: asked for by a name, they are what was chosen under any name it has had. */
    listed?: { readonly [K in ColumnOf<P>]?: ListKey }
    /** Columns that hold several ids, and of what. */
    several?: { readonly [K in ColumnOf<P>]?: Named }
    /** Columns with a least and a greatest value: `closeDateFrom`, `closeDateTo`. */
    ranges?: { readonly [K in ColumnOf<P>]?: z.ZodType }
    /** What may be sorted by, and the column behind it where that is called otherwise; the first is the default. */
    sorts: readonly (ColumnOf<P> | `-${ColumnOf<P>}`)[]
    /** Sorts that are called otherwise than their column. */
    sortColumns?: Readonly<Record<string, ColumnOf<P>>>
    /** Columns in which `q` is looked for, of one that is JSON a part of it; of a reference, in the name of what it means. */
    search?: readonly (ColumnOf<P> | `${ColumnOf<P>}.${string}`)[]
  }): readonly QueryDefinition[] => {
    const { resource, references = {}, filters = {}, ranges = {}, sortColumns = {}, search = [] } = about
    const listed: Listed = about.listed ?? {}
    const shown = about.shown ?? ((each: TableOf<P>) => ({ ...each }))
    const model = table.name
    const several: Readonly<Record<string, Named>> = { ...severalOf(table.columns), ...about.several }
    const isTagged = 'tags' in several
    const hasCustom = isCustomised(table.columns)
    const row = keptColumns
      .extend(about.row.shape)
      .extend(isTagged ? { tags: shownTags } : {})
      .extend(hasCustom ? shownCustom(model) : {})
      .extend(nullableNames(references))
      .register(vocabulary, { id: componentOf(model) })
    const sorts = [
      ...new Set([...about.sorts.map((sort) => sort.replace(/^-/, '')), ...Object.keys(sortColumns)]),
    ]
    const [first = 'id'] = about.sorts
    const parameters = pageParameters.omit({ q: true }).extend({
      sort: sortParameter(sorts, table.columns)
        .register(vocabulary, { id: sortName(componentOf(model)) })
        .default(first)
        .describe('With `-` before it, the highest first; rows without a value come last.'),
      ...(search.length > 0 && {
        q: pageParameters.shape.q.describe(
          `Words looked for, in any order, in ${search.map((name) => (references[name] ? nameField(name) : name)).join(', ')}.`,
        ),
      }),
      where: criterionParameter.optional(),
      ...(isTagged && { tag: tagParameter }),
      ...optional(filters),
      ...Object.fromEntries(
        Object.entries(optional(ranges)).flatMap(([name, type]) => [
          [`${name}From`, type],
          [`${name}To`, type],
        ]),
      ),
    })
    const searchNames = Object.fromEntries(
      search.flatMap((name) => (references[name] ? [[name, references[name]]] : [])),
    )
    const searched = search.filter((name) => !references[name])
    const present = async (db: Kysely<never>, rows: readonly TableOf<P>[]) => {
      const all = rows.map((each) => Object.assign(shown(each) as object, keptOf(each as never)))
      const tagged: readonly object[] = isTagged ? await withTags(db, all) : all
      const whole: readonly object[] = hasCustom ? await withCustomValues(db, tagged, model) : tagged
      return withNames(db, whole, references)
    }

    // Whose names stand beside the ids is read, too.
    const named = [
      ...Object.values(references),
      ...Object.values(several),
      ...(hasCustom ? [fieldSetTable] : []),
    ]
    const reads = [...new Set([model, ...named.map(({ name }) => name)])]
    const listable: Listable = {
      table: table as never,
      resource,
      row,
      references,
      search: searched,
      several,
      listed,
    }
    const definitions = [
      query(table)({
        name: resource,
        path: `/${resource}`,
        summary: about.summary,
        permission: `${model}.read`,
        parameters,
        reply: pageOf(row),
        async run({ db, parameters: given, scope, asked: hold }) {
          const asked = given as z.output<typeof pageParameters> & {
            where?: Criterion
          } & Readonly<Record<string, unknown>>
          const down = asked.sort?.startsWith('-') ? '-' : ''
          const name = asked.sort?.slice(down.length) ?? ''
          const isChosen = (column: string) =>
            column in filters && (listed[column] !== undefined || references[column]?.name === treeModel)
          const where = withChosen(
            asked.where,
            Object.fromEntries(Object.entries(asked).filter(([column]) => isChosen(column))),
          )
          const page = await list(db as never, table, {
            sort: `${down}${sortColumns[name] ?? name}`,
            q: asked.q,
            limit: asked.limit,
            cursor: asked.cursor,
            total: asked.total,
            search: searched,
            searchNames,
            filters: [
              ...Object.entries(filters).flatMap(([column, type]) => {
                const value = asked[column]
                if (isChosen(column)) return []
                if (Array.isArray(value)) return { column, in: value }
                return { column, [type instanceof z.ZodString ? 'alike' : 'eq']: value }
              }),
              ...(isTagged ? [{ column: 'tags', field: 'tag', tagged: tagsAsked(asked.tag as string) }] : []),
              ...Object.keys(ranges).map((column) => ({
                column,
                from: asked[`${column}From`],
                to: asked[`${column}To`],
              })),
            ] as Filter<ColumnOf<P>>[],
            where: where && (await hold(where, model)),
            scope,
          })
          return { ...page, items: await present(db as never, page.items) } as never
        },
      }),
      query(table)({
        name: model,
        path: `/${resource}/:id`,
        summary: `One of them by its id`,
        permission: `${model}.read`,
        parameters: z.object({ id: uuid }),
        reply: row,
        async run({ db, parameters: { id } }) {
          const { items } = await list(db as never, table, {
            filters: [{ column: 'id' as never, eq: id }],
            limit: 1,
          })
          const [found] = await present(db as never, items)
          return found as never
        },
      }),
    ]
    return definitions.map((definition) => ({
      ...definition,
      reads,
      ...(definition.name === resource && { lists: listable }),
    }))
  }
}

function nullableNames(references: References): z.ZodRawShape {
  return Object.fromEntries(Object.keys(references).map((field) => [nameField(field), z.string().nullable()]))
}

function optional(types: Readonly<Record<string, z.ZodType | undefined>>): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) => (type ? [[name, ended(type).optional()]] : [])),
  )
}

/** No column holds longer texts of which one would ask for exactly one. */
const longestAsked = 500

/** Text that may be as long as one likes has an end here. */
function ended(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodString && type.maxLength === null ? type.max(longestAsked) : type
}

/** A stored row as it is told: positions are text. */
export function told<Row extends Kept>(row: Row): Omit<Row, 'position'> & { position: string } {
  return { ...row, position: String(row.position) }
}

function keptOf(row: Kept) {
  const { id, revision, position, createdAt, updatedAt } = row
  return { id, revision, position: String(position), createdAt, updatedAt }
}
