import { activity, type Participant } from '../../domain/activities/activity.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { boolean, instant, nullable, projection, texts, uuid } from '../projection.ts'

const columns = {
  startsAt: instant,
  endsAt: instant,
  /** False: it is over, or was cancelled. */
  open: boolean,
  /** Whose it is. */
  assigneeId: nullable(uuid),
  /** The colleagues who take part and have not declined. */
  userIds: texts,
}

const colleagues = (people: readonly Participant[]): string[] =>
  people.filter(({ model }) => model === 'user').map(({ id }) => id)
const without = (ids: readonly string[], gone: readonly string[]): string[] =>
  ids.filter((id) => !gone.includes(id))

const together = (ids: readonly string[], more: readonly string[]): string[] => [
  ...new Set([...ids, ...more]),
]

/** When whom of us an appointment takes up: a row for each, and nothing of what it is. */
export const takenTimeTable = projection(activity)({
  name: 'takenTime',
  version: 1,
  columns,
  // Who plans has to see what is taken.
  grants: () => [everyone],
  indexes: [['startsAt'], ['endsAt']],
  on: {
    'activity.added': (_, { data: { kind, status, startsAt, endsAt, assigneeId, participants } }) =>
      kind === 'appointment' && startsAt !== null
        ? {
            startsAt,
            endsAt: endsAt ?? startsAt,
            open: status === 'open',
            assigneeId,
            userIds: colleagues(participants),
          }
        : undefined,
    'activity.changed': (row, { data: { changes } }) => {
      if (!row) return row
      const startsAt = changes.startsAt ?? row.startsAt
      const endsAt = changes.endsAt ?? row.endsAt
      return { ...row, startsAt, endsAt: endsAt < startsAt ? startsAt : endsAt }
    },
    'activity.assigned': (row, { data }) => row && { ...row, ...data },
    'activity.invited': (row, { data }) =>
      row && { ...row, userIds: together(row.userIds, colleagues(data.participants)) },
    'activity.uninvited': (row, { data }) =>
      row && { ...row, userIds: without(row.userIds, colleagues(data.participants)) },
    'activity.responded': (row, { data: { participant, response } }) => {
      if (!row || participant.model !== 'user') return row
      const others = without(row.userIds, [participant.id])
      return { ...row, userIds: response === 'declined' ? others : [...others, participant.id] }
    },
    'activity.completed': (row) => row && { ...row, open: false },
    'activity.cancelled': (row) => row && { ...row, open: false },
    'activity.reopened': (row, { data }) => row && { ...row, open: data.happenedAt === null },
  },
})
