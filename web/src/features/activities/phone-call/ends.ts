import type { Choice } from '../../../records/field.ts'

/** How a call ended. */
export const ends: readonly Choice[] = [
  { value: 'hung-up', label: 'Hung up', tone: 'good' },
  { value: 'transferred', label: 'Handed on', tone: 'good' },
  { value: 'missed', label: 'Missed', tone: 'bad' },
  { value: 'declined', label: 'Declined', tone: 'neutral' },
  { value: 'no-answer', label: 'No answer', tone: 'neutral' },
  { value: 'busy', label: 'Busy', tone: 'neutral' },
  { value: 'failed', label: 'Could not be reached', tone: 'bad' },
  { value: 'lost', label: 'Nobody knows', tone: 'neutral' },
]
