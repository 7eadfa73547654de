import { activity, type Regarded } from '../../domain/activities/activity.ts'
import { lead } from '../../domain/sales/lead.ts'
import { processManager, type Reaction, type Send } from '../process-manager.ts'

interface Story {
  activities: readonly string[]
  /** What the lead has become; empty until then. */
  became: readonly Regarded[]
}

const leadIn = (records: readonly Regarded[]) => records.find(({ model }) => model === 'lead')?.id

/** What was done with a lead goes with it: into the contact, the account and the deal that it becomes, and back. */
export const activityConversion = processManager<Story>()(activity, lead)({
  name: 'activity-conversion',
  version: 1,
  on: {
    'activity.added': {
      key: ({ data }) => leadIn(data.regarding),
      react: (state, { aggregateId }) => withActivity(state, aggregateId),
    },
    'activity.linked': {
      key: ({ data }) => leadIn(data.records),
      react: (state, { aggregateId }) => withActivity(state, aggregateId),
    },
    'lead.converted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { accountId, contactId, opportunityId } }) => {
        const became: Regarded[] = [
          { model: 'opportunity', id: opportunityId },
          { model: 'contact', id: contactId },
          ...(accountId ? [{ model: 'account' as const, id: accountId }] : []),
        ]
        const activities = state?.activities ?? []
        return { state: { activities, became }, send: activities.map((id) => linking(id, became)) }
      },
    },
    'lead.conversion-reverted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { left } }) => {
        const { activities = [], became = [] } = state ?? {}
        const gone = became.filter(({ id }) => !left.some((one) => one.id === id))
        return {
          state: { activities, became: [] },
          send: activities.map((id) => ({
            command: 'activity.unlink',
            id,
            name: id,
            body: { records: gone },
          })),
        }
      },
    },
  },
  // It was taken off the lead, or its person was erased.
  refused: { 'activity.link': () => undefined, 'activity.unlink': () => undefined },
})

function withActivity(state: Story | undefined, id: string): Reaction<Story> {
  const { activities = [], became = [] } = state ?? {}
  return {
    state: { activities: [...new Set([...activities, id])], became },
    send: became.length > 0 ? [linking(id, became)] : [],
  }
}

function linking(id: string, records: readonly Regarded[]): Send {
  return { command: 'activity.link', id, name: id, body: { records } }
}
