import { z } from 'zod'
import { scoring } from '../../domain/sales/lead-score.ts'
import { type Purpose, ruleSet } from '../../domain/settings/rule-set.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'

/** Of each purpose there is one. */
export const ruleSetId = (purpose: Purpose): string => derivedId('ruleSet', purpose)

const { element: rule } = scoring.shape.rules
/** A new rule needs no id. */
export const contentBody = scoring
  .extend({ rules: z.array(rule.partial({ id: true }).register(vocabulary, { id: 'NewRule' })).max(100) })
  .register(vocabulary, { id: 'NewRuleContent' })

/** Rules that are new get an id of their own, which they keep from then on. */
export function withRuleIds({ rules, ...content }: z.output<typeof contentBody>, setId: string, at: string) {
  const made = rules.map((one, place) => ({ ...one, id: one.id ?? derivedId(setId, at, place) }))
  return { ...content, rules: made }
}

export const ruleSetCommands = commandsOf(ruleSet, (prepared) => ({
  // Which there are is not for anybody to say: decisions ask for them.
  'ruleSet.create': { summary: 'Make a set of rules', internal: true },
  'ruleSet.change': { summary: 'Change what a set of rules is called' },
  'ruleSet.draft': {
    summary: 'Put rules in the place of the draft; it decides nothing until it is published',
    ifMatch: 'required',
    ...prepared(z.object({ content: contentBody }), ({ content }, { id, at }) => ({
      content: withRuleIds(content, id, at),
    })),
  },
  'ruleSet.discard-draft': { summary: 'Throw the draft away' },
  'ruleSet.publish': {
    summary: 'Publish the draft: its rules decide from now on, or from an instant to come',
    ifMatch: 'required',
    ...prepared(ruleSet.commands['ruleSet.publish'].partial(), ({ from = null, note = null }) => ({
      from,
      note,
    })),
  },
}))
