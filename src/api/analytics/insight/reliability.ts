import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../../domain/values/day.ts'
import { instant } from '../../../domain/values/instant.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { refuseHidden } from '../../http/masks.ts'
import { withNames } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { decimalOf } from '../../sales/e-invoice.ts'
import { yearTo } from '../periods.ts'
import { opens, rounded, theseRecords } from './opening.ts'

const mostRevisions = 200
/** Of fewer numbers, a share says little. */
const fewNumbers = 20

const method =
  'A number is a deal that counted as won or lost in a month, by its close date. It was revised if, after that month had ended, it was closed in it belatedly, ' +
  'or its amount, close date, state or owner changed. Late is counted from the end of the month. By when it happened, or, as we knew it, by when it was written down: a past that was imported ' +
  'is late by the latter. It counts for whoever had the deal before the revision. The interval has the true share in 95 of 100 cases (Wilson 1927).'

const fields = ['entered', 'amount', 'close-date', 'state', 'owner'] as const
const field = z.enum(fields).register(vocabulary, { id: 'RevisedField' })

const score = {
  numbers: z.int(),
  revised: z.int().describe('Of these, how many were revised at all.'),
  share: z.number().nullable().describe('Revised of all; null: there are none.'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  revisions: z.int(),
  medianDays: z
    .number()
    .nullable()
    .describe('How late revisions were, from the end of the month; null: there were none.'),
  lastDays: z.number().nullable().describe('Nine in ten were no later.'),
  few: z.boolean().describe(`Fewer than ${fewNumbers} numbers: the share says little.`),
}

const scored = z.object(score).register(vocabulary, { id: 'ReliabilityScore' })

interface Counted {
  key: string | null
  ofAll: boolean
  numbers: number
  revised: number
  revisions: number
  medianDays: number | null
  lastDays: number | null
}

/** How often and how late numbers change after the time that they are of has ended (BEY-06). */
export const reliability = query(
  opportunityTable,
  userTable,
)({
  name: 'reliability',
  path: '/reliability',
  summary:
    'How often and how late closed deals of a month are revised after its end, by owner and field, with each revision',
  permission: 'performance.read',
  parameters: z.object({
    from: day.optional().describe('The first day of close dates; left out, a year before `to`.'),
    to: day
      .optional()
      .describe(
        'The last one; left out, the day of `asOf`, else today. Months that have not ended do not count.',
      ),
    ownerId: uuid.optional(),
    field: field.optional().describe('Only these revisions are told.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    method: z.string(),
    all: scored,
    owners: z.array(
      z
        .object({ ownerId: uuid, ownerName: z.string().nullable(), ...score })
        .register(vocabulary, { id: 'OwnerReliability' }),
    ),
    fields: z.array(
      z
        .object({
          field,
          revisions: z.int(),
          medianDays: z.number().nullable(),
          lastDays: z.number().nullable(),
        })
        .register(vocabulary, { id: 'FieldReliability' }),
    ),
    openRevised: opens,
    revisions: z
      .array(
        z
          .object({
            opportunityId: uuid,
            opportunityName: z.string().nullable(),
            field,
            before: z.string().nullable().describe('A word, a day, an id, or a decimal with its currency.'),
            after: z.string().nullable(),
            at: instant,
            monthEnd: day,
            days: z.number(),
            ownerId: uuid,
            ownerName: z.string().nullable(),
          })
          .register(vocabulary, { id: 'Revision' }),
      )
      .describe(`The latest first, at most ${mostRevisions}.`),
  }),
  async run({ db, parameters, principal, asOf, basis, now, zone }) {
    refuseHidden(principal, {
      opportunity: ['status', 'amount', 'currency', 'closeDate', 'ownerId'],
    })
    const there = await zone()
    const at = asOf ?? now
    const { from, to } = yearTo(parameters, dayOf(at, there))
    const { ownerId = null, field: only = null } = parameters
    const steps = revisionRows({ at, since: sql.ref(`${basis}_from`), zone: there, from, to })
    const ofOwner = sql`(${ownerId}::uuid is null or owner_id = ${ownerId}::uuid)`
    const late = (share: number) =>
      sql`round((percentile_cont(${sql.lit(share)}) within group (order by days))::numeric, 1)::double precision`
    const { rows } = await sql<Counted>`
      with ${steps}
      select owner_id::text as key, grouping(owner_id) = 1 as "ofAll", count(distinct (id, month_end))::integer as numbers,
          (count(distinct (id, month_end)) filter (where field is not null))::integer as revised,
          count(field)::integer as revisions, ${late(0.5)} as "medianDays", ${late(0.9)} as "lastDays"
        from counted where ${ofOwner} group by grouping sets ((owner_id), ())`.execute(db)
    const { rows: byField } = await sql<{
      field: z.output<typeof field>
      revisions: number
      medianDays: number | null
      lastDays: number | null
    }>`
      with ${steps}
      select field, count(*)::integer as revisions, ${late(0.5)} as "medianDays", ${late(0.9)} as "lastDays"
        from counted where field is not null and ${ofOwner} group by field order by revisions desc, field`.execute(
      db,
    )
    const { rows: told } = await sql<{
      id: string
      field: z.output<typeof field>
      before: string | null
      after: string | null
      at: string
      monthEnd: string
      days: number
      ownerId: string
    }>`
      with ${steps}
      select id, field, was as before, became as after, revised_at as at, month_end::text as "monthEnd",
          round(days::numeric, 1)::double precision as days, owner_id as "ownerId"
        from counted where field is not null and ${ofOwner} and (${only}::text is null or field = ${only})
        order by revised_at desc, id, field limit ${mostRevisions}`.execute(db)
    const owners = rows.flatMap(({ key, ofAll, ...row }) =>
      ofAll || key === null ? [] : [{ ownerId: key, ...scoreOf(row) }],
    )
    const named = await withNames(
      db as never,
      told.map(({ id, ...one }) => ({
        ...one,
        before: shown(one.field, one.before),
        after: shown(one.field, one.after),
        at: new Date(one.at).toISOString(),
        opportunityId: id,
      })),
      { opportunityId: opportunityTable, ownerId: userTable },
    )
    return {
      from,
      to,
      method,
      all: scoreOf(rows.find(({ ofAll }) => ofAll) ?? none),
      owners: (await withNames(db as never, owners, { ownerId: userTable })).sort(
        (a, b) =>
          (b.low ?? -1) - (a.low ?? -1) || b.revisions - a.revisions || (a.ownerId < b.ownerId ? -1 : 1),
      ),
      fields: byField,
      openRevised: theseRecords([...new Set(told.map(({ id }) => id))]),
      revisions: named,
    }
  },
})

/** An amount, `123450 EUR` as it is held, as people write it: `1234.50 EUR`. */
function shown(of: z.output<typeof field>, held: string | null): string | null {
  if (of !== 'amount' || held === null) return held
  const [amount = '0', code = ''] = held.split(' ')
  return `${decimalOf(Number(amount), code)} ${code}`
}

const none = { numbers: 0, revised: 0, revisions: 0, medianDays: null, lastDays: null }

function scoreOf({ numbers, revised, revisions, medianDays, lastDays }: Omit<Counted, 'key' | 'ofAll'>) {
  const interval = numbers > 0 ? shareInterval(revised, numbers) : null
  return {
    numbers,
    revised,
    share: interval && rounded(revised / numbers),
    low: interval && rounded(interval.low),
    high: interval && rounded(interval.high),
    revisions,
    medianDays,
    lastDays,
    few: numbers < fewNumbers,
  }
}

/**
 * `counted`: a row for each number that stood at the end of its month or was brought into it later, with each of its
 * revisions, one row where it has none. By the versions that every change has left in history.
 */
function revisionRows({
  at,
  since,
  zone,
  from,
  to,
}: {
  at: string
  since: RawBuilder<unknown>
  zone: string
  from: string
  to: string
}) {
  return sql`
    version as (
      select id, owner_id, status, amount, currency, close_date, ${since} as since,
          (date_trunc('month', close_date) + interval '1 month' - interval '1 day')::date as month_end,
          lag(status) over way as status_was, lag(amount) over way as amount_was, lag(currency) over way as currency_was,
          lag(close_date) over way as closed_on_was, lag(owner_id) over way as owner_was,
          (date_trunc('month', lag(close_date) over way) + interval '1 month' - interval '1 day')::date as month_was
        from opportunity_history where ${since} <= ${at}::timestamptz
        window way as (partition by id order by ${since}, position)),
    over as (
      select *, ((month_end + 1)::timestamp at time zone ${zone}) as ended, ((month_was + 1)::timestamp at time zone ${zone}) as ended_was
        from version),
    number as (
      -- Closed in a month that has ended, whenever it was.
      select distinct on (id, month_end) id, month_end, owner_id from over
        where status in ('won', 'lost') and ended <= ${at}::timestamptz order by id, month_end, since),
    revision as (
      select id, month_end, owner_id, 'entered' as field, status_was as was, status as became, since, ended as due from over
        where status in ('won', 'lost') and since >= ended and status_was is distinct from 'won' and status_was is distinct from 'lost'
      union all
      select id, month_was, owner_was, changed.field, changed.was, changed.became, since, ended_was
        from over cross join lateral (values
          ('amount', amount_was || ' ' || currency_was, amount || ' ' || currency,
            amount is distinct from amount_was or currency is distinct from currency_was),
          ('close-date', closed_on_was::text, close_date::text, close_date is distinct from closed_on_was),
          ('state', status_was, status, status <> status_was),
          ('owner', owner_was::text, owner_id::text, owner_id <> owner_was)) as changed (field, was, became, did)
        where status_was in ('won', 'lost') and since >= ended_was and changed.did),
    counted as (
      select number.id, number.month_end, coalesce(revision.owner_id, number.owner_id) as owner_id, revision.field, revision.was,
          revision.became, revision.since as revised_at, extract(epoch from revision.since - revision.due)::double precision / 86400 as days
        from number left join revision on revision.id = number.id and revision.month_end = number.month_end
        where number.month_end between ${from}::date and ${to}::date)`
}
