import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { type Assigning, assigning, checkAssigning } from '../rules/assignment.ts'
import { checkIdleRules, type IdleRules, idleFacts, idleRules } from '../sales/deal-idle.ts'
import { checkQualifying, type Qualifying, qualifying, qualifyingFacts } from '../sales/lead-qualifying.ts'
import { checkScoring, leadFacts, type Scoring, scoring } from '../sales/lead-score.ts'
import { type BookChoosing, bookChoosing, bookFacts, checkBookChoosing } from '../sales/price-choice.ts'
import { ticketFacts } from '../service/ticket-assignment.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { type WorkflowRules, workflowRules } from './workflow.ts'

/** What rules are for. Of each there is one set. */
export const purpose = z
  .enum([
    'lead-score',
    'lead-assignment',
    'lead-qualification',
    'price-book',
    'deal-idle',
    'ticket-assignment',
    'workflow',
  ])
  .register(vocabulary, { id: 'RulePurpose' })
export type Purpose = z.output<typeof purpose>

/** What the rules of each purpose decide about, and what of that they can ask. */
export const purposes: Record<Purpose, { model: string; facts: ReadonlyMap<string, Field> }> = {
  'lead-score': { model: 'lead', facts: leadFacts },
  'lead-assignment': { model: 'lead', facts: leadFacts },
  'lead-qualification': { model: 'lead', facts: qualifyingFacts },
  'price-book': { model: 'account', facts: bookFacts },
  'deal-idle': { model: 'opportunity', facts: idleFacts },
  'ticket-assignment': { model: 'ticket', facts: ticketFacts },
  // Each rule says what it is about, and asks whatever a list of that is asked.
  workflow: { model: '', facts: new Map() },
}

/** As JSON, in characters: every version of it stays in the log, and in memory. */
const longest = 100_000

/** What is said by the rules of each purpose. */
export const contents: Record<Purpose, z.ZodType<RuleContent>> = {
  'lead-score': scoring,
  'lead-assignment': assigning,
  'lead-qualification': qualifying,
  'price-book': bookChoosing,
  'deal-idle': idleRules,
  'ticket-assignment': assigning,
  workflow: workflowRules,
}

/** The rules of each purpose. What there was first comes first: what holds both ways is that. */
const rules = z.union([scoring, assigning, qualifying, bookChoosing, idleRules, workflowRules])

/** What is decided by. */
export const ruleContent = rules.refine(
  (content) => JSON.stringify(content).length <= longest,
  `must not be longer than ${longest} characters as JSON`,
)
export type RuleContent = z.output<typeof ruleContent>

const fields = z.object({ name: line(80) })
const nothing = z.object({})

const events = {
  /** With the version that holds from ever. */
  'ruleSet.created': creates(fields.extend({ purpose, content: rules })),
  'ruleSet.changed': z.object({ changes: fields.partial() }),
  'ruleSet.drafted': z.object({ content: rules }),
  'ruleSet.draft-discarded': nothing,
  'ruleSet.published': z.object({
    version: count.min(2),
    from: instant,
    note: prose(500).nullable(),
    content: rules,
  }),
}

export interface RuleVersion {
  version: number
  /** From when on it decides; null: from ever. */
  from: string | null
  publishedAt: string
  note: string | null
  content: RuleContent
}

export interface RuleSetState extends z.output<typeof fields> {
  purpose: Purpose
  /** Oldest first. */
  versions: readonly RuleVersion[]
  /** What is worked on, and decides nothing yet. */
  draft: RuleContent | null
}

const commands = {
  'ruleSet.create': creates(fields.extend({ purpose, content: ruleContent })),
  'ruleSet.change': fields.partial(),
  'ruleSet.draft': z.object({ content: ruleContent }),
  'ruleSet.discard-draft': nothing,
  /** Null: from now on. */
  'ruleSet.publish': z.object({ from: instant.nullable(), note: prose(500).nullable() }),
}

/**
 * Rules by which something is decided, in versions: a draft is worked on until it is published, from now on or from an
 * instant to come. What was decided keeps the version that decided it.
 */
