import { z } from 'zod'
import { refuse } from '../error.ts'
import { decimal, percentage } from '../values/decimal.ts'
import { currency, heldPrice, type Money, maxAmount, signedMoney, unitPrice } from '../values/money.ts'
import { cutTo, line } from '../values/text.ts'
import { unit } from '../values/unit.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { pricedBy } from './price-choice.ts'
import { type DocumentSums, pricesOf, quantityPlaces } from './pricing.ts'

/** Negative for what is taken back: a credit, a trade-in. */
export const mostQuantity = 1_000_000_000
export const quantity = decimal(quantityPlaces)
  .min(-mostQuantity)
  .max(mostQuantity)
  .refine((value) => value !== 0, 'must not be 0')
  .meta({ examples: [1, 2.5, -1] })

/** A line as it is asked for. Left out, the description and price are the product's. */
export const lineRequest = z
  .object({
    productId: uuid.nullable().default(null),
    description: line(300).optional(),
    quantity,
    unitPrice: unitPrice.optional(),
    discountPercent: percentage.default(0),
    taxPercent: percentage.default(0),
  })
  .register(vocabulary, { id: 'LineRequest' })

/** The product as it is in the catalogue now; null: none was named, or there is none of that id. */
export const lineInput = lineRequest.extend({
  product: z
    .object({
      name: line(120),
      /** Its price by the book that holds, or the catalogue's. */
      price: heldPrice,
      pricedBy: pricedBy.optional(),
      unit: unit.optional(),
      archived: z.boolean(),
    })
    .nullable(),
})

/** What is due at one rate: the tax on the sum of its lines, rounded once (EN 16931, BR-CO-17). */
export const rateTax = z
  .object({ percent: percentage, net: signedMoney, tax: signedMoney })
  .register(vocabulary, { id: 'RateTax' })

/** Sums of a document. Net is before tax, gross after it; `taxes` says what the tax consists of, the highest rate first. */
export const totals = z
  .object({
    net: signedMoney,
    discount: signedMoney,
    tax: signedMoney,
    gross: signedMoney,
    taxes: z.array(rateTax).default([]),
  })
  .register(vocabulary, { id: 'Totals' })

/**
 * A line with all it was decided on. `listPrice` is what the product cost when the line was written, and `pricedBy` says
 * where that is from, unless it is the catalogue.
 */
