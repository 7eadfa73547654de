import { BookOpen } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type PriceBook = Replies['/price-books/{id}']
export type PriceEntry = NonNullable<PriceBook['entries']>[number]

export const priceBook: RecordEntry = {
  is: 'record',
  model: 'priceBook',
  path: 'price-books',
  one: 'price book',
  many: 'price books',
  group: 'Set-up',
  create: 'priceBook.create',
  directory: true,
  configuration: true,
  icon: BookOpen,
  load: async () => (await import('./price-book.ts')).priceBook,
}
