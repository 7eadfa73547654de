import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { bic, iban } from '../values/bank.ts'
import { day } from '../values/day.ts'
import { percentage } from '../values/decimal.ts'
import { usedRate } from '../values/exchange.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { postalAddress } from './delivery.ts'
import { offer } from './line.ts'
import {
  allOf,
  checkParts,
  isNone,
  leftOf,
  lineParts,
  type Part,
  part,
  partOf,
  quantitiesOf,
} from './part.ts'

/** Who we were when it was issued, and where we are paid. */
const seller = z
  .object({
    name: line(200),
    address: postalAddress.nullable(),
    taxId: line(60).nullable(),
    iban: iban.nullable(),
    bic: bic.nullable(),
  })
  .register(vocabulary, { id: 'Seller' })
/** Whom it was for, as was known then. */
const buyer = z
  .object({ name: line(200), address: postalAddress.nullable() })
  .register(vocabulary, { id: 'Buyer' })

/** Until when it is to be paid, and what is taken off for who pays sooner. */
export const paymentTerms = z
  .object({
    days: count.max(365),
    discountDays: count.max(365).nullable(),
    discountPercent: percentage.nullable(),
  })
  .register(vocabulary, { id: 'PaymentTerms' })

export const invoiceKinds = ['invoice', 'credit-note'] as const
export type InvoiceKind = (typeof invoiceKinds)[number]

/** Its place among the invoices, or among the credit notes; the number is made of it. */
const sequence = count.min(1)

/** What of an order an invoice asks for. */
const billed = offer.omit({ lines: true }).extend({
  ...part.shape,
  /** Null: it was no deal. */
  opportunityId: uuid.nullable(),
  accountId: uuid,
  orderId: uuid,
  orderNumber: line(20),
  suppliedOn: day,
})

const document = billed.extend({
  kind: z.enum(invoiceKinds).register(vocabulary, { id: 'InvoiceKind' }),
  number: line(20),
  issuedOn: day,
  dueOn: day,
  terms: paymentTerms,
  seller,
  buyer,
  /** Where it is not in the currency of whom it is from: the rate of the day, and of a credit note that of its invoice. */
  exchangeRate: usedRate.optional(),
  /** Of a credit note, the invoice that it corrects, and why; null: it is an invoice. */
  credited: z.object({ invoiceId: uuid, number: line(20), reason: line(200) }).nullable(),
})

const events = {
  'invoice.issued': creates(document),
  'invoice.assigned': z.object({ ownerId: uuid }),
  /** Of which lines of the invoice how much; a credit note follows. */
  'invoice.credited': part.extend({ credit: count.min(1), reason: line(200) }),
  'invoice.reminded': z.object({ level: count.min(1).max(3), on: day }),
}

export interface InvoiceState extends z.output<(typeof events)['invoice.issued']['schema']> {
  credits: readonly Part[]
  /** How often its payment was asked for again. */
  reminders: number
}

/** Said when it is issued, and kept for ever. */
const facts = document.pick({
  issuedOn: true,
  dueOn: true,
  terms: true,
  seller: true,
  buyer: true,
  exchangeRate: true,
}).shape

const commands = {
  'invoice.issue': creates(billed.extend({ sequence, ...facts })),
  'invoice.issue-credit': creates(
    billed.extend({ sequence, ...facts, credited: document.shape.credited.unwrap() }),
  ),
  'invoice.assign': z.object({ ownerId: uuid }),
  'invoice.credit': z.object({
    /** By their place on the invoice. Left out: all that was not credited yet. */
    lines: lineParts.optional(),
    reason: line(200),
  }),
  'invoice.remind': z.object({ today: day }),
}

const own = decider<InvoiceState>()({
  name: 'invoice',
  events,
  commands,
  evolve: {
    'invoice.issued': (_, data) => ({ ...data, credits: [], reminders: 0 }),
    'invoice.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'invoice.credited': (state, { lines, totals }) => ({
      ...state,
      credits: [...state.credits, { lines, totals }],
    }),
    'invoice.reminded': (state, { level }) => ({ ...state, reminders: level }),
  },
  decide: {
    'invoice.issue': (_, { sequence: at, ...data }) => {
      const kind = 'invoice' as const
      return [{ type: 'invoice.issued', data: { ...data, kind, number: numberOf(kind, at), credited: null } }]
    },
    'invoice.issue-credit': (_, { sequence: at, ...data }) => {
      const kind = 'credit-note' as const
      return [{ type: 'invoice.issued', data: { ...data, kind, number: numberOf(kind, at) } }]
    },
    'invoice.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'invoice.assigned', data: { ownerId } }],
    'invoice.credit': (state, { lines, reason }) => {
      if (state.kind === 'credit-note')
        refuse('invoice.is-credit-note', 'A credit note is not credited; invoice what it credited again.')
      const left = leftOf(
        state.lines.map(({ quantity }) => quantity),
        quantitiesOf(state.credits, state.lines.length),
      )
      if (isNone(left)) conflict('invoice.already-credited', 'All of this invoice was credited already.')
      const parts = lines ?? allOf(left)
      checkParts(parts, left, {
        code: 'invoice.credited',
        said: (most) =>
          most === 0 ? 'All of this line was credited already.' : `Of this line ${most} can be credited.`,
      })
      const asked = partOf(state, { taken: state.credits }, parts)
      if (asked.totals.net.amount < 0 || asked.totals.gross.amount < 0)
        conflict(
          'invoice.credit-negative',
          'What is credited here is worth less than nothing; credit it with more.',
        )
      return [{ type: 'invoice.credited', data: { ...asked, credit: state.credits.length + 1, reason } }]
    },
    'invoice.remind': (state, { today }) => {
      if (state.kind === 'credit-note')
        refuse('invoice.is-credit-note', 'Nothing is to be paid for a credit note.')
      if (today <= state.dueOn) conflict('invoice.not-due', `This is to be paid until ${state.dueOn}.`)
      if (state.reminders === 3)
        conflict('invoice.reminded-enough', 'This was asked for three times already.')
      return [{ type: 'invoice.reminded', data: { level: state.reminders + 1, on: today } }]
    },
  },
})

/**
 * What is asked to be paid, or by a credit note is not any more. Nothing of it changes once it is issued; it is corrected by credit
 * notes. Its number is its place among all that were asked for, so that there is no gap and no double.
 */
export const invoice = withLinks('invoice', own, billed.pick({ accountId: true }))

export const invoiceStatuses = ['open', 'partly-paid', 'paid', 'overpaid', 'credited', 'settled'] as const
export type InvoiceStatus = (typeof invoiceStatuses)[number]

interface Settlement {
  kind: InvoiceKind
  gross: number
  credited: number
  paid: number
}

/** What is to be paid yet, in minor units; negative where too much was. Nothing is to be paid for a credit note. */
export function openOf({ kind, gross, credited, paid }: Settlement): number {
  return kind === 'credit-note' ? 0 : gross - credited - paid
}

export function invoiceStatus(of: Settlement): InvoiceStatus {
  if (of.kind === 'credit-note') return 'settled'
  const open = openOf(of)
  if (open < 0) return 'overpaid'
  if (open > 0) return of.paid > 0 ? 'partly-paid' : 'open'
  return of.credited > 0 && of.paid === 0 ? 'credited' : 'paid'
}

const prefixes: Readonly<Record<InvoiceKind, string>> = { invoice: 'INV', 'credit-note': 'CN' }

/** `INV-00042`: what is said of the nth of its kind. */
function numberOf(kind: InvoiceKind, at: number): string {
  return `${prefixes[kind]}-${String(at).padStart(5, '0')}`
}
