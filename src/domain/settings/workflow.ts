import { z } from 'zod'
import { criterion } from '../criteria/criterion.ts'
import { ruleId, ruleOf } from '../rules/rule.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { eventType } from './webhook.ts'

/** One thing that is done, of those that a rule says in their order. */
export const workflowAction = z
  .discriminatedUnion('do', [
    /** `recheck`: what follows is done only if the rule still holds then. */
    z.object({ do: z.literal('wait'), minutes: z.int().min(1).max(525_600), recheck: z.boolean() }),
    /** Asked of the record itself. */
    z.object({ do: z.literal('command'), command: line(120), body: z.record(line(60), z.unknown()) }),
    /** For this person; null: for who owns the record. */
    z.object({
      do: z.literal('task'),
      subject: line(200),
      dueInDays: z.int().min(0).max(365),
      assigneeId: uuid.nullable(),
    }),
    /** To whom the record is about: as it is sent to many, so with all that keeps people out of that. */
    z.object({
      do: z.literal('message'),
      templateId: uuid,
      /** What for: one of those of the sending policy. */
      purpose: line(80),
      /** From a mailbox or, as a text, from a number of ours. */
      mailboxId: uuid.nullable(),
      numberId: uuid.nullable(),
    }),
    /** Of the contact whom the record is about, unless there is an open lead of theirs. */
    z.object({ do: z.literal('lead'), source: line(60) }),
    z.object({ do: z.literal('notify'), userIds: z.array(uuid).max(50), owner: z.boolean() }),
  ])
  .register(vocabulary, { id: 'WorkflowAction' })
export type WorkflowAction = z.output<typeof workflowAction>

const outcome = z
  .object({
    model: line(60),
    /** Types of events of that model: any of them begins it. */
    on: z.array(eventType).min(1).max(20),
    actions: z.array(workflowAction).min(1).max(20),
  })
  .register(vocabulary, { id: 'WorkflowOutcome' })

/** What is done when something happens to a record that is like that. */
export const workflowRules = z.object({
  rules: z.array(ruleOf(outcome, [{ field: 'status', operator: 'is', value: 'open' }, { all: [] }])).max(100),
  /** How often one rule is followed within an hour; more is a storm, and is not. */
  runsAnHour: z.int().min(1).max(10_000),
})
export type WorkflowRules = z.output<typeof workflowRules>
export type WorkflowRule = WorkflowRules['rules'][number]

/** Nothing is done by itself until somebody says so. */
export const firstWorkflow: WorkflowRules = { rules: [], runsAnHour: 500 }

/** Which rule of which version. */
export const workflowCited = z
  .object({ id: ruleId, name: line(80), version: count.min(1) })
  .register(vocabulary, { id: 'WorkflowRuleCited' })

export const workflowWhen = criterion.meta({ examples: [{ all: [] }] })
