import type { Entry } from '../records/entry.ts'
import { channels } from './operate/channels.entry.ts'
import { status } from './operate/status.entry.ts'

export const operate: readonly Entry[] = [status, channels]
