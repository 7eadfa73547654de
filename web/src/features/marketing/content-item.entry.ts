import { BookOpen } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry, RecordEntry } from '../../records/entry.ts'

export type ContentItem = Replies['/content-items/{id}']
export type ContentOffers = Replies['/content-offers/{model}/{id}']

export const contentItem: RecordEntry = {
  is: 'record',
  model: 'contentItem',
  path: 'content-items',
  one: 'item to read',
  many: 'library',
  group: 'Marketing',
  create: 'contentItem.create',
  icon: BookOpen,
  load: async () => (await import('./content-item.ts')).contentItem,
}

/** What of the library is for them. */
export const contentOffers: PartEntry = {
  is: 'part',
  below: true,
  models: ['lead', 'contact'],
  needs: 'contentItem.read',
  load: async () => (await import('./content-item/offers.tsx')).Offers,
}
