import { lead } from '../../domain/sales/lead.ts'
import { processManager } from '../process-manager.ts'

/**
 * Undoes a conversion that is to be undone: what it has made is looked at when it is withdrawn, beside all that the other managers
 * send.
 */
export const leadReversion = processManager()(lead)({
  name: 'lead-reversion',
  version: 1,
  effect: 'lead.complete-reversion',
  on: {
    'lead.reversion-requested': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId }) => ({
        send: [{ command: 'lead.complete-reversion', id: aggregateId, body: {} }],
      }),
    },
  },
})
