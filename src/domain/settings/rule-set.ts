import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { checkScoring, leadFacts, scoring } from '../sales/lead-score.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What rules are for. Of each there is one set. */
export const purpose = z.enum(['lead-score']).register(vocabulary, { id: 'RulePurpose' })
export type Purpose = z.output<typeof purpose>

/** What the rules of each purpose decide about, and what of that they can ask. */
export const purposes: Record<Purpose, { model: string; facts: ReadonlyMap<string, Field> }> = {
  'lead-score': { model: 'lead', facts: leadFacts },
}

/** As JSON, in characters: every version of it stays in the log, and in memory. */
const longest = 100_000

/** What is decided by. */
export const ruleContent = scoring.refine(
  (content) => JSON.stringify(content).length <= longest,
  `must not be longer than ${longest} characters as JSON`,
)
export type RuleContent = z.output<typeof ruleContent>

const fields = z.object({ name: line(80) })
const nothing = z.object({})

const events = {
  /** With the version that holds from ever. */
  'ruleSet.created': creates(fields.extend({ purpose, content: scoring })),
  'ruleSet.changed': z.object({ changes: fields.partial() }),
  'ruleSet.drafted': z.object({ content: scoring }),
  'ruleSet.draft-discarded': nothing,
  'ruleSet.published': z.object({
    version: count.min(2),
    from: instant,
    note: prose(500).nullable(),
    content: scoring,
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
      checkScoring('ruleSet', input.content, 'content')
      return [{ type: 'ruleSet.created', data: input }]
    },
    'ruleSet.change': (state, input) => {
      const changes = changed<Partial<RuleSetState>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'ruleSet.changed', data: { changes } }] : []
    },
    'ruleSet.draft': (state, { content }) => {
      checkScoring('ruleSet', content, 'content')
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

/** The version that decides at an instant: the last that was published of those that hold by then, else the first. */
export function versionAt(versions: readonly RuleVersion[], at: string): RuleVersion | undefined {
  return versions.findLast(({ from }) => from === null || from <= at) ?? versions[0]
}
