import type { Entry } from '../records/entry.ts'
import { status } from './operate/status.entry.ts'

export const operate: readonly Entry[] = [status]
