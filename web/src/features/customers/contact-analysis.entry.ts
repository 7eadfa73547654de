import { UserSearch } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry, ScreenEntry } from '../../records/entry.ts'

export type ContactAnalysis = Replies['/contact-analysis']
export type AnalysedContact = ContactAnalysis['contacts'][number]

/** Who decides, and how they are kept in touch with. */
export const contactAnalysis: ScreenEntry = {
  is: 'screen',
  path: 'contact-analysis',
  label: 'Contact analysis',
  group: 'Customers',
  needs: 'contact.read',
  models: ['contact', 'activity', 'opportunity'],
  widgets: [
    {
      id: 'follow-ups',
      title: 'To follow up',
      needs: 'activity.add',
      atFirst: 6,
      load: async () => (await import('./contact-analysis/follow-ups.tsx')).FollowUps,
    },
  ],
  icon: UserSearch,
  load: async () => (await import('./contact-analysis/screen.tsx')).ContactAnalysisScreen,
}

/** The same of one contact. */
export const contactStanding: PartEntry = {
  is: 'part',
  models: ['contact'],
  needs: 'contact.read',
  load: async () => (await import('./contact-analysis/part.tsx')).ContactStanding,
}
