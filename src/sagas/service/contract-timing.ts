import { contract } from '../../domain/service/contract.ts'
import { processManager, type Reaction } from '../process-manager.ts'

interface Timing {
  noticeAt: string | null
  endsAt: string | null
}

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId
const watched = ({ noticeAt, endsAt }: Timing): Reaction<never> => ({
  wake: { notice: noticeAt, end: endsAt },
})

/** Tells the owner of a contract before it ends, and renews or ends it when its last day is over. */
export const contractTiming = processManager()(contract)({
  name: 'contract-timing',
  version: 1,
  on: {
    'contract.activated': { key: own, react: (_, { data }) => watched(data) },
    'contract.renewed': { key: own, react: (_, { data }) => watched(data) },
    'contract.changed': {
      key: (event) => (event.data.timing ? event.aggregateId : undefined),
      react: (_, { data }) => data.timing && watched(data.timing),
    },
    'contract.ended': { key: own, react: () => ({ done: true }) },
  },
  wake: {
    notice: (_, __, { key }) => ({ send: [{ command: 'contract.remind-notice', id: key, body: {} }] }),
    end: (_, __, { key }) => ({ send: [{ command: 'contract.run-out', id: key, body: {} }] }),
  },
})
