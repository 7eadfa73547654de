import type { PartEntry } from '../../records/entry.ts'

/** What there is of a customer, at a glance. */
export const overview: PartEntry = {
  is: 'part',
  models: ['account', 'contact'],
  needs: 'account.read',
  load: async () => (await import('./overview.tsx')).Overview,
}
