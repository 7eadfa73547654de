import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { failure } from '../../domain/service/failure.ts'
import { priority } from '../../domain/service/sla.ts'
import { entitlement, ticketStatus, ticketType } from '../../domain/service/ticket.ts'
import { email } from '../../domain/values/email.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import type { TableOf } from '../../projections/projection.ts'
import { productTable } from '../../projections/sales/product.ts'
import { assetTable } from '../../projections/service/asset.ts'
import { contractTable } from '../../projections/service/contract.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { ticketMessageTable } from '../../projections/service/ticket-message.ts'
import { absorbedBy } from '../customers/merged.ts'
import { withChosen } from '../lists/choices.ts'
import { criterionParameter } from '../lists/criteria.ts'
import { shownCustom, withCustomValues } from '../lists/custom-values.ts'
import { type ListRequest, list } from '../lists/list.ts'
import { withNames } from '../lists/names.ts'
import { sortName, sortParameter } from '../lists/order.ts'
import { flag, keptColumns, oneOrMore, pageOf, pageParameters } from '../lists/page.ts'
import { query, type TablesOf } from '../lists/query.ts'
import { told } from '../lists/record-queries.ts'
import { severalOf, shownTags, tagParameter, tagsAsked, withTags } from '../lists/tags.ts'

const shownInstant = instant.nullable()

const ticketRow = keptColumns
  .extend({
    number: z.string(),
    subject: z.string(),
    description: z.string().nullable(),
    requester: z
      .object({ name: z.string(), email: email.nullable() })
      .register(vocabulary, { id: 'TicketRequester' })
      .nullable(),
    accountId: uuid.nullable(),
    contactId: uuid.nullable(),
    priority,
    category: z.string().nullable(),
    channel: z.string(),
    assigneeId: uuid.nullable(),
    teamId: uuid.nullable(),
    status: ticketStatus,
    escalation: z.number().int(),
    type: ticketType.nullable(),
    severity: z.string().nullable(),
    productId: uuid.nullable(),
    parentId: uuid.nullable().describe('The problem that it is one case of.'),
    splitFromId: uuid.nullable().describe('The ticket of which one message became this one.'),
    rootCause: z.string().nullable(),
    correctionIds: z.array(uuid).describe('The tasks that are to see to it that this does not come again.'),
    absorbedById: absorbedBy,
    sla: z
      .object({
        policy: z.string(),
        responseDueAt: shownInstant,
        respondedAt: shownInstant,
        resolutionDueAt: shownInstant,
        resolvedAt: shownInstant,
        pausedAt: shownInstant,
        breached: z.object({ response: z.boolean(), resolution: z.boolean() }),
      })
      .register(vocabulary, { id: 'TicketServiceLevel' })
      .nullable(),
    dueAt: shownInstant,
    breached: z.boolean(),
    assetId: uuid.nullable(),
    failure: failure
      .register(vocabulary, { id: 'TicketFailure' })
      .nullable()
      .describe('Whether the asset was under warranty on the day on which it failed.'),
    contractId: uuid.nullable(),
    entitlement: entitlement
      .register(vocabulary, { id: 'TicketEntitlement' })
      .nullable()
      .describe('By which contract it is covered, and what of it covers it, as of when it was opened.'),
    routedRule: z.string().nullable().describe('The rule of assignment that gave it to whoever has it.'),
    formId: uuid.nullable().describe('The form by which it came.'),
    doubtful: z.boolean().describe('A program seems to have sent that form.'),
    unconfirmed: z.boolean().describe('They were asked by mail whether it was them, and have not said so.'),
    resolvedAt: shownInstant,
    closedAt: shownInstant,
    reopenings: z.int().describe('How often it was open again after it was resolved.'),
    surveyedAt: shownInstant.describe('When whoever asked was asked last what they think of it.'),
    ratedAt: shownInstant,
    score: z.int().nullable().describe('What they think of it, from 1 to `scale`.'),
    scale: z.int().nullable(),
    comment: z.string().nullable(),
    tags: shownTags,
    ...shownCustom('ticket'),
    accountName: z.string().nullable(),
    contactName: z.string().nullable(),
    assigneeName: z.string().nullable(),
    teamName: z.string().nullable(),
    productName: z.string().nullable(),
    assetName: z.string().nullable(),
    contractName: z.string().nullable(),
    parentName: z.string().nullable(),
    splitFromName: z.string().nullable(),
  })
  .register(vocabulary, { id: 'TicketListItem' })

