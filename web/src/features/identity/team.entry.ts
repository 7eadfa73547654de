import { UsersRound } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Team = Replies['/teams/{id}']

export const team: RecordEntry = {
  is: 'record',
  model: 'team',
  path: 'teams',
  one: 'team',
  many: 'teams',
  group: 'Set-up',
  create: 'team.create',
  directory: true,
  configuration: true,
  icon: UsersRound,
  load: async () => (await import('./team.ts')).team,
}
