import { z } from 'zod'
import { refuse } from '../error.ts'
import { decimal, divideRounded, percentage, percentPlaces, scaled } from '../values/decimal.ts'
import { currency, heldMoney, type Money, maxAmount, money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

const quantity = decimal(3).positive().max(1_000_000_000)

/** A line as it is asked for. Left out, the description and price are the product's. */
export const lineRequest = z
  .object({
    productId: uuid.nullable().default(null),
    description: line(300).optional(),
    quantity,
    unitPrice: money.optional(),
    discountPercent: percentage.default(0),
    taxPercent: percentage.default(0),
  })
  .register(vocabulary, { id: 'LineRequest' })

/** The product as it is in the catalogue now; null: none was named, or there is none of that id. */
export const lineInput = lineRequest.extend({
  product: z.object({ name: line(120), price: heldMoney, archived: z.boolean() }).nullable(),
})

/** Sums of a document, or the amounts of one line. Net is before tax, gross after it. */
export const totals = z
  .object({ net: heldMoney, discount: heldMoney, tax: heldMoney, gross: heldMoney })
  .register(vocabulary, { id: 'Totals' })

/** A line with all it was decided on. `listPrice` is what the product cost when the line was written. */
export const pricedLine = z
  .object({
    productId: uuid.nullable(),
    description: line(300),
    quantity,
    unitPrice: heldMoney,
    listPrice: heldMoney.nullable(),
    discountPercent: percentage,
    taxPercent: percentage,
    ...totals.shape,
  })
  .register(vocabulary, { id: 'PricedLine' })

/** What a deal's buyer is offered, and later has ordered. */
export const offer = z.object({
  opportunityId: uuid,
  accountId: uuid.nullable(),
  ownerId: uuid,
  currency,
  lines: z.array(pricedLine),
  totals,
})

export type LineInput = z.output<typeof lineInput>
export type PricedLine = z.output<typeof pricedLine>
export type Totals = z.output<typeof totals>

/**
 * Prices lines in one currency. Per line, in whole minor units, halves rounded away from zero: price x quantity, the
 * discount on that, the tax on what is left. The totals are sums of these, so that a document always adds up.
 */
export function priceLines(
  inputs: readonly LineInput[],
  code: string,
): { lines: PricedLine[]; totals: Totals } {
  const lines = inputs.map((input, index) => priceLine(input, index, code))
  return { lines, totals: sumLines(lines, code) }
}

export function sumLines(lines: readonly Totals[], code: string): Totals {
  const sum = (part: keyof Totals) =>
    inBounds(
      lines.reduce((total, each) => total + BigInt(each[part].amount), 0n),
      code,
      'lines',
    )
  return { net: sum('net'), discount: sum('discount'), tax: sum('tax'), gross: sum('gross') }
}

function priceLine(input: LineInput, index: number, code: string): PricedLine {
  const { product, productId, discountPercent, taxPercent } = input
  const at = (field: string) => ({ field: `lines.${index}.${field}` })
  if (productId && !product) refuse('quote.product-unknown', 'There is no such product.', at('productId'))
  if (product?.archived)
    refuse('quote.product-archived', `${product.name} is no longer sold.`, at('productId'))
  const unitPrice =
    input.unitPrice ??
    product?.price ??
    refuse('quote.price-missing', 'A line without a product needs a price.', at('unitPrice'))
  const description =
    input.description ??
    product?.name ??
    refuse('quote.description-missing', 'A line without a product needs a description.', at('description'))
  if (unitPrice.currency !== code) {
    refuse('quote.currency-mixed', `All prices of this quote are in ${code}.`, at('unitPrice'))
  }
  const listed = divideRounded(BigInt(unitPrice.amount) * scaled(input.quantity, 3), 1_000n)
  const discount = share(listed, discountPercent)
  const net = listed - discount
  const tax = share(net, taxPercent)
  const amount = (value: bigint) => inBounds(value, code, `lines.${index}.quantity`)
  return {
    productId,
    description,
    quantity: input.quantity,
    unitPrice,
    listPrice: product?.price ?? null,
    discountPercent,
    taxPercent,
    net: amount(net),
    discount: amount(discount),
    tax: amount(tax),
    gross: amount(net + tax),
  }
}

function share(of: bigint, percent: number): bigint {
  return divideRounded(of * scaled(percent, percentPlaces), 100n * 10n ** BigInt(percentPlaces))
}

function inBounds(value: bigint, code: string, field: string): Money {
  if (value > BigInt(maxAmount)) {
    refuse('quote.amount-too-large', 'This is more money than one amount may be.', { field })
  }
  return { amount: Number(value), currency: code }
}
