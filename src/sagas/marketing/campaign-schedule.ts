import { campaign } from '../../domain/marketing/campaign.ts'
import { processManager, type Reaction } from '../process-manager.ts'

interface Planned {
  id: string
}

function planned(
  id: string,
  { startsAt, endsAt }: { startsAt?: string | null | undefined; endsAt?: string | null | undefined },
): Reaction<Planned> {
  return {
    state: { id },
    wake: {
      ...(startsAt !== undefined && { start: startsAt }),
      ...(endsAt !== undefined && { end: endsAt }),
    },
  }
}

const due = ({ id }: Planned, dueAt: string): Reaction<Planned> => ({
  send: [{ command: 'campaign.follow-schedule', id, name: dueAt, body: {}, occurredAt: dueAt }],
})

/** Starts and ends campaigns when their days have come. */
export const campaignSchedule = processManager<Planned>()(campaign)({
  name: 'campaign-schedule',
  version: 1,
  on: {
    'campaign.created': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data }) => planned(aggregateId, data),
    },
    'campaign.changed': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data: { changes } }) => planned(aggregateId, changes),
    },
  },
  wake: { start: due, end: due },
})
