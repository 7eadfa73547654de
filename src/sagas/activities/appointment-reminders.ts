import { activity, leadMs } from '../../domain/activities/activity.ts'
import { processManager, type Reaction } from '../process-manager.ts'

interface Invited {
  invites: boolean
  startsAt: string
}

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId

/** A day and an hour before; what of that is past when it is planned reminds nobody. */
function timers(state: Invited, now: string): Reaction<Invited> {
  const before = (ms: number) => {
    const at = new Date(Date.parse(state.startsAt) - ms).toISOString()
    return state.invites && at > now ? at : null
  }
  return { state, wake: { day: before(leadMs.day), hour: before(leadMs.hour) } }
}

const over = {
  key: own,
  react: (state: Invited | undefined): Reaction<Invited> | undefined =>
    state && { state, wake: { day: null, hour: null } },
}

/** Reminds of appointments that people were invited to, a day and an hour before; what is moved moves that along (CAL-04). */
export const appointmentReminders = processManager<Invited>()(activity)({
  name: 'appointment-reminders',
  version: 1,
  on: {
    'activity.added': {
      key: ({ aggregateId, data }) =>
        data.kind === 'appointment' && data.status === 'open' ? aggregateId : undefined,
      react: (_, { data: { startsAt, invites = false }, occurredAt }) =>
        startsAt === null ? undefined : timers({ startsAt, invites }, occurredAt),
    },
    'activity.changed': {
      key: ({ aggregateId, data: { changes } }) =>
        changes.startsAt === undefined && changes.invites === undefined ? undefined : aggregateId,
      react: (state, { data: { changes }, occurredAt }) =>
        state &&
        timers(
          { startsAt: changes.startsAt ?? state.startsAt, invites: changes.invites ?? state.invites },
          occurredAt,
        ),
    },
    'activity.reopened': { key: own, react: (state, { occurredAt }) => state && timers(state, occurredAt) },
    'activity.completed': over,
    'activity.cancelled': over,
    'activity.erased': over,
  },
  wake: {
    day: (_, __, { key }) => ({ send: [{ command: 'activity.remind', id: key, body: { lead: 'day' } }] }),
    hour: (_, __, { key }) => ({ send: [{ command: 'activity.remind', id: key, body: { lead: 'hour' } }] }),
  },
})
