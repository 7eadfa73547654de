import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { keyCustomerPolicyId } from '../../commands/customers/key-customer-policy.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import {
  defaultKeyCustomerRules,
  type KeyCustomerRules,
  keyCustomerPolicy,
  keyCustomerRules,
  revenueBasis,
} from '../../domain/customers/key-customer-policy.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { keyCustomerPolicyTable } from '../../projections/customers/key-customer-policy.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { saleRows } from '../analytics/sales.ts'
import { sumReply, whole } from '../analytics/sums.ts'
import { refuseHidden } from '../http/masks.ts'
import type { Extension, Services } from '../http/services.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { settingEndpoints } from '../lists/setting.ts'

const method =
  'Revenue: what was invoiced less what was credited, or what was ordered, net of tax, in the months up to that day. Share: of all ' +
  'revenue in that currency. Trend: against as many months before. Margin: of won deals that say what they cost. What you may not see is not counted.'

const customer = z
  .object({
    accountId: uuid,
    accountName: z.string().nullable(),
    currency,
    revenue: sumReply.shape.amount,
    before: sumReply.shape.amount.describe('In as many months before.'),
    share: z.number().describe('Of all revenue in this currency: 0.5 is half of it.'),
    trend: z
      .number()
      .nullable()
      .describe('More than before, as a share of that; null: there was nothing before.'),
    margin: sumReply.shape.amount.describe('Null: no won deal of that time says what it cost.'),
    marginDeals: z.int(),
    reaches: z.boolean().describe('Whether the share reaches the threshold.'),
    keyCustomer: z.boolean().describe('Whether it was judged so, which is done every night.'),
  })
  .register(vocabulary, { id: 'KeyCustomer' })

interface Share {
  accountId: string
  currency: string
  revenue: number | null
  before: number | null
  share: number
  trend: number | null
  margin: number | null
  marginDeals: number
  keyCustomer: boolean
}

/** What each customer brought in the months up to a day, the most first, and what share of all that is. */
async function shares(
  db: Kysely<never>,
  { basis, months }: KeyCustomerRules,
  { today, zone, most }: { today: string; zone: string; most: number },
): Promise<Share[]> {
  const since = (many: number) => sql`(${today}::date - make_interval(months => ${many}::integer))::date`
  const { rows } = await sql<Share>`
    with sale as (${saleRows(basis, zone)}),
    brought as (
      select account_id, currency,
          coalesce(sum(net::numeric) filter (where on_day > ${since(months)}), 0) as revenue,
          coalesce(sum(net::numeric) filter (where on_day <= ${since(months)}), 0) as before
        from sale where account_id is not null and on_day > ${since(2 * months)} and on_day <= ${today}::date
        group by account_id, currency),
    shared as (
      select *, greatest(0, coalesce(revenue / nullif(sum(revenue) over (partition by currency), 0), 0)) as share from brought)
    select shared.account_id as "accountId", shared.currency, ${whole(sql`shared.revenue`)} as revenue,
        ${whole(sql`before`)} as before, least(1, round(share, 6))::double precision as share,
        round(shared.revenue / nullif(before, 0) - 1, 4)::double precision as trend,
        margin.amount as margin, coalesce(margin.deals, 0) as "marginDeals",
        coalesce(account.key_customer, false) as "keyCustomer"
      from shared
      left join account on account.id = shared.account_id
      left join lateral (
        select ${whole(sql`sum(deal.amount::numeric - deal.costs)`)} as amount, count(*)::integer as deals
          from opportunity as deal
          where deal.account_id = shared.account_id and deal.status = 'won' and deal.currency = shared.currency
            and deal.costs_currency = shared.currency and deal.close_date > ${since(months)}
            and deal.close_date <= ${today}::date
          having count(*) > 0) as margin on true
      where shared.revenue <> 0 or before <> 0
      order by share desc, shared.revenue desc, 1 limit ${most}`.execute(db)
  return rows
}

const reaches = ({ share }: { share: number }, { sharePercent }: KeyCustomerRules) =>
  share * 100 >= sharePercent