export const pricedLine = z
  .object({
    productId: uuid.nullable(),
    description: line(300),
    quantity,
    unitPrice: heldPrice,
    listPrice: heldPrice.nullable(),
    pricedBy: pricedBy.optional(),
    unit: unit.optional(),
    discountPercent: percentage,
    taxPercent: percentage,
    net: signedMoney,
    discount: signedMoney,
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
export type RateTax = z.output<typeof rateTax>
export type Totals = z.output<typeof totals>

/** The sums in minor units of the one currency that they are in. */
export function amountsOf({ net, discount, tax, gross, taxes }: Totals) {
  return { net: net.amount, discount: discount.amount, tax: tax.amount, gross: gross.amount, taxes }
}

/** Prices lines in one currency. @throws DomainError naming the line, or `lines` where the whole is refused. */
export function priceLines(
  inputs: readonly LineInput[],
  code: string,
): { lines: PricedLine[]; totals: Totals } {
  const chosen = inputs.map((input, index) => chosenFor(input, index, code))
  const { lines, sums } = pricesOf(
    chosen.map((each) => ({ ...each, unitPrice: each.unitPrice.amount })),
    code,
  )
  return {
    lines: chosen.map((each, index) => {
      const amount = (value: bigint) => inBounds(value, code, `lines.${index}.quantity`)
      const { net = 0n, discount = 0n } = lines[index] ?? {}
      return { ...each, net: amount(net), discount: amount(discount) }
    }),
    totals: totalsOf(sums, code),
  }
}

/** A line as it was asked for: its words and price stand, whatever has become of its product. */
export function asAsked({
  productId,
  description,
  quantity,
  unitPrice,
  listPrice,
  pricedBy: by,
  unit: soldBy,
  discountPercent,
  taxPercent,
}: PricedLine): LineInput {
  const product =
    productId && listPrice
      ? {
          name: cutTo(description, 120),
          price: listPrice,
          archived: false,
          ...(by && { pricedBy: by }),
          ...(soldBy && { unit: soldBy }),
        }
      : null
  return {
    productId: product && productId,
    description,
    quantity,
    unitPrice,
    discountPercent,
    taxPercent,
    product,
  }
}

/** What lines come to before tax; null: there are none. */
export function netOf(lines: readonly PricedLine[]): Money | null {
  const [first] = lines
  if (!first) return null
  return { ...first.net, amount: lines.reduce((sum, { net }) => sum + net.amount, 0) }
}

function totalsOf({ taxes, ...sums }: DocumentSums, code: string): Totals {
  const amount = (value: bigint) => inBounds(value, code, 'lines')
  // Money that goes to the buyer is no sale: nobody could win a deal with it.
  if (sums.net < 0n || sums.gross < 0n)
    refuse('line.total-negative', 'What is taken back is worth more than what is sold.', { field: 'lines' })
  return {
    net: amount(sums.net),
    discount: amount(sums.discount),
    tax: amount(sums.tax),
    gross: amount(sums.gross),
    taxes: taxes.map(({ percent, net, tax }) => ({ percent, net: amount(net), tax: amount(tax) })),
  }
}

/** What a line is decided on: its own words and price, or those of its product. */
function chosenFor(input: LineInput, index: number, code: string) {
  const { product, productId, quantity: many, discountPercent, taxPercent } = input
  const at = (field: string) => ({ field: `lines.${index}.${field}` })
  if (productId && !product) refuse('line.product-unknown', 'There is no such product.', at('productId'))
  if (product?.archived)
    refuse('line.product-archived', `${product.name} is no longer sold.`, at('productId'))
  const price =
    input.unitPrice ??
    product?.price ??
    refuse('line.price-missing', 'A line without a product needs a price.', at('unitPrice'))
  const description =
    input.description ??
    product?.name ??
    refuse('line.description-missing', 'A line without a product needs a description.', at('description'))
  if (price.currency !== code) {
    refuse('line.currency-mixed', `All prices here are in ${code}.`, at('unitPrice'))
  }
  return {
    productId,
    description,
    quantity: many,
    unitPrice: price,
    listPrice: product?.price ?? null,
    ...(product?.pricedBy && { pricedBy: product.pricedBy }),
    ...(product?.unit && { unit: product.unit }),
    discountPercent,
    taxPercent,
  }
}

function inBounds(value: bigint, code: string, field: string): Money {
  if (value > BigInt(maxAmount) || -value > BigInt(maxAmount)) {
    refuse('line.amount-too-large', 'This is more money than one amount may be.', { field })
  }
  return { amount: Number(value), currency: code }
}

/** A line of before tax was rounded by rate: it had a tax of its own. */
type OlderLine = Pick<PricedLine, 'taxPercent' | 'net'> & { tax: Money; gross: Money }

/**
 * An event of before tax was rounded by rate. All its amounts stay what they were; what was the tax of lines is told by
 * rate, as the sum of what was rounded then.
 */
export function fromTaxByLine(data: Record<string, unknown>): Record<string, unknown> {
  const lines = data.lines as readonly OlderLine[]
  const rates = [...new Set(lines.map(({ taxPercent }) => taxPercent))].sort((a, b) => b - a)
  const taxes = rates.map((percent) => {
    const own = lines.filter(({ taxPercent }) => taxPercent === percent)
    const sum = (part: 'net' | 'tax') => ({
      amount: own.reduce((total, each) => total + each[part].amount, 0),
      currency: own[0]?.[part].currency,
    })
    return { percent, net: sum('net'), tax: sum('tax') }
  })
  return {
    ...data,
    lines: lines.map(({ tax: _tax, gross: _gross, ...rest }) => rest),
    totals: { ...(data.totals as object), taxes },
  }
}
