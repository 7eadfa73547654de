import { merged } from '../../domain/record.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import type { LeadScore } from '../../domain/sales/lead-score.ts'
import { unanswered } from '../../domain/sales/qualification.ts'
import { domainOf } from '../../domain/values/email.ts'
import {
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  uuid,
} from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'

const statusText: Column<LeadState['status']> = { sql: 'text', nullable: false }
const heatText: Column<LeadScore['heat']> = { sql: 'text', nullable: false }

export const leadTable = projection(lead)({
  name: 'lead',
  version: 3,
  label: ['firstName', 'lastName'],
  columns: {
    firstName: nullable(text),
    lastName: text,
    email: nullable(text),
    /** Where the address is: rules ask whether that is a company. */
    emailDomain: nullable(text),
    phone: nullable(text),
    company: nullable(text),
    source: text,
    country: nullable(text),
    productInterest: nullable(text),
    ownerId: nullable(uuid),
    status: statusText,
    score: integer,
    heat: heatText,
    scoreReasons: json<readonly LeadScore['reasons'][number][]>(),
    scoreRuleVersion: integer,
    /** When it was scored last; null: not yet. */
    scoredAt: nullable(instant),
    budget: nullable(text),
    authority: nullable(text),
    need: nullable(text),
    timeline: nullable(text),
    disqualifiedReason: nullable(text),
    /** Whether a conversion is under way, and why the last one failed. */
    converting: boolean,
    conversionError: nullable(text),
    converted: nullable(json<NonNullable<LeadState['converted']>>()),
    tags: tagsColumn,
  },
  sameField: [
    ['name', 'firstName', 'lastName'],
    ['email', 'emailDomain'],
    ['score', 'heat', 'scoreReasons', 'reasons', 'scoreRuleVersion', 'ruleVersion', 'scoredAt'],
    ['qualification', 'budget', 'authority', 'need', 'timeline'],
    ['disqualifiedReason', 'reason'],
    tagFields,
  ],
  indexes: [
    ['createdAt'],
    ['updatedAt'],
    ['status', 'createdAt'],
    ['ownerId', 'createdAt'],
    ['score'],
    ['heat', 'score'],
    ['source', 'createdAt'],
    ['company'],
    ['lastName'],
  ],
  on: {
    'lead.captured': (_, { data: { name, ...data } }) => ({
      ...data,
      firstName: name.first,
      lastName: name.last,
      status: 'new',
      score: 0,
      heat: 'cold',
      emailDomain: domainOf(data.email),
      scoreReasons: [],
      scoreRuleVersion: 0,
      scoredAt: null,
      ...unanswered,
      disqualifiedReason: null,
      converting: false,
      conversionError: null,
      converted: null,
      tags: [],
    }),
    'lead.changed': (row, { data: { changes } }) => {
      const { name, qualification, ...others } = changes
      return (
        row && {
          ...merged(row, others),
          ...(others.email !== undefined && { emailDomain: domainOf(others.email) }),
          ...(name && { firstName: name.first, lastName: name.last }),
          ...qualification,
          status: qualification ? takenUp(row.status) : row.status,
        }
      )
    },
    'lead.scored': (row, { data: { score, heat, reasons, ruleVersion }, occurredAt }) =>
      row && {
        ...row,
        score,
        heat,
        scoreReasons: reasons,
        scoreRuleVersion: ruleVersion,
        scoredAt: occurredAt,
      },
    'lead.assigned': (row, { data: { ownerId, untouched } }) =>
      row && { ...row, ownerId, status: untouched ? 'new' : takenUp(row.status) },
    'lead.qualified': (row, { data }) => row && { ...row, ...data.qualification, status: 'qualified' },
    'lead.disqualified': (row, { data }) =>
      row && { ...row, status: 'disqualified', disqualifiedReason: data.reason },
    'lead.reopened': (row) => row && { ...row, status: 'working', disqualifiedReason: null },
    'lead.conversion-requested': (row) => row && { ...row, converting: true, conversionError: null },
    'lead.conversion-failed': (row, { data }) =>
      row && { ...row, converting: false, conversionError: data.message },
    'lead.converted': (row, { data }) =>
      row && { ...row, status: 'converted', converting: false, converted: data },
    ...tagFolds('lead'),
  },
})

function takenUp(status: LeadState['status']): LeadState['status'] {
  return status === 'new' ? 'working' : status
}
