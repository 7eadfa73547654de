import type { Entry } from '../records/entry.ts'
import { accessLog } from './log/access-log.entry.ts'
import { audit } from './log/audit.entry.ts'
import { integrity } from './log/integrity.entry.ts'

export const log: readonly Entry[] = [audit, accessLog, integrity]
