import { z } from 'zod'
import type { AssignmentDecision } from '../../domain/rules/assignment.ts'
import { wordsOf } from '../../domain/sales/genuineness.ts'
import { lead } from '../../domain/sales/lead.ts'
import { type CitedRule, citedRule } from '../../domain/sales/lead-qualifying.ts'
import { heat, type LeadScore } from '../../domain/sales/lead-score.ts'
import { leadStatus as status } from '../../domain/sales/lead-status.ts'
import { country } from '../../domain/values/country.ts'
import { day } from '../../domain/values/day.ts'
import { email } from '../../domain/values/email.ts'
import { instant } from '../../domain/values/instant.ts'
import { personName } from '../../domain/values/person-name.ts'
import { phone } from '../../domain/values/phone.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { landingPageTable } from '../../projections/marketing/landing-page.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { leadFormTable } from '../../projections/sales/lead-form.ts'
import { channelFilters, channelReply, channelTitles } from '../customers/channels.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'

const answer = z.string().nullable()

export const review = z.enum(['due', 'genuine', 'not-genuine']).register(vocabulary, { id: 'LeadReview' })

const utmPart = z.string().optional()
const utmReply = z
  .object({ source: utmPart, medium: utmPart, campaign: utmPart, term: utmPart, content: utmPart })
  .register(vocabulary, { id: 'Utm' })

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
    postcode: z.string().nullable(),
    productInterest: z.string().nullable(),
    referrerId: uuid.nullable(),
    campaign: z.string().nullable().describe('The campaign or event that they came by.'),
    campaignId: uuid.nullable().describe('The campaign of ours whose response it was made of.'),
    ownerId: uuid.nullable(),
    routedRule: z.string().nullable().describe('The rule of assignment that gave it to its owner.'),
    pickUpBy: instant.nullable().describe('By when its owner is to take it up; then it goes to another.'),
    status,
    statusSince: instant,
    score: z.int(),
    heat,
    scoreReasons: z.array(z.object({ rule: z.string(), points: z.int(), reason: z.string() })),
    scoreRuleVersion: z.int(),
    scoredAt: instant.nullable(),
    qualification: z.object({ budget: answer, authority: answer, need: answer, timeline: answer }),
    judgedBy: citedRule.nullable().describe('The rule that qualified or disqualified it; null: no rule did.'),
    genuineness: z
      .int()
      .nullable()
      .describe('Of a hundred, what the checks have left of it; null: it was not checked.'),
    checkedAt: instant.nullable(),
    review: review
      .nullable()
      .describe('Of a lead in which a check has failed: to be looked at, or what somebody has said of it.'),
    formId: uuid.nullable().describe('The form that it came by.'),
    landingPageId: uuid.nullable().describe('The page of ours that the form stood in.'),
    page: z.string().nullable(),
    utm: utmReply.nullable(),
    message: z.string().nullable(),
    consent: z.object({ purpose: z.string(), textVersion: z.string() }).nullable(),
    toConfirm: z.boolean().describe('Whether the form asks by e-mail whether it was them.'),
    confirmationAskedAt: instant.nullable(),
    confirmedAt: instant.nullable(),
    disqualifiedReason: z.string().nullable(),
    recycledReason: z.string().nullable(),
    wakeOn: day.nullable(),
    wakeAt: instant.nullable(),
    ...channelReply,
    converting: z.boolean(),
    conversionError: z.string().nullable(),
    reverting: z.boolean(),
    reversionError: z.string().nullable(),
    converted: z.object({ accountId: uuid.nullable(), contactId: uuid, opportunityId: uuid }).nullable(),
  }),
  shown: ({ firstName, lastName, scoreReasons, budget, authority, need, timeline, ...row }) => {
    const { statuses: _, assignment: __, routedAt: ___, checks: ____, checkVersion: _____, ...others } = row
    const { twins: ______, withdrawnContactIds: _______, ...told } = others
    return {
      ...told,
      name: { first: firstName, last: lastName },
      scoreReasons: scoreReasons as LeadScore['reasons'][number][],
      qualification: { budget, authority, need, timeline },
    }
  },
  references: {
    ownerId: userTable,
    referrerId: contactTable,
    campaignId: campaignTable,
    formId: leadFormTable,
    landingPageId: landingPageTable,
  },
  filters: {
    status,
    ownerId: uuid,
    referrerId: uuid,
    source: z.string().min(1),
    heat,
    country,
    company: z.string(),
    converting: flag,
    campaign: z.string().min(1),
    campaignId: uuid,
    review,
    formId: uuid,
    landingPageId: uuid,
    ...channelFilters,
    disqualifiedReason: z.string().min(1),
    recycledReason: z.string().min(1),
  },
  listed: {
    source: 'lead-source',
    campaign: 'campaign',
    disqualifiedReason: 'lead-disqualification',
    recycledReason: 'lead-recycling',
  },
  ranges: {
    score: z.coerce.number().int(),
    genuineness: z.coerce.number().int(),
    createdAt: instant,
    statusSince: instant,
    wakeOn: day,
  },
  sorts: ['-createdAt', 'updatedAt', 'score', 'genuineness', 'company', 'statusSince', 'wakeOn'],
  sortColumns: { name: 'lastName' },
  search: ['firstName', 'lastName', 'email', 'phone', 'company'],
})

