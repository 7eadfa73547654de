import type { Named } from '../lists/names.ts'

/** How records are called where only their ids stand. */
export const named = {
  user: { model: 'user', label: ['name'] },
  account: { model: 'account', label: ['name'] },
  contact: { model: 'contact', label: ['firstName', 'lastName'] },
  product: { model: 'product', label: ['name'] },
  pipeline: { model: 'pipeline', label: ['name'] },
  opportunity: { model: 'opportunity', label: ['name'] },
  quote: { model: 'quote', label: ['number'] },
  order: { model: 'order', label: ['number'] },
  team: { model: 'team', label: ['name'] },
  calendar: { model: 'calendar', label: ['name'] },
} as const satisfies Readonly<Record<string, Named>>
