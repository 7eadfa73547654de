import { type Kysely, sql } from 'kysely'
import { personalCalendarId } from '../../../commands/activities/personal-calendar.ts'
import type { MailboxStanding } from '../../../platform/mail/mail-store.ts'
import { type Channel, type Line, quiet } from './channel.ts'

/** How an account elsewhere was read last. */
const read = ({ checkedAt, error, failingSince, nextAt, failures }: MailboxStanding): Partial<Line> => ({
  lastSuccessAt: checkedAt,
  lastTroubleAt: failingSince,
  trouble: error,
  retrying: failures > 0 ? 1 : 0,
  nextTryAt: nextAt,
})

interface Went {
  by: string
  lastSuccessAt: string | null
  lastTroubleAt: string | null
  trouble: string | null
  queued: number
  retrying: number
  doubtful: number
  nextTryAt: string | null
}

/** What went out, by the record that it went from. */
async function wentBy(
  db: Kysely<never>,
  table: string,
  by: string,
  { due = 'send_at' }: { due?: string } = {},
): Promise<ReadonlyMap<string, Went>> {
  const { rows } = await sql<Went>`
    select ${sql.ref(by)} as by,
        max(updated_at) filter (where status in ('sent', 'delivered', 'posted')) as "lastSuccessAt",
        max(updated_at) filter (where reason is not null) as "lastTroubleAt",
        (array_agg(reason order by updated_at desc) filter (where reason is not null))[1] as trouble,
        count(*) filter (where status in ('waiting', 'scheduled', 'sending'))::integer as queued,
        count(*) filter (where status in ('waiting', 'scheduled') and attempts > 0)::integer as retrying,
        count(*) filter (where status = 'doubtful')::integer as doubtful,
        min(${sql.ref(due)}) filter (where status in ('waiting', 'scheduled') and attempts > 0) as "nextTryAt"
      from ${sql.table(table)} group by 1`.execute(db)
  return new Map(rows.map((row) => [row.by, row]))
}

const went = (of: Went | undefined): Partial<Line> => {
  if (!of) return {}
  const { by: _, ...line } = of
  // What went wrong before the last that went well is over.
  const isOver = line.lastSuccessAt !== null && (line.lastTroubleAt ?? '') < line.lastSuccessAt
  return isOver ? { ...line, trouble: null } : line
}

interface Box {
  id: string
  name: string
  hasPassword: boolean
  reads: boolean
  sends: boolean
}

const mail: Channel = {
  channel: 'email',
  label: 'E-mail',
  sagas: [
    'outgoing-mail-calls',
    'outgoing-mail-filing',
    'ticket-mail',
    'conversation-filing',
    'mailing-mail',
  ],
  async lines({ db, parts }) {
    const { rows } = await sql<Box>`select id, name, has_password as "hasPassword", imap is not null as reads,
      smtp is not null as sends from mailbox where not archived order by name`.execute(db)
    const sent = await wentBy(db, 'outgoing_mail', 'mailbox_id')
    const lines = await Promise.all(
      rows.map(async ({ id, name, hasPassword, reads, sends }): Promise<Line[]> => {
        const common = { ...quiet, name, record: { model: 'mailbox', id }, cost: [] }
        const came = read(await parts.mail.mailStore.standing(id))
        return [
          { ...common, direction: 'in', setUp: reads && hasPassword, ...came },
          { ...common, direction: 'out', setUp: sends && hasPassword, ...went(sent.get(id)) },
        ]
      }),
    )
    return lines.flat()
  },
}

const notices: Channel = {
  channel: 'notices',
  label: 'Notices by e-mail',
  sagas: ['mailing'],
  lines: async ({ parts }) => [
    {
      ...quiet,
      direction: 'out',
      name: 'MAIL_URL',
      record: null,
      setUp: parts.mailer !== undefined && parts.publicUrl !== undefined,
      cost: [],
    },
  ],
}

interface Number {
  id: string
  name: string
  setUp: boolean
  called: boolean
}

const texts: Channel = {
  channel: 'sms',
  label: 'Text messages',
  sagas: ['outgoing-sms-calls', 'outgoing-sms-filing', 'mailing-texts'],
  async lines({ db, parts, since }) {
    const { rows } = await sql<Number>`select id, name, gateway is not null and has_password as "setUp",
      coalesce(gateway->>'is' = 'kannel', false) as called from sms_number where not archived order by name`.execute(
      db,
    )
    const { rows: paid } = await sql<{ by: string; amount: number; currency: string }>`
      select number_id as by, price_per_part->>'currency' as currency,
          round(sum(parts * (price_per_part->>'amount')::double precision))::double precision as amount
        from outgoing_sms where price_per_part is not null and sent_at >= ${since}::timestamptz
        group by 1, 2 order by 2`.execute(db)
    const sent = await wentBy(db, 'outgoing_sms', 'number_id')
    const { rows: last } = await sql<{ by: string; at: string }>`select number_id as by, max(last_at) as at
      from conversation where channel = 'sms' and last_direction = 'in' group by 1`.execute(db)
    const lines = await Promise.all(
      rows.map(async ({ id, name, setUp, called }): Promise<Line[]> => {
        const common = { ...quiet, name, record: { model: 'smsNumber', id }, setUp, cost: [] }
        const came = read(await parts.mail.mailStore.standing(id))
        // A gateway that calls us is not asked: when it did last is when a text came last.
        const heard = last.find(({ by }) => by === id)?.at ?? null
        return [
          { ...common, direction: 'in', ...came, ...(called && { lastSuccessAt: heard }) },
          {
            ...common,
            direction: 'out',
            ...went(sent.get(id)),
            cost: paid.filter(({ by }) => by === id).map(({ amount, currency }) => ({ amount, currency })),
          },
        ]
      }),
    )
    return lines.flat()
  },
}

