import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { sizeBand } from '../customers/size.ts'
import { checkRules, type Facts, ruleId, ruleOf, rulesHolding } from '../rules/rule.ts'
import { count } from '../values/integer.ts'
import type { Money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { holdsOn, type PriceBookState, priceIn, tierFrom } from './price-book.ts'

const outcome = z.object({ priceBookId: uuid }).register(vocabulary, { id: 'PriceBookChoice' })

/** Which price book holds for whom: that of the first rule that holds, while it is valid and in the right currency. */
export const bookChoosing = z.object({
  rules: z
    .array(
      ruleOf(outcome, [
        { field: 'classification', operator: 'is', value: 'A' },
        { field: 'country', operator: 'one-of', value: ['DE', 'AT'] },
        { all: [] },
      ]),
    )
    .max(100),
  /** Whether a product that this book does not have is looked for in those of the next rules that hold. */
  otherBooks: z.boolean(),
})
export type BookChoosing = z.output<typeof bookChoosing>

/** Until somebody says otherwise, all have the prices of the catalogue. */
export const firstBookChoosing: BookChoosing = { rules: [], otherBooks: true }

/** What these rules can ask: of the account as its columns are called, and of the deal and what is offered. */
export const bookFacts: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['classification', { kind: 'text', list: 'classification' }],
  ['country', { kind: 'text' }],
  ['industry', { kind: 'text' }],
  ['relation', { kind: 'choice', options: ['customer', 'prospect', 'partner', 'vendor'] }],
  ['sizeBand', { kind: 'choice', options: sizeBand.options }],
  ['tags', { kind: 'records', model: 'tag' }],
  ['channel', { kind: 'text', list: 'sales-channel' }],
  ['currency', { kind: 'text' }],
])

const ask = { fields: bookFacts, now: '2000-01-01T00:00:00.000Z', zone: 'UTC' }

/** @throws DomainError for rules by which no book could be chosen. */
export function checkBookChoosing(name: string, { rules }: BookChoosing, field: string): void {
  checkRules(name, rules, bookFacts, `${field}.rules`)
}

/** The book and the version of it that a list price was taken from, from which quantity on, and the rule that chose it. */
export const pricedBy = z
  .object({
    priceBookId: uuid,
    name: line(80),
    version: count.min(1),
    from: tierFrom,
    rule: z
      .object({ version: count.min(1), rule: ruleId, name: line(80) })
      .register(vocabulary, { id: 'PriceRule' }),
  })
  .register(vocabulary, { id: 'PricedBy' })
export type PricedBy = z.output<typeof pricedBy>

/** The books that hold for somebody, the one to ask first first, each with the rule that chose it. */
export interface ChosenBook {
  id: string
  book: PriceBookState
  rule: PricedBy['rule']
}

/**
 * Pure: the same rules choose the same books of the same facts. `books` are those that rules name, by id.
 * @throws DomainError for a rule by which nothing can be asked any more.
 */
export function booksFor(
  { rules, otherBooks, version }: BookChoosing & { version: number },
  facts: Facts,
  books: ReadonlyMap<string, PriceBookState>,
  at: { on: string; currency: string },
): ChosenBook[] {
  const chosen = rulesHolding(rules, facts, ask).flatMap(({ id: rule, name, outcome: { priceBookId } }) => {
    const book = books.get(priceBookId)
    return book && holdsOn(book, at) ? [{ id: priceBookId, book, rule: { version, rule, name } }] : []
  })
  return otherBooks ? chosen : chosen.slice(0, 1)
}

/** What a product costs by the first of these books that says it; undefined: none does. */
export function priceBy(
  books: readonly ChosenBook[],
  productId: string,
  quantity: number,
): { price: Money; pricedBy: PricedBy } | undefined {
  for (const { id, book, rule } of books) {
    const found = priceIn(book, productId, quantity)
    if (found)
      return {
        price: found.price,
        pricedBy: { priceBookId: id, name: book.name, version: book.version, from: found.from, rule },
      }
  }
  return undefined
}
