import { z } from 'zod'
import { decider } from '../decider.ts'
import { versioned } from '../event.ts'
import { type RecordState, record } from '../record.ts'
import { address } from '../values/address.ts'
import { bic, iban } from '../values/bank.ts'
import { day } from '../values/day.ts'
import { percentage } from '../values/decimal.ts'
import { count } from '../values/integer.ts'
import { currency } from '../values/money.ts'
import { picture } from '../values/picture.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'

export const organisationFields = z.object({
  legalName: line(200),
  address: address.nullable().default(null),
  taxId: line(60).nullable().default(null),
  logo: picture.nullable().default(null),
  baseCurrency: currency.default('USD'),
  /** The month in which the fiscal year begins: 1 is January. */
  fiscalYearStart: z.int().min(1).max(12).default(1),
  /** Whose days count for whatever is said of days. */
  timeZone: timeZone.default('UTC'),
  /** Where we are paid. */
  iban: iban.nullable().default(null),
  bic: bic.nullable().default(null),
  /** In how many days invoices are to be paid. */
  paymentDays: count.max(365).default(30),
  /** What is taken off for who pays in so many days. */
  discountDays: count.max(365).nullable().default(null),
  discountPercent: percentage.nullable().default(null),
  /** Whether an invoice follows by itself when something goes out. */
  invoicesOnFulfilment: z.boolean().default(true),
  /** The day from which this holds. */
  from: day,
})

type Facts = RecordState<z.output<typeof organisationFields>>

/** What was said of the organisation at one time, but for its picture. */
export type StatedOrganisation = Omit<Facts, 'logo'>

interface Organisation extends Facts {
  /** All that was said, in the order in which it was said. */
  said: readonly StatedOrganisation[]
}

const plain = record('organisation', organisationFields)

function withSaid<State extends Facts>(state: State, before: Organisation['said']) {
  const { logo: _, ...stated } = state
  return { ...state, said: [...before, stated] }
}

/** Who we are, on paper, and how we are paid. There is one; each change says from which day it holds. */
export const organisation = decider<Organisation>()({
  ...plain,
  events: {
    ...plain.events,
    'organisation.created': versioned(plain.events['organisation.created'], 2, {
      1: (data) => ({
        ...data,
        iban: null,
        bic: null,
        paymentDays: 30,
        discountDays: null,
        discountPercent: null,
        invoicesOnFulfilment: true,
      }),
    }),
  },
  evolve: {
    'organisation.created': (before, data, context) =>
      withSaid(plain.evolve['organisation.created'](before, data, context), []),
    'organisation.changed': ({ said, ...state }, data, context) => ({
      ...withSaid(plain.evolve['organisation.changed'](state, data, context), said),
    }),
    'organisation.archived': (state) => ({ ...state, archived: true }),
    'organisation.restored': (state) => ({ ...state, archived: false }),
  },
})
