import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { iban } from '../values/bank.ts'
import { day } from '../values/day.ts'
import { currency, formatMoney, maxAmount, signedMoney } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What was paid; negative where we have paid it back. */
const amount = signedMoney
  .extend({
    amount: z
      .int()
      .min(-maxAmount)
      .max(maxAmount)
      .refine((minor) => minor !== 0, 'must not be 0'),
  })
  .meta({ examples: [{ amount: 11_900, currency: 'EUR' }] })
  .register(vocabulary, { id: 'PaidMoney' })

/** So much of a payment is for this invoice. */
export const allocation = z
  .object({ invoiceId: uuid, amount: amount.shape.amount })
  .register(vocabulary, { id: 'Allocation' })
export type Allocation = z.output<typeof allocation>

const allocations = z.array(allocation).max(100)

const paying = z.object({
  paid: amount,
  receivedOn: day,
  /** Who has paid, as the bank or somebody here has it. */
  payer: personal(line(140)).nullable().default(null),
  payerIban: personal(iban).nullable().default(null),
  /** What it is for, as whoever has paid says. */
  reference: personal(line(500)).nullable().default(null),
})

const person = subject('payment')

const standing = z.object({
  allocations,
  /** Whose invoices they are; null: of none, or of several. */
  accountId: uuid.nullable(),
})

const events = {
  /** `statement`: of the account on whose statement it was found; null: somebody has entered it. */
  'payment.recorded': creates(paying.extend({ ...standing.shape, statement: iban.nullable() })),
  /** And for which it was until then, so that what follows from it needs no second look. */
  'payment.allocated': standing.extend({ before: allocations }),
  /** It counts no more, for none of its invoices. */
  'payment.voided': z.object({ reason: line(200), allocations }),
  'payment.reinstated': z.object({ allocations }),
  ...person.events,
}

export interface PaymentState extends AboutPerson, z.output<(typeof events)['payment.recorded']['schema']> {
  voided: boolean
}

/** The invoices that are named, in their order; null: there is none of that id that the asker may see. */
const invoices = z.array(
  z
    .object({ kind: z.enum(['invoice', 'credit-note']), number: line(20), currency, accountId: uuid })
    .nullable(),
)

const commands = {
  'payment.record': creates(paying.extend({ allocations: allocations.default([]), invoices, today: day })),
  'payment.import': creates(paying.extend({ statement: iban.nullable() })),
  'payment.allocate': z.object({ allocations, invoices }),
  'payment.void': z.object({ reason: line(200) }),
  'payment.reinstate': z.object({}),
  ...person.commands,
}

const own = decider<PaymentState>()({
  name: 'payment',
  events,
  commands,
  evolve: {
    'payment.recorded': (_, data) => ({ ...data, voided: false }),
    'payment.allocated': (state, { allocations: said, accountId }) => ({
      ...state,
      allocations: said,
      accountId,
    }),
    'payment.voided': (state) => ({ ...state, voided: true }),
    'payment.reinstated': (state) => ({ ...state, voided: false }),
    ...person.evolve,
  },
  decide: {
    ...person.decide,
    'payment.record': (_, { invoices: named, today, ...data }) => {
      if (data.receivedOn > today)
        refuse('payment.received-in-future', 'What was not paid yet cannot be recorded.', {
          field: 'receivedOn',
        })
      const accountId = checkAllocations(data.paid, data.allocations, named)
      return [{ type: 'payment.recorded', data: { ...data, accountId, statement: null } }]
    },
    'payment.import': (_, data) => [
      { type: 'payment.recorded', data: { ...data, allocations: [], accountId: null } },
    ],
    'payment.allocate': (state, { allocations: asked, invoices: named }) => {
      if (state.voided) conflict('payment.voided', 'This payment counts no more; take that back first.')
      const accountId = checkAllocations(state.paid, asked, named)
      if (JSON.stringify(asked) === JSON.stringify(state.allocations)) return []
      const data = { allocations: asked, accountId, before: state.allocations }
      return [{ type: 'payment.allocated', data }]
    },
    'payment.void': (state, { reason }) =>
      state.voided ? [] : [{ type: 'payment.voided', data: { reason, allocations: state.allocations } }],
    'payment.reinstate': (state) =>
      state.voided ? [{ type: 'payment.reinstated', data: { allocations: state.allocations } }] : [],
  },
})

/** Money that came in, or was paid back, and for which invoices it is. */
export const payment = withLinks('payment', own, standing.pick({ accountId: true }))

/**
 * Of a payment no more is for invoices than was paid; an invoice may get more than is open, as people pay too much.
 * @returns whose they are. @throws DomainError
 */
function checkAllocations(
  { amount: whole, currency: code }: z.output<typeof amount>,
  asked: readonly Allocation[],
  named: z.output<typeof invoices>,
): string | null {
  for (const [index, { invoiceId, amount: part }] of asked.entries()) {
    const at = (field: string) => ({ field: `allocations.${index}.${field}` })
    const found = named[index]
    if (!found) refuse('payment.invoice-unknown', 'There is no such invoice.', at('invoiceId'))
    if (found.kind === 'credit-note')
      refuse(
        'payment.credit-note',
        `${found.number} is a credit note: name the invoice that it corrects.`,
        at('invoiceId'),
      )
    if (found.currency !== code)
      refuse('payment.currency-mixed', `${found.number} is in ${found.currency}.`, at('invoiceId'))
    if (asked.findIndex((one) => one.invoiceId === invoiceId) !== index)
      refuse('payment.invoice-twice', `${found.number} is named twice.`, at('invoiceId'))
    if (part < 0 !== whole < 0)
      refuse(
        'payment.other-way',
        whole < 0 ? 'What was paid back takes from an invoice.' : 'What was paid adds to an invoice.',
        at('amount'),
      )
  }
  const sum = asked.reduce((total, each) => total + each.amount, 0)
  if (Math.abs(sum) > Math.abs(whole))
    refuse(
      'payment.allocated-too-much',
      `This payment is ${formatMoney({ amount: whole, currency: code })}; ${formatMoney({ amount: sum, currency: code })} is more.`,
      { field: 'allocations' },
    )
  const accounts = new Set(named.flatMap((one) => one?.accountId ?? []))
  return accounts.size === 1 ? ([...accounts][0] ?? null) : null
}

export const paymentStatuses = ['unallocated', 'partly-allocated', 'allocated', 'voided'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const allocatedOf = (of: readonly Allocation[]) => of.reduce((sum, each) => sum + each.amount, 0)

export function paymentStatus(of: {
  paid: number
  allocations: readonly Allocation[]
  voided: boolean
}): PaymentStatus {
  if (of.voided) return 'voided'
  if (of.allocations.length === 0) return 'unallocated'
  return allocatedOf(of.allocations) === of.paid ? 'allocated' : 'partly-allocated'
}
