import { Scale } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { Criterion } from '../../records/criteria/criterion.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type RuleSet = Replies['/rule-sets/{id}']
export type RuleVersion = NonNullable<RuleSet['versions']>[number]

/** What rules decide by, as it is edited: a rule that is new has no id yet. What it holds beside them is its purpose's. */
export interface RuleContent {
  rules: readonly Rule[]
  hotFrom?: number
  warmFrom?: number
  capacity?: number | null
  people?: readonly Person[]
  pickUpMinutes?: number | null
  calendarId?: string | null
  againstPeople?: boolean
  otherBooks?: boolean
  tasksDueInDays?: number
  runsAnHour?: number
}

/** One thing that a rule of the workflow does. */
export type WorkflowAction =
  | { do: 'wait'; minutes: number; recheck: boolean }
  | { do: 'command'; command: string; body: Record<string, unknown> }
  | { do: 'task'; subject: string; dueInDays: number; assigneeId: string | null }
  | {
      do: 'message'
      templateId: string
      purpose: string
      mailboxId: string | null
      numberId: string | null
    }
  | { do: 'lead'; source: string }
  | { do: 'notify'; userIds: readonly string[]; owner: boolean }

/** What one person takes, and when they are away. */
export interface Person {
  userId: string
  capacity: number | null
  awayFrom: string | null
  awayUntil: string | null
}

/** Points of a score, who may get a lead or a ticket, whether it is qualified, which price book holds, or what is to be done. */
export interface Outcome {
  points?: number
  userIds?: readonly string[]
  teamId?: string | null
  choose?: 'round-robin' | 'least-loaded'
  skills?: readonly string[]
  qualifies?: boolean
  reason?: string | null
  priceBookId?: string | null
  task?: string
  model?: string
  on?: readonly string[]
  actions?: readonly WorkflowAction[]
}

export interface Rule {
  id?: string
  name: string
  when: Criterion
  outcome: Outcome
}

export const ruleSet: RecordEntry = {
  is: 'record',
  model: 'ruleSet',
  path: 'rule-sets',
  one: 'rule set',
  many: 'rule sets',
  group: 'Set-up',
  directory: true,
  configuration: true,
  icon: Scale,
  load: async () => (await import('./rule-set.tsx')).ruleSet,
}
