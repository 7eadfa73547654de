import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { activityKinds } from '../../domain/activities/activity.ts'
import { folded, soughtIn } from '../../domain/values/folded.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import type { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { fileTable } from '../../projections/activities/file.ts'
import type { fileLinkTable } from '../../projections/activities/file-link.ts'
import type { accountTable } from '../../projections/customers/account.ts'
import type { contactTable } from '../../projections/customers/contact.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import type { leadTable } from '../../projections/sales/lead.ts'
import type { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { paymentTable } from '../../projections/sales/payment.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { ticketMessageTable } from '../../projections/service/ticket-message.ts'
import { timeParameters } from '../http/asking.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { recordNames } from '../identity/notice.ts'
import { pattern } from '../lists/criteria.ts'
import { InvalidCursor, sealOf } from '../lists/list.ts'
import type { Callings } from '../lists/names.ts'
import { oneOrMore, pageParameters } from '../lists/page.ts'
import type { TablesOf } from '../lists/query.ts'
import { entriesOf, historyEntry, resourcesOf, type Step, seenHistory, upTo } from '../log/history.ts'
import { grossReply, moneyOf } from '../sales/money.ts'
import { activitiesShown, activityRow } from './activity.ts'

const kinds = [
  ...activityKinds,
  'message',
  'ticket',
  'quote',
  'order',
  'invoice',
  'payment',
  'file',
  'change',
] as const
const kind = z.enum(kinds).register(vocabulary, { id: 'StoryKind' })
type Kind = z.output<typeof kind>

const item = z
  .object({
    id: uuid,
    kind,
    at: instant,
    title: z.string(),
    text: z.string().nullable(),
    status: z.string().nullable().describe('Of a quote, an order, an invoice, a payment or a ticket.'),
    amount: grossReply.nullable(),
    record: z
      .object({ model: z.string(), id: uuid, name: z.string().nullable() })
      .register(vocabulary, { id: 'StoryRecord' })
      .describe('What it is, or is of.'),
    activity: activityRow.nullable(),
    event: historyEntry.nullable(),
    author: z.string().nullable().describe('Of a message: who wrote it.'),
  })
  .register(vocabulary, { id: 'StoryItem' })

const page = z
  .object({
    items: z.array(item),
    next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
    open: z
      .array(activityRow)
      .describe('On the first page: what is still to be done, what is due first comes first.'),
    asOf: instant.nullable(),
  })
  .register(vocabulary, { id: 'Story' })

const parameters = pageParameters
  .pick({ limit: true, cursor: true, q: true })
  .extend({ kind: oneOrMore(kind).optional(), ...timeParameters.shape })

type Db = Kysely<
  TablesOf<
    [
      typeof activityTable,
      typeof activityLinkTable,
      typeof fileTable,
      typeof fileLinkTable,
      typeof accountTable,
      typeof contactTable,
      typeof leadTable,
      typeof opportunityTable,
      typeof invoiceTable,
      typeof orderTable,
      typeof paymentTable,
      typeof quoteTable,
      typeof ticketTable,
      typeof ticketMessageTable,
    ]
  >
>

/** Whose story it is: the records whose activities, deals and tickets belong to it, and the lead it began with. */
interface Story {
  regarded: readonly string[]
  deals: readonly string[]
  tickets: readonly string[]
  accountId: string | null
  leadId: string | null
}

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
const alone: Omit<Story, 'regarded'> = { deals: [], tickets: [], accountId: null, leadId: null }

/** By model: what of a customer's belongs to the story of one of its records, as far as the reader sees it. */
const stories: Readonly<Record<string, (db: Db, id: string) => Promise<Story | undefined>>> = {
  async account(db, id) {
    const row = await db.selectFrom('account').select('leadId').where('id', '=', id).executeTakeFirst()
    if (!row) return undefined
    const contacts = await db.selectFrom('contact').select('id').where('accountId', '=', id).execute()
    const deals = ids(await db.selectFrom('opportunity').select('id').where('accountId', '=', id).execute())
    const tickets = ids(await db.selectFrom('ticket').select('id').where('accountId', '=', id).execute())
    return { regarded: [id, ...ids(contacts), ...deals, ...tickets], deals, tickets, accountId: id, ...row }
  },
  async contact(db, id) {
    const row = await db.selectFrom('contact').select('leadId').where('id', '=', id).executeTakeFirst()
    if (!row) return undefined
    const deals = ids(await db.selectFrom('opportunity').select('id').where('contactId', '=', id).execute())
    const tickets = ids(await db.selectFrom('ticket').select('id').where('contactId', '=', id).execute())
    return { ...alone, regarded: [id, ...deals, ...tickets], deals, tickets, ...row }
  },
  async lead(db, id) {
    const row = await db.selectFrom('lead').select('id').where('id', '=', id).executeTakeFirst()
    return row && { ...alone, regarded: [id] }
  },
  async opportunity(db, id) {
    const row = await db.selectFrom('opportunity').select('leadId').where('id', '=', id).executeTakeFirst()
    return row && { ...alone, regarded: [id], deals: [id], ...row }
  },
  async ticket(db, id) {
    const row = await db.selectFrom('ticket').select('id').where('id', '=', id).executeTakeFirst()
    return row && { ...alone, regarded: [id], tickets: [id] }
  },
}

const resources = {
  account: 'accounts',
  contact: 'contacts',
  lead: 'leads',
  opportunity: 'opportunities',
  ticket: 'tickets',
} as const

/** `GET /<record>/:id/timeline`: what was done and said with a customer, and what came of it, newest first (CUS-09). */
export function timelineEndpoints({ callings }: { callings: Callings }): Extension {
  return (_app, services) =>
    Object.entries(resources).map(([model, resource]) => timelineOf(services, callings, model, resource))
}

const reads = [
  activityTable,
  ticketTable,
  ticketMessageTable,
  quoteTable,
  orderTable,
  invoiceTable,
  paymentTable,
  fileTable,
].map(({ name }) => name)

function timelineOf(services: Services, callings: Callings, model: string, resource: string): Endpoint {
  return endpoint({
    method: 'GET',
    path: `/${resource}/:id/timeline`,
    summary:
      'Its story: activities, messages, tickets, quotes, orders, invoices, payments, files and changes in one order, newest first, and what is open',
    tag: resource,
    access: { permission: `${model}.read` },
    headers: 'read',
    model,
    parameters: parameters.extend({ id: uuid }),
    reply: page,
    async run({
      parameters: { id, kind: wanted = kinds, cursor, limit, q, ...at },
      principal,
      request,
      reply,
    }) {
      await caughtUp(services, request, { reply, reads: [model, ...reads] })
      const reader = principal()
      const seal = sealOf([model, id, wanted, q ?? '', at.asOf ?? '', at.basis ?? ''])
      const after = cursor === undefined ? undefined : openCursor(cursor, seal)
      const asked = { wanted: new Set<Kind>(wanted), after, limit: limit + 1, q, may: reader.may }
      const { own, open, story } = await services.readModels.read(reader, at, async (all) => {
        const db = all as never as Db
        const of = await stories[model]?.(db, id)
        if (!of) throw new NotFound(`${model} ${id}`)
        return {
          story: of,
          own: await rowsOf(db, of, model, asked),
          open: cursor === undefined && q === undefined ? await openOf(db, of, asked) : [],
        }
      })
      const steps = asked.wanted.has('change')
        ? await changesOf(services, reader, { model, id, leadId: story.leadId }, at, asked)
        : []
      const places = [...own, ...steps].sort(inOrder)
      const shown = places.slice(0, limit)
      const last = shown.at(-1)
      return {
        items: await told(services, callings, reader, shown, at),
        next: places.length > limit && last ? cursorOf(seal, last) : null,
        open,
        asOf: at.asOf ?? null,
      }
    },
  })
}

/** Where something stands in the story: times that are equal are in the order of the kinds, then of the keys. */
interface Place {
  at: string
  rank: number
  key: string
}

/** Something in its place, before what it is called is looked up. */
interface Told extends Place {
  item: Omit<z.input<typeof item>, 'at' | 'record' | 'author'> & {
    record: { model: string; id: string }
    authorId: string | null
  }
  step?: Step
}

interface Asked {
  wanted: ReadonlySet<Kind>
  after: Place | undefined
  limit: number
  q: string | undefined
  may: Principal['may']
}

function inOrder(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1
  if (a.rank !== b.rank) return a.rank - b.rank
  return a.key < b.key ? 1 : -1
}

const ranks = {
  activity: 0,
  message: 1,
  ticket: 2,
  quote: 3,
  order: 4,
  change: 5,
  file: 6,
  invoice: 7,
  payment: 8,
} as const

/** What comes after a place, of rows of one kind ordered by these columns. */
function afterPlace({ after }: Asked, rank: number, at: string, key: string): RawBuilder<boolean> {
  if (!after) return sql<boolean>`true`
  if (rank > after.rank) return sql<boolean>`${sql.ref(at)} <= ${after.at}::timestamptz`
  if (rank < after.rank) return sql<boolean>`${sql.ref(at)} < ${after.at}::timestamptz`
  return sql<boolean>`(${sql.ref(at)}, ${sql.ref(key)}) < (${after.at}::timestamptz, ${after.key}::uuid)`
}

/** Rows in whose texts each word is found. */
function saying({ q }: Asked, ...columns: readonly string[]): RawBuilder<boolean> {
  if (q === undefined) return sql<boolean>`true`
  const texts: Expression<unknown>[] = columns.map((column) => sql.ref(column))
  const tests = soughtIn(q)
    .flatMap(({ words }) => words)
    .map((word) => sql`rm.folded(concat_ws(' ', ${sql.join(texts)})) like ${`%${pattern(word)}%`}`)
  return sql<boolean>`(${sql.join(tests, sql` and `)})`
}

const bare = { text: null, status: null, amount: null, activity: null, event: null, authorId: null }

async function rowsOf(db: Db, story: Story, model: string, asked: Asked): Promise<Told[]> {
  const may = (of: string) => allows(asked.may, `${of}.read`)
  return [
    ...(may('activity') ? await activitiesOf(db, story, asked) : []),
    ...(may('ticket') ? await messagesOf(db, story, asked) : []),
    // A ticket is not told in its own story.
    ...(may('ticket') && model !== 'ticket' ? await ticketsOf(db, story, asked) : []),
    ...(may('quote') ? await papersOf(db, story, asked, 'quote') : []),
    ...(may('order') ? await papersOf(db, story, asked, 'order') : []),
    ...(may('invoice') ? await papersOf(db, story, asked, 'invoice') : []),
    ...(may('payment') ? await paymentsOf(db, story, asked) : []),
    ...(may('file') ? await filesOf(db, story, asked) : []),
  ]
}

function activitiesIn(db: Db, { regarded }: Story, { wanted }: Asked) {
  const of = activityKinds.filter((one) => wanted.has(one))
  if (of.length === 0) return undefined
  return db
    .selectFrom('activity')
    .selectAll()
    .where('kind', 'in', of)
    .where('id', 'in', (links) =>
      links
        .selectFrom('activityLink')
        .select('activityId')
        .where(sql<boolean>`record_id = any(${regarded}::uuid[])`),
    )
}

async function activitiesOf(db: Db, story: Story, asked: Asked): Promise<Told[]> {
  const rows = await activitiesIn(db, story, asked)
    ?.where('status', '<>', 'open')
    .where(afterPlace(asked, ranks.activity, 'at', 'id'))
    .where(saying(asked, 'subject', 'body', 'location', 'purpose'))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
  const shown = await activitiesShown(db as never, rows ?? [])
  return shown.map((activity) => ({
    at: activity.at,
    rank: ranks.activity,
    key: activity.id,
    item: {
      ...bare,
      id: activity.id,
      kind: activity.kind,
      title: activity.subject ?? '',
      text: activity.body,
      record: { model: 'activity', id: activity.id },
      activity,
    },
  }))
}

/** More than so many that are open nobody looks through. */
const mostOpen = 50

async function openOf(db: Db, story: Story, asked: Asked) {
  if (!allows(asked.may, 'activity.read')) return []
  const rows = await activitiesIn(db, story, asked)
    ?.where('status', '=', 'open')
    .orderBy(sql`due_at asc nulls last`)
    .orderBy('id')
    .limit(mostOpen)
    .execute()
  return activitiesShown(db as never, rows ?? [])
}

async function messagesOf(db: Db, { tickets }: Story, asked: Asked): Promise<Told[]> {
  if (!asked.wanted.has('message') || tickets.length === 0) return []
  const rows = await db
    .selectFrom('ticketMessage')
    .selectAll()
    .where(sql<boolean>`ticket_id = any(${tickets}::uuid[])`)
    .where(afterPlace(asked, ranks.message, 'at', 'id'))
    .where(saying(asked, 'body'))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
  const titles = { note: 'Internal note', agent: 'Reply', requester: 'Reply of the requester' } as const
  return rows.map((row) => ({
    at: row.at,
    rank: ranks.message,
    key: row.id,
    item: {
      ...bare,
      id: row.id,
      kind: 'message',
      title: titles[row.kind === 'note' ? 'note' : row.author],
      text: row.body,
      record: { model: 'ticket', id: row.ticketId },
      authorId: row.actorId,
    },
  }))
}

async function ticketsOf(db: Db, { tickets }: Story, asked: Asked): Promise<Told[]> {
  if (!asked.wanted.has('ticket') || tickets.length === 0) return []
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'number', 'subject', 'description', 'status', 'createdAt', 'openedBy'])
    .where(sql<boolean>`id = any(${tickets}::uuid[])`)
    .where(afterPlace(asked, ranks.ticket, 'createdAt', 'id'))
    .where(saying(asked, 'number', 'subject', 'description'))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
  return rows.map(({ id, number, subject, description, status, createdAt, openedBy }) => ({
    at: createdAt,
    rank: ranks.ticket,
    key: id,
    item: {
      ...bare,
      id,
      kind: 'ticket',
      title: [number, subject].filter(Boolean).join(' '),
      text: description,
      status,
      record: { model: 'ticket', id },
      authorId: openedBy,
    },
  }))
}

