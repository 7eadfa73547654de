import { z } from 'zod'
import { refuse } from '../error.ts'
import { count } from '../values/integer.ts'
import { type Money, maxAmount } from '../values/money.ts'
import { divideRounded, scaled } from '../values/rounding.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { type PricedLine, pricedLine, quantity, type Totals, totals } from './line.ts'
import { quantityPlaces, share } from './pricing.ts'

/** So much of a line, by its place in the document: 0 is the first. */
export const linePart = z.object({ line: count.max(199), quantity }).register(vocabulary, { id: 'LinePart' })
export type LinePart = z.output<typeof linePart>

const maxSum = BigInt(maxAmount)

/** Each line once at most. */
export const lineParts = z.array(linePart).min(1).max(200)

/** A line of a part, and of which line of the whole it is. */
export const partLine = pricedLine
  .extend({ line: linePart.shape.line })
  .register(vocabulary, { id: 'PartLine' })

/** So much of a document, as a document of its own. */
export const part = z.object({ lines: z.array(partLine), totals })
export type Part = z.output<typeof part>

/** A document that parts are made of. */
interface Whole {
  currency: string
  lines: readonly PricedLine[]
  totals: Pick<Totals, 'taxes'>
}

/** Sums and differences of quantities, exact to their last place. */
export function sumOfQuantities(quantities: readonly number[]): number {
  const sum = quantities.reduce((total, each) => total + scaled(each, quantityPlaces), 0n)
  return Number(`${sum}e-${quantityPlaces}`)
}

/** How much of each line of a document these parts are together. */
export function quantitiesOf(parts: readonly { lines: readonly LinePart[] }[], lineCount: number): number[] {
  const all = parts.flatMap(({ lines }) => lines)
  return Array.from({ length: lineCount }, (_, place) =>
    sumOfQuantities(all.filter(({ line }) => line === place).map((each) => each.quantity)),
  )
}

/** What is left of each quantity when another is taken from it. */
export const leftOf = (from: readonly number[], taken: readonly number[]): number[] =>
  from.map((each, place) => sumOfQuantities([each, -(taken[place] ?? 0)]))

/** Whether nothing is left. */
export const isNone = (quantities: readonly number[]) => quantities.every((each) => each === 0)

/** All of what is left, line for line. */
export const allOf = (left: readonly number[]): LinePart[] =>
  left.flatMap((each, line) => (each === 0 ? [] : [{ line, quantity: each }]))

/**
 * Holds parts against what is left: lines there are, each once, in its own direction and no more than that.
 * @throws DomainError by the words of who asks, naming the place in `lines`.
 */
export function checkParts(
  parts: readonly LinePart[],
  left: readonly number[],
  { code, said }: { code: string; said: (left: number) => string },
): void {
  for (const [index, part] of parts.entries()) {
    const field = `lines.${index}.quantity`
    const most = left[part.line]
    if (most === undefined)
      refuse(`${code}-line-unknown`, 'There is no such line.', { field: `lines.${index}.line` })
    if (parts.findIndex(({ line }) => line === part.line) !== index)
      refuse(`${code}-line-twice`, 'This line is named twice.', { field: `lines.${index}.line` })
    const isWithin =
      most < 0 ? part.quantity < 0 && part.quantity >= most : part.quantity > 0 && part.quantity <= most
    if (!isWithin) refuse(`${code}-too-much`, said(most), { field })
  }
}

/**
 * What a part of a document comes to, after parts that were taken of it before (less what was given back of them): what all of
 * them together are worth, less what has been said of that already. So each line and each rate add up to what the document
 * says over any number of parts, whatever was given back in between, and no part is more than a minor unit or two from what
 * it would be by itself.
 */
export function partOf(
  whole: Whole,
  { taken, givenBack = [] }: { taken: readonly Part[]; givenBack?: readonly Part[] },
  asked: readonly LinePart[],
): Part {
  const { currency } = whole
  const money = (amount: bigint): Money => ({ amount: inBounds(amount), currency })
  const standing = (of: (each: Part) => readonly Money[]) =>
    sumOf(taken.flatMap(of)) - sumOf(givenBack.flatMap(of))
  const places = whole.lines.length
  const after = quantitiesOf([{ lines: asked }, ...taken], places)
  const held = leftOf(after, quantitiesOf(givenBack, places))
  const lines = asked.map(({ line, quantity: many }) => {
    const of = whole.lines[line]
    if (!of) throw new Error(`there is no line ${line}`)
    const own = (field: 'net' | 'discount') => {
      const said = standing((each) => each.lines.flatMap((one) => (one.line === line ? one[field] : [])))
      return money(shareOf(of[field].amount, held[line] ?? 0, of.quantity) - said)
    }
    return { ...of, line, quantity: many, net: own('net'), discount: own('discount') }
  })
  const taxes = [...new Set(lines.map(({ taxPercent }) => taxPercent))]
    .sort((a, b) => b - a)
    .map((percent) => {
      const netsOf = (of: Pick<Part, 'lines'>) =>
        of.lines.flatMap(({ taxPercent, net }) => (taxPercent === percent ? net : []))
      const net = sumOf(netsOf({ lines }))
      const said = standing((each) =>
        each.totals.taxes.flatMap((rate) => (rate.percent === percent ? rate.tax : [])),
      )
      const due = taxDue(whole, percent, { held, net: standing(netsOf) + net })
      return { percent, net: money(net), tax: money(due - said) }
    })
  const net = sumOf(lines.map((line) => line.net))
  const tax = sumOf(taxes.map((rate) => rate.tax))
  const discount = sumOf(lines.map((line) => line.discount))
  return {
    lines,
    totals: { net: money(net), discount: money(discount), tax: money(tax), gross: money(net + tax), taxes },
  }
}

/** The tax of one rate on so much of a document: all that the document says as soon as nothing of that rate is left. */
function taxDue(
  { lines, totals: { taxes } }: Whole,
  percent: number,
  { held, net }: { held: readonly number[]; net: bigint },
): bigint {
  const all = BigInt(taxes.find((rate) => rate.percent === percent)?.tax.amount ?? 0)
  const own = lines.flatMap(({ taxPercent, quantity: many }, place) =>
    taxPercent === percent ? [{ many, held: held[place] ?? 0 }] : [],
  )
  if (own.every((line) => line.held === line.many)) return all
  const due = share(net, percent)
  // Where nothing is taken back, no part is due more than the whole.
  return own.every(({ many }) => many > 0) && due > all ? all : due
}

/** So much of an amount as one quantity is of another, halves rounded away from zero. */
function shareOf(amount: number, part: number, whole: number): bigint {
  return divideRounded(BigInt(amount) * scaled(part, quantityPlaces), scaled(whole, quantityPlaces))
}

function inBounds(amount: bigint): number {
  if (amount > maxSum || amount < -maxSum)
    refuse('line.amount-too-large', 'This is more money than one amount may be.', { field: 'lines' })
  return Number(amount)
}

function sumOf(amounts: readonly Money[]): bigint {
  return amounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
}
