import { BellRing } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry, UnlistedEntry } from '../../records/entry.ts'

export type FollowUps = Replies['/follow-up-suggestions']
export type Suggestion = FollowUps['items'][number]

/** Who is to be followed up, and why. */
export const followUp: ScreenEntry = {
  is: 'screen',
  path: 'follow-up',
  label: 'Follow up',
  group: 'Work',
  needs: 'followUp.read',
  icon: BellRing,
  widgets: [
    {
      id: 'follow-up-suggestions',
      title: 'Waiting and quiet',
      // Who only reads has nobody to answer.
      needs: 'followUp.set-aside',
      atFirst: 6,
      load: async () => (await import('./follow-up/suggestions.tsx')).FollowUpWidget,
    },
  ],
  load: async () => (await import('./follow-up/screen.tsx')).FollowUpScreen,
}

/** What somebody has set aside of it. */
export const setAsideFollowUp: UnlistedEntry = { is: 'unlisted', model: 'followUp', path: 'follow-ups' }
