import { ShieldAlert } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

/** What was looked at for weaknesses, and what was found. */
export type SecurityCheck = Replies['/security-checks/{id}']
export type InstalledPackages = Replies['/admin/packages']

export const securityCheck: ScreenEntry = {
  is: 'screen',
  path: 'security',
  label: 'Security',
  group: 'Trust',
  needs: 'securityCheck.read',
  icon: ShieldAlert,
  load: async () => (await import('./security-check.tsx')).SecurityScreen,
}
