import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { mustMay } from '../../../commands/errors.ts'
import {
  churnBackTest,
  churnChance,
  fewestLearned,
  learnChurn,
  outcomesOf,
  type Snapshot,
  standingsOf,
  traits,
  weightOf,
} from '../../../domain/analytics/churn.ts'
import { firstDay } from '../../../domain/values/day.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { accountTable } from '../../../projections/customers/account.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { orderTable } from '../../../projections/sales/order.ts'
import { ticketTable } from '../../../projections/service/ticket.ts'
import { refuseHidden } from '../../http/masks.ts'
import { namesOf } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { boughtRows, heldAt } from '../sales.ts'
import { opens, rounded, theseRecords } from './opening.ts'

export const dayLength = 86_400_000
const most = 200

const method =
  'A customer is an account that has bought (an order that stands, or a won deal) within two horizons. They have left if they buy nothing in the horizon to come. The chance is a logistic ' +
  'regression with a ridge, learned of the customers of one, two and three horizons before, each by what was known then, and of what became of them. ' +
  'The back-test goes a horizon back, learns of what was known then only, and holds its scores against what came. Discrimination: how often one who left had the higher score than one who stayed ' +
  '(Hanley and McNeil 1982). All of what you may see.'

const trait = z.enum(traits).register(vocabulary, { id: 'ChurnTrait' })
const weighted = z
  .object({ trait, weight: z.number().describe('Added to the logarithm of the odds of leaving.') })
  .register(vocabulary, { id: 'ChurnReason' })

const item = z
  .object({
    accountId: uuid,
    accountName: z.string().nullable(),
    chance: z
      .number()
      .nullable()
      .describe('Of buying nothing in the horizon; null: too little is known to learn from.'),
    reasons: z.array(weighted).describe('What raises it, the weightiest first.'),
    purchases: z.int(),
    lastPurchaseAt: instant,
    silentDays: z.number(),
    usualDays: z.number().describe('How many days they usually let pass.'),
  })
  .register(vocabulary, { id: 'ChurnRisk' })

const bin = z
  .object({
    from: z.number(),
    customers: z.int(),
    said: z.number().describe('The mean of what was said.'),
    left: z.int(),
    low: z.number().describe('Of the share that left, 95 % (Wilson 1927).'),
    high: z.number(),
  })
  .register(vocabulary, { id: 'ChurnBin' })

