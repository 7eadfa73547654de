import { chooseAction } from '../../records/choose.tsx'
import type { Choice } from '../../records/field.ts'
import type { Named } from '../../records/resource.ts'

export const relations: readonly Choice[] = [
  { value: 'customer', label: 'Customer', tone: 'good' },
  { value: 'prospect', label: 'Prospect', tone: 'neutral' },
  { value: 'partner', label: 'Partner', tone: 'accent' },
  { value: 'vendor', label: 'Vendor', tone: 'neutral' },
]

const bands = ['1-9', '10-49', '50-249', '250-999', '1000-4999', '5000+']
export const sizes: readonly Choice[] = bands.map((value) => ({ value, label: value.replace('-', '–') }))

export const genders: readonly Choice[] = [
  { value: 'female', label: 'Female' },
  { value: 'male', label: 'Male' },
  { value: 'non-binary', label: 'Non-binary' },
  { value: 'other', label: 'Other' },
]

export const classifyAction = (of: Named) =>
  chooseAction(of, { verb: 'Classify', field: 'classification', label: 'Class', list: 'classification' })
