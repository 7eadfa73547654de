import { type EnrolmentState, type ExitReason, enrolment } from '../../domain/marketing/enrolment.ts'
import type { LeadStatus } from '../../domain/sales/lead-status.ts'
import { linkFolds } from '../linking.ts'
import { type Column, instant, integer, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<EnrolmentState['status']> = { sql: 'text', nullable: false }
const byText: Column<EnrolmentState['by']> = { sql: 'text', nullable: false }
const stageText: Column<LeadStatus | null> = nullable(text) as never
const exitText: Column<ExitReason | null> = nullable(text) as never

export const enrolmentTable = projection(enrolment)({
  name: 'enrolment',
  version: 1,
  columns: {
    sequenceId: uuid,
    version: integer,
    campaignId: uuid,
    contactId: nullable(uuid),
    leadId: nullable(uuid),
    ownerId: nullable(uuid),
    by: byText,
    stage: stageText,
    status: statusText,
    /** How many steps are behind them. */
    step: integer,
    until: nullable(instant),
    exit: exitText,
    endedAt: nullable(instant),
  },
  sameField: [['exit', 'reason']],
  indexes: [
    ['sequenceId', 'createdAt'],
    ['contactId', 'createdAt'],
    ['leadId', 'createdAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'enrolment.begun': (_, { data }) => ({
      ...data,
      status: 'active',
      step: 0,
      until: null,
      exit: null,
      endedAt: null,
    }),
    'enrolment.mail-due': (row, { data: { step } }) => row && { ...row, step: step + 1, until: null },
    'enrolment.task-due': (row, { data: { step } }) => row && { ...row, step: step + 1, until: null },
    'enrolment.waited': (row, { data: { step, until } }) => row && { ...row, step: step + 1, until },
    'enrolment.checked': (row, { data: { next } }) => row && { ...row, step: next, until: null },
    'enrolment.step-refused': (row) => row,
    'enrolment.paused': (row) => row && { ...row, status: 'paused' },
    'enrolment.resumed': (row) => row && { ...row, status: 'active' },
    'enrolment.left': (row, { data: { reason }, occurredAt }) =>
      row && { ...row, status: 'left', exit: reason, until: null, endedAt: occurredAt },
    'enrolment.completed': (row, { occurredAt }) =>
      row && { ...row, status: 'done', until: null, endedAt: occurredAt },
    ...linkFolds('enrolment'),
  },
})
