import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { regarded } from '../../domain/activities/activity.ts'
import { personIn } from '../../domain/event.ts'
import { type FollowUpReason, followUp, followUpModel, followUpReason } from '../../domain/sales/follow-up.ts'
import { dayOf, daysAfter } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows } from '../../platform/people/permissions.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { conversationTable } from '../../projections/activities/conversation.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { followUpTable } from '../../projections/sales/follow-up.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { withNames } from '../lists/names.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const followUpQueries = recordQueries(followUpTable)({
  resource: 'follow-ups',
  summary: 'Suggestions to follow up that somebody has set aside',
  row: z.object({
    reason: followUpReason,
    model: followUpModel,
    recordId: uuid,
    since: instant,
    until: instant.nullable().describe('Null: for good.'),
    ownerId: uuid,
    broughtBack: z.boolean(),
  }),
  filters: { reason: followUpReason, recordId: uuid, broughtBack: flag },
  sorts: ['-createdAt', 'updatedAt'],
})

export const followUpTitles = titlesOf(followUp, {
  'followUp.set-aside': ({ data: { until } }) =>
    until === null ? 'Set aside for good' : `Set aside until ${until}`,
  'followUp.brought-back': () => 'Brought back',
})

/** After so many days, each reason is one. */
const after = {
  'they-wait': 1,
  'no-answer': 3,
  'quote-ends': 7,
  'lead-quiet': 3,
  'deal-quiet': 14,
  'customer-quiet': 90,
} as const satisfies Readonly<Record<FollowUpReason, number>>

/** Nobody is reminded of what was given up long ago. */
const mostDays = 180

const method =
  `A customer has waited for an answer of ours for ${after['they-wait']} day; has not answered us for ${after['no-answer']} days; ` +
  `a quote that was sent ends within ${after['quote-ends']} days; nothing has happened on an open lead for ${after['lead-quiet']} days, ` +
  `on an open deal for ${after['deal-quiet']}; a customer who has bought has not heard of us for ${after['customer-quiet']} days and has no ` +
  `open deal. Whatever has an open task or appointment is not suggested, nor what began more than ${mostDays} days ago.`

const suggestion = z
  .object({
    reason: followUpReason,
    model: followUpModel,
    recordId: uuid,
    name: z.string().nullable(),
    ownerId: uuid.nullable(),
    ownerName: z.string().nullable(),
    since: instant.describe('Since when there is that reason.'),
    days: z.int().describe('How many days it is since then; of a quote, until it ends.'),
    words: z.string(),
    task: z.string().describe('The subject of a task that would do it.'),
    regarding: regarded.describe('What that task would be about: of a quote, its deal.'),
  })
  .register(vocabulary, { id: 'FollowUpSuggestion' })

interface Row {
  reason: FollowUpReason
  model: z.output<typeof followUpModel>
  recordId: string
  name: string | null
  ownerId: string | null
  aboutId: string
  since: string
  days: number
}

