import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry } from '../../records/entry.ts'

export type TimelinePage = Replies['/contacts/{id}/timeline']
export type TimelineItem = TimelinePage['items'][number]

/** What was done and said with a customer, on the pages of everything that has to do with one. */
export const timeline: PartEntry = {
  is: 'part',
  models: ['account', 'contact', 'lead', 'opportunity', 'ticket'],
  needs: 'activity.read',
  tells: true,
  load: async () => (await import('./timeline/timeline.tsx')).Timeline,
}
