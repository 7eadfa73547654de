import type { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { sizeOf } from '../../domain/customers/size.ts'
import type { lineRequest } from '../../domain/sales/line.ts'
import { type PriceBookState, priceBook } from '../../domain/sales/price-book.ts'
import { type BookChoosing, booksFor, type ChosenBook, priceBy } from '../../domain/sales/price-choice.ts'
import { product } from '../../domain/sales/product.ts'
import { dayOf } from '../../domain/values/day.ts'
import { sectorOf } from '../../domain/values/naics.ts'
import type { Asking } from '../command.ts'
import { rulesOf } from '../settings/rule-set.ts'

/** For whom something is priced, by which way it is sold, and in which currency. */
export interface Customer {
  accountId: string | null
  channel: string | null
  currency: string
}

type Pricing = Pick<Asking, 'load' | 'at' | 'zone'>

/** Each line with its product as the catalogue has it at this moment, at the price of the book that holds for the customer. */
export async function withProducts(
  requested: readonly z.output<typeof lineRequest>[],
  customer: Customer,
  asking: Pricing,
) {
  const books = requested.some(({ productId }) => productId) ? await booksOf(customer, asking) : []
  return Promise.all(
    requested.map(async (each) => {
      const found = each.productId ? await asking.load(product, each.productId) : undefined
      if (!each.productId || !found) return { ...each, product: null }
      const { name, price, unit, archived } = found
      const listed = priceBy(books, each.productId, each.quantity)
      return { ...each, product: { name, price, archived, ...(unit && { unit }), ...listed } }
    }),
  )
}

/** The books that rules choose for a customer, as of the day it is where the organisation is. */
async function booksOf({ accountId, channel, currency }: Customer, asking: Pricing): Promise<ChosenBook[]> {
  const rules = await rulesOf<BookChoosing & { version: number }>('price-book', asking)
  if (!rules || rules.rules.length === 0) return []
  const books = new Map<string, PriceBookState>()
  for (const { outcome } of rules.rules) {
    const book = await asking.load(priceBook, outcome.priceBookId)
    if (book) books.set(outcome.priceBookId, book)
  }
  const on = dayOf(asking.at, await asking.zone())
  return booksFor(rules, { ...(await factsOf(accountId, asking)), channel, currency }, books, {
    on,
    currency,
  })
}

async function factsOf(accountId: string | null, { load }: Pick<Asking, 'load'>) {
  const found = accountId === null ? undefined : await load(account, accountId)
  return {
    classification: found?.classification ?? null,
    country: found?.country ?? null,
    industry: found?.naics ? (sectorOf(found.naics) ?? null) : null,
    relation: found?.relation ?? null,
    sizeBand: sizeOf(found?.employees ?? null),
    tags: found?.tags?.map(({ id }) => id) ?? [],
  }
}
