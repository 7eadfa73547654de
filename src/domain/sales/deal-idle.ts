import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { checkRules, type Facts, ruleOf, rulesHolding } from '../rules/rule.ts'
import { dayOf, daysAfter } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { type CitedRule, citedRule } from './lead-qualifying.ts'

/** What follows where the rule holds: a task of this subject for who owns the deal. */
const outcome = z.object({ task: line(200) }).register(vocabulary, { id: 'IdleDealTask' })

/** The rules of what is to be done about deals that stand still: each that holds is followed once in such a time. */
export const idleRules = z.object({
  rules: z
    .array(
      ruleOf(outcome, [
        { field: 'idleDays', operator: 'at-least', value: 14 },
        {
          all: [
            { field: 'idleDays', operator: 'at-least', value: 7 },
            { field: 'probability', operator: 'at-least', value: 0.5 },
          ],
        },
      ]),
    )
    .max(100),
  /** In how many days a task is due. */
  tasksDueInDays: z.int().min(0).max(365),
})
export type IdleRules = z.output<typeof idleRules>

export const idleRulesVersion = idleRules.extend({ version: count.min(1) })

/** Nothing is done until somebody says so. */
export const firstIdleRules: IdleRules = { rules: [], tasksDueInDays: 1 }

/** What these rules can ask: of the deal as its columns are called, and for how many days nobody has touched it. */
export const idleFacts: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['idleDays', { kind: 'number', whole: true, label: 'Days untouched' }],
  ['stageName', { kind: 'text' }],
  ['pipelineId', { kind: 'record', model: 'pipeline' }],
  ['ownerId', { kind: 'record', model: 'user' }],
  ['probability', { kind: 'number' }],
  ['currency', { kind: 'text' }],
  ['amount', { kind: 'money', currency: 'currency' }],
  ['channel', { kind: 'text', list: 'sales-channel' }],
  ['closeDate', { kind: 'day' }],
  ['nextStep', { kind: 'text' }],
  ['tags', { kind: 'records', model: 'tag' }],
])

/** @throws DomainError for rules by which nothing could be decided. */
export function checkIdleRules(name: string, { rules }: IdleRules, field: string): void {
  checkRules(name, rules, idleFacts, `${field}.rules`)
}

/** That nobody has touched a deal since an instant, and what is to be done by which rule. */
export const idleFinding = z
  .object({
    since: z.iso.datetime(),
    days: count,
    by: citedRule,
    task: line(200),
    dueOn: z.iso.date(),
  })
  .register(vocabulary, { id: 'IdleFinding' })
export type IdleFinding = z.output<typeof idleFinding>

const dayMs = 86_400_000

/** The first rule that holds and was not followed since the deal was touched last; undefined: none. Pure. */
export function idleFindingOf(
  facts: Facts,
  { rules, tasksDueInDays, version }: z.output<typeof idleRulesVersion>,
  { since, at, zone, followed }: { since: string; at: string; zone: string; followed: readonly string[] },
): IdleFinding | undefined {
  const days = Math.floor((Date.parse(at) - Date.parse(since)) / dayMs)
  if (days < 1) return undefined
  const holding = rulesHolding(rules, { ...facts, idleDays: days }, { fields: idleFacts, now: at, zone })
  const rule = holding.find(({ id }) => !followed.includes(id))
  if (!rule) return undefined
  const by: CitedRule = { version, rule: rule.id, name: rule.name }
  return { since, days, by, task: rule.outcome.task, dueOn: daysAfter(dayOf(at, zone), tasksDueInDays) }
}
