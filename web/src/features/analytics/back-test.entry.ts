import { History } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type BackTest = Replies['/back-tests/{id}']

export const backTest: RecordEntry = {
  is: 'record',
  model: 'backTest',
  path: 'back-tests',
  one: 'back-test',
  many: 'back-tests',
  group: 'Sales',
  icon: History,
  load: async () => (await import('./back-test.tsx')).backTest,
}