/** Who is to be followed up, most urgent first, each with why (COM-25). */
export const followUpSuggestions = query(
  followUpTable,
  conversationTable,
  quoteTable,
  opportunityTable,
  leadTable,
  accountTable,
  activityTable,
  activityLinkTable,
  userTable,
)({
  name: 'followUpSuggestions',
  path: '/follow-up-suggestions',
  summary: 'Who is to be followed up, and why: what waits for an answer, ends, or has been quiet for long',
  permission: 'followUp.read',
  parameters: z.object({
    all: flag.optional().describe('Of everybody whose records the asker sees; else of their own only.'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ method: z.string(), items: z.array(suggestion) }),
  async run({ db, parameters: { all = false, limit }, principal, asOf, now, zone }) {
    const at = asOf ?? now
    const today = dayOf(at, await zone())
    const me = personIn(principal.actor)
    const ago = (days: number) => sql`${at}::timestamptz - make_interval(days => ${days})`
    const since = (column: string) =>
      sql`floor(extract(epoch from ${at}::timestamptz - ${sql.ref(column)}) / 86400)::integer`
    // The last that has happened with a record, and whether something is planned with it.
    const touched = (model: string, id: string) => sql`lateral (
      select max(activity.happened_at) as last, bool_or(activity.status = 'open') as planned
        from activity_link join activity on activity.id = activity_link.activity_id
        where activity_link.record_id = ${sql.ref(id)} and activity_link.model = ${model}) as done`
    const sources: readonly { of: string; from: RawBuilder<unknown> }[] = [
      {
        of: 'conversation',
        from: sql`select case when one.last_direction = 'in' then 'they-wait' else 'no-answer' end as reason,
            'conversation' as model, one.id, one.subject as name, coalesce(one.assignee_id, one.owner_id) as owner_id,
            one.id as about_id, one.last_at as since, ${since('one.last_at')} as days
          from conversation as one, ${touched('conversation', 'one.id')}
          where one.status = 'open' and one.last_automatic is null and done.planned is not true
            and one.last_at <= case when one.last_direction = 'in' then ${ago(after['they-wait'])}
              else ${ago(after['no-answer'])} end`,
      },
      {
        of: 'quote',
        from: sql`select 'quote-ends' as reason, 'quote' as model, one.id, one.number as name, one.owner_id,
            one.opportunity_id as about_id, coalesce(one.sent_at, one.updated_at) as since, one.valid_until - ${today}::date as days
          from quote as one, ${touched('opportunity', 'one.opportunity_id')}
          where one.status = 'sent' and one.replaced_by_id is null and done.planned is not true
            and one.valid_until between ${today}::date and ${daysAfter(today, after['quote-ends'])}::date`,
      },
      {
        of: 'opportunity',
        from: sql`select 'deal-quiet' as reason, 'opportunity' as model, one.id, one.name, one.owner_id,
            one.id as about_id, quiet.at as since, ${since('quiet.at')} as days
          from opportunity as one, ${touched('opportunity', 'one.id')},
            lateral (select greatest(one.updated_at, done.last) as at) as quiet
          where one.status = 'open' and done.planned is not true and quiet.at <= ${ago(after['deal-quiet'])}`,
      },
      {
        of: 'lead',
        from: sql`select 'lead-quiet' as reason, 'lead' as model, one.id,
            concat_ws(' ', one.first_name, one.last_name) as name, one.owner_id,
            one.id as about_id, quiet.at as since, ${since('quiet.at')} as days
          from lead as one, ${touched('lead', 'one.id')},
            lateral (select greatest(one.status_since, done.last) as at) as quiet
          where one.status in ('new', 'working', 'qualified') and done.planned is not true
            and quiet.at <= ${ago(after['lead-quiet'])}`,
      },
      {
        of: 'account',
        from: sql`select 'customer-quiet' as reason, 'account' as model, one.id, one.name, one.owner_id,
            one.id as about_id, quiet.at as since, ${since('quiet.at')} as days
          from account as one, ${touched('account', 'one.id')},
            lateral (select max(closed_at) filter (where status = 'won') as won, bool_or(status = 'open') as open
              from opportunity where account_id = one.id) as deal,
            lateral (select greatest(deal.won, done.last) as at) as quiet
          where not one.archived and one.absorbed_by_id is null and deal.won is not null and deal.open is not true
            and done.planned is not true and quiet.at <= ${ago(after['customer-quiet'])}`,
      },
    ]
    const seen = sources.filter(({ of }) => allows(principal.may, `${of}.read`))
    if (seen.length === 0) return { method, items: [] }
    const { rows } = await sql<Row>`
      with found as (${sql.join(
        seen.map(({ from }) => from),
        sql` union all `,
      )})
      select found.reason, found.model, found.id as "recordId", found.name, found.owner_id as "ownerId", found.about_id as "aboutId",
          found.since, found.days
        from found
        where (${all}::boolean or found.owner_id = ${me}::uuid) and found.since > ${ago(mostDays)}
          and not exists (select from follow_up as aside
            where aside.owner_id = ${me}::uuid and aside.record_id = found.id and aside.reason = found.reason
              and aside.since = found.since and not aside.brought_back
              and (aside.until is null or aside.until > ${at}::timestamptz))
        order by array_position(array[${sql.join(order.map((one) => sql.lit(one)))}], found.reason), found.since, found.id
        limit ${limit}`.execute(db)
    const items = rows.map(({ aboutId, ...row }) => ({
      ...row,
      regarding: {
        model: row.model === 'quote' ? ('opportunity' as const) : row.model,
        id: aboutId,
      },
      since: new Date(row.since).toISOString(),
      words: wordsOf(row),
      task: taskOf(row),
    }))
    return { method, items: await withNames(db as never, items, { ownerId: userTable }) }
  },
})

/** The most urgent first. */
const order: readonly FollowUpReason[] = followUpReason.options

const counted = (days: number) => (days === 1 ? 'a day' : `${days} days`)

function wordsOf({ reason, days }: Pick<Row, 'reason' | 'days'>): string {
  switch (reason) {
    case 'they-wait':
      return `They have waited for an answer for ${counted(days)}`
    case 'no-answer':
      return `No answer for ${counted(days)}`
    case 'quote-ends':
      return days === 0 ? 'The quote ends today' : `The quote ends in ${counted(days)}`
    case 'deal-quiet':
      return `Nothing has happened on this deal for ${counted(days)}`
    case 'lead-quiet':
      return `Nothing has happened with this lead for ${counted(days)}`
    case 'customer-quiet':
      return `They have not heard of us for ${counted(days)}`
  }
}

function taskOf({ reason, name }: Pick<Row, 'reason' | 'name'>): string {
  const about = name ?? ''
  if (reason === 'they-wait') return `Answer: ${about}`.trim()
  if (reason === 'quote-ends') return `Ask about quote ${about}`.trim()
  return `Follow up: ${about}`.trim()
}
