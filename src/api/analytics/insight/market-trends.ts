import { sql } from 'kysely'
import { z } from 'zod'
import { continued, heldBands } from '../../../domain/analytics/forecasting.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { dayOf, daysAfter, monthsOn } from '../../../domain/values/day.ts'
import { currency } from '../../../domain/values/money.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { accountTable } from '../../../projections/customers/account.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { productTable } from '../../../projections/sales/product.ts'
import { refuseHidden } from '../../http/masks.ts'
import { namesOf } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { isValue, onDays, opens, rounded } from './opening.ts'

const mostGroups = 20
const ahead = 3
const tested = 12
/** Months without a deal are what a series is mostly made of where there are fewer deals. */
const fewDeals = 12

const method =
  'What was won each month in one currency, by close date; months that have not ended are not told. What comes is simple exponential smoothing, with the weight that told the past best; ' +
  'the band has 80 of 100 months, if the future is like the past. Held: of the last twelve months, how many lay in the band that those before each would have given. Season and trend it does not know. Of what you may see.'

const by = z.enum(['all', 'product', 'country']).register(vocabulary, { id: 'MarketBy' })

const point = z
  .object({
    month: z.string().describe('YYYY-MM'),
    deals: z.int(),
    amount: z.int().nullable().describe('In minor units; null: too large to be told exactly.'),
    where: opens,
  })
  .register(vocabulary, { id: 'MarketMonth' })

const forecast = z
  .object({
    month: z.string(),
    expected: z.int().nullable(),
    low: z.int().nullable(),
    high: z.int().nullable(),
  })
  .register(vocabulary, { id: 'MarketForecast' })

/** What was won month by month, of each product or country, and what the next months may bring (ANA-05). */
export const marketTrends = query(
  opportunityTable,
  accountTable,
  productTable,
)({
  name: 'marketTrends',
  path: '/market-trends',
  summary: 'Won deals by month, of each product or country, with a forecast of three months and its band',
  permission: 'opportunity.read',
  parameters: z.object({
    by: by.default('all'),
    months: z.coerce.number().int().min(6).max(60).default(24).describe('So many that have ended.'),
    currency: currency.optional().describe('Deals in this one; left out, that of the most of them.'),
  }),
  reply: z.object({
    by,
    method: z.string(),
    currency: currency.nullable().describe('Null: nothing was won for an amount.'),
    otherCurrencies: z
      .int()
      .describe('Won deals in other currencies or without an amount, which are left out.'),
    groups: z
      .array(
        z
          .object({
            key: z.string().nullable().describe('An id or a country; null: none is said, or all of them.'),
            name: z.string().nullable(),
            deals: z.int(),
            few: z.boolean().describe(`Fewer than ${fewDeals} deals: the forecast says little.`),
            months: z.array(point),
            forecast: z.array(forecast),
            held: z.int(),
            heldOf: z.int().describe('0: too few months to tell.'),
            heldLow: z.number().nullable().describe('Of the share that held, 95 % (Wilson 1927).'),
            heldHigh: z.number().nullable(),
          })
          .register(vocabulary, { id: 'MarketTrend' }),
      )
      .describe(`Those of the most first, at most ${mostGroups}.`),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, {
      opportunity: ['status', 'closeDate', 'amount', 'currency', 'productId', 'accountId'],
      ...(parameters.by === 'country' && { account: ['country'] }),
    })
    const there = await zone()
    const running = `${dayOf(asOf ?? now, there).slice(0, 7)}-01`
    const from = monthsOn(running, -parameters.months)
    const key = {
      all: sql`null::text`,
      product: sql`deal.product_id::text`,
      country: sql`account.country`,
    }[parameters.by]
    const { rows } = await sql<{
      key: string | null
      month: string
      currency: string | null
      deals: number
      amount: string
    }>`
      select ${key} as key, to_char(close_date, 'YYYY-MM') as month, case when amount is null then null else deal.currency end as currency,
          count(*)::integer as deals, coalesce(sum(amount::numeric), 0)::text as amount
        from opportunity as deal left join account on account.id = deal.account_id
        where deal.status = 'won' and close_date >= ${from}::date and close_date < ${running}::date group by 1, 2, 3`.execute(
      db,
    )
    const inAll = new Map<string, number>()
    for (const { currency: code, deals } of rows)
      if (code !== null) inAll.set(code, (inAll.get(code) ?? 0) + deals)
    const told =
      parameters.currency ?? [...inAll].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null
    const own = rows.filter((row) => row.currency === told && told !== null)
    const keys = [...new Set(own.map((row) => row.key))]
    const months = Array.from({ length: parameters.months }, (_, index) => monthsOn(from, index))
    const names =
      parameters.by === 'product' && keys.some((one) => one !== null)
        ? await namesOf(db as never, [{ ...productTable, ids: keys.flatMap((one) => one ?? []) }])
        : new Map<string, string>()
    const ofKey = (value: string | null): Criterion[] => {
      if (parameters.by === 'all') return []
      if (parameters.by === 'product') return [isValue('productId', value)]
      return value === null
        ? [{ none: [{ related: 'account', where: { field: 'country', operator: 'known' } }] }]
        : [{ related: 'account', where: { field: 'country', operator: 'is', value } }]
    }
    const groups = keys.map((value) => {
      const points = months.map((first) => {
        const found = own.find((row) => row.key === value && row.month === first.slice(0, 7))
        const asking: Criterion = {
          all: [
            { field: 'status', operator: 'is', value: 'won' },
            ...onDays('closeDate', first, daysAfter(monthsOn(first, 1), -1)),
            { field: 'currency', operator: 'is', value: told ?? '' },
            ...ofKey(value),
          ],
        }
        return {
          month: first.slice(0, 7),
          deals: found?.deals ?? 0,
          amount: Number(found?.amount ?? 0),
          where: found ? asking : null,
        }
      })
      // Before the first deal of a group there was none to be sold of it.
      const begun = points.findIndex(({ deals }) => deals > 0)
      const series = points.slice(begun).map(({ amount }) => amount)
      const { held, of } = heldBands(series, tested)
      const share = of > 0 ? shareInterval(held, of) : null
      const deals = points.reduce((sum, one) => sum + one.deals, 0)
      return {
        key: value,
        name: parameters.by === 'product' ? (names.get(value ?? '') ?? null) : value,
        deals,
        few: deals < fewDeals,
        months: points.map((one) => ({ ...one, amount: exact(one.amount) })),
        all: points.reduce((sum, { amount }) => sum + amount, 0),
        forecast: continued(series, ahead).map(({ expected, low, high }, step) => ({
          month: monthsOn(running, step).slice(0, 7),
          expected: exact(expected),
          low: low === null ? null : exact(low),
          high: high === null ? null : exact(high),
        })),
        held,
        heldOf: of,
        heldLow: share && rounded(share.low),
        heldHigh: share && rounded(share.high),
      }
    })
    return {
      by: parameters.by,
      method,
      currency: told,
      otherCurrencies: rows.reduce(
        (sum, row) => sum + (row.currency === told && told !== null ? 0 : row.deals),
        0,
      ),
      groups: groups
        .sort((a, b) => b.all - a.all || ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
        .slice(0, mostGroups)
        .map(({ all: __, ...group }) => group),
    }
  },
})

/** Whole; null beyond what a JSON number holds exactly (RFC 8259, section 6). */
const exact = (amount: number) => (amount <= Number.MAX_SAFE_INTEGER ? Math.round(amount) : null)
