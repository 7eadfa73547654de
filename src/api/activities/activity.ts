import type { Kysely } from 'kysely'
import { z } from 'zod'
import {
  activityKind,
  activityStatus,
  inviteResponse,
  participant,
  regarded,
} from '../../domain/activities/activity.ts'
import { callDirection, callOutcome } from '../../domain/activities/call.ts'
import { due, recurrence } from '../../domain/activities/due.ts'
import { emailHead } from '../../domain/activities/email.ts'
import { personIn } from '../../domain/event.ts'
import { priority } from '../../domain/service/sla.ts'
import { dayOf, endOfDay } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { conversationTable } from '../../projections/activities/conversation.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import type { TableOf } from '../../projections/projection.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { type AskedCriterion, criterionParameter } from '../lists/criteria.ts'
import { list } from '../lists/list.ts'
import { namesOf, withNames } from '../lists/names.ts'
import { keptColumns, oneOrMore, pageOf, pageParameters, sortBy } from '../lists/page.ts'
import { query, type TablesOf } from '../lists/query.ts'
import { told } from '../lists/record-queries.ts'

const name = z.string().nullable().describe('Null where the reader may not see it.')

export const activityRow = keptColumns
  .extend({
    kind: activityKind,
    status: activityStatus,
    subject: z.string().nullable(),
    body: z.string().nullable(),
    priority: priority.nullable(),
    due: due.nullable(),
    recurrence: recurrence.nullable(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    direction: callDirection.nullable(),
    durationSeconds: z.int().nullable(),
    purpose: z.string().nullable(),
    outcome: callOutcome.nullable(),
    location: z.string().nullable(),
    remindAt: instant.nullable(),
    regarding: z.array(regarded.extend({ name }).register(vocabulary, { id: 'RegardedRecord' })),
    participants: z.array(
      participant
        .extend({
          name,
          response: inviteResponse.nullable(),
          proposal: z
            .object({ startsAt: instant, endsAt: instant.nullable(), note: z.string().nullable() })
            .register(vocabulary, { id: 'ProposedTime' })
            .optional()
            .describe('The other time that they have asked for last.'),
        })
        .register(vocabulary, { id: 'ActivityParticipant' }),
    ),
    assigneeId: uuid.nullable(),
    assigneeName: z.string().nullable(),
    madeById: uuid.nullable(),
    madeByName: z.string().nullable(),
    followsId: uuid.nullable(),
    followsName: z.string().nullable(),
    dueAt: instant.nullable(),
    happenedAt: instant.nullable(),
    at: instant,
    cancelledReason: z.string().nullable(),
    email: emailHead.nullable().describe('Of an e-mail: from whom to whom it went.'),
    repliedAt: instant.nullable().describe('When an answer to it came, as far as it was filed here.'),
    exclusive: z.boolean().describe('Whether who takes part can have nothing else that is exclusive then.'),
    invites: z.boolean().describe('Whether who takes part is invited by mail, and reminded.'),
    sequence: z.int().describe('Of its invitations (RFC 5546).'),
    followUp: z
      .enum(['open', 'done'])
      .register(vocabulary, { id: 'ActivityFollowUp' })
      .nullable()
      .describe('How what follows it up stands; null: nothing does.'),
  })
  .register(vocabulary, { id: 'Activity' })

const references = { assigneeId: userTable, madeById: userTable, followsId: activityTable }

/** By model: how what an activity is about, and who takes part, is called. */
const named = {
  account: accountTable,
  contact: contactTable,
  lead: leadTable,
  opportunity: opportunityTable,
  ticket: ticketTable,
  conversation: conversationTable,
  user: userTable,
}

type Row = TableOf<typeof activityTable>
type Db = Kysely<TablesOf<[typeof activityTable, typeof activityLinkTable]>>

/** Rows as they are told, with the names of what they are about and how what follows them stands. */
export async function activitiesShown(
  db: Kysely<never>,
  rows: readonly Omit<Row, 'grants'>[],
): Promise<z.input<typeof activityRow>[]> {
  if (rows.length === 0) return []
  // Nothing where a role hides them.
  const refs = rows.flatMap(({ regarding, participants }) => [...(regarding ?? []), ...(participants ?? [])])
  const asked = Object.values(named).flatMap(({ name: model, label }) => {
    const ids = refs.filter((ref) => ref.model === model).map(({ id }) => id)
    return ids.length > 0 ? [{ name: model, label, ids: [...new Set(ids)] }] : []
  })
  const names = await namesOf(db, asked)
  const following = await (db as never as Db)
    .selectFrom('activity')
    .select(['followsId', 'status'])
    .where(
      'followsId',
      'in',
      rows.map(({ id }) => id),
    )
    .where('status', '<>', 'cancelled')
    .execute()
  const calledBy = <R extends { id: string }>(ref: R) => ({ ...ref, name: names.get(ref.id) ?? null })
  const shown = rows.map(({ urgency: _urgency, ...row }) => {
    const after = following.filter(({ followsId }) => followsId === row.id)
    return {
      ...told(row as Row),
      regarding: (row.regarding ?? []).map(calledBy),
      participants: (row.participants ?? []).map(calledBy),
      followUp: after.length === 0 ? null : after.some(({ status }) => status === 'open') ? 'open' : 'done',
    } as const
  })
  return withNames(db, shown, references)
}

/** Names of sorts that are not columns. */
const sorts: Record<string, string> = { priority: '-urgency', '-priority': 'urgency' }

const search = ['subject', 'body', 'location', 'purpose'] as const

export const activityList = query(
  activityTable,
  activityLinkTable,
)({
  name: 'activityList',
  path: '/activities',
  summary: 'Activities: calls, tasks, appointments, notes and e-mails; what is due first comes first',
  permission: 'activity.read',
  parameters: pageParameters.extend({
    sort: sortBy(['dueAt', 'at', 'priority', 'createdAt', 'updatedAt']),
    kind: oneOrMore(activityKind).optional(),
    status: oneOrMore(activityStatus).optional(),
    priority: oneOrMore(priority).optional(),
    assigneeId: z.union([z.uuid(), z.literal('none')]).optional(),
    regarding: uuid.optional().describe('What they are about: the id of a record.'),
    followsId: uuid.optional(),
    dueBefore: instant.optional(),
    atFrom: instant.optional(),
    atTo: instant.optional(),
    where: criterionParameter.optional(),
  }),
  reply: pageOf(activityRow),
  lists: {
    table: activityTable,
    resource: 'activities',
    row: activityRow,
    references,
    search: ['subject', 'location'],
    links: activityLinkTable,
  },
  async run({ db, parameters, scope, asked: hold }) {
    const { sort = 'dueAt', q, limit, cursor, total, assigneeId, regarding, ...asked } = parameters
    const isHeld = asked.where !== undefined || regarding !== undefined
    const held = isHeld ? await hold(asked.where ?? { all: [] }, 'activity') : undefined
    const page = await list(db, activityTable, {
      sort: sorts[sort] ?? sort,
      q,
      search,
      limit,
      cursor,
      total,
      where: held && regarding !== undefined ? linkedTo(regarding, held) : held,
      scope,
      filters: [
        { column: 'kind', in: asked.kind },
        { column: 'status', in: asked.status },
        { column: 'priority', in: asked.priority },
        assigneeId === 'none'
          ? { column: 'assigneeId', isNull: true }
          : { column: 'assigneeId', eq: assigneeId },
        { column: 'followsId', eq: asked.followsId },
        { column: 'dueAt', field: 'dueBefore', before: asked.dueBefore },
        { column: 'at', field: 'atFrom', from: asked.atFrom },
        { column: 'at', field: 'atTo', to: asked.atTo },
      ],
    })
    return { ...page, items: await activitiesShown(db as never, page.items) }
  },
})

/** And linked to this record. */
function linkedTo(id: string, { test, tables }: AskedCriterion): AskedCriterion {
  const link = {
    relation: { model: 'activityLink', own: 'id', other: 'activityId' },
    where: { field: 'recordId', kind: 'record', comparison: 'equals', value: id } as const,
    atLeast: 1,
    atMost: undefined,
  }
  return { test: { every: [test, link] }, tables }
}

export const activityDetail = query(activityTable)({
  name: 'activity',
  path: '/activities/:id',
  summary: 'An activity',
  permission: 'activity.read',
  parameters: z.object({ id: uuid }),
  reply: activityRow,
  async run({ db, parameters: { id } }) {
    const row = await db.selectFrom('activity').selectAll().where('id', '=', id).executeTakeFirst()
    const [found] = row ? await activitiesShown(db as never, [row]) : []
    return found
  },
})

/** What one has to do (ACT-04): how much of it is late, and when that will be more. */
export const activitiesDue = query(
  activityTable,
  userTable,
)({
  name: 'ownActivities',
  path: '/me/activities',
  summary: 'How much one has to do is overdue, how much is due today, and when the next of it will be late',
  permission: 'activity.read',
  parameters: z.object({}),
  reply: z.object({ overdue: z.int(), today: z.int(), nextDueAt: instant.nullable() }),
  async run({ db, principal, asOf, now: really }) {
    const now = asOf ?? really
    // A program has nothing to do by itself.
    const id = personIn(principal.actor)
    if (id === null) return { overdue: 0, today: 0, nextDueAt: null }
    const own = await db.selectFrom('user').select('timeZone').where('id', '=', id).executeTakeFirst()
    const zone = own?.timeZone ?? 'UTC'
    const open = db.selectFrom('activity').where('assigneeId', '=', id).where('status', '=', 'open')
    const count = (from: string | null, to: string) =>
      open
        .select((of) => of.fn.countAll<number>().as('count'))
        .where('dueAt', '<=', to)
        .$if(from !== null, (one) => one.where('dueAt', '>', from))
        .executeTakeFirst()
    const overdue = await count(null, now)
    const today = await count(now, endOfDay(dayOf(now, zone), zone))
    const next = await open
      .select('dueAt')
      .where('dueAt', '>', now)
      .orderBy('dueAt')
      .limit(1)
      .executeTakeFirst()
    return { overdue: overdue?.count ?? 0, today: today?.count ?? 0, nextDueAt: next?.dueAt ?? null }
  },
})
