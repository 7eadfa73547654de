import type { UnlistedEntry } from '../../records/entry.ts'

export const apiKey: UnlistedEntry = { is: 'unlisted', model: 'apiKey' }