const social: Channel = {
  channel: 'social',
  label: 'Social networks',
  sagas: ['social-post-calls', 'social-post-filing'],
  async lines({ db, parts }) {
    const { rows } = await sql<{ id: string; name: string; setUp: boolean }>`
      select id, name, has_password as "setUp" from social_account where not archived order by name`.execute(
      db,
    )
    const posted = await wentBy(db, 'social_post', 'social_account_id', { due: 'publish_at' })
    const lines = await Promise.all(
      rows.map(async ({ id, name, setUp }): Promise<Line[]> => {
        const common = { ...quiet, name, record: { model: 'socialAccount', id }, setUp, cost: [] }
        return [
          { ...common, direction: 'in', ...read(await parts.mail.mailStore.standing(id)) },
          { ...common, direction: 'out', ...went(posted.get(id)) },
        ]
      }),
    )
    return lines.flat()
  },
}

const telephone: Channel = {
  channel: 'phone',
  label: 'Telephone',
  sagas: ['phone-call-log'],
  async lines({ db }) {
    // A line is registered by the browser of whoever has it: that it works is known by calls that were answered.
    const { rows } = await sql<{ id: string; name: string; setUp: boolean; last: string | null }>`
      select one.id, one.name, one.has_password as "setUp", max(called.answered_at) as last
        from phone_line as one left join phone_call as called on called.line_id = one.id
        where not one.archived group by 1, 2, 3 order by 2`.execute(db)
    return rows.map(({ id, name, setUp, last }) => ({
      ...quiet,
      direction: 'in',
      name,
      record: { model: 'phoneLine', id },
      setUp,
      lastSuccessAt: last,
      cost: [],
    }))
  },
}

const chat: Channel = {
  channel: 'chat',
  label: 'Chat',
  sagas: ['chat-bot', 'conversation-made'],
  async lines({ db, parts }) {
    const { rows } = await sql<{ id: string; name: string; last: string | null; waiting: number }>`
      select one.id, one.name, max(talk.last_at) as last,
          count(talk.id) filter (where talk.status = 'open' and talk.last_direction = 'in')::integer as waiting
        from chat_widget as one left join conversation as talk on talk.widget_id = one.id
        where not one.archived group by 1, 2 order by 2`.execute(db)
    return rows.map(({ id, name, last, waiting }) => ({
      ...quiet,
      direction: 'in',
      name,
      record: { model: 'chatWidget', id },
      // A widget stands in pages by an address from outside.
      setUp: parts.publicUrl !== undefined,
      lastSuccessAt: last,
      queued: waiting,
      cost: [],
    }))
  },
}

const letters: Channel = {
  channel: 'post',
  label: 'Letters',
  sagas: ['letter-filing', 'mailing-letters'],
  async lines({ db }) {
    const { rows } = await sql<{ last: string | null; waiting: number }>`
      select max(posted_at) as last, count(*) filter (where status = 'written')::integer as waiting from letter`.execute(
      db,
    )
    return [
      {
        ...quiet,
        direction: 'out',
        name: 'Printed and posted by hand',
        record: null,
        setUp: true,
        lastSuccessAt: rows[0]?.last ?? null,
        queued: rows[0]?.waiting ?? 0,
        cost: [],
      },
    ]
  },
}

const webhooks: Channel = {
  channel: 'webhook',
  label: 'Webhooks',
  sagas: ['webhook-deliveries'],
  async lines({ db, parts }) {
    const { rows } = await sql<{ id: string; name: string; status: string; because: string | null }>`
      select id, name, status, disabled_because as because from webhook where not archived order by name`.execute(
      db,
    )
    return Promise.all(
      rows.map(async ({ id, name, status, because }): Promise<Line> => {
        const now = await parts.standings.of(id)
        const [last] = await parts.webhooks.deliveries(id, { below: undefined, state: 'delivered', limit: 1 })
        const failing = await parts.webhooks.deliveries(id, {
          below: undefined,
          state: 'failing',
          limit: 200,
        })
        return {
          ...quiet,
          direction: 'out',
          name,
          record: { model: 'webhook', id },
          setUp: status === 'active',
          lastSuccessAt: last?.lastAt ?? null,
          lastTroubleAt: now?.failingSince ?? null,
          trouble: because ?? now?.error ?? null,
          queued: failing.length,
          retrying: failing.length,
          nextTryAt: now?.nextAt ?? null,
          cost: [],
        }
      }),
    )
  },
}

const calendars: Channel = {
  channel: 'calendar',
  label: 'Calendars of people',
  sagas: ['appointment-invitations', 'appointment-reminders'],
  async lines({ db, parts }) {
    const { rows } = await sql<{ userId: string; name: string }>`
      select one.user_id as "userId", coalesce(person.name, '') as name
        from personal_calendar as one left join "user" as person on person.id = one.user_id
        where one.connected and not one.archived order by 2`.execute(db)
    return Promise.all(
      rows.map(
        async ({ userId, name }): Promise<Line> => ({
          ...quiet,
          direction: 'in',
          name,
          record: { model: 'user', id: userId },
          setUp: true,
          cost: [],
          ...read(await parts.mail.mailStore.standing(personalCalendarId(userId))),
        }),
      ),
    )
  },
}

/** All channels, in the order in which they are shown. A new one adds its line here. */
export const channels: readonly Channel[] = [
  mail,
  texts,
  telephone,
  social,
  chat,
  letters,
  calendars,
  webhooks,
  notices,
]
