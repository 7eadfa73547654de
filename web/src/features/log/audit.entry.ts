import { ScrollText } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

/** Everything that was done, wherever. */
export type AuditPage = Replies['/audit']
export type AuditEvent = AuditPage['items'][number]

export const audit: ScreenEntry = {
  is: 'screen',
  path: 'audit',
  label: 'Audit',
  group: 'Trust',
  needs: 'audit.read',
  icon: ScrollText,
  load: async () => (await import('./audit.tsx')).AuditScreen,
}
