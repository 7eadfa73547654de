import { ListOrdered } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { Criterion } from '../../records/criteria/criterion.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Sequence = Replies['/sequences/{id}']
export type SequenceMovement = Replies['/sequences/{id}/movement']

export const sequence: RecordEntry = {
  is: 'record',
  model: 'sequence',
  path: 'sequences',
  one: 'sequence',
  many: 'sequences',
  group: 'Marketing',
  create: 'sequence.create',
  icon: ListOrdered,
  load: async () => (await import('./sequence.tsx')).sequence,
}

/** One thing after the other. */
export type Step =
  | { do: 'mail'; templateId: string }
  | { do: 'task'; subject: string; dueInDays: number; assigneeId: string | null }
  | { do: 'wait'; amount: number; unit: 'hours' | 'days'; calendarId: string | null }
  | { do: 'check'; where: Criterion; skip: number }
