import { sql } from 'kysely'
import { z } from 'zod'
import { mustMay } from '../../../commands/errors.ts'
import { currency } from '../../../domain/values/money.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import { accountTable } from '../../../projections/customers/account.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { orderTable } from '../../../projections/sales/order.ts'
import { refuseHidden } from '../../http/masks.ts'
import { namesOf } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { boughtRows } from '../sales.ts'
import { sumReply, whole } from '../sums.ts'
import { opens, rounded, theseRecords } from './opening.ts'

/** So many are told one by one, unless more are asked for. */
const mostCustomers = 200
export const mostKept = 1_000
/** A fifth of fewer is one of chance. */
const fewCustomers = 25

const method =
  'Each customer gets 1 to 5 for how lately they bought, how often, and for how much (5 the best fifth; equals get equals): Hughes, Strategic Database Marketing, 1994. ' +
  'A purchase is an order that stands or a won deal; a deal and its order are one. Worth is what was bought in the one currency that is told, before tax. Champions: lately 4 or 5, often and much 4 or 5. ' +
  'Loyal: lately and often from 3. New: lately 4 or 5, seldom. Going: not lately, though often. Gone: neither. Of what you may see.'

const groups = ['champions', 'loyal', 'new', 'between', 'going', 'gone'] as const
const group = z.enum(groups).register(vocabulary, { id: 'CustomerGroup' })
const score = z.int().min(1).max(5)

/** @throws Forbidden, FieldsForbidden for who does not see what it is made of. */
export function refuseUngrouped(principal: Principal): void {
  mustMay(principal, 'account.read', 'opportunity.read')
  refuseHidden(principal, {
    order: ['accountId', 'status', 'placedAt', 'net'],
    opportunity: ['accountId', 'status', 'closedAt', 'amount'],
  })
}

/** By how lately, how often and for how much accounts have bought (ANA-03). */
export const customerGroups = query(
  accountTable,
  orderTable,
  opportunityTable,
)({
  name: 'customerGroups',
  path: '/customer-groups',
  summary: 'Customers by how lately, how often and for how much they bought (RFM), in groups with counts',
  permission: 'order.read',
  parameters: z.object({
    currency: currency.optional().describe('Worth is told in this one; left out, that of most purchases.'),
    group: group.optional().describe('Only customers of this group are told one by one.'),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(mostKept)
      .default(mostCustomers)
      .describe('Of the customers told one by one.'),
  }),
  reply: z.object({
    method: z.string(),
    currency: currency.nullable().describe('Null: nobody has bought for an amount.'),
    customers: z.int(),
    few: z.boolean().describe(`Fewer than ${fewCustomers}: fifths of them say little.`),
    otherCurrencies: z.int().describe('Purchases in other currencies, which count but not in worth.'),
    groups: z.array(
      z
        .object({
          group,
          customers: z.int(),
          share: z.number(),
          purchases: z.int(),
          worth: sumReply.nullable(),
          where: opens,
        })
        .register(vocabulary, { id: 'CustomerGroupSize' }),
    ),
    items: z
      .array(
        z
          .object({
            accountId: uuid,
            accountName: z.string().nullable(),
            group,
            recency: score,
            frequency: score,
            monetary: score,
            silentDays: z.int(),
            purchases: z.int(),
            worth: sumReply.nullable(),
          })
          .register(vocabulary, { id: 'GroupedCustomer' }),
      )
      .describe('The best first.'),
  }),
  async run({ db, parameters, principal, asOf, now }) {
    refuseUngrouped(principal)
    const at = asOf ?? now
    // What was ordered is worth what the order says, and not what the deal said before.
    const bought = sql`
      purchase as (${boughtRows()}),
      bought as (
        select * from purchase where ordered
          or not exists (select from purchase as other where other.deal = purchase.deal and other.ordered))`
    const { rows: currencies } = await sql<{ currency: string; purchases: number }>`
      with ${bought} select currency, count(*)::integer as purchases from bought where currency is not null
        group by currency order by 2 desc, 1`.execute(db)
    const told = parameters.currency ?? currencies[0]?.currency ?? null
    const { rows } = await sql<{
      id: string
      silentDays: number
      purchases: number
      worth: number | null
      recency: number
      frequency: number
      monetary: number
    }>`
      with ${bought},
      customer as (
        select account_id::text as id, max(at) as last, count(distinct deal)::integer as purchases,
            coalesce(sum(amount) filter (where currency = ${told}::text), 0) as worth
          from bought join account on account.id = account_id
          where not account.archived and account.absorbed_by_id is null group by 1)
      select id, floor(extract(epoch from ${at}::timestamptz - last) / 86400)::integer as "silentDays", purchases,
          ${whole(sql`worth`)} as worth, ${fifth(sql`last`)} as recency, ${fifth(sql`purchases`)} as frequency, ${fifth(sql`worth`)} as monetary
        from customer`.execute(db)
    const all = rows
      .map((row) => ({ ...row, group: groupOf(row) }))
      .sort(
        (a, b) =>
          b.recency + b.frequency + b.monetary - (a.recency + a.frequency + a.monetary) ||
          (b.worth ?? 0) - (a.worth ?? 0) ||
          (a.id < b.id ? -1 : 1),
      )
    const shown = all
      .filter((one) => parameters.group === undefined || one.group === parameters.group)
      .slice(0, parameters.limit)
    const ids = shown.map(({ id }) => id)
    const names =
      ids.length > 0 ? await namesOf(db as never, [{ ...accountTable, ids }]) : new Map<string, string>()
    const worthOf = (amount: number | null) => (told === null ? null : { amount, currency: told })
    return {
      method,
      currency: told,
      customers: all.length,
      few: all.length < fewCustomers,
      otherCurrencies: currencies.reduce((sum, one) => sum + (one.currency === told ? 0 : one.purchases), 0),
      groups: groups.flatMap((each) => {
        const own = all.filter((one) => one.group === each)
        if (own.length === 0) return []
        const worth = own.reduce<number | null>(
          (sum, one) =>
            sum === null || one.worth === null || sum + one.worth > Number.MAX_SAFE_INTEGER
              ? null
              : sum + one.worth,
          0,
        )
        return [
          {
            group: each,
            customers: own.length,
            share: rounded(own.length / all.length),
            purchases: own.reduce((sum, { purchases }) => sum + purchases, 0),
            worth: worthOf(worth),
            where: theseRecords(own.map(({ id }) => id)),
          },
        ]
      }),
      items: shown.map(({ id, worth, ...one }) => ({
        ...one,
        accountId: id,
        accountName: names.get(id) ?? null,
        worth: worthOf(worth),
      })),
    }
  },
})

/** 1 to 5 by a value, the highest fifth 5; who has the same value gets the same. */
const fifth = (of: ReturnType<typeof sql>) =>
  sql<number>`least(5, 1 + floor(5 * (cume_dist() over (order by ${of}) + percent_rank() over (order by ${of})) / 2))::integer`

function groupOf({
  recency,
  frequency,
  monetary,
}: {
  recency: number
  frequency: number
  monetary: number
}): z.output<typeof group> {
  const much = (frequency + monetary) / 2
  if (recency >= 4 && much >= 4) return 'champions'
  if (recency >= 3 && much >= 3) return 'loyal'
  if (recency >= 4 && much < 3) return 'new'
  if (recency === 3) return 'between'
  return much >= 3 ? 'going' : 'gone'
}