const references = {
  accountId: accountTable,
  contactId: contactTable,
  assigneeId: userTable,
  teamId: teamTable,
  productId: productTable,
  assetId: assetTable,
  contractId: contractTable,
  parentId: ticketTable,
  splitFromId: ticketTable,
}

/** Rows as replies have them. */
const presented = async (db: Kysely<never>, rows: readonly TableOf<typeof ticketTable>[]) =>
  withNames(db, await withCustomValues(db, await withTags(db, rows.map(told)), 'ticket'), references)

const ticketLink = z
  .object({
    id: uuid,
    number: z.string(),
    subject: z.string(),
    status: ticketStatus,
    is: z
      .enum(['related', 'case', 'sibling', 'split-off', 'merged'])
      .describe(
        '`case`: one case of this problem; `sibling`: another case of the same one; `split-off`: what one message of this one became; `merged`: part of this one.',
      ),
    saidById: uuid.describe('The ticket that names the other one.'),
  })
  .register(vocabulary, { id: 'TicketLink' })

type Db = Kysely<TablesOf<[typeof ticketTable]>>

/** No more than this many are shown of one ticket. */
const mostLinks = 200

/** Other tickets that have to do with one, as far as the reader sees them. */
async function linksOf(db: Db, of: TableOf<typeof ticketTable>): Promise<z.input<typeof ticketLink>[]> {
  const { id, parentId } = of
  // What is hidden is null, whatever the column says of itself.
  const relatedIds = of.relatedIds ?? []
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'number', 'subject', 'status', 'parentId', 'splitFromId', 'absorbedById', 'relatedIds'])
    .where('id', '!=', id)
    .where((where) =>
      where.or([
        where('parentId', '=', id),
        ...(parentId === null ? [] : [where('parentId', '=', parentId)]),
        where('splitFromId', '=', id),
        where('absorbedById', '=', id),
        ...(relatedIds.length === 0 ? [] : [where('id', 'in', relatedIds)]),
        sql<boolean>`${id}::text = any(related_ids)`,
      ]),
    )
    .orderBy('createdAt', 'desc')
    .limit(mostLinks)
    .execute()
  return rows.flatMap((other) => {
    const { number, subject, status } = other
    const as = (is: z.input<typeof ticketLink>['is'], saidById: string) => ({
      id: other.id,
      number,
      subject,
      status,
      is,
      saidById,
    })
    return [
      ...(other.absorbedById === id ? [as('merged', other.id)] : []),
      ...(other.splitFromId === id ? [as('split-off', other.id)] : []),
      ...(other.parentId === id ? [as('case', other.id)] : []),
      ...(parentId !== null && other.parentId === parentId ? [as('sibling', other.id)] : []),
      ...(relatedIds.includes(other.id) ? [as('related', id)] : []),
      ...(other.relatedIds?.includes(id) && !relatedIds.includes(other.id) ? [as('related', other.id)] : []),
    ]
  })
}

