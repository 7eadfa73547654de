import { Eye } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

/** Who read what. */
export type AccessLog = Replies['/access-log']
export type AccessEntry = AccessLog['items'][number]

export const accessLog: ScreenEntry = {
  is: 'screen',
  path: 'access-log',
  label: 'Access log',
  group: 'Trust',
  needs: 'accessLog.read',
  icon: Eye,
  load: async () => (await import('./access-log.tsx')).AccessLogScreen,
}
