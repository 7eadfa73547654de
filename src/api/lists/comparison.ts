import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { timeParameters } from '../http/asking.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { hiddenOf, maskedReply } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import { replySchema } from '../http/schema.ts'
import type { Services } from '../http/services.ts'
import { changesBetween, fieldChange } from '../log/difference.ts'
import { type AnyRow, listOf, listParameters, matchingRows } from './matching.ts'
import type { QueryDefinition } from './query.ts'

const change = z.enum(['came', 'gone', 'changed']).register(vocabulary, { id: 'ListChange' })
const row = z.record(z.string(), z.unknown()).nullable()

const compared = z
  .object({
    record: z.object({ model: z.string(), id: uuid }),
    change,
    fields: z.array(fieldChange).describe('What of it differs; none where it was not there at all.'),
    before: row.describe('As it was at `from`, also where the list did not show it; null: it was not there.'),
    after: row.describe('As it was at `to`.'),
  })
  .register(vocabulary, { id: 'ComparedRecord' })

const comparison = z
  .object({
    total: z.object({ came: z.int(), gone: z.int(), changed: z.int(), same: z.int() }),
    items: z.array(compared).describe('In the order that the list has at `to`, what has gone last.'),
    left: z.int().describe('How many more have come, gone or changed than are shown.'),
  })
  .register(vocabulary, { id: 'Comparison' })

/** More than that on either side is no list that anybody compares. */
const mostCompared = 10_000
const mostShown = 200

/** What every change of a row changes, and none is about. */
const untold: ReadonlySet<string> = new Set(['revision', 'position', 'updatedAt'])

/**
 * `POST /comparisons`: what a list shows at one instant and did not at another, and what changed of that which it shows at
 * both. Both sides are read as any list is, with the rights and masks of now. It is a `POST` because the parameters of a
 * list may be longer than an address; nothing is written.
 */
export function comparisonEndpoint(services: Services): Endpoint {
  return endpoint({
    name: 'compareLists',
    method: 'POST',
    path: '/comparisons',
    summary: 'What came into a list between two instants, what left it and what changed in it',
    tag: 'criteria',
    access: 'signed-in',
    headers: 'read',
    body: z.object({
      model: z.string().max(60),
      matching: listParameters
        .default({})
        .describe('The parameters of the list of this model, such as `where`, `q` and `sort`.'),
      from: instant,
      to: instant.optional().describe('Left out: now.'),
      basis: timeParameters.shape.basis,
    }),
    reply: comparison,
    async run({ body: { model, matching, from, to, basis }, principal: asking, request }) {
      const list = listOf(services, model)
      if (!list) throw invalid('model', `There is no list of ${model}.`)
      if (to !== undefined && Date.parse(to) <= Date.parse(from)) throw invalid('to', 'Must be after `from`.')
      await caughtUp(services, request)
      const principal = asking()
      const sides = [
        { asOf: from, basis },
        { asOf: to, basis },
      ] as const
      const [was, is] = await Promise.all(
        sides.map((at) => matchingRows(services, list, matching, { principal, at, most: mostCompared })),
      )
      if (!was || !is)
        throw invalid('matching', `These are more than ${mostCompared} records; compare fewer.`)
      const shown = shownTo(services, list, principal)
      const differing = differences(was, is, shown)
      const total = { came: 0, gone: 0, changed: 0, same: 0 }
      for (const one of differing) total[one.change]++
      total.same = is.length - total.came - total.changed
      const told = differing.slice(0, mostShown)
      const others = await outside(services, list, told, { principal, sides, shown })
      return {
        total,
        left: differing.length - told.length,
        items: told.map((one): z.input<typeof compared> => {
          const { before = null, after = null } = { ...one, ...others.get(one.id) }
          return {
            record: { model, id: one.id },
            change: one.change,
            fields: before && after ? fieldsBetween(before, after) : [],
            before,
            after,
          }
        }),
      }
    },
  })
}

/** A row as the list would answer with it: what its description names, without what is hidden from this reader. */
function shownTo({ faces }: Services, { lists }: QueryDefinition, principal: Principal) {
  const model = lists?.table.name ?? ''
  const [hidden, fields] = [hiddenOf(principal, model), faces.fields.get(model) ?? new Set<string>()]
  const schema = replySchema(lists?.row ?? z.object({}))
  return (row: AnyRow) => maskedReply(hidden, fields, row, schema) as AnyRow
}

interface Difference {
  id: string
  change: z.output<typeof change>
  before?: AnyRow
  after?: AnyRow
}

/** In the order of what there is, and then of what there was. */
function differences(
  was: readonly AnyRow[],
  is: readonly AnyRow[],
  shown: (row: AnyRow) => AnyRow,
): Difference[] {
  const before = new Map(was.map((each) => [each.id, each]))
  const there = new Set(is.map(({ id }) => id))
  const differing = is.flatMap((each): Difference[] => {
    const { id } = each
    const former = before.get(id)
    if (!former) return [{ id, change: 'came', after: shown(each) }]
    const sides = { before: shown(former), after: shown(each) }
    return fieldsBetween(sides.before, sides.after).length > 0 ? [{ id, change: 'changed', ...sides }] : []
  })
  const gone = was.filter(({ id }) => !there.has(id))
  return [
    ...differing,
    ...gone.map((each): Difference => ({ id: each.id, change: 'gone', before: shown(each) })),
  ]
}

function fieldsBetween(before: AnyRow, after: AnyRow) {
  return changesBetween(before, after).filter(({ field }) => !untold.has(field))
}

/** What has come into the list or left it, as it was on the side on which the list does not show it; one read of each. */
async function outside(
  services: Services,
  list: QueryDefinition,
  differing: readonly Difference[],
  of: { principal: Principal; sides: readonly [Side, Side]; shown: (row: AnyRow) => AnyRow },
): Promise<ReadonlyMap<string, Pick<Difference, 'before' | 'after'>>> {
  const { principal, sides, shown } = of
  const read = async (what: 'came' | 'gone', side: 'before' | 'after', at: Side) => {
    const value = differing.filter((one) => one.change === what).map(({ id }) => id)
    if (value.length === 0) return []
    const where = JSON.stringify({ field: 'id', operator: 'one-of', value })
    const rows = (await matchingRows(services, list, { where }, { principal, at, most: mostShown })) ?? []
    return rows.map((row) => [row.id, { [side]: shown(row) }] as const)
  }
  const both = await Promise.all([read('came', 'before', sides[0]), read('gone', 'after', sides[1])])
  return new Map(both.flat())
}

type Side = z.output<typeof timeParameters>

function invalid(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, rule: 'comparison', message }])
}
