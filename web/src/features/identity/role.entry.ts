import { ShieldCheck } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Role = Replies['/roles/{id}']

export const role: RecordEntry = {
  is: 'record',
  model: 'role',
  path: 'roles',
  one: 'role',
  many: 'roles',
  group: 'Set-up',
  create: 'role.define',
  directory: true,
  configuration: true,
  icon: ShieldCheck,
  load: async () => (await import('./role.tsx')).role,
}
