import type { PartEntry } from '../../records/entry.ts'

/** What a customer has bought, on the page of an account. */
export const purchases: PartEntry = {
  is: 'part',
  models: ['account'],
  needs: 'order.read',
  load: async () => (await import('./purchases.tsx')).Purchases,
}
