import { z } from 'zod'
import { enrolledBy, enrolment, exitReason } from '../../domain/marketing/enrolment.ts'
import { leadStatus } from '../../domain/sales/lead-status.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { enrolmentTable } from '../../projections/marketing/enrolment.ts'
import { sequenceTable } from '../../projections/marketing/sequence.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { naming, type Relation } from '../privacy/relations.ts'

const status = z.enum(['active', 'paused', 'left', 'done']).register(vocabulary, { id: 'EnrolmentStatus' })

export const enrolmentQueries = recordQueries(enrolmentTable)({
  resource: 'enrolments',
  summary: 'Who is in which sequence: how far they are, and why they left',
  row: z.object({
    sequenceId: uuid,
    version: z.int().describe('Of the sequence, in which they stay.'),
    campaignId: uuid,
    contactId: uuid.nullable(),
    leadId: uuid.nullable(),
    ownerId: uuid.nullable(),
    by: enrolledBy,
    stage: leadStatus.nullable().describe('Where a lead stood when it came.'),
    status,
    step: z.int().describe('How many steps are behind them.'),
    until: instant.nullable(),
    exit: exitReason.nullable(),
    endedAt: instant.nullable(),
  }),
  references: {
    sequenceId: sequenceTable,
    campaignId: campaignTable,
    contactId: contactTable,
    leadId: leadTable,
  },
  filters: { sequenceId: uuid, contactId: uuid, leadId: uuid, status, exit: exitReason },
  sorts: ['-createdAt', 'updatedAt'],
})

export const exitWords: Readonly<Record<z.output<typeof exitReason>, string>> = {
  goal: 'they have got there',
  converted: 'the lead was converted',
  replied: 'they answered',
  'opted-out': 'they want no more of it',
  bounced: 'mail to them came back',
  gone: 'they are no longer there',
  'campaign-over': 'the campaign is over',
  'by-hand': 'somebody took them out',
}

export const enrolmentTitles = titlesOf(enrolment, {
  'enrolment.begun': ({ data }) => `Came into version ${data.version} of a sequence`,
  'enrolment.mail-due': ({ data }) => `Step ${data.step + 1}: a mail`,
  'enrolment.task-due': ({ data }) => `Step ${data.step + 1}: a task, ${data.subject}`,
  'enrolment.waited': ({ data }) => `Step ${data.step + 1}: waits until ${data.until}`,
  'enrolment.checked': ({ data }) =>
    `Step ${data.step + 1}: ${data.held ? 'it holds' : 'it does not hold; steps are left out'}`,
  'enrolment.step-refused': ({ data }) => `Not taken: ${data.message}`,
  'enrolment.paused': () => 'Paused',
  'enrolment.resumed': () => 'Goes on',
  'enrolment.left': ({ data }) => `Left, because ${exitWords[data.reason]}`,
  'enrolment.completed': () => 'Went through to the end',
})

/** In what somebody was is about them, and goes with them. */
export const enrolmentRelations: readonly Relation[] = [
  naming('contact', enrolmentTable, 'contactId'),
  naming('lead', enrolmentTable, 'leadId'),
]
