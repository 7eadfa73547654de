import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { documentNumber } from '../values/document-number.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { fromTaxByLine, offer } from './line.ts'

const events = {
  'order.placed': versioned(creates(offer.extend({ number: line(20), quoteId: uuid })), 2, {
    1: fromTaxByLine,
  }),
  'order.assigned': z.object({ ownerId: uuid }),
}

export interface OrderState extends z.output<(typeof events)['order.placed']['schema']> {
  status: 'placed'
  placedAt: string
}

const commands = {
  'order.place': creates(offer.extend({ quoteId: uuid })),
  'order.assign': z.object({ ownerId: uuid }),
}

/** What a customer has bought, line for line what was offered. */
export const order = decider<OrderState>()({
  name: 'order',
  events,
  commands,
  evolve: {
    'order.placed': (_, data, { at }) => ({ ...data, status: 'placed', placedAt: at }),
    'order.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
  },
  decide: {
    'order.place': (_, input, { id }) => [
      { type: 'order.placed', data: { ...input, number: documentNumber('O', id) } },
    ],
    'order.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'order.assigned', data: { ownerId } }],
  },
})
