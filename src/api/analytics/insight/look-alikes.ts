import { sql } from 'kysely'
import { z } from 'zod'
import { mustMay } from '../../../commands/errors.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
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
import { opens, rounded, theseRecords } from './opening.ts'

const most = 200
/** Fewer best customers are like nobody. */
const fewBest = 10

const method =
  'Best are the quarter of accounts with the most purchases (orders that stand, won deals), at least two. Each trait of a prospect weighs by how many times as common it is among them as among all accounts, ' +
  'as a logarithm, with one added to each count so that few say little; weights add up (naive Bayes). A prospect has bought nothing and has no open deal. Of what you may see.'

const traitNames = ['industry', 'size', 'country', 'class'] as const
const traitName = z.enum(traitNames).register(vocabulary, { id: 'LookAlikeTrait' })

const reason = z
  .object({
    trait: traitName,
    value: z.string(),
    weight: z.number(),
    best: z.int().describe('Of the best customers, how many have it.'),
    bestOf: z.int().describe('Of how many of whom it is known.'),
    all: z.int(),
    allOf: z.int(),
    low: z.number().describe('Of its share among the best, 95 % (Wilson 1927).'),
    high: z.number(),
  })
  .register(vocabulary, { id: 'LookAlikeReason' })

interface Row {
  id: string
  purchases: number
  prospect: boolean
  industry: string | null
  size: string | null
  country: string | null
  class: string | null
}

/** @throws Forbidden, FieldsForbidden for who does not see what it is made of. */
export function refuseUnlike(principal: Principal): void {
  mustMay(principal, 'account.read', 'opportunity.read')
  refuseHidden(principal, {
    account: ['sector', 'industry', 'sizeBand', 'country', 'classification', 'relation'],
    order: ['accountId', 'status'],
    opportunity: ['accountId', 'status'],
  })
}

/** Which accounts that have not bought are like those that buy most, and in what (ANA-07). */
export const lookAlikes = query(
  accountTable,
  orderTable,
  opportunityTable,
)({
  name: 'lookAlikes',
  path: '/look-alikes',
  summary: 'Prospects by how alike they are to the best customers, with the traits that make them so',
  permission: 'order.read',
  parameters: z.object({}),
  reply: z.object({
    method: z.string(),
    best: z.int(),
    prospects: z.int(),
    few: z.boolean().describe(`Fewer than ${fewBest} best customers: likeness to them says little.`),
    openBest: opens,
    items: z
      .array(
        z
          .object({
            accountId: uuid,
            accountName: z.string().nullable(),
            score: z.number().describe('The sum of its weights; 0: like anybody.'),
            known: z.int().describe(`Of ${traitNames.length} traits, how many are known of it.`),
            reasons: z.array(reason).describe('The weightiest first.'),
          })
          .register(vocabulary, { id: 'LookAlike' }),
      )
      .describe(`The most alike first, at most ${most}.`),
  }),
  async run({ db, principal }) {
    refuseUnlike(principal)
    const { rows } = await sql<Row>`
      with bought as (${boughtRows()}),
      often as (select account_id, count(distinct deal)::integer as purchases from bought group by 1)
      select id::text as id, coalesce((select purchases from often where often.account_id = account.id), 0) as purchases,
          relation in ('prospect', 'customer') and not exists (
            select from opportunity where opportunity.account_id = account.id and status = 'open') as prospect,
          coalesce(industry, sector) as industry, size_band as size, country, classification as class
        from account where not archived and absorbed_by_id is null`.execute(db)
    const buyers = rows
      .filter(({ purchases }) => purchases > 0)
      .sort((a, b) => b.purchases - a.purchases || (a.id < b.id ? -1 : 1))
    const least = Math.max(2, buyers[Math.max(0, Math.ceil(buyers.length / 4) - 1)]?.purchases ?? 2)
    const best = buyers.filter(({ purchases }) => purchases >= least)
    const weigh = weights(best, rows)
    const prospects = rows.filter(({ purchases, prospect }) => purchases === 0 && prospect)
    const scored = (best.length === 0 ? [] : prospects)
      .map((one) => {
        const reasons = traitNames.flatMap((trait) => {
          const value = one[trait]
          return value === null ? [] : [weigh(trait, value)]
        })
        return {
          id: one.id,
          score: rounded(reasons.reduce((sum, { weight }) => sum + weight, 0)),
          known: reasons.length,
          reasons: reasons.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
        }
      })
      .filter(({ known }) => known > 0)
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, most)
    const ids = scored.map(({ id }) => id)
    const names =
      ids.length > 0 ? await namesOf(db as never, [{ ...accountTable, ids }]) : new Map<string, string>()
    return {
      method,
      best: best.length,
      prospects: prospects.length,
      few: best.length < fewBest,
      openBest: theseRecords(best.map(({ id }) => id)),
      items: scored.map(({ id, ...one }) => ({ ...one, accountId: id, accountName: names.get(id) ?? null })),
    }
  },
})

/** How much each value of a trait speaks for being one of the best. */
function weights(best: readonly Row[], all: readonly Row[]) {
  const counted = (rows: readonly Row[], trait: (typeof traitNames)[number]) => {
    const counts = new Map<string, number>()
    let of = 0
    for (const { [trait]: value } of rows) {
      if (value === null) continue
      of++
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    return { counts, of }
  }
  const by = new Map(
    traitNames.map((trait) => [trait, { best: counted(best, trait), all: counted(all, trait) }]),
  )
  return (trait: (typeof traitNames)[number], value: string) => {
    const found = by.get(trait)
    const [one, other] = [
      found?.best ?? { counts: new Map(), of: 0 },
      found?.all ?? { counts: new Map(), of: 0 },
    ]
    const [in1, in2] = [one.counts.get(value) ?? 0, other.counts.get(value) ?? 0]
    // As many values as there are, each one more: what nobody has is rare, not impossible (Laplace).
    const kinds = other.counts.size
    const interval = one.of > 0 ? shareInterval(in1, one.of) : { low: 0, high: 1 }
    return {
      trait,
      value,
      weight: rounded(Math.log((in1 + 1) / (one.of + kinds) / ((in2 + 1) / (other.of + kinds)))),
      best: in1,
      bestOf: one.of,
      all: in2,
      allOf: other.of,
      low: rounded(interval.low),
      high: rounded(interval.high),
    }
  }
}
