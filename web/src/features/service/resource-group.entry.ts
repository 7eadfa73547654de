import { Users } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ResourceGroup = Replies['/resource-groups/{id}']

export const resourceGroup: RecordEntry = {
  is: 'record',
  model: 'resourceGroup',
  path: 'resource-groups',
  one: 'group of resources',
  many: 'groups of resources',
  group: 'Set-up',
  create: 'resourceGroup.create',
  directory: true,
  configuration: true,
  icon: Users,
  load: async () => (await import('./resource-group.tsx')).resourceGroup,
}
