import type { Entry } from '../records/entry.ts'
import { privacy as privacyEntry } from './privacy/privacy.entry.ts'

export const privacy: readonly Entry[] = [privacyEntry]
