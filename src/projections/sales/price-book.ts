import { merged } from '../../domain/record.ts'
import { entriesAfter, type PriceEntry, priceBook } from '../../domain/sales/price-book.ts'
import { boolean, date, integer, json, nullable, projection, text } from '../projection.ts'

export const priceBookTable = projection(priceBook)({
  name: 'priceBook',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    currency: text,
    validFrom: nullable(date),
    validUntil: nullable(date),
    /** Of its prices. */
    version: integer,
    entries: json<readonly PriceEntry[]>(),
    entryCount: integer,
    archived: boolean,
  },
  sameField: [['entries', 'entryCount', 'version']],
  indexes: [['name'], ['validFrom'], ['validUntil']],
  on: {
    'priceBook.created': (_, { data }) => ({
      ...data,
      version: 1,
      entries: [],
      entryCount: 0,
      archived: false,
    }),
    'priceBook.changed': (row, { data: { changes } }) => row && merged(row, changes),
    'priceBook.prices-set': (row, { data: { version, entries: set } }) => {
      if (!row) return undefined
      const entries = entriesAfter(row.entries, set)
      return { ...row, version, entries, entryCount: entries.length }
    },
    'priceBook.archived': (row) => row && { ...row, archived: true },
    'priceBook.restored': (row) => row && { ...row, archived: false },
  },
})
