import { webhook } from '../../domain/settings/webhook.ts'
import { processManager } from '../process-manager.ts'

/**
 * Begins the deliveries of a webhook, which then go on by themselves for as long as it is active: what waits for them is the log.
 * Its version stays, as that of batches does.
 */
export const webhookDeliveries = processManager()(webhook)({
  name: 'webhook-deliveries',
  version: 1,
  effect: 'webhook.deliver',
  on: {
    'webhook.created': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, position }) => begin(id, { run: 1, after: String(position) }),
    },
    'webhook.resumed': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { run } }) => begin(id, { run }),
    },
    'webhook.replayed': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data }) => begin(id, data),
    },
  },
})

const begin = (id: string, body: { run: number; after?: string }) => ({
  send: [{ command: 'webhook.deliver', id, body }],
  done: true as const,
})
