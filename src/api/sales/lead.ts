import { z } from 'zod'
import { lead } from '../../domain/sales/lead.ts'
import { heat, type LeadScore } from '../../domain/sales/lead-score.ts'
import { country } from '../../domain/values/country.ts'
import { email } from '../../domain/values/email.ts'
import { instant } from '../../domain/values/instant.ts'
import { personName } from '../../domain/values/person-name.ts'
import { phone } from '../../domain/values/phone.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { userTable } from '../../projections/identity/user.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'

const status = z.enum(['new', 'working', 'qualified', 'disqualified', 'converted'])
const answer = z.string().nullable()

export const leadQueries = recordQueries(leadTable)({
  resource: 'leads',
  summary: 'Leads by status, owner, source and heat',
  row: z.object({
    name: personName,
    email: email.nullable(),
    emailDomain: z.string().nullable(),
    phone: phone.nullable(),
    company: z.string().nullable(),
    source: z.string(),
    country: country.nullable(),
    productInterest: z.string().nullable(),
    ownerId: uuid.nullable(),
    status,
    score: z.int(),
    heat,
    scoreReasons: z.array(z.object({ rule: z.string(), points: z.int(), reason: z.string() })),
    scoreRuleVersion: z.int(),
    scoredAt: instant.nullable(),
    qualification: z.object({ budget: answer, authority: answer, need: answer, timeline: answer }),
    disqualifiedReason: z.string().nullable(),
    converting: z.boolean(),
    conversionError: z.string().nullable(),
    converted: z.object({ accountId: uuid.nullable(), contactId: uuid, opportunityId: uuid }).nullable(),
  }),
  shown: ({ firstName, lastName, scoreReasons, budget, authority, need, timeline, ...row }) => ({
    ...row,
    name: { first: firstName, last: lastName },
    scoreReasons: scoreReasons as LeadScore['reasons'][number][],
    qualification: { budget, authority, need, timeline },
  }),
  references: { ownerId: userTable },
  filters: {
    status,
    ownerId: uuid,
    source: z.string().min(1),
    heat,
    country,
    company: z.string(),
    converting: flag,
    disqualifiedReason: z.string().min(1),
  },
  listed: { source: 'lead-source', disqualifiedReason: 'lead-disqualification' },
  ranges: { score: z.coerce.number().int(), createdAt: instant },
  sorts: ['-createdAt', 'updatedAt', 'score', 'company'],
  sortColumns: { name: 'lastName' },
  search: ['firstName', 'lastName', 'email', 'phone', 'company'],
})

export const leadTitles = titlesOf(lead, {
  'lead.captured': ({ data }) => `Lead captured, source ${data.source}`,
  'lead.changed': ({ data: { changes } }) => (changes.qualification ? 'Answers recorded' : 'Lead changed'),
  'lead.scored': ({ data, before }) =>
    before.score
      ? `Score changed from ${before.score.score} (${before.score.heat}) to ${data.score} (${data.heat})`
      : `Scored ${data.score} (${data.heat})`,
  'lead.assigned': ({ data, before }) => {
    if (data.ownerId === null) return 'Given back to the queue'
    return before.ownerId ? 'Given to another owner' : 'Given to an owner'
  },
  'lead.qualified': () => 'Qualified: budget, authority, need and timeline are known',
  'lead.disqualified': ({ data }) => `Disqualified: ${data.reason}`,
  'lead.reopened': ({ data }) => (data.reason ? `Reopened: ${data.reason}` : 'Reopened'),
  'lead.conversion-requested': ({ data }) =>
    data.attempt > 1 ? `Conversion taken up again (attempt ${data.attempt})` : 'Conversion requested',
  'lead.conversion-failed': ({ data }) => `Conversion failed: ${data.message}`,
  'lead.converted': () => 'Converted into account, contact and opportunity',
  ...tagTitles('lead'),
})
