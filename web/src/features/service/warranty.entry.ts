import { ShieldCheck } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Warranty = Replies['/warranties/{id}']

export const warranty: RecordEntry = {
  is: 'record',
  model: 'warranty',
  path: 'warranties',
  one: 'warranty',
  many: 'warranties',
  group: 'Set-up',
  create: 'warranty.create',
  directory: true,
  configuration: true,
  icon: ShieldCheck,
  load: async () => (await import('./warranty.ts')).warranty,
}
