import type { UnlistedEntry } from '../../records/entry.ts'

export const session: UnlistedEntry = { is: 'unlisted', model: 'session' }
