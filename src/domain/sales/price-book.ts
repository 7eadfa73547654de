import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { day } from '../values/day.ts'
import { decimal } from '../values/decimal.ts'
import { count } from '../values/integer.ts'
import { currency, heldPrice, type Money, unitPrice } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { quantityPlaces } from './pricing.ts'

/** From so many on, one costs so much. */
export const tierFrom = decimal(quantityPlaces).min(0).max(1_000_000_000)
const tier = z.object({ from: tierFrom, price: unitPrice }).register(vocabulary, { id: 'PriceTier' })
const heldTier = z.object({ from: tierFrom, price: heldPrice }).register(vocabulary, { id: 'HeldPriceTier' })

/** What a product costs by how many are bought, the fewest first; without any tiers it is not in the book. */
const entry = z
  .object({ productId: uuid, tiers: z.array(tier).max(20) })
  .register(vocabulary, { id: 'PriceEntry' })
export const heldEntry = z
  .object({ productId: uuid, tiers: z.array(heldTier) })
  .register(vocabulary, { id: 'HeldPriceEntry' })
export type PriceEntry = z.output<typeof heldEntry>

/** So many products can be in one book: its prices are shown, and kept, together. */
export const mostEntries = 1_000

const fields = z.object({
  name: line(80),
  currency,
  /** The first and the last day on which it holds; null: from ever, for ever. */
  validFrom: day.nullable().default(null),
  validUntil: day.nullable().default(null),
})
const changeable = z.object({
  name: line(80).optional(),
  validFrom: day.nullable().optional(),
  validUntil: day.nullable().optional(),
})
const nothing = z.object({})

export interface PriceBookState extends z.output<typeof fields> {
  /** Grows with every change of prices: by it a line says what it was priced by. */
  version: number
  entries: readonly PriceEntry[]
  archived: boolean
}

/** Prices that hold for some customers, in one currency, for a time. Its currency stays what it is. */
export const priceBook = decider<PriceBookState>()({
  name: 'priceBook',
  events: {
    'priceBook.created': creates(fields),
    'priceBook.changed': z.object({ changes: changeable }),
    'priceBook.prices-set': z.object({ version: count.min(2), entries: z.array(heldEntry) }),
    'priceBook.archived': nothing,
    'priceBook.restored': nothing,
  },
  commands: {
    'priceBook.create': creates(fields),
    'priceBook.change': changeable,
    'priceBook.set-prices': z.object({ entries: z.array(entry).min(1).max(mostEntries) }),
    'priceBook.archive': nothing,
    'priceBook.restore': nothing,
  },
  evolve: {
    'priceBook.created': (_, data) => ({ ...data, version: 1, entries: [], archived: false }),
    'priceBook.changed': (state, { changes }) => merged(state, changes),
    'priceBook.prices-set': (state, { version, entries }) => ({
      ...state,
      version,
      entries: entriesAfter(state.entries, entries),
    }),
    'priceBook.archived': (state) => ({ ...state, archived: true }),
    'priceBook.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'priceBook.create': (_, data) => {
      checkDays(data)
      return [{ type: 'priceBook.created', data }]
    },
    'priceBook.change': (state, input) => {
      mustBeInUse(state)
      const changes = changed<Partial<PriceBookState>>(state, input)
      checkDays(merged(state, changes))
      return Object.keys(changes).length > 0 ? [{ type: 'priceBook.changed', data: { changes } }] : []
    },
    'priceBook.set-prices': (state, { entries }) => {
      mustBeInUse(state)
      checkEntries(state, entries)
      const news = entries
        .map((one) => ({ ...one, tiers: one.tiers.toSorted((a, b) => a.from - b.from) }))
        .filter(({ productId, tiers }) => {
          const before = state.entries.find((one) => one.productId === productId)?.tiers ?? []
          return Object.keys(changed({ tiers: before }, { tiers })).length > 0
        })
      if (entriesAfter(state.entries, news).length > mostEntries)
        refuse('priceBook.full', `A price book has at most ${mostEntries} products.`, { field: 'entries' })
      return news.length === 0
        ? []
        : [{ type: 'priceBook.prices-set', data: { version: state.version + 1, entries: news } }]
    },
    'priceBook.archive': ({ archived }) => (archived ? [] : [{ type: 'priceBook.archived', data: {} }]),
    'priceBook.restore': ({ archived }) => (archived ? [{ type: 'priceBook.restored', data: {} }] : []),
  },
})

/** The prices after some were set; what has no tiers any more is gone. */
export function entriesAfter(before: readonly PriceEntry[], set: readonly PriceEntry[]): PriceEntry[] {
  const given = new Map(set.map((one) => [one.productId, one]))
  const known = new Set(before.map(({ productId }) => productId))
  return [
    ...before.map((one) => given.get(one.productId) ?? one),
    ...set.filter(({ productId }) => !known.has(productId)),
  ].filter(({ tiers }) => tiers.length > 0)
}

/** Whether its prices hold on a day, for what is told in this currency. */
export function holdsOn(
  { archived, currency: code, validFrom, validUntil }: Omit<PriceBookState, 'entries' | 'version' | 'name'>,
  { on, currency: asked }: { on: string; currency: string },
): boolean {
  return (
    !archived &&
    code === asked &&
    (validFrom === null || validFrom <= on) &&
    (validUntil === null || on <= validUntil)
  )
}

/** What one costs where so many are bought, or taken back; undefined: the book does not say. */
export function priceIn(
  { entries }: Pick<PriceBookState, 'entries'>,
  productId: string,
  quantity: number,
): { from: number; price: Money } | undefined {
  const tiers = entries.find((one) => one.productId === productId)?.tiers
  return tiers?.findLast(({ from }) => from <= Math.abs(quantity))
}

function mustBeInUse({ archived }: PriceBookState): void {
  if (archived) conflict('priceBook.archived', 'This price book is archived; restore it first.')
}

function checkDays({ validFrom, validUntil }: Pick<PriceBookState, 'validFrom' | 'validUntil'>): void {
  if (validFrom !== null && validUntil !== null && validUntil < validFrom)
    refuse('priceBook.validity-reversed', 'It would end before it begins.', { field: 'validUntil' })
}

function checkEntries({ currency: code }: PriceBookState, entries: readonly PriceEntry[]): void {
  const products = new Set<string>()
  for (const [place, { productId, tiers }] of entries.entries()) {
    if (products.has(productId))
      refuse('priceBook.product-twice', 'A product stands in a book once.', {
        field: `entries.${place}.productId`,
      })
    products.add(productId)
    for (const [index, { from, price }] of tiers.entries()) {
      const field = `entries.${place}.tiers.${index}`
      if (price.currency !== code)
        refuse('priceBook.currency-mixed', `All prices in this book are in ${code}.`, {
          field: `${field}.price`,
        })
      if (tiers.findIndex((one) => one.from === from) < index)
        refuse('priceBook.tier-twice', 'Two prices would hold from the same quantity on.', {
          field: `${field}.from`,
        })
    }
  }
}
