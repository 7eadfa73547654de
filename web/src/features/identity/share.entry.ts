import type { UnlistedEntry } from '../../records/entry.ts'

export const share: UnlistedEntry = { is: 'unlisted', model: 'share' }
