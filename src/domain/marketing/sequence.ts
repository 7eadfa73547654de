import { z } from 'zod'
import { criterion, criterionOrNone } from '../criteria/criterion.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { leadStatus } from '../sales/lead-status.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { sendingBasis } from './sending-rules.ts'

/** One thing after the other. `version` of a template: the one that was published when the sequence was. */
export const sequenceStep = z
  .discriminatedUnion('do', [
    z.object({ do: z.literal('mail'), templateId: uuid, version: count.min(1).nullable().default(null) }),
    /** For this person; null: for whoever has them. */
    z.object({
      do: z.literal('task'),
      subject: line(200),
      dueInDays: z.int().min(0).max(365),
      assigneeId: uuid.nullable(),
    }),
    /** With a calendar: hours count as it is open, days end when it is. */
    z.object({
      do: z.literal('wait'),
      amount: z.int().min(1).max(365),
      unit: z.enum(['hours', 'days']).register(vocabulary, { id: 'WaitUnit' }),
      calendarId: uuid.nullable(),
    }),
    /** Where this does not hold, so many of the next steps are left out. */
    z.object({
      do: z.literal('check'),
      where: criterion.meta({ examples: [{ all: [] }] }),
      skip: z.int().min(1).max(50),
    }),
  ])
  .register(vocabulary, { id: 'SequenceStep' })
export type SequenceStep = z.output<typeof sequenceStep>

export const sequenceModel = z.enum(['contact', 'lead']).register(vocabulary, { id: 'SequenceModel' })

const beginning = z.object({
  name: line(80),
  model: sequenceModel,
  campaignId: uuid,
  mailboxId: uuid,
  /** What for: one of those of the sending policy. */
  purpose: line(80),
  steps: z.array(sequenceStep).max(50).default([]),
  /** Whoever it holds of has got where they were to: they leave. */
  goal: criterionOrNone.default(null),
  /** A lead that comes to one of these enters by itself, once. */
  stages: z.array(leadStatus).max(6).default([]),
})
const changes = z.object({
  name: line(80),
  mailboxId: uuid,
  purpose: line(80),
  steps: z.array(sequenceStep).max(50),
  goal: criterionOrNone,
  stages: z.array(leadStatus).max(6),
})
const content = changes.omit({ name: true }).extend({ basis: sendingBasis })
const published = z.object({ version: count.min(1), content })
const nothing = z.object({})

export interface SequenceState extends z.output<typeof beginning> {
  /** All that was published, the first version first. Whoever is inside stays in theirs. */
  versions: readonly z.output<typeof content>[]
  /** Whether something was written since. */
  draft: boolean
  paused: boolean
  archived: boolean
}

/** Steps that people go through by themselves: mails, tasks, waits and conditions, until they have got where they were to. */
export const sequence = decider<SequenceState>()({
  name: 'sequence',
  events: {
    'sequence.created': creates(beginning),
    'sequence.changed': z.object({ changes: changes.partial() }),
    'sequence.published': published,
    'sequence.paused': nothing,
    'sequence.resumed': nothing,
    'sequence.archived': nothing,
    'sequence.restored': nothing,
  },
  commands: {
    'sequence.create': creates(beginning),
    'sequence.change': changes.partial(),
    'sequence.publish': content.pick({ steps: true, basis: true }),
    'sequence.pause': nothing,
    'sequence.resume': nothing,
    'sequence.archive': nothing,
    'sequence.restore': nothing,
  },
  evolve: {
    'sequence.created': (_, data) => ({
      ...data,
      versions: [],
      draft: true,
      paused: false,
      archived: false,
    }),
    'sequence.changed': (state, data) => ({ ...merged(state, data.changes), draft: true }),
    'sequence.published': (state, data) => ({
      ...state,
      versions: [...state.versions, data.content],
      draft: false,
    }),
    'sequence.paused': (state) => ({ ...state, paused: true }),
    'sequence.resumed': (state) => ({ ...state, paused: false }),
    'sequence.archived': (state) => ({ ...state, archived: true }),
    'sequence.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'sequence.create': (_, input) => {
      check(input)
      return [{ type: 'sequence.created', data: input }]
    },
    'sequence.change': (state, input) => {
      mustNotBeArchived(state)
      check(merged(state, input))
      const news = changed<z.output<typeof changes>>(state, input)
      return Object.keys(news).length > 0 ? [{ type: 'sequence.changed', data: { changes: news } }] : []
    },
    'sequence.publish': (state, { steps, basis }) => {
      mustNotBeArchived(state)
      if (!state.draft) conflict('sequence.nothing-new', 'Nothing was written since it was published.')
      if (steps.length === 0)
        refuse('sequence.empty', 'A sequence has at least one step.', { field: 'steps' })
      const { mailboxId, purpose, goal, stages } = state
      const version = state.versions.length + 1
      return [
        {
          type: 'sequence.published',
          data: { version, content: { mailboxId, purpose, goal, stages, steps, basis } },
        },
      ]
    },
    'sequence.pause': ({ paused }) => (paused ? [] : [{ type: 'sequence.paused', data: {} }]),
    'sequence.resume': ({ paused }) => (paused ? [{ type: 'sequence.resumed', data: {} }] : []),
    'sequence.archive': ({ archived }) => (archived ? [] : [{ type: 'sequence.archived', data: {} }]),
    'sequence.restore': ({ archived }) => (archived ? [{ type: 'sequence.restored', data: {} }] : []),
  },
})

function check({ model, steps, stages }: Pick<SequenceState, 'model' | 'steps' | 'stages'>): void {
  if (model !== 'lead' && stages.length > 0)
    refuse('sequence.no-stages', 'Only leads have stages by which they enter.', { field: 'stages' })
  for (const [at, step] of steps.entries())
    if (step.do === 'check' && at + step.skip >= steps.length + 1)
      refuse('sequence.skips-too-far', 'It would leave out more steps than follow.', {
        field: `steps.${at}.skip`,
      })
}

function mustNotBeArchived({ archived }: SequenceState): void {
  if (archived) conflict('sequence.archived', 'This sequence is archived; restore it first.')
}
