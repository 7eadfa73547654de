import { chooseAction } from '../../records/choose.tsx'
import type { Choice } from '../../records/field.ts'
import type { Named } from '../../records/resource.ts'

export const relations: readonly Choice[] = [
  { value: 'customer', label: 'Customer', tone: 'good' },
  { value: 'prospect', label: 'Prospect', tone: 'neutral' },
  { value: 'partner', label: 'Partner', tone: 'accent' },
  { value: 'vendor', label: 'Vendor', tone: 'neutral' },
]

export const classifyAction = (of: Named) =>
  chooseAction(of, { verb: 'Classify', field: 'classification', label: 'Class', list: 'classification' })
