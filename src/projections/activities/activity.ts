import {
  type ActivityKind,
  type ActivityState,
  type ActivityStatus,
  activity,
  type InviteResponse,
  isNews,
  type Participant,
  type Regarded,
  regardedModels,
} from '../../domain/activities/activity.ts'
import type { Due, Recurrence } from '../../domain/activities/due.ts'
import type { EmailHead } from '../../domain/activities/email.ts'
import { personIn } from '../../domain/event.ts'
import { type Mentioned, merged } from '../../domain/record.ts'
import { type Priority, priorities } from '../../domain/service/sla.ts'
import {
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  type RowOf,
  text,
  uuid,
} from '../projection.ts'

const kindText: Column<ActivityKind> = { sql: 'text', nullable: false }
const statusText: Column<ActivityStatus> = { sql: 'text', nullable: false }
const priorityText: Column<Priority> = { sql: 'text', nullable: false }
const directionText: Column<NonNullable<ActivityState['direction']>> = { sql: 'text', nullable: false }
const outcomeText: Column<NonNullable<ActivityState['outcome']>> = { sql: 'text', nullable: false }

/** Somebody who takes part, with what they answered. */
export interface Invited extends Participant {
  response: InviteResponse | null
  /** The other time that they have asked for last. */
  proposal?: { startsAt: string; endsAt: string | null; note: string | null }
}

const columns = {
  kind: kindText,
  status: statusText,
  subject: nullable(text),
  body: nullable(text),
  priority: nullable(priorityText),
  /** Its place among the priorities, the most urgent first. */
  urgency: nullable(integer),
  due: nullable(json<Due>()),
  recurrence: nullable(json<Recurrence>()),
  startsAt: nullable(instant),
  endsAt: nullable(instant),
  direction: nullable(directionText),
  durationSeconds: nullable(integer),
  purpose: nullable(text),
  outcome: nullable(outcomeText),
  location: nullable(text),
  remindAt: nullable(instant),
  regarding: json<readonly Regarded[]>(),
  participants: json<readonly Invited[]>(),
  assigneeId: nullable(uuid),
  madeById: nullable(uuid),
  followsId: nullable(uuid),
  dueAt: nullable(instant),
  /** When it took place; null while it has not, or when that was withdrawn. */
  happenedAt: nullable(instant),
  /** Its place in the story: when it took place or was cancelled, or is due. */
  at: instant,
  cancelledReason: nullable(text),
  email: nullable(json<EmailHead>()),
  repliedAt: nullable(instant),
  exclusive: boolean,
  invites: boolean,
  /** Of its invitations (RFC 5546): how often it was moved, renamed or cancelled. */
  sequence: integer,
}
type Row = RowOf<typeof columns>

export const activityTable = projection(activity)({
  name: 'activity',
  version: 3,
  label: ['subject'],
  columns,
  sameField: [
    ['due', 'dueAt'],
    ['priority', 'urgency'],
    ['happenedAt', 'at'],
    ['cancelledReason', 'reason'],
    ['participants', 'participant', 'responses', 'response'],
    ['regarding', 'records'],
    ['repliedAt', 'replyId'],
  ],
  seenWith: { links: 'activityLink', by: 'activityId', models: regardedModels },
  indexes: [
    ['assigneeId', 'status', 'dueAt'],
    ['status', 'dueAt'],
    ['dueAt'],
    ['kind', 'at'],
    ['at'],
    ['urgency', 'dueAt'],
    ['followsId'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'activity.added': (
      _,
      { data: { mentioned: __, participants, bookingPageId: ___, ...data }, metadata, occurredAt },
    ) => ({
      ...data,
      participants: participants.map((one) => ({ ...one, response: null })),
      urgency: urgencyOf(data.priority),
      madeById: personIn(metadata.actor),
      at: data.happenedAt ?? data.dueAt ?? occurredAt,
      cancelledReason: null,
      email: data.email ?? null,
      repliedAt: null,
      exclusive: data.exclusive ?? false,
      invites: data.invites ?? false,
      sequence: 0,
    }),
    'activity.replied': (row, { data: { repliedAt } }) => row && { ...row, repliedAt },
    'activity.changed': (row, { data: { changes } }) =>
      row &&
      placed(
        {
          ...merged<Row>(row, changes),
          sequence: row.sequence + (isNews(changes) ? 1 : 0),
          participants:
            row.invites && (changes.startsAt !== undefined || changes.endsAt !== undefined)
              ? row.participants.map(({ model, id }) => ({ model, id, response: null }))
              : row.participants,
        },
        changes,
      ),
    'activity.linked': (row, { data }) => row && { ...row, regarding: [...row.regarding, ...data.records] },
    'activity.unlinked': (row, { data }) =>
      row && { ...row, regarding: row.regarding.filter((one) => !among(one, data.records)) },
    'activity.invited': (row, { data }) =>
      row && {
        ...row,
        participants: [...row.participants, ...data.participants.map((one) => ({ ...one, response: null }))],
      },
    'activity.uninvited': (row, { data }) =>
      row && { ...row, participants: row.participants.filter((one) => !among(one, data.participants)) },
    'activity.assigned': (row, { data }) => row && { ...row, ...data },
    'activity.completed': (row, { data: { changes } }) =>
      row && placed({ ...merged<Row>(row, changes), status: 'done' }, changes),
    'activity.reopened': (row, { data }) =>
      row &&
      placed(
        {
          ...row,
          ...data,
          status: data.happenedAt ? 'done' : 'open',
          cancelledReason: null,
          sequence: row.sequence + 1,
        },
        data,
      ),
    'activity.cancelled': (row, { data, occurredAt }) =>
      row && {
        ...row,
        status: 'cancelled',
        happenedAt: null,
        at: occurredAt,
        cancelledReason: data.reason,
        sequence: row.sequence + 1,
      },
    'activity.responded': (row, { data: { participant, response } }) =>
      row && {
        ...row,
        participants: row.participants.map((one) =>
          one.id === participant.id ? { model: one.model, id: one.id, response } : one,
        ),
      },
    'activity.countered': (row, { data: { participant, ...proposal } }) =>
      row && {
        ...row,
        participants: row.participants.map((one) => (one.id === participant.id ? { ...one, proposal } : one)),
      },
    'activity.relinked': (row, { data: { links } }) => {
      if (!row) return row
      const { regarding = row.regarding, participants = row.participants, responses } = links
      const before = Object.fromEntries(row.participants.map(({ id, response }) => [id, response]))
      const answered = responses ?? before
      return {
        ...row,
        regarding,
        participants: participants.map(({ model, id }) => ({ model, id, response: answered[id] ?? null })),
      }
    },
  },
})

/** Moved in the story when its times change. */
function placed(row: Row, { dueAt, happenedAt }: Mentioned<Pick<Row, 'dueAt' | 'happenedAt'>>): Row {
  const urgency = urgencyOf(row.priority)
  if (dueAt === undefined && happenedAt === undefined) return { ...row, urgency }
  return { ...row, urgency, at: row.happenedAt ?? row.dueAt ?? row.at }
}

function urgencyOf(priority: Priority | null): number | null {
  return priority && priorities.length - priorities.indexOf(priority)
}

function among(one: { model: string; id: string }, all: readonly { model: string; id: string }[]): boolean {
  return all.some(({ model, id }) => model === one.model && id === one.id)
}
