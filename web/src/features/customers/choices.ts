import type { Choice } from '../../records/field.ts'

export const relations: readonly Choice[] = [
  { value: 'customer', label: 'Customer', tone: 'good' },
  { value: 'prospect', label: 'Prospect', tone: 'neutral' },
  { value: 'partner', label: 'Partner', tone: 'accent' },
  { value: 'vendor', label: 'Vendor', tone: 'neutral' },
]
