import { z } from 'zod'
import { count } from '../values/integer.ts'
import { sameName } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const heat = z.enum(['hot', 'warm', 'cold']).register(vocabulary, { id: 'Heat' })

/** A score with what it is made of and the version of the rules that made it. */
export const leadScore = z.object({
  score: z.int().min(0).max(100),
  heat,
  reasons: z.array(z.object({ points: z.int(), reason: z.string() })),
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
  productInterest: string | null
  qualification: Readonly<Record<string, string | null>>
}

interface Rule {
  points: number
  /** In the words the salesperson reads, without personal data. */
  reason: string
  when: (lead: Scorable) => boolean
}

/** Mailboxes that anybody can have, and that therefore say nothing about a company. */
const freeMail = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com gmx.de gmx.net web.de ' +
    'proton.me protonmail.com mail.ru qq.com 163.com'
  ).split(' '),
)

const warmSources = new Set(['referral', 'partner', 'event', 'trade show'])
const ownRequests = new Set(['website', 'web', 'web form', 'phone', 'demo request'])

const domainOf = (email: string | null) => email?.slice(email.lastIndexOf('@') + 1)

/** A changed set gets a new version; scores given keep the version that gave them. */
const rules: { version: number; hotFrom: number; warmFrom: number; rules: readonly Rule[] } = {
  version: 1,
  hotFrom: 60,
  warmFrom: 30,
  rules: [
    { points: 15, reason: 'Names a company', when: ({ company }) => company !== null },
    {
      points: 15,
      reason: 'Writes from a company address',
      when: ({ email }) => email !== null && !freeMail.has(domainOf(email) ?? ''),
    },
    {
      points: 5,
      reason: 'Can be reached by e-mail',
      when: ({ email }) => email !== null && freeMail.has(domainOf(email) ?? ''),
    },
    { points: 10, reason: 'Can be reached by telephone', when: ({ phone }) => phone !== null },
    {
      points: 20,
      reason: 'Came by recommendation or in person',
      when: ({ source }) => warmSources.has(sameName(source)),
    },
    { points: 15, reason: 'Asked us first', when: ({ source }) => ownRequests.has(sameName(source)) },
    { points: 10, reason: 'Names a product', when: ({ productInterest }) => productInterest !== null },
    { points: 10, reason: 'Has a budget', when: ({ qualification }) => Boolean(qualification.budget) },
    {
      points: 10,
      reason: 'Decides or knows who does',
      when: ({ qualification }) => Boolean(qualification.authority),
    },
    {
      points: 10,
      reason: 'Has said what is needed',
      when: ({ qualification }) => Boolean(qualification.need),
    },
    {
      points: 10,
      reason: 'Has a date in mind',
      when: ({ qualification }) => Boolean(qualification.timeline),
    },
    {
      points: -10,
      reason: 'Cannot be reached',
      when: ({ email, phone }) => email === null && phone === null,
    },
  ],
}

/** Pure: the same lead under the same rules has the same score. */
export function scoreOf(lead: Scorable): LeadScore {
  const reasons = rules.rules
    .filter((rule) => rule.when(lead))
    .map(({ points, reason }) => ({ points, reason }))
  const sum = reasons.reduce((total, { points }) => total + points, 0)
  const score = Math.min(100, Math.max(0, sum))
  return {
    score,
    heat: score >= rules.hotFrom ? 'hot' : score >= rules.warmFrom ? 'warm' : 'cold',
    reasons,
    ruleVersion: rules.version,
  }
}
