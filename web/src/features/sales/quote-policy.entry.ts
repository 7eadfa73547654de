import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type QuoteRules = Replies['/settings/quote-policy']

/** How much quotes may give away before somebody has to approve it. */
export const quotePolicy: Single = {
  model: 'quotePolicy',
  path: 'quote-policies',
  one: 'limits of discounts',
  many: 'limits of discounts',
  at: '/settings/quote-policy',
  load: async () => (await import('./quote-policy.tsx')).quotePolicy,
}

export const quotePolicySetting: SettingEntry = {
  is: 'setting',
  path: 'discounts',
  label: 'Discounts',
  needs: 'quotePolicy.read',
  single: quotePolicy,
  screen: async () => (await import('./quote-policy.tsx')).QuotePolicyScreen,
}
