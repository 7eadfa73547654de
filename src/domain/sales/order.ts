import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { changed } from '../record.ts'
import { day } from '../values/day.ts'
import { documentNumber } from '../values/document-number.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { delivery, shipment } from './delivery.ts'
import { fromTaxByLine, offer } from './line.ts'
import {
  askTransfer,
  evolveTransfer,
  noteTransfer,
  type Transfer,
  transferByItself,
  transferCommands,
  transferEvents,
  withoutTransfer,
} from './order-transfer.ts'
import {
  allOf,
  checkParts,
  isNone,
  type LinePart,
  leftOf,
  linePart,
  lineParts,
  type Part,
  part,
  partOf,
  quantitiesOf,
} from './part.ts'

const nothing = z.object({})

/** What was bought: of a deal, by its quote; or what a visit to a customer took, of none. */
const bought = offer.extend({
  opportunityId: uuid.nullable(),
  quoteId: uuid.nullable(),
  serviceOrderId: uuid.optional(),
})

/** What of an order has been done, its place among them: 1 is the first. */
const place = count.min(1)

const fulfilment = shipment
  .extend({ fulfilment: place, lines: z.array(linePart) })
  .register(vocabulary, { id: 'Fulfilment' })
export type Fulfilment = z.output<typeof fulfilment>

/**
 * What was asked to be paid: of one fulfilment, or of whatever had gone out by then. It says all that its invoice is made
 * of, so that what follows from it needs no second look.
 */
const bill = offer.omit({ lines: true }).extend({
  ...part.shape,
  opportunityId: uuid.nullable(),
  bill: place,
  fulfilment: place.nullable(),
  number: line(20),
  accountId: uuid,
  /** The last day on which any of it went out. */
  suppliedOn: day,
})
export type Bill = z.output<typeof bill>

const events = {
  'order.placed': versioned(creates(bought.extend({ number: line(20), ...delivery.shape })), 3, {
    1: fromTaxByLine,
    2: (data) => ({ ...data, address: null, wantedOn: null }),
  }),
  'order.assigned': z.object({ ownerId: uuid }),
  'order.account-set': z.object({ accountId: uuid }),
  'order.delivery-changed': delivery,
  'order.confirmed': nothing,
  'order.confirmation-withdrawn': nothing,
  'order.cancelled': z.object({ reason: line(200) }),
  'order.reinstated': nothing,
  'order.fulfilled': fulfilment,
  'order.fulfilment-withdrawn': fulfilment.extend({ reason: line(200).nullable() }),
  'order.billed': bill,
  /** Of an invoice, by its credit note: it may be billed again. */
  'order.bill-credited': part.extend({ creditNoteId: uuid }),
  ...transferEvents,
}