const assignedWords = ({ cause, name, version }: AssignmentDecision) =>
  `${cause === 'unclaimed' ? 'Given to another' : 'Given to an owner'} by the rule “${name}” of version ${version}`

const byRule = (cited: CitedRule | undefined) =>
  cited ? ` by the rule “${cited.name}” of version ${cited.version}` : ''

export const leadTitles = titlesOf(lead, {
  'lead.captured': ({ data }) => `Lead captured${data.submission ? ' by a form' : ''}, source ${data.source}`,
  'lead.confirmation-asked': () => 'Asked by e-mail whether it was them',
  'lead.confirmed': () => 'Confirmed by e-mail',
  'lead.checked': ({ data }) => {
    const failed = data.checks
      .filter(({ result }) => result === 'fail')
      .map(({ finding }) => wordsOf(finding))
    return failed.length === 0
      ? `Checked: genuineness ${data.genuineness}`
      : `Checked: genuineness ${data.genuineness}. ${failed.join('. ')}`
  },
  'lead.reviewed': ({ data }) =>
    data.genuine === null
      ? 'Review taken back'
      : data.genuine
        ? 'Accepted as genuine'
        : 'Rejected as not genuine',
  'lead.changed': ({ data: { changes } }) => (changes.qualification ? 'Answers recorded' : 'Lead changed'),
  'lead.scored': ({ data, before }) =>
    before.score
      ? `Score changed from ${before.score.score} (${before.score.heat}) to ${data.score} (${data.heat})`
      : `Scored ${data.score} (${data.heat})`,
  'lead.assigned': ({ data, before }) => {
    if (data.decision) return assignedWords(data.decision)
    if (data.ownerId === null) return 'Given back to the queue'
    return before.ownerId ? 'Given to another owner' : 'Given to an owner'
  },
  'lead.left-unassigned': ({ data: { decision } }) =>
    decision.name === null
      ? 'Left unassigned: no rule of assignment holds'
      : `Left unassigned: nobody is free by the rule “${decision.name}”`,
  'lead.routing-requested': ({ data }) =>
    data.cause === 'unclaimed' ? 'Not taken up in time' : 'To be assigned by the rules',
  'lead.claimed': () => 'Taken up',
  'lead.qualified': ({ data }) =>
    `Qualified${byRule(data.by)}: budget, authority, need and timeline are known`,
  'lead.disqualified': ({ data }) => `Disqualified${byRule(data.by)}: ${data.reason}`,
  'lead.reopened': ({ data }) => {
    if (data.status) return 'Put back as it was'
    return data.reason ? `Reopened: ${data.reason}` : 'Reopened'
  },
  'lead.recycled': ({ data }) => `Put off until ${data.wakeOn}: ${data.reason}`,
  'lead.woken': () => 'Taken up again',
  'lead.conversion-requested': ({ data }) =>
    data.attempt > 1 ? `Conversion taken up again (attempt ${data.attempt})` : 'Conversion requested',
  'lead.conversion-failed': ({ data }) => `Conversion failed: ${data.message}`,
  'lead.reversion-requested': () => 'Conversion is being undone',
  'lead.reversion-failed': ({ data }) => `Conversion could not be undone: ${data.message}`,
  'lead.conversion-reverted': ({ data }) =>
    `Conversion undone: ${data.withdrawn.length === 0 ? 'nothing' : data.withdrawn.map(({ model }) => model).join(', ')} withdrawn`,
  'lead.converted': () => 'Converted into account, contact and opportunity',
  ...tagTitles('lead'),
  ...channelTitles('lead'),
})
