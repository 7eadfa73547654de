import { order } from '../../domain/sales/order.ts'
import { processManager } from '../process-manager.ts'

/** What is confirmed is handed over to the ERP, where one is connected. */
export const orderTransfer = processManager()(order)({
  name: 'order-transfer',
  version: 1,
  on: {
    'order.confirmed': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId }) => ({
        send: [{ command: 'order.transfer-by-itself', id: aggregateId, body: {} }],
        done: true,
      }),
    },
  },
})

interface Waiting {
  id: string
  attempt: number
}

const call = ({ id, attempt }: Waiting) => ({ command: 'order.send-transfer', id, body: { attempt } })

/** Calls the ERP when that is asked, and again after a while where a call has failed. */
export const orderTransferCalls = processManager<Waiting>()(order)({
  name: 'order-transfer-calls',
  version: 1,
  effect: 'order.send-transfer',
  on: {
    'order.transfer-asked': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { attempt } }) => ({
        send: [call({ id, attempt })],
        wake: { again: null },
      }),
    },
    'order.transfer-failed': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { attempt, nextAt } }) => ({
        state: { id, attempt: attempt + 1 },
        wake: { again: nextAt },
      }),
    },
  },
  wake: { again: (state) => ({ send: [call(state)] }) },
})
