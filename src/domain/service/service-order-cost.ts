import { z } from 'zod'
import { refuse } from '../error.ts'
import { type LineInput, priceLines, quantity } from '../sales/line.ts'
import { pricesOf } from '../sales/pricing.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { heldPrice, type Money, maxAmount, money } from '../values/money.ts'
import { cutTo, line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { priceFor } from './service.ts'

/** The service as it was when the order was made. */
export const orderedService = z
  .object({ id: uuid, name: line(120), price: money.nullable(), priceFor, minutes: count.min(1) })
  .register(vocabulary, { id: 'OrderedService' })

/** Time that somebody has spent. */
export const labour = z
  .object({
    id: uuid,
    userId: uuid.nullable(),
    text: line(200).nullable(),
    startedAt: instant,
    endedAt: instant,
    /** For an hour. */
    rate: money.nullable(),
    billable: z.boolean(),
  })
  .register(vocabulary, { id: 'ServiceLabour' })
export type Labour = z.output<typeof labour>

/** Something of ours, or of somebody else's, that was built in or used up. */
export const usedPart = z
  .object({
    id: uuid,
    productId: uuid.nullable(),
    description: line(300),
    quantity: quantity.refine((many) => many > 0, 'must be more than 0'),
    unitPrice: heldPrice.nullable(),
    billable: z.boolean(),
  })
  .register(vocabulary, { id: 'UsedPart' })
export type UsedPart = z.output<typeof usedPart>

export interface Costing {
  currency: string
  service: z.output<typeof orderedService> | null
  /** Whether the visit itself is to be paid. */
  billsVisit: boolean
  times: readonly Labour[]
  parts: readonly UsedPart[]
}

/** What a visit comes to, in minor units of its currency, before tax: all of it, and what the customer pays. */
export interface ServiceCost {
  visit: number
  labour: number
  parts: number
  total: number
  billable: number
}

export function costOf(of: Costing): ServiceCost {
  const net = (costed: readonly Costed[]) => {
    const lines = costed.flatMap(({ asked }) =>
      asked.unitPrice?.currency === of.currency ? [{ ...asked, unitPrice: asked.unitPrice.amount }] : [],
    )
    const sum = pricesOf(lines, of.currency).sums.net
    return Number(sum > most ? most : sum)
  }
  const { visit, times, parts } = linesOf(of, 0)
  const sums = { visit: net(visit), labour: net(times), parts: net(parts) }
  return {
    ...sums,
    total: net([...visit, ...times, ...parts]),
    billable: net([...visit, ...times, ...parts].filter(({ billable }) => billable)),
  }
}

/** No order comes to more. */
const most = BigInt(maxAmount)

/** @throws DomainError for what comes to more than one amount may be, so that what is written down can be invoiced. */
export function mustBeCountable(of: Costing): void {
  if (costOf(of).total >= maxAmount)
    refuse('serviceOrder.amount-too-large', 'This is more money than one order may come to.', {
      field: 'quantity',
    })
}

/** What of a visit the customer pays, as lines of an order. @throws DomainError where that is nothing. */
export function linesToBill(of: Costing, taxPercent: number) {
  const { visit, times, parts } = linesOf(of, taxPercent)
  const asked = [...visit, ...times, ...parts].flatMap((one) => (one.billable ? [one.asked] : []))
  if (asked.length === 0) refuse('serviceOrder.nothing-to-bill', 'Nothing of it is to be paid.')
  return priceLines(asked, of.currency)
}

interface Costed {
  asked: LineInput
  billable: boolean
}

function linesOf({ service, billsVisit, times, parts }: Costing, taxPercent: number) {
  const plain = { discountPercent: 0, taxPercent, productId: null, product: null }
  const visit: Costed[] =
    service?.price && service.priceFor === 'visit'
      ? [
          {
            asked: { ...plain, description: service.name, quantity: 1, unitPrice: service.price },
            billable: billsVisit,
          },
        ]
      : []
  const ofTimes = times.flatMap((one): Costed[] => {
    const hours = hoursOf(one)
    if (!one.rate || hours === 0) return []
    const description = one.text ?? service?.name ?? 'Labour'
    return [
      {
        asked: { ...plain, description, quantity: hours, unitPrice: one.rate },
        billable: one.billable,
      },
    ]
  })
  const ofParts = parts.flatMap((one): Costed[] => {
    const { unitPrice, description, productId, quantity: many } = one
    if (!unitPrice) return []
    const product = productId && { name: cutTo(description, 120), price: unitPrice, archived: false }
    const asked = { ...plain, description, quantity: many, unitPrice, productId, product: product || null }
    return [{ asked, billable: one.billable }]
  })
  return { visit, times: ofTimes, parts: ofParts }
}

/** With three decimals, as quantities are told. */
export const hoursOf = ({ startedAt, endedAt }: Pick<Labour, 'startedAt' | 'endedAt'>) =>
  Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 3_600) / 1000

/** @throws DomainError for a price in another currency than that of the order. */
export function mustBeIn(currency: string, price: Money | null, field: string): void {
  if (price && price.currency !== currency)
    refuse('serviceOrder.currency-mixed', `All prices of this order are in ${currency}.`, { field })
}
