import { Shapes } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry, ScreenEntry } from '../../records/entry.ts'

export type CrossSelling = Replies['/cross-selling']
export type Uplift = Replies['/cross-selling/uplift']
export type WhiteSpace = Replies['/accounts/{id}/white-space']

/** What could be sold, too, to whom we sell already. */
export const suggestions: PartEntry = {
  is: 'part',
  below: true,
  models: ['account'],
  needs: 'product.read',
  load: async () => (await import('./cross-selling/account-part.tsx')).AccountSuggestions,
}

/** What is often bought with what stands on a quote. */
export const quoteSuggestions: PartEntry = {
  is: 'part',
  models: ['quote'],
  needs: 'product.read',
  load: async () => (await import('./cross-selling/quote-part.tsx')).QuoteSuggestions,
}

export const crossSelling: ScreenEntry = {
  is: 'screen',
  path: 'cross-selling',
  label: 'Cross-selling',
  group: 'Sales',
  needs: 'opportunity.read',
  models: ['opportunity', 'quote'],
  icon: Shapes,
  load: async () => (await import('./cross-selling/uplift.tsx')).CrossSellingScreen,
}
