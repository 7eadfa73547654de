import { Fingerprint } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Checkpoint = Replies['/log/checkpoints']['items'][number]

export const integrity: ScreenEntry = {
  is: 'screen',
  path: 'integrity',
  label: 'Integrity',
  group: 'Trust',
  needs: 'log.read',
  widgets: [
    {
      id: 'integrity',
      title: 'Integrity of the log',
      needs: 'log.read',
      atFirst: 8,
      load: async () => (await import('./integrity-now.tsx')).IntegrityNow,
    },
  ],
  icon: Fingerprint,
  load: async () => (await import('./integrity.tsx')).IntegrityScreen,
}
