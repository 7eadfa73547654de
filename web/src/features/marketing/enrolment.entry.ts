import { Footprints } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Enrolment = Replies['/enrolments/{id}']

const columns = ['sequenceId', 'status', 'step', 'until', 'exit']

export const enrolment: RecordEntry = {
  is: 'record',
  model: 'enrolment',
  path: 'enrolments',
  one: 'way through a sequence',
  many: 'ways through sequences',
  icon: Footprints,
  on: {
    contact: { by: 'contactId', columns, empty: 'They are in no sequence.' },
    lead: { by: 'leadId', columns, empty: 'They are in no sequence.' },
  },
  load: async () => (await import('./enrolment.tsx')).enrolment,
}
