import { ListChecks } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Activity = Replies['/activities/{id}']
export type ActivityKind = NonNullable<Activity['kind']>
export type Regarded = NonNullable<Activity['regarding']>[number]
export type Invited = NonNullable<Activity['participants']>[number]
export type Due = NonNullable<Activity['due']>
export type Recurrence = NonNullable<Activity['recurrence']>
/** How much one has to do is late, and when that will be more. */
export type OwnActivities = Replies['/me/activities']

export const activity: RecordEntry = {
  is: 'record',
  model: 'activity',
  path: 'activities',
  one: 'activity',
  many: 'activities',
  group: 'Work',
  personal: true,
  start: true,
  widgets: [
    {
      id: 'my-activities',
      title: 'To do',
      needs: 'activity.complete',
      atFirst: 4,
      where: (me) => ({ assigneeId: me, status: 'open' }),
      columns: ['dueAt', 'priority', 'regarding'],
      empty: 'Nothing is to be done.',
    },
  ],
  icon: ListChecks,
  load: async () => (await import('./activity.tsx')).activity,
}