export const orderStatuses = ['placed', 'confirmed', 'partly-fulfilled', 'fulfilled', 'cancelled'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export interface OrderState extends z.output<(typeof events)['order.placed']['schema']> {
  placedAt: string
  confirmed: boolean
  /** Why what is still open is not wanted any more; null: it is. */
  cancelled: string | null
  /** In the order they were told, without those that were taken back. */
  fulfilments: readonly Fulfilment[]
  /** How many there ever were. */
  fulfilmentCount: number
  bills: readonly Bill[]
  credits: readonly Part[]
  /** Null: it was not to be handed over to the ERP yet. */
  transfer: Transfer | null
}

const commands = {
  'order.place': creates(
    offer.extend({
      quoteId: uuid,
      address: delivery.shape.address.default(null),
      wantedOn: delivery.shape.wantedOn.default(null),
    }),
  ),
  /** Of what a visit took; it has gone out already, and is to be invoiced. */
  'order.place-service': creates(
    offer.omit({ opportunityId: true }).extend({
      accountId: uuid,
      serviceOrderId: uuid,
      suppliedOn: day,
      address: delivery.shape.address.default(null),
    }),
  ),
  'order.assign': z.object({ ownerId: uuid }),
  'order.set-account': z.object({ accountId: uuid }),
  'order.change': delivery.partial(),
  'order.confirm': nothing,
  'order.withdraw-confirmation': nothing,
  'order.cancel': z.object({ reason: line(200) }),
  'order.reinstate': nothing,
  'order.fulfil': shipment.extend({
    /** Left out: today. */
    day: day.optional(),
    /** Left out: all that is open. */
    lines: lineParts.optional(),
    today: day,
  }),
  'order.withdraw-fulfilment': z.object({
    fulfilment: place,
    reason: line(200).nullable().default(null),
  }),
  'order.bill': z.object({
    /** Left out: all that was fulfilled and is on no invoice. */
    lines: lineParts.optional(),
    /** Whether anybody has said whom invoices are from. */
    hasSeller: z.boolean(),
  }),
  'order.bill-fulfilment': z.object({
    fulfilment: place,
    /** Whether that is how it is done here. */
    isAutomatic: z.boolean(),
  }),
  'order.credit-bill': part.extend({ creditNoteId: uuid }),
  ...transferCommands,
}

const own = decider<OrderState>()({
  name: 'order',
  events,
  commands,
  evolve: {
    'order.placed': (_, data, { at }) => ({
      ...data,
      placedAt: at,
      confirmed: false,
      cancelled: null,
      fulfilments: [],
      fulfilmentCount: 0,
      bills: [],
      credits: [],
      transfer: null,
    }),
    'order.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'order.account-set': (state, { accountId }) => ({ ...state, accountId }),
    'order.delivery-changed': (state, data) => ({ ...state, ...data }),
    'order.confirmed': (state) => ({ ...state, confirmed: true }),
    'order.confirmation-withdrawn': (state) => ({ ...state, confirmed: false }),
    'order.cancelled': (state, { reason }) => ({
      ...state,
      cancelled: reason,
      transfer: withoutTransfer(state.transfer),
    }),
    'order.reinstated': (state) => ({ ...state, cancelled: null }),
    'order.fulfilled': (state, data) => ({
      ...state,
      fulfilments: [...state.fulfilments, data],
      fulfilmentCount: data.fulfilment,
    }),
    'order.fulfilment-withdrawn': (state, data) => ({
      ...state,
      fulfilments: state.fulfilments.filter((one) => one.fulfilment !== data.fulfilment),
    }),
    'order.billed': (state, data) => ({ ...state, bills: [...state.bills, data] }),
    'order.bill-credited': (state, { lines, totals }) => ({
      ...state,
      credits: [...state.credits, { lines, totals }],
    }),
    ...evolveTransfer,
  },
  decide: {
    'order.place': (_, input, { id }) => [
      { type: 'order.placed', data: { ...input, number: documentNumber('O', id) } },
    ],
    'order.place-service': (_, { suppliedOn, ...input }, { id }) => {
      const number = documentNumber('O', id)
      const { lines, totals, accountId, ownerId, currency } = input
      const parts = lines.map(({ quantity }, line) => ({ line, quantity }))
      const all = partOf({ lines, totals, currency }, { taken: [] }, parts)
      const bill = {
        number,
        opportunityId: null,
        accountId,
        ownerId,
        currency,
        suppliedOn,
        ...all,
        bill: 1,
        fulfilment: 1,
      }
      return [
        {
          type: 'order.placed',
          data: { ...input, opportunityId: null, quoteId: null, wantedOn: null, number },
        },
        {
          type: 'order.fulfilled',
          data: { fulfilment: 1, day: suppliedOn, lines: parts, carrier: null, tracking: null },
        },
        { type: 'order.billed', data: bill },
      ]
    },
    'order.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'order.assigned', data: { ownerId } }],
    'order.set-account': (state, { accountId }) => {
      if (state.accountId === accountId) return []
      if (state.accountId !== null)
        conflict('order.has-account', 'This order has an account: what was agreed with it is not another’s.')
      return [{ type: 'order.account-set', data: { accountId } }]
    },
    'order.change': (state, input) => {
      checkWanted(state)
      if (Object.keys(changed(state, input)).length === 0) return []
      const { address = state.address, wantedOn = state.wantedOn } = input
      return [{ type: 'order.delivery-changed', data: { address, wantedOn } }]
    },
    'order.confirm': (state) => {
      if (state.confirmed) return []
      checkWanted(state)
      return [{ type: 'order.confirmed', data: {} }]
    },
    'order.withdraw-confirmation': (state) => {
      if (!state.confirmed) return []
      checkWanted(state)
      if (state.fulfilments.length > 0)
        conflict('order.fulfilled-in-part', 'Some of this order has gone out: it stays confirmed.')
      return [{ type: 'order.confirmation-withdrawn', data: {} }]
    },
    'order.cancel': (state, { reason }) => {
      if (state.cancelled !== null) return []
      if (isNone(openOf(state)))
        conflict('order.already-fulfilled', 'All of this order has gone out: nothing is left to cancel.')
      return [{ type: 'order.cancelled', data: { reason } }]
    },
    'order.reinstate': (state) => (state.cancelled === null ? [] : [{ type: 'order.reinstated', data: {} }]),
    'order.fulfil': (state, { lines, today, day: on = today, ...sent }) => {
      checkWanted(state)
      const open = openOf(state)
      if (isNone(open)) conflict('order.already-fulfilled', 'All of this order has gone out already.')
      if (on > today)
        refuse('order.fulfilled-in-future', 'What has not gone out yet cannot be recorded.', { field: 'day' })
      const parts = lines ?? allOf(open)
      checkParts(parts, open, {
        code: 'order.fulfilled',
        said: (left) => (left === 0 ? 'Nothing of this line is open.' : `Of this line ${left} is open.`),
      })
      const data = { fulfilment: state.fulfilmentCount + 1, day: on, lines: parts, ...sent }
      return [{ type: 'order.fulfilled', data }]
    },
    'order.withdraw-fulfilment': (state, { fulfilment: asked, reason }) => {
      const found = state.fulfilments.find((one) => one.fulfilment === asked)
      if (!found) {
        if (asked <= state.fulfilmentCount) return []
        refuse('order.fulfilment-unknown', 'This order has no such fulfilment.', { field: 'fulfilment' })
      }
      const rest = leftOf(fulfilledOf(state), quantitiesOf([found], state.lines.length))
      if (rest.some((each, at) => Math.abs(each) < Math.abs(billedOf(state)[at] ?? 0)))
        conflict(
          'order.fulfilment-billed',
          'This fulfilment was invoiced. Credit its invoice first; then it can be taken back.',
        )
      return [{ type: 'order.fulfilment-withdrawn', data: { ...found, reason } }]
    },
    'order.bill': (state, { lines, hasSeller }) => {
      const due = leftOf(fulfilledOf(state), billedOf(state))
      const parts = lines ?? allOf(due)
      if (parts.length === 0) conflict('order.nothing-to-bill', 'All that has gone out was invoiced already.')
      if (!hasSeller)
        conflict(
          'order.no-seller',
          'Describe the organisation in the settings first: an invoice says whom it is from.',
        )
      checkParts(parts, due, {
        code: 'order.billed',
        said: (left) =>
          left === 0
            ? 'Nothing of this line has gone out that was not invoiced.'
            : `Of this line ${left} has gone out and was not invoiced.`,
      })
      const data = billOf(state, parts, null)
      if (data === 'no account')
        conflict('order.no-account', 'Say whose order this is first: an invoice says whom it is for.')
      if (data === 'negative')
        conflict(
          'order.bill-negative',
          'What is taken back here is worth more than what is sold; invoice it together with more.',
        )
      return [{ type: 'order.billed', data }]
    },
    // What cannot be invoiced by itself waits for somebody to do it.
    'order.bill-fulfilment': (state, { fulfilment: of, isAutomatic }) => {
      if (!isAutomatic || state.bills.some((one) => one.fulfilment === of)) return []
      const parts = partsOf(state, of, leftOf(fulfilledOf(state), billedOf(state)))
      const data = parts.length === 0 ? 'nothing' : billOf(state, parts, of)
      return typeof data === 'string' ? [] : [{ type: 'order.billed', data }]
    },
    'order.credit-bill': (_, input) => [{ type: 'order.bill-credited', data: input }],
    'order.transfer': askTransfer,
    'order.transfer-by-itself': transferByItself,
    'order.send-transfer': (state, input, { at }) => noteTransfer(state, input, at),
  },
})

/** How far an order is: what somebody said of it, and what has gone out. */
export function orderStatus(
  state: Pick<OrderState, 'confirmed' | 'cancelled' | 'fulfilments' | 'lines'>,
): OrderStatus {
  if (state.cancelled !== null) return 'cancelled'
  if (state.fulfilments.length === 0) return state.confirmed ? 'confirmed' : 'placed'
  return isNone(openOf(state)) ? 'fulfilled' : 'partly-fulfilled'
}

/** How much of each line has gone out. */
export const fulfilledOf = ({ fulfilments, lines }: Pick<OrderState, 'fulfilments' | 'lines'>): number[] =>
  quantitiesOf(fulfilments, lines.length)

/** How much of each line is on invoices, without what was credited. */
export const billedOf = ({
  bills,
  credits,
  lines,
}: Pick<OrderState, 'bills' | 'credits' | 'lines'>): number[] =>
  leftOf(quantitiesOf(bills, lines.length), quantitiesOf(credits, lines.length))

/** How much of each line is to go out yet. */
const openOf = (state: Pick<OrderState, 'fulfilments' | 'lines'>): number[] =>
  leftOf(
    state.lines.map(({ quantity }) => quantity),
    fulfilledOf(state),
  )

/** What of a fulfilment is still to be invoiced. */
function partsOf({ fulfilments }: OrderState, of: number, unbilled: readonly number[]): LinePart[] {
  const found = fulfilments.find((one) => one.fulfilment === of)
  return (found?.lines ?? []).flatMap(({ line: at, quantity }) => {
    const left = unbilled[at] ?? 0
    const due = Math.abs(quantity) < Math.abs(left) ? quantity : left
    return due === 0 ? [] : [{ line: at, quantity: due }]
  })
}

/** What so much of an order is to be invoiced as, or why it is not. */
function billOf(
  state: OrderState,
  parts: readonly LinePart[],
  of: number | null,
): Bill | 'no account' | 'negative' {
  const { number, opportunityId, accountId, ownerId, currency } = state
  if (accountId === null) return 'no account'
  const asked = partOf(state, { taken: state.bills, givenBack: state.credits }, parts)
  if (asked.totals.net.amount < 0 || asked.totals.gross.amount < 0) return 'negative'
  const about = { number, opportunityId, accountId, ownerId, currency, suppliedOn: lastDayOf(state, of) }
  return { ...about, ...asked, bill: state.bills.length + 1, fulfilment: of }
}

function lastDayOf({ fulfilments }: OrderState, of: number | null): string {
  const days = fulfilments.flatMap((one) => (of === null || one.fulfilment === of ? one.day : []))
  return days.sort().at(-1) ?? ''
}

function checkWanted({ cancelled }: OrderState): void {
  if (cancelled !== null) conflict('order.cancelled', 'This order was cancelled; take that back first.')
}

/** What a customer has bought, line for line what was offered: what of it has gone out, and what was asked to be paid. */
export const order = withLinks('order', own, offer.pick({ accountId: true }))
