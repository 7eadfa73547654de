import { Siren } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

/** What may be an attack or a leak. */
export type SecurityAlert = Replies['/security-alerts/{id}']

export const alert: RecordEntry = {
  is: 'record',
  model: 'securityAlert',
  path: 'security-alerts',
  one: 'security alert',
  many: 'security alerts',
  group: 'Trust',
  widgets: [
    {
      id: 'alerts',
      title: 'Security alerts',
      needs: 'securityAlert.read',
      atFirst: 7,
      where: () => ({ status: 'open' }),
      columns: ['actorId', 'from'],
      empty: 'Nothing looks like an attack or a leak.',
    },
  ],
  icon: Siren,
  load: async () => (await import('./alert.tsx')).alert,
}
