import { z } from 'zod'
import { type Criterion, criterion } from '../criteria/criterion.ts'
import { explained, type Told } from '../criteria/explained.ts'
import { holds } from '../criteria/holds.ts'
import { CriterionRefused, resolve, type Test } from '../criteria/resolve.ts'
import type { Field, Vocabularies } from '../criteria/vocabulary.ts'
import { refuse } from '../error.ts'
import { line } from '../values/text.ts'

/** What is known of something when rules are held against it. */
export type Facts = Readonly<Record<string, unknown>>

/** What rules can ask of the facts, and when and where they ask it. */
export interface RulesAsk {
  fields: ReadonlyMap<string, Field>
  /** ISO-8601 UTC. */
  now: string
  zone: string
}

export const ruleId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be a short name in small letters, or a UUID')

export interface Rule<Outcome> {
  id: string
  /** In the words of who reads why, without anything personal. */
  name: string
  when: Criterion
  /** What follows where it holds. */
  outcome: Outcome
}

/** A rule by what follows where it holds. */
export const ruleOf = <Outcome extends z.ZodType>(outcome: Outcome, examples: readonly Criterion[]) =>
  z.object({ id: ruleId, name: line(80), when: criterion.meta({ examples: [...examples] }), outcome })

/**
 * Those that hold, in their order. Pure: the same rules say the same of the same facts.
 * @throws DomainError for a rule by which nothing can be asked (any more), so that nobody decides by the others alone.
 */
export function rulesHolding<Outcome>(
  rules: readonly Rule<Outcome>[],
  facts: Facts,
  ask: RulesAsk,
): Rule<Outcome>[] {
  const resolved = resolvedBy(ask)
  return rules.filter(({ name, when }) => {
    try {
      return holds(resolved(when), facts)
    } catch (error) {
      if (!(error instanceof CriterionRefused)) throw error
      return refuse('rule.refused', `Nothing can be asked by the rule “${name}”: ${error.message}.`)
    }
  })
}

/** A rule with whether it holds, and each part of its condition with what was found. */
export function ruleExplained(rule: Rule<unknown>, facts: Facts, ask: RulesAsk): Told[] {
  return explained(rule.when, facts, resolvedBy(ask))
}

/**
 * Refuses rules that nothing can be asked by, and two with one id. `name` is the aggregate's, `field` where the rules stand.
 * @throws DomainError
 */
export function checkRules(
  name: string,
  rules: readonly Rule<unknown>[],
  fields: ReadonlyMap<string, Field>,
  field: string,
): void {
  const ask = { fields, now: '2000-01-01T00:00:00.000Z', zone: 'UTC' }
  const ids = new Set<string>()
  for (const [place, { id, when }] of rules.entries()) {
    if (ids.has(id))
      refuse(`${name}.rule-twice`, 'Two rules cannot have the same id.', { field: `${field}.${place}.id` })
    ids.add(id)
    try {
      resolvedBy(ask)(when)
    } catch (error) {
      if (!(error instanceof CriterionRefused)) throw error
      const at = [field, place, 'when', error.path].filter((part) => part !== '').join('.')
      refuse(`${name}.rule-refused`, `Nothing can be asked like this: ${error.message}.`, { field: at })
    }
  }
}

const model = 'facts'
/** Each condition is resolved once for all that is asked the same way: rules are held against every lead that comes. */
const tests = new WeakMap<RulesAsk, WeakMap<Criterion, Test>>()

function resolvedBy(ask: RulesAsk): (part: Criterion) => Test {
  const known = tests.get(ask) ?? new WeakMap<Criterion, Test>()
  tests.set(ask, known)
  const { fields, now, zone } = ask
  const vocabularies: Vocabularies = new Map([[model, { fields, related: new Map() }]])
  return (part) => {
    const test = known.get(part) ?? resolve(part, model, vocabularies, { now, zone })
    known.set(part, test)
    return test
  }
}