const tested = z
  .object({
    at: instant,
    customers: z.int(),
    left: z.int(),
    discrimination: z
      .number()
      .nullable()
      .describe('0.5: it tells nothing; null: nobody left, or nobody stayed.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    top: z.object({ customers: z.int(), left: z.int() }).describe('Of the tenth with the highest scores.'),
    bins: z.array(bin),
  })
  .register(vocabulary, { id: 'ChurnBackTest' })

type Reads = Kysely<never>
type Basis = 'occurred' | 'recorded'
type Snapshots = (at: number) => Promise<Snapshot>

/** Snapshots of instants, each read once. */
export function snapshotsBy(db: Reads, basis: Basis): Snapshots {
  const read = new Map<number, Promise<Snapshot>>()
  return (at) => {
    const one = read.get(at) ?? snapshotAt(db, at, basis)
    read.set(at, one)
    return one
  }
}

/** All customers as they were known at an instant, by the versions of their purchases and tickets that held then. */
async function snapshotAt(db: Reads, at: number, basis: Basis): Promise<Snapshot> {
  // Before the first day there is nothing to know.
  const when = new Date(Math.max(at, Date.parse(`${firstDay}T00:00:00Z`))).toISOString()
  const known = { instant: when, basis }
  const held = heldAt(known)
  const { rows } = await sql<{ id: string; kind: 'purchase' | 'trouble' | 'dissatisfied'; times: number[] }>`
    with bought as (${boughtRows(known)}),
    fact as (
      -- A deal and the order that came of it are one purchase.
      select account_id, 'purchase' as kind, min(at) as at from bought group by account_id, deal
      union all
      select account_id, 'trouble', created_at from ticket_history
        where ${held} and account_id is not null and absorbed_by_id is null and (type = 'complaint' or breached)
      union all
      select account_id, 'dissatisfied', rated_at from ticket_history
        where ${held} and account_id is not null and score is not null and score * 5 < scale * 4)
    select account_id::text as id, kind, array_agg(round(extract(epoch from at) * 1000)::double precision order by at) as times
      from fact where at <= ${when}::timestamptz group by account_id, kind`.execute(db)
  const customers = new Map<
    string,
    { id: string; purchases: number[]; troubles: number[]; dissatisfied: number[] }
  >()
  for (const { id, kind, times } of rows) {
    const one = customers.get(id) ?? { id, purchases: [], troubles: [], dissatisfied: [] }
    customers.set(id, one)
    if (kind === 'purchase') one.purchases = times
    else if (kind === 'trouble') one.troubles = times
    else one.dissatisfied = times
  }
  return { at, customers: [...customers.values()] }
}

/** Learned of what was known at an instant, of the customers of up to three horizons before. */
export async function churnModelAt(known: Snapshot, days: number, then: Snapshots) {
  const outcomes = []
  // One after the other: they are asked of one connection.
  for (const times of [1, 2, 3])
    outcomes.push(...outcomesOf(await then(known.at - times * days * dayLength), known, days))
  return learnChurn(outcomes)
}

/** @throws Forbidden, FieldsForbidden for who does not see what is learned of. */
export function refuseUnlearned(principal: Parameters<typeof refuseHidden>[0]): void {
  mustMay(principal, 'account.read', 'opportunity.read')
  refuseHidden(principal, {
    order: ['accountId', 'status', 'placedAt'],
    opportunity: ['accountId', 'status', 'closedAt'],
    ticket: ['accountId', 'type', 'breached', 'score', 'createdAt'],
  })
}

export const horizonParameter = z.coerce
  .number()
  .int()
  .min(14)
  .max(1_095)
  .default(180)
  .describe('Days: whoever buys nothing for so long has left.')

/** Which customers may leave and why, and how good such scores have been (ANA-10). */
export const churn = query(
  accountTable,
  orderTable,
  opportunityTable,
  ticketTable,
)({
  name: 'churn',
  path: '/churn',
  summary:
    'Customers by how likely they leave, with reasons, and a back-test of the score by what was known then',
  permission: 'order.read',
  parameters: z.object({ days: horizonParameter }),
  reply: z.object({
    days: z.int(),
    method: z.string(),
    customers: z.int(),
    learned: z
      .object({ customers: z.int(), left: z.int(), base: z.number(), weights: z.array(weighted) })
      .register(vocabulary, { id: 'ChurnLearned' })
      .nullable()
      .describe(
        `Null: fewer than ${fewestLearned}, or too few who left or stayed; they come by how long they have been silent.`,
      ),
    backTest: tested.nullable().describe('Null: too little was known a horizon ago.'),
    items: z.array(item).describe(`Who is likeliest first, at most ${most}.`),
    where: opens,
  }),
  async run({ db, parameters: { days }, principal, asOf, basis, now }) {
    refuseUnlearned(principal)
    const read = db as never as Reads
    const at = Date.parse(asOf ?? now)
    const then = snapshotsBy(read, basis)
    const known = await then(at)
    const model = await churnModelAt(known, days, then)
    const earlier = await then(at - days * dayLength)
    const earlierModel = await churnModelAt(earlier, days, then)
    const test = earlierModel && churnBackTest(earlierModel, earlier.at, outcomesOf(earlier, known, days))
    const standings = standingsOf(known, days)
    const { rows: present } = await sql<{ id: string }>`
      select id::text from account where not archived and absorbed_by_id is null`.execute(read)
    const there = new Set(present.map(({ id }) => id))
    const scored = standings
      .filter(({ id }) => there.has(id))
      .map((one) => ({ ...one, chance: model ? churnChance(model, one.traits) : null }))
      .sort(
        (a, b) =>
          (b.chance ?? 0) - (a.chance ?? 0) ||
          b.silent / b.usual - a.silent / a.usual ||
          (a.id < b.id ? -1 : 1),
      )
    const shown = scored.slice(0, most)
    const names =
      shown.length > 0
        ? await namesOf(read, [{ ...accountTable, ids: shown.map(({ id }) => id) }])
        : new Map()
    const weightsOf = (of: readonly (typeof traits)[number][]) =>
      model
        ? of
            .map((one) => ({ trait: one, weight: rounded(weightOf(model, one)) }))
            .filter(({ weight }) => weight > 0)
            .sort((a, b) => b.weight - a.weight)
        : []
    return {
      days,
      method,
      customers: scored.length,
      learned: model
        ? {
            customers: model.learned,
            left: model.left,
            base: rounded(model.logistic.base),
            weights: traits.map((one) => ({ trait: one, weight: rounded(weightOf(model, one)) })),
          }
        : null,
      backTest: test
        ? {
            at: new Date(test.at).toISOString(),
            customers: test.customers,
            left: test.left,
            discrimination: test.area && rounded(test.area.area),
            low: test.area && rounded(test.area.low),
            high: test.area && rounded(test.area.high),
            top: test.top,
            bins: test.bins.map(({ said, low, high, ...one }) => ({
              ...one,
              said: rounded(said),
              low: rounded(low),
              high: rounded(high),
            })),
          }
        : null,
      items: shown.map(({ id, chance, traits: held, purchases, lastPurchase, silent, usual }) => ({
        accountId: id,
        accountName: (names.get(id) as string | undefined) ?? null,
        chance: chance === null ? null : rounded(chance),
        reasons: weightsOf(held),
        purchases,
        lastPurchaseAt: new Date(lastPurchase).toISOString(),
        silentDays: Math.round(silent),
        usualDays: Math.round(usual),
      })),
      where: theseRecords(shown.map(({ id }) => id)),
    }
  },
})
