import { sql } from 'kysely'
import { z } from 'zod'
import { criterionOrNone } from '../../domain/criteria/criterion.ts'
import { abTest } from '../../domain/marketing/ab-test.ts'
import { mailing, mailingStatuses } from '../../domain/marketing/mailing.ts'
import { leftOutReason } from '../../domain/marketing/sending.ts'
import { instant } from '../../domain/values/instant.ts'
import { letterForm } from '../../domain/values/letter-form.ts'
import { type Money, unitPrice } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { mailboxTable } from '../../projections/activities/mailbox.ts'
import { outgoingSmsTable } from '../../projections/activities/outgoing-sms.ts'
import { smsNumberTable } from '../../projections/activities/sms-number.ts'
import { userTable } from '../../projections/identity/user.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { mailingTable } from '../../projections/marketing/mailing.ts'
import { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import { marketingListTable } from '../../projections/marketing/marketing-list.ts'
import { messageTemplateTable } from '../../projections/marketing/message-template.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { refuseHidden } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { funnelColumns, funnelOf, funnelReply } from './funnel.ts'

const status = z.enum(mailingStatuses).register(vocabulary, { id: 'MailingStatus' })
const variant = z
  .object({ name: z.string(), where: criterionOrNone, templateId: uuid })
  .register(vocabulary, { id: 'ShownMailingVariant' })

export const mailingQueries = recordQueries(mailingTable)({
  resource: 'mailings',
  summary: 'Mails, texts and letters to all of a list, and how far each has got',
  row: z.object({
    name: z.string(),
    campaignId: uuid,
    listId: uuid,
    mailboxId: uuid.nullable().describe('Null: it goes by text.'),
    numberId: uuid.nullable().describe('The number of ours that it is from, of one that goes by text.'),
    letterForm: letterForm.nullable().describe('How its letters are laid out, of one that goes by post.'),
    purpose: z.string(),
    templateId: uuid,
    variants: z.array(variant),
    otherSubject: z.string().nullable().describe('What half of them get as subject; null: all get one.'),
    status,
    scheduledAt: instant.nullable(),
    scheduledById: uuid.nullable(),
    startedAt: instant.nullable(),
    batchId: uuid.nullable().describe('The batch that deals with each of its list.'),
    total: z.int().nullable().describe('How many were in its list when it went out.'),
    templateVersion: z.int().nullable(),
    basis: z.string().nullable(),
    stopReason: z.string().nullable(),
    completedAt: instant.nullable(),
  }),
  shown: ({ variants, ...row }) => ({ ...row, variants: [...(variants ?? [])] }),
  references: {
    campaignId: campaignTable,
    listId: marketingListTable,
    mailboxId: mailboxTable,
    numberId: smsNumberTable,
    templateId: messageTemplateTable,
    scheduledById: userTable,
  },
  filters: { campaignId: uuid, listId: uuid, status },
  sorts: ['-createdAt', 'name', 'scheduledAt', 'updatedAt'],
  search: ['name'],
})

export const mailingTitles = titlesOf(mailing, {
  'mailing.created': ({ data }) => `Mailing ${data.name} prepared`,
  'mailing.changed': () => 'Mailing changed',
  'mailing.scheduled': () => 'To go out',
  'mailing.unscheduled': () => 'Not to go out yet',
  'mailing.started': ({ data }) =>
    `Goes out to ${data.total === 1 ? 'one' : data.total}, by version ${data.template.version} of its template`,
  'mailing.paused': () => 'Paused',
  'mailing.resumed': () => 'Goes on',
  'mailing.stopped': ({ data }) => (data.reason ? `Stopped: ${data.reason}` : 'Stopped'),
  'mailing.completed': () => 'Everybody was written to or left out',
})

const group = z.object({ key: z.string(), ...funnelReply }).register(vocabulary, { id: 'MailingGroup' })

const results = z
  .object({
    total: z.int().nullable().describe('How many were in its list.'),
    decided: z.int().describe('How many of them were written to or left out so far.'),
    waiting: z.int(),
    ...funnelReply,
    refused: z.int(),
    doubtful: z.int(),
    bounced: z.int(),
    delivered: z.int().describe('Of texts: arrived, as the gateway says.'),
    undelivered: z.int(),
    cost: z
      .array(
        z
          .object({ parts: z.int(), pricePerPart: unitPrice.nullable() })
          .register(vocabulary, { id: 'TextCost' }),
      )
      .describe('Of texts: how many parts gateways have taken, by what each costs.'),
    unsubscribed: z.int(),
    machineOpened: z.int().describe('Opened by programs that open everything; in no rate.'),
    leftOut: z.array(
      z.object({ reason: leftOutReason, count: z.int() }).register(vocabulary, { id: 'LeftOutCount' }),
    ),
    variants: z.array(group),
    subjects: z.array(group),
    subjectTest: z
      .object({
        method: z.string(),
        winner: z.enum(['a', 'b']).nullable().describe('Null: they do not differ beyond chance.'),
        p: z.number().nullable().describe('Null: too few for the test.'),
        measure: z.string(),
      })
      .register(vocabulary, { id: 'SubjectTest' })
      .nullable()
      .describe('Null: all got one subject.'),
    links: z.array(
      z
        .object({ link: z.string(), people: z.int(), clicks: z.int() })
        .register(vocabulary, { id: 'LinkCount' }),
    ),
    method: z.string(),
  })
  .register(vocabulary, { id: 'MailingResults' })

const method =
  'Each person counts once. Sent: the mail server has taken it. Opened: by a person, or a link of it was followed; programs ' +
  'that open everything are told apart. Rates are of those sent, with their 95 % intervals (Wilson, 1927).'

/** What came of a mailing so far: who got it, what they did, who did not and why (MKT-09, MKT-18, COM-06). */
export const mailingResults = query(
  mailingTable,
  mailingRecipientTable,
  opportunityTable,
  outgoingSmsTable,
)({
  name: 'mailingResults',
  path: '/mailings/:id/results',
  summary: 'What came of a mailing: sent, opened, clicked, answered, won; who was left out and why',
  permission: 'mailing.read',
  parameters: z.object({ id: uuid }),
  reply: results,
  async run({ db, parameters: { id }, principal }) {
    refuseHidden(principal, { mailingRecipient: ['status', 'followed', 'openedAt', 'repliedAt'] })
    const found = await db
      .selectFrom('mailing')
      .select(['total', 'otherSubject'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!found) return undefined
    const of = sql`from mailing_recipient as one where mailing_id = ${id}::uuid`
    const { rows: groups } = await sql<Counts & { variant: string; subject: 'a' | 'b' }>`
      select coalesce(variant, '') as variant, subject, ${funnelColumns}, ${others} ${of}
        group by 1, 2 order by 1, 2`.execute(db)
    const { rows: out } = await sql<{ reason: z.output<typeof leftOutReason>; count: number }>`
      select left_out as reason, count(*)::integer as count ${of} and left_out is not null
        group by 1 order by 2 desc, 1`.execute(db)
    const { rows: links } = await sql<{ link: string; people: number; clicks: number }>`
      select each ->> 'link' as link, count(distinct one.id)::integer as people, count(*)::integer as clicks
        from mailing_recipient as one cross join lateral jsonb_array_elements(followed) as each
        where mailing_id = ${id}::uuid and not (each ->> 'machine')::boolean and each ->> 'link' is not null
        group by 1 order by 3 desc, 1 limit 100`.execute(db)
    const { rows: cost } = await sql<{ parts: number; pricePerPart: Money | null }>`
      select sum(parts)::integer as parts, price_per_part as "pricePerPart" from outgoing_sms
        where recipient_id in (select id ${of}) and sent_at is not null group by 2 order by 1 desc`.execute(
      db,
    )
    const all = added(groups)
    const by = (key: (row: (typeof groups)[number]) => string) =>
      [...new Set(groups.map(key))].map((name) => ({
        key: name,
        ...funnelOf(added(groups.filter((row) => key(row) === name))),
      }))
    const [a, b] = (['a', 'b'] as const).map((one) => added(groups.filter(({ subject }) => subject === one)))
    return {
      total: found.total,
      decided: all.chosen + out.reduce((sum, { count }) => sum + count, 0),
      waiting: all.waiting,
      ...funnelOf(all),
      refused: all.refused,
      doubtful: all.doubtful,
      bounced: all.bounced,
      delivered: all.delivered,
      undelivered: all.undelivered,
      cost,
      unsubscribed: all.unsubscribed,
      machineOpened: all.machineOpened,
      leftOut: out,
      variants: by(({ variant: name }) => name),
      subjects: found.otherSubject === null ? [] : by(({ subject }) => subject),
      subjectTest:
        found.otherSubject === null || !a || !b
          ? null
          : abTest({ sent: a.sent, opened: a.opened }, { sent: b.sent, opened: b.opened }),
      links,
      method,
    }
  },
})

interface Counts {
  chosen: number
  waiting: number
  sent: number
  opened: number
  clicked: number
  responded: number
  converted: number
  won: number
  refused: number
  doubtful: number
  bounced: number
  delivered: number
  undelivered: number
  unsubscribed: number
  machineOpened: number
}

const others = sql`
  count(*) filter (where left_out is null)::integer as chosen,
  count(*) filter (where status = 'waiting')::integer as waiting,
  count(*) filter (where status = 'refused')::integer as refused,
  count(*) filter (where status = 'doubtful')::integer as doubtful,
  count(*) filter (where status = 'bounced')::integer as bounced,
  count(*) filter (where status = 'delivered')::integer as delivered,
  count(*) filter (where status = 'undelivered')::integer as undelivered,
  count(*) filter (where unsubscribed_at is not null)::integer as unsubscribed,
  count(*) filter (where machine_opened_at is not null and opened_at is null)::integer as "machineOpened"`

const nothing: Counts = {
  chosen: 0,
  waiting: 0,
  sent: 0,
  opened: 0,
  clicked: 0,
  responded: 0,
  converted: 0,
  won: 0,
  refused: 0,
  doubtful: 0,
  bounced: 0,
  delivered: 0,
  undelivered: 0,
  unsubscribed: 0,
  machineOpened: 0,
}

function added(rows: readonly Counts[]): Counts {
  const names = Object.keys(nothing) as (keyof Counts)[]
  return Object.fromEntries(
    names.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)]),
  ) as never as Counts
}