export const ruleSet = decider<RuleSetState>()({
  name: 'ruleSet',
  events,
  commands,
  evolve: {
    'ruleSet.created': (_, { content, ...data }, { at }) => ({
      ...data,
      versions: [{ version: 1, from: null, publishedAt: at, note: null, content }],
      draft: null,
    }),
    'ruleSet.changed': (state, { changes }) => merged(state, changes),
    'ruleSet.drafted': (state, { content }) => ({ ...state, draft: content }),
    'ruleSet.draft-discarded': (state) => ({ ...state, draft: null }),
    'ruleSet.published': (state, data, { at }) => ({
      ...state,
      versions: [...state.versions, { ...data, publishedAt: at }],
      draft: null,
    }),
  },
  decide: {
    'ruleSet.create': (_, input) => {
      checkContent(input.purpose, input.content)
      return [{ type: 'ruleSet.created', data: input }]
    },
    'ruleSet.change': (state, input) => {
      const changes = changed<Partial<RuleSetState>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'ruleSet.changed', data: { changes } }] : []
    },
    'ruleSet.draft': (state, { content }) => {
      checkContent(state.purpose, content)
      const news = changed({ draft: state.draft ?? state.versions.at(-1)?.content }, { draft: content })
      return Object.keys(news).length > 0 ? [{ type: 'ruleSet.drafted', data: { content } }] : []
    },
    'ruleSet.discard-draft': ({ draft }) =>
      draft === null ? [] : [{ type: 'ruleSet.draft-discarded', data: {} }],
    'ruleSet.publish': ({ draft, versions }, { from, note }, { at }) => {
      if (draft === null) refuse('ruleSet.no-draft', 'There is no draft to publish.')
      if (from !== null && from < at)
        refuse('ruleSet.from-past', 'What was decided stays: rules hold from now on, or from later.', {
          field: 'from',
        })
      const version = (versions.at(-1)?.version ?? 0) + 1
      return [{ type: 'ruleSet.published', data: { version, from: from ?? at, note, content: draft } }]
    },
  },
})

/** @throws DomainError for rules of another purpose, and for those by which nothing could be decided. */
export function checkContent(of: Purpose, content: RuleContent): void {
  if (of === 'lead-score' && isScoringContent(content)) checkScoring('ruleSet', content, 'content')
  else if (of === 'lead-assignment' && isAssigning(content))
    checkAssigning('ruleSet', content, 'content', leadFacts)
  else if (of === 'ticket-assignment' && isAssigning(content)) {
    checkAssigning('ruleSet', content, 'content', ticketFacts)
    if (content.pickUpMinutes !== null)
      refuse('ruleSet.no-pick-up', 'How soon a ticket is answered is said by its service level.', {
        field: 'content.pickUpMinutes',
      })
  } else if (of === 'lead-qualification' && isQualifying(content))
    checkQualifying('ruleSet', content, 'content')
  else if (of === 'price-book' && isBookChoosing(content)) checkBookChoosing('ruleSet', content, 'content')
  else if (of === 'deal-idle' && isIdleRules(content)) checkIdleRules('ruleSet', content, 'content')
  else if (of === 'workflow' && isWorkflow(content)) mustHaveOneId(content)
  else refuse('ruleSet.other-purpose', 'These are rules of another purpose.', { field: 'content' })
}

function mustHaveOneId({ rules: all }: WorkflowRules): void {
  const twice = all.findIndex(({ id }, place) => all.findIndex((one) => one.id === id) < place)
  if (twice >= 0)
    refuse('ruleSet.rule-twice', 'Two rules cannot have the same id.', {
      field: `content.rules.${twice}.id`,
    })
}

export const isWorkflow = (content: RuleContent): content is WorkflowRules => 'runsAnHour' in content
export const isScoringContent = (content: RuleContent): content is Scoring => 'hotFrom' in content
export const isQualifying = (content: RuleContent): content is Qualifying => 'againstPeople' in content
export const isBookChoosing = (content: RuleContent): content is BookChoosing => 'otherBooks' in content
export const isIdleRules = (content: RuleContent): content is IdleRules => 'tasksDueInDays' in content
export const isAssigning = (content: RuleContent): content is Assigning => 'pickUpMinutes' in content

/** The version that decides at an instant: the last that was published of those that hold by then, else the first. */
export function versionAt(versions: readonly RuleVersion[], at: string): RuleVersion | undefined {
  return versions.findLast(({ from }) => from === null || from <= at) ?? versions[0]
}