export const keyCustomers = query(
  accountTable,
  invoiceTable,
  orderTable,
  opportunityTable,
  keyCustomerPolicyTable,
)({
  name: 'keyCustomers',
  path: '/key-customers',
  summary: 'Customers by their share of revenue, with trend and margin',
  permission: 'keyCustomer.read',
  parameters: z.object({
    revenueBasis: revenueBasis.optional().describe('Left out, as the policy says.'),
    months: z.coerce.number().int().min(1).max(60).optional().describe('Likewise.'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    today: day,
    ...keyCustomerRules.shape,
    method: z.string(),
    customers: z.array(customer),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, {
      account: ['revenue'],
      invoice: ['net', 'kind', 'accountId'],
      order: ['net', 'accountId'],
    })
    const there = await zone()
    const today = dayOf(asOf ?? now, there)
    const held = await db
      .selectFrom('keyCustomerPolicy')
      .select(['basis', 'months', 'sharePercent'])
      .executeTakeFirst()
    const { limit, revenueBasis: basis, months } = parameters
    const decided = { ...defaultKeyCustomerRules, ...held }
    const rules = { ...decided, basis: basis ?? decided.basis, months: months ?? decided.months }
    const rows = await shares(db as never, rules, { today, zone: there, most: limit })
    const found = rows.map((row) => ({ ...row, reaches: reaches(row, rules) }))
    return {
      today,
      ...rules,
      method,
      customers: await withNames(db as never, found, { accountId: accountTable }),
    }
  },
})

export interface KeyCustomers {
  /** Holds every customer against the policy, and says of whom it decides otherwise than before. */
  judge(signal?: AbortSignal): Promise<{ judged: number }>
}

/** Accounts looked at in one night; more of them have a smaller share than any policy would ask for. */
const most = 10_000

export function createKeyCustomers({
  readModels,
  execute,
  clock,
  events,
}: Pick<Services, 'readModels' | 'execute' | 'clock' | 'events'>): KeyCustomers {
  const principal = systemPrincipal('key-customers', { kind: 'timer' })
  return {
    async judge(signal) {
      const held = await execute.load(keyCustomerPolicy, keyCustomerPolicyId)
      const policy = (await events(keyCustomerPolicy, keyCustomerPolicyId)).at(-1)?.revision ?? null
      const rules = { ...defaultKeyCustomerRules, ...held }
      const zone = await organisationZone(execute.load, clock())
      const found = await readModels.read(principal, {}, async (db) => {
        const rows = await shares(db as never, rules, { today: dayOf(clock(), zone), zone, most })
        const { rows: marked } = await sql<{ id: string }>`
          select id from account where key_customer`.execute(db as never)
        return { rows, marked: new Set(marked.map(({ id }) => id)) }
      })
      // In several currencies, the largest of the shares.
      const best = new Map<string, { share: number; currency: string }>()
      for (const { accountId, share, currency: code } of found.rows)
        if (!(share <= (best.get(accountId)?.share ?? -1))) best.set(accountId, { share, currency: code })
      const none = { share: 0, currency: found.rows[0]?.currency ?? 'USD' }
      const changing = [...new Set([...best.keys(), ...found.marked])].flatMap((id) => {
        const held = best.get(id) ?? none
        const keyCustomer = reaches(held, rules)
        return keyCustomer === found.marked.has(id) ? [] : [{ id, keyCustomer, ...held }]
      })
      for (const { id, keyCustomer, share, currency: code } of changing) {
        if (signal?.aborted) break
        const body = {
          keyCustomer,
          standing: { share: Math.round(share * 1_000_000) / 10_000, currency: code, policy },
        }
        await execute({ command: 'account.judge-key-customer', id, body, principal })
      }
      return { judged: changing.length }
    },
  }
}

/** Who is a key customer, and judging them anew at once when that is changed (CUS-18). */
export const keyCustomerEndpoints =
  (judging: KeyCustomers): Extension =>
  (_app, services) =>
    settingEndpoints(services, {
      decider: keyCustomerPolicy,
      id: keyCustomerPolicyId,
      path: '/settings/key-customers',
      summaries: [
        'From which share of revenue on a customer is a key customer; its history is that of `id`',
        'Change who is a key customer; all customers are judged anew at once, and every night',
      ],
      fields: keyCustomerRules,
      defaults: defaultKeyCustomerRules,
      change: keyCustomerPolicy.commands['keyCustomerPolicy.change'],
      changed: () => judging.judge(),
    })