/** When each kind of paper stands in the story. */
const papers = { quote: 'createdAt', order: 'placedAt', invoice: 'createdAt' } as const

async function papersOf(
  db: Db,
  { deals, accountId }: Story,
  asked: Asked,
  kind: keyof typeof papers,
): Promise<Told[]> {
  if (!asked.wanted.has(kind) || (deals.length === 0 && accountId === null)) return []
  const column = papers[kind]
  const rows = await db
    .selectFrom(kind)
    .select(['id', 'number', 'status', 'gross', 'currency', 'ownerId'])
    .select(sql<string>`${sql.ref(column)}`.as('at'))
    .where(sql<boolean>`(opportunity_id = any(${deals}::uuid[]) or account_id = ${accountId}::uuid)`)
    .where(afterPlace(asked, ranks[kind], column, 'id'))
    .where(saying(asked, 'number'))
    .orderBy(sql.ref(column), 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
  return rows.map(({ id, number, status, gross, currency, at, ownerId }) => ({
    at,
    rank: ranks[kind],
    key: id,
    item: {
      ...bare,
      id,
      kind,
      title: number,
      status,
      amount: moneyOf(gross, currency),
      record: { model: kind, id },
      authorId: ownerId,
    },
  }))
}

/** Those for invoices of its deals, or of the account alone; each when it was recorded. */
async function paymentsOf(db: Db, { deals, accountId }: Story, asked: Asked): Promise<Told[]> {
  if (!asked.wanted.has('payment') || (deals.length === 0 && accountId === null)) return []
  const invoices = db
    .selectFrom('invoice')
    .select(sql<string>`invoice.id::text`.as('id'))
    .where(sql<boolean>`opportunity_id = any(${deals}::uuid[])`)
  const rows = await db
    .selectFrom('payment')
    .select(['id', 'payer', 'reference', 'status', 'paid', 'currency', 'createdAt'])
    .where(
      sql<boolean>`(account_id = ${accountId}::uuid or exists (
        select from jsonb_array_elements(allocations) as part where part->>'invoiceId' in (${invoices})))`,
    )
    .where(afterPlace(asked, ranks.payment, 'createdAt', 'id'))
    .where(saying(asked, 'payer', 'reference'))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
  return rows.map(({ id, payer, reference, status, paid, currency, createdAt }) => ({
    at: createdAt,
    rank: ranks.payment,
    key: id,
    item: {
      ...bare,
      id,
      kind: 'payment',
      title: payer ?? '',
      text: reference,
      status,
      amount: moneyOf(paid, currency),
      record: { model: 'payment', id },
      authorId: null,
    },
  }))
}

/** Those that lie with its records, and with the lead it began with; each when it was added. */
async function filesOf(db: Db, { regarded, leadId }: Story, asked: Asked): Promise<Told[]> {
  if (!asked.wanted.has('file')) return []
  const records = leadId === null ? regarded : [...regarded, leadId]
  const rows = await db
    .selectFrom('file')
    .select(['id', 'name', 'createdAt', 'addedById'])
    .where('removed', '=', false)
    .where('id', 'in', (links) =>
      links.selectFrom('fileLink').select('fileId').where(sql<boolean>`record_id = any(${records}::uuid[])`),
    )
    .where(afterPlace(asked, ranks.file, 'createdAt', 'id'))
    .where(saying(asked, 'name'))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
  return rows.map(({ id, name, createdAt, addedById }) => ({
    at: createdAt,
    rank: ranks.file,
    key: id,
    item: {
      ...bare,
      id,
      kind: 'file',
      // Nothing where a role hides it.
      title: name ?? '',
      record: { model: 'file', id },
      authorId: addedById,
    },
  }))
}

/** What is told as a message, and so not once more as a change. */
const messages = ['ticket.replied', 'ticket.noted']

/** The events of the record itself, and of the lead it was made of, in words. */
async function changesOf(
  services: Services,
  reader: Principal,
  { model, id, leadId }: { model: string; id: string; leadId: string | null },
  at: z.output<typeof timeParameters>,
  asked: Asked,
): Promise<Told[]> {
  const byName = new Map([...resourcesOf(services).values()].map((one) => [one.decider.name, one]))
  const wanted = [{ model, id }, ...(leadId ? [{ model: 'lead', id: leadId }] : [])]
  const found: Told[] = []
  for (const record of wanted) {
    const resource = byName.get(record.model)
    if (!resource || !allows(reader.may, `${record.model}.read`)) continue
    const seen = await seenHistory(services, reader, resource, record.id)
    for (const step of upTo(seen?.steps ?? [], at)) {
      const { event } = step
      if (messages.includes(event.type)) continue
      const place = {
        at: event.occurredAt,
        rank: ranks.change,
        key: String(event.position).padStart(20, '0'),
      }
      if (asked.after && inOrder(place, asked.after) <= 0) continue
      found.push({ ...place, step, item: { ...bare, id: event.id, kind: 'change', title: '', record } })
    }
  }
  const newest = found.sort(inOrder)
  if (asked.q === undefined) return newest.slice(0, asked.limit)
  const words = soughtIn(asked.q).flatMap((one) => one.words)
  const entries = await entriesOf(
    services,
    reader,
    newest.flatMap(({ step }) => step ?? []),
  )
  return newest
    .filter((_, n) => {
      const text = folded([entries[n]?.title, entries[n]?.text].filter(Boolean).join(' '))
      return words.every((word) => text.includes(word))
    })
    .slice(0, asked.limit)
}

/** With the names of records and people, and of changes the words. */
async function told(
  services: Services,
  callings: Callings,
  reader: Principal,
  places: readonly Told[],
  at: z.output<typeof timeParameters>,
): Promise<z.input<typeof item>[]> {
  const entries = await entriesOf(
    services,
    reader,
    places.flatMap(({ step }) => step ?? []),
  )
  const events = new Map(entries.map((entry) => [entry.id, entry]))
  const refs = places.map(({ item: { record } }) => ({ model: record.model, recordId: record.id }))
  const names = await recordNames(services.readModels, reader, refs, callings, at)
  const people = await services.identity.names(
    [...new Set(places.flatMap(({ item: { authorId } }) => authorId ?? []))],
    reader,
  )
  return places.map(({ at: when, item: { authorId, record, ...one } }) => {
    const event = one.kind === 'change' ? (events.get(one.id) ?? null) : null
    return {
      ...one,
      at: when,
      title: event?.title ?? one.title,
      text: event ? event.text : one.text,
      event,
      record: { ...record, name: names.get(record.id) || null },
      author: authorId === null ? null : (people.get(authorId) ?? null),
    }
  })
}

function cursorOf(seal: string, { at, rank, key }: Place): string {
  return Buffer.from(JSON.stringify([seal, at, rank, key])).toString('base64url')
}

const place = z.tuple([
  z.string(),
  instant,
  z.int().min(0).max(8),
  z.union([uuid, z.string().regex(/^\d{20}$/)]),
])

function openCursor(cursor: string, seal: string): Place {
  try {
    const [sealed, at, rank, key] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (sealed === seal && (rank === ranks.change) === /^\d{20}$/.test(key)) return { at, rank, key }
  } catch {
    // Said below.
  }
  throw new InvalidCursor()
}
