import { z } from 'zod'
import { heldEntry, priceBook } from '../../domain/sales/price-book.ts'
import { day } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { priceBookTable } from '../../projections/sales/price-book.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const priceBookQueries = recordQueries(priceBookTable)({
  resource: 'price-books',
  summary: 'Price books by name and currency, with their prices',
  row: z.object({
    name: z.string(),
    currency,
    validFrom: day.nullable(),
    validUntil: day.nullable(),
    version: z.int().describe('Of its prices; a line names the one it was priced by.'),
    entries: z.array(heldEntry),
    entryCount: z.int(),
    archived: z.boolean(),
  }),
  shown: (row) => ({ ...row, entries: [...row.entries] }),
  filters: { currency, archived: flag },
  sorts: ['name', 'validFrom', 'validUntil', 'createdAt', 'updatedAt'],
  search: ['name'],
})

const products = (count: number) => `${count} ${count === 1 ? 'product' : 'products'}`

export const priceBookTitles = titlesOf(priceBook, {
  'priceBook.created': ({ data }) => `Price book ${data.name} made, in ${data.currency}`,
  'priceBook.changed': ({ data: { changes }, before }) =>
    changes.name === undefined ? 'Validity changed' : `Renamed from ${before.name} to ${changes.name}`,
  'priceBook.prices-set': ({ data }) =>
    `Version ${data.version}: prices of ${products(data.entries.length)} set`,
  'priceBook.archived': () => 'Price book archived',
  'priceBook.restored': () => 'Price book restored',
})
