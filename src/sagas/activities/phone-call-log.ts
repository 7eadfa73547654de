import { phoneCall } from '../../domain/activities/phone-call.ts'
import { processManager } from '../process-manager.ts'

/** Whatever was not ended by then has no browser any more. */
const longestMs = 12 * 3_600_000

interface Call {
  phoneCallId: string
  /** What it is logged as. */
  activityId?: string
}

/** A call that is over becomes an activity, once, and what it turns out to be about later is said there, too. */
export const phoneCallLog = processManager<Call>()(phoneCall)({
  name: 'phone-call-log',
  version: 1,
  on: {
    'phoneCall.started': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: phoneCallId, occurredAt }) => ({
        state: { phoneCallId },
        wake: { lost: new Date(Date.parse(occurredAt) + longestMs).toISOString() },
      }),
    },
    'phoneCall.ended': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: phoneCallId }, { made }) => ({
        state: { phoneCallId, activityId: made('activity') },
        wake: { lost: null },
        send: [
          { command: 'activity.file-call', name: 'activity', body: { phoneCallId } },
          { command: 'phoneCall.log', id: phoneCallId, body: { activityId: made('activity') } },
        ],
      }),
    },
    'phoneCall.filed': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { records } }) =>
        state?.activityId === undefined
          ? undefined
          : { send: [{ command: 'activity.link', id: state.activityId, body: { records } }] },
    },
    'phoneCall.taken-off': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { records } }) =>
        state?.activityId === undefined
          ? undefined
          : { send: [{ command: 'activity.unlink', id: state.activityId, body: { records } }] },
    },
  },
  wake: {
    lost: ({ phoneCallId }) => ({ send: [{ command: 'phoneCall.give-up', id: phoneCallId, body: {} }] }),
  },
  // Whom it was with was erased meanwhile, and the call with them.
  refused: {
    'activity.file-call': () => undefined,
    'phoneCall.log': () => undefined,
    'phoneCall.give-up': () => undefined,
    'activity.link': () => undefined,
    'activity.unlink': () => undefined,
  },
})
