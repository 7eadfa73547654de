import type { Choice } from '../../../records/field.ts'

/** On which sheet a letter is, for the window of which envelope. */
export const letterForms: readonly Choice[] = [
  { value: 'din-5008-b', label: 'A4, window of DIN 5008 (form B)' },
  { value: 'us-10', label: 'US letter, window of a #10' },
]
