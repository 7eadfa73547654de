import { Users } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

/** What a user owns, by model. */
export type Owned = Replies['/users/{id}/owned']

export const user: RecordEntry = {
  is: 'record',
  model: 'user',
  path: 'users',
  one: 'user',
  many: 'users',
  group: 'Set-up',
  create: 'user.register',
  directory: true,
  configuration: true,
  icon: Users,
  load: async () => (await import('./user.tsx')).user,
}
