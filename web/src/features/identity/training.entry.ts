import { GraduationCap } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

/** What people must know about security by a day. */
export type Training = Replies['/trainings/{id}']
export type OwnTraining = Replies['/me/trainings']['items'][number]
export type TrainingReport = Replies['/trainings/{id}/report']

export const training: RecordEntry = {
  is: 'record',
  model: 'training',
  path: 'trainings',
  one: 'training',
  many: 'trainings',
  group: 'Set-up',
  create: 'training.assign',
  // Trainings are read on one's own page.
  noticed: '/me',
  icon: GraduationCap,
  load: async () => (await import('./training.tsx')).training,
}
