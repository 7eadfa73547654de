import type { Due } from '../activity.entry.ts'

/** What somebody has begun to write, of whatever kind it becomes. */
export interface Draft {
  subject: string
  body: string
  direction: string
  outcome: string | null
  minutes: number | null
  purpose: string
  startsAt: string | null
  endsAt: string | null
  due: Due | null
  recurrence: unknown
  priority: string
  assigneeId: string | null
  location: string
  participants: { model: string; id: string }[]
  /** Of a meeting: who takes part is invited by mail, and has nothing else then. */
  invites: boolean
  exclusive: boolean
  reminder: Reminder
  followUp: FollowUp
  from: string
  to: string
  cc: string
  /** In so many days somebody is reminded, if no answer has come; 0: nobody is. */
  unansweredDays: number
}

export type Reminder = 'none' | 'then' | 'ten-minutes' | 'hour' | 'day'
export type FollowUp = 'none' | 'tomorrow' | 'three-days' | 'week' | 'month'

export interface Fields {
  draft: Draft
  set: (part: Partial<Draft>) => void
  errorOf: (key: string) => string | undefined
}