/** A ticket and those that are part of it, however deep: what was said about them is said about it. */
export async function withMerged(db: Kysely<never>, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive part (id) as (
      select ${id}::uuid union select ticket.id from ticket join part on ticket.absorbed_by_id = part.id)
    select id from part`.execute(db)
  return rows.map((row) => row.id)
}

const search = ['number', 'subject', 'requester.name', 'requester.email'] as const

/** Names of sorts that are not columns. */
const sorts: Record<string, string> = { timeLeft: 'dueAt', '-timeLeft': '-dueAt' }

export const ticketList = query(ticketTable)({
  name: 'ticketList',
  path: '/tickets',
  summary: 'Tickets; the queue, with the least time left first, unless another sort is asked for',
  permission: 'ticket.read',
  parameters: pageParameters.extend({
    sort: sortParameter(['timeLeft', 'createdAt', 'updatedAt', 'number'], ticketTable.columns)
      .register(vocabulary, { id: sortName('Ticket') })
      .optional(),
    status: oneOrMore(ticketStatus).optional(),
    priority: oneOrMore(priority).optional(),
    formId: uuid.optional(),
    assigneeId: z.union([uuid, z.literal('none')]).optional(),
    teamId: uuid.optional(),
    accountId: uuid.optional(),
    contactId: uuid.optional(),
    assetId: uuid.optional(),
    contractId: uuid.optional(),
    category: z.string().min(1).max(100).optional(),
    type: oneOrMore(ticketType).optional(),
    severity: z.string().min(1).max(100).optional(),
    rootCause: z.string().min(1).max(100).optional(),
    productId: uuid.optional(),
    parentId: uuid.optional(),
    channel: z.string().max(20).optional(),
    breached: flag.optional(),
    dueBefore: instant.optional(),
    tag: tagParameter,
    where: criterionParameter.optional(),
  }),
  reply: pageOf(ticketRow),
  lists: {
    table: ticketTable,
    resource: 'tickets',
    row: ticketRow,
    references,
    search,
    several: severalOf(ticketTable.columns),
    listed: { category: 'ticket-category', severity: 'ticket-severity', rootCause: 'root-cause' },
  },
  async run({ db, parameters, scope, asked: hold }) {
    const { sort = 'timeLeft', q, limit, cursor, total, assigneeId, ...asked } = parameters
    const { category, severity, rootCause } = asked
    const where = withChosen(asked.where, { category, severity, rootCause })
    const page = await list(db, ticketTable, {
      sort: sorts[sort] ?? sort,
      q,
      search,
      searchNames: { accountId: accountTable, contactId: contactTable },
      limit,
      cursor,
      total,
      where: where && (await hold(where, 'ticket')),
      scope,
      filters: [
        { column: 'status', in: asked.status },
        { column: 'priority', in: asked.priority },
        assigneeId === 'none'
          ? { column: 'assigneeId', isNull: true }
          : { column: 'assigneeId', eq: assigneeId },
        { column: 'teamId', eq: asked.teamId },
        { column: 'accountId', eq: asked.accountId },
        { column: 'contactId', eq: asked.contactId },
        { column: 'type', in: asked.type },
        { column: 'productId', eq: asked.productId },
        { column: 'parentId', eq: asked.parentId },
        { column: 'assetId', eq: asked.assetId },
        { column: 'contractId', eq: asked.contractId },
        { column: 'formId', eq: asked.formId },
        { column: 'channel', alike: asked.channel },
        { column: 'tags', field: 'tag', tagged: tagsAsked(asked.tag) },
        { column: 'breached', eq: asked.breached },
        { column: 'dueAt', field: 'dueBefore', before: asked.dueBefore },
      ],
    })
    return { ...page, items: await presented(db as never, page.items) }
  },
})

const message = z
  .object({
    id: uuid,
    ticketId: uuid.describe('Of which ticket it was said: this one, or one that was merged into it.'),
    kind: z.enum(['reply', 'note']),
    author: z.enum(['agent', 'requester']),
    actorId: z.string(),
    body: z.string(),
    at: instant,
  })
  .register(vocabulary, { id: 'TicketMessage' })

/** The newest ones beside the ticket itself; the list of its messages has them all. */
const shownMessages = 30

export const ticketDetail = query(
  ticketTable,
  ticketMessageTable,
)({
  name: 'ticket',
  path: '/tickets/:id',
  summary: 'A ticket with what was said about it, oldest first',
  permission: 'ticket.read',
  parameters: z.object({ id: uuid }),
  reply: ticketRow.extend({
    messages: z.array(message),
    earlier: z
      .string()
      .nullable()
      .describe('The cursor of what was said before, for /tickets/{id}/messages; null: nothing was.'),
    links: z.array(ticketLink),
  }),
  async run({ db, parameters: { id }, scope }) {
    const row = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return undefined
    const { items, next } = await said(db as never, id, { limit: shownMessages, scope })
    const [found] = await presented(db as never, [row])
    const links = await linksOf(db as never, row)
    return found && { ...found, links, messages: items.reverse(), earlier: next }
  },
})

export const ticketMessages = query(
  ticketTable,
  ticketMessageTable,
)({
  name: 'ticketMessages',
  path: '/tickets/:id/messages',
  summary: 'What was said about a ticket, newest first',
  permission: 'ticket.read',
  parameters: pageParameters.pick({ limit: true, cursor: true, total: true }).extend({ id: uuid }),
  reply: pageOf(message),
  async run({ db, parameters: { id, ...page }, scope }) {
    const seen = await db.selectFrom('ticket').select('id').where('id', '=', id).executeTakeFirst()
    return seen && said(db as never, id, { ...page, scope })
  },
})

/** A page of what was said, newest first. */
async function said(
  db: Db,
  ticketId: string,
  page: Pick<ListRequest, 'limit' | 'cursor' | 'total' | 'scope'>,
) {
  return list(db, ticketMessageTable, {
    ...page,
    sort: '-at',
    filters: [{ column: 'ticketId', in: await withMerged(db as never, ticketId) }],
  })
}
