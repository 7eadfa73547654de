import { activity, isNews, type Participant } from '../../domain/activities/activity.ts'
import { processManager, type Reaction, type Send } from '../process-manager.ts'

interface Guests {
  invites: boolean
  people: readonly Participant[]
  /** Whose it is. */
  assigneeId: string | null
}

interface Happened {
  aggregateId: string
  id: string
}

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId

/** Whose it is hears of it, too: it belongs into their calendar. */
const everybody = ({ people, assigneeId }: Guests): readonly Participant[] =>
  assigneeId === null || people.some(({ id }) => id === assigneeId)
    ? people
    : [...people, { model: 'user', id: assigneeId }]

function told(
  state: Guests,
  { aggregateId: activityId, id: eventId }: Happened,
  why: 'invited' | 'moved' | 'cancelled' | 'reminder',
  whom = everybody(state),
): Reaction<Guests> {
  const method = why === 'cancelled' ? 'CANCEL' : 'REQUEST'
  const send = whom.map(
    (participant): Send => ({
      command: 'outgoingMail.invite',
      name: `${why} ${participant.id} ${eventId}`,
      body: { activityId, participant, method, why },
    }),
  )
  return { state, ...(state.invites && send.length > 0 && { send }) }
}

const among = (all: readonly Participant[], { id }: Participant) => all.some((one) => one.id === id)

/** Who takes part hears by mail of what they are invited to, and what becomes of it (CAL-01). */
export const appointmentInvitations = processManager<Guests>()(activity)({
  name: 'appointment-invitations',
  version: 1,
  effect: 'outgoingMail.invite',
  on: {
    'activity.added': {
      key: ({ aggregateId, data }) =>
        data.kind === 'appointment' && data.status === 'open' ? aggregateId : undefined,
      react: (_, event) => {
        const { participants: people, assigneeId, invites = false } = event.data
        return told({ invites, people, assigneeId }, event, 'invited')
      },
    },
    'activity.changed': {
      key: own,
      react: (state, event) => {
        if (!state) return undefined
        const { changes } = event.data
        const after = { ...state, invites: changes.invites ?? state.invites }
        if (after.invites && !state.invites) return told(after, event, 'invited')
        return isNews(changes) ? told(after, event, 'moved') : { state: after }
      },
    },
    'activity.assigned': {
      key: own,
      react: (state, event) => {
        if (!state) return undefined
        const after = { ...state, assigneeId: event.data.assigneeId }
        const [news] = everybody({ ...after, people: [] })
        return told(after, event, 'invited', news && !among(state.people, news) ? [news] : [])
      },
    },
    'activity.invited': {
      key: own,
      react: (state, event) =>
        state &&
        told(
          { ...state, people: [...state.people, ...event.data.participants] },
          event,
          'invited',
          event.data.participants,
        ),
    },
    'activity.uninvited': {
      key: own,
      react: (state, event) => {
        const gone = event.data.participants
        return (
          state &&
          told(
            { ...state, people: state.people.filter((one) => !among(gone, one)) },
            event,
            'cancelled',
            gone,
          )
        )
      },
    },
    'activity.relinked': {
      key: own,
      react: (state, { data: { links } }) =>
        state && { state: { ...state, people: links.participants ?? state.people } },
    },
    'activity.reminded': {
      key: ({ aggregateId, data }) => (data.lead === undefined ? undefined : aggregateId),
      // Colleagues are told in the app.
      react: (state, event) =>
        state &&
        told(
          state,
          event,
          'reminder',
          state.people.filter(({ model }) => model !== 'user'),
        ),
    },
    'activity.cancelled': { key: own, react: (state, event) => state && told(state, event, 'cancelled') },
    'activity.reopened': {
      key: own,
      react: (state, event) =>
        state && event.data.happenedAt === null ? told(state, event, 'invited') : undefined,
    },
  },
  // Who forbids mails, or has no address, is not written to; the appointment stands all the same.
  refused: { 'outgoingMail.invite': (state) => ({ state }) },
})
