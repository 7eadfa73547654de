import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { refuse } from '../error.ts'
import { checkRules, type Facts, ruleId, ruleOf, rulesHolding } from '../rules/rule.ts'
import { domainOf } from '../values/email.ts'
import { count } from '../values/integer.ts'
import { vocabulary } from '../values/vocabulary.ts'
import type { Qualification } from './qualification.ts'

export const heat = z.enum(['hot', 'warm', 'cold']).register(vocabulary, { id: 'Heat' })

/** A score with what it is made of and the version of the rules that made it. */
export const leadScore = z.object({
  score: z.int().min(0).max(100),
  heat,
  reasons: z.array(z.object({ rule: ruleId, points: z.int(), reason: z.string() })),
  ruleVersion: count.min(1),
})

export type LeadScore = z.output<typeof leadScore>

/** What the rules look at. */
export interface Scorable {
  email: string | null
  phone: string | null
  company: string | null
  source: string
  country: string | null
  postcode?: string | null | undefined
  productInterest: string | null
  qualification: Qualification
}

const text: Field = { kind: 'text' }

/** What rules can ask of a lead: as the columns of its table are called, and nothing that a score is made of itself. */
export const leadFacts: ReadonlyMap<string, Field> = new Map(
  [
    'company',
    'email',
    'emailDomain',
    'phone',
    'source',
    'country',
    'postcode',
    'productInterest',
    'budget',
    'authority',
    'need',
    'timeline',
  ].map((name) => [name, text]),
)

export function factsOf({ qualification, ...lead }: Scorable): Facts {
  const { email, phone, company, source, country, postcode = null, productInterest } = lead
  const emailDomain = domainOf(email)
  return { email, emailDomain, phone, company, source, country, postcode, productInterest, ...qualification }
}

const points = z.int().min(-100).max(100)
const share = z.int().min(0).max(100)

/** The rules of scoring, and from which score on a lead is hot or warm. */
export const scoring = z.object({
  rules: z
    .array(
      ruleOf(z.object({ points }).register(vocabulary, { id: 'ScorePoints' }), [
        { field: 'company', operator: 'known' },
        { none: [{ field: 'source', operator: 'one-of', value: ['Referral', 'Event'] }] },
        { all: [] },
      ]),
    )
    .max(100),
  hotFrom: share,
  warmFrom: share,
})

export type Scoring = z.output<typeof scoring>

/** The rules as a version of them was published. */
const scoringVersion = scoring.extend({ version: count.min(1) })
export type ScoringVersion = z.output<typeof scoringVersion>

const checked = new WeakSet<object>()

/** Whether something is rules of scoring: each is looked at once, because every lead that is decided on is given them. */
export function isScoring(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  if (!checked.has(given) && scoringVersion.safeParse(given).success) checked.add(given)
  return checked.has(given)
}

/** Mailboxes that anybody can have, and that therefore say nothing about a company. */
const freeMail = (
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com gmx.de gmx.net web.de ' +
  'proton.me protonmail.com mail.ru qq.com 163.com'
).split(' ')

/** What holds from the first start on, and as long as nobody publishes anything else. */
export const firstScoring: ScoringVersion = {
  version: 1,
  hotFrom: 60,
  warmFrom: 30,
  rules: [
    {
      id: 'company',
      name: 'Names a company',
      when: { field: 'company', operator: 'known' },
      outcome: { points: 15 },
    },
    {
      id: 'company-address',
      name: 'Writes from a company address',
      when: {
        all: [
          { field: 'emailDomain', operator: 'known' },
          { none: [{ field: 'emailDomain', operator: 'one-of', value: freeMail }] },
        ],
      },
      outcome: { points: 15 },
    },
    {
      id: 'free-mail',
      name: 'Can be reached by e-mail',
      when: { field: 'emailDomain', operator: 'one-of', value: freeMail },
      outcome: { points: 5 },
    },
    {
      id: 'phone',
      name: 'Can be reached by telephone',
      when: { field: 'phone', operator: 'known' },
      outcome: { points: 10 },
    },
    {
      id: 'warm-source',
      name: 'Came by recommendation or in person',
      when: {
        field: 'source',
        operator: 'one-of',
        value: ['Referral', 'Partner', 'Event', 'Trade show'],
      },
      outcome: { points: 20 },
    },
    {
      id: 'own-request',
      name: 'Asked us first',
      when: {
        field: 'source',
        operator: 'one-of',
        value: ['Website', 'Web', 'Web form', 'Phone', 'Demo request'],
      },
      outcome: { points: 15 },
    },
    {
      id: 'product',
      name: 'Names a product',
      when: { field: 'productInterest', operator: 'known' },
      outcome: { points: 10 },
    },
    {
      id: 'budget',
      name: 'Has a budget',
      when: { field: 'budget', operator: 'known' },
      outcome: { points: 10 },
    },
    {
      id: 'authority',
      name: 'Decides or knows who does',
      when: { field: 'authority', operator: 'known' },
      outcome: { points: 10 },
    },
    {
      id: 'need',
      name: 'Has said what is needed',
      when: { field: 'need', operator: 'known' },
      outcome: { points: 10 },
    },
    {
      id: 'timeline',
      name: 'Has a date in mind',
      when: { field: 'timeline', operator: 'known' },
      outcome: { points: 10 },
    },
    {
      id: 'unreachable',
      name: 'Cannot be reached',
      when: {
        all: [
          { field: 'email', operator: 'unknown' },
          { field: 'phone', operator: 'unknown' },
        ],
      },
      outcome: { points: -10 },
    },
  ],
}

/** A score of version 1 named its rules by their words alone. */
export function withRuleNames(data: Record<string, unknown>): Record<string, unknown> {
  const ids = new Map(firstScoring.rules.map(({ id, name }) => [name, id]))
  const reasons = data.reasons as readonly { points: number; reason: string }[]
  return { ...data, reasons: reasons.map((one) => ({ rule: ids.get(one.reason) ?? 'unknown', ...one })) }
}

/** Nothing that is asked of a lead moves with the calendar. */
export const leadsAsk = { fields: leadFacts, now: '2000-01-01T00:00:00.000Z', zone: 'UTC' }

/** Pure: the same facts under the same rules have the same score. */
export function scoreOf(facts: Facts, by: ScoringVersion = firstScoring): LeadScore {
  const reasons = rulesHolding(by.rules, facts, leadsAsk).map(({ id, name, outcome }) => ({
    rule: id,
    points: outcome.points,
    reason: name,
  }))
  const sum = reasons.reduce((total, { points: some }) => total + some, 0)
  const score = Math.min(100, Math.max(0, sum))
  return {
    score,
    heat: score >= by.hotFrom ? 'hot' : score >= by.warmFrom ? 'warm' : 'cold',
    reasons,
    ruleVersion: by.version,
  }
}

/** @throws DomainError for rules by which no lead could be scored. `name` is the aggregate's, `field` where they stand. */
export function checkScoring(name: string, { rules, hotFrom, warmFrom }: Scoring, field: string): void {
  checkRules(name, rules, leadFacts, `${field}.rules`)
  if (warmFrom > hotFrom)
    refuse(`${name}.warm-above-hot`, 'A lead is warm before it is hot.', { field: `${field}.warmFrom` })
}
