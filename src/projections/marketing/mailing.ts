import { type MailingState, type MailingStatus, mailing } from '../../domain/marketing/mailing.ts'
import { merged } from '../../domain/record.ts'
import type { LetterForm } from '../../domain/values/letter-form.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const formText: Column<LetterForm> = { sql: 'text', nullable: false }
const statusText: Column<MailingStatus> = { sql: 'text', nullable: false }

export const mailingTable = projection(mailing)({
  name: 'mailing',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    campaignId: uuid,
    listId: uuid,
    mailboxId: nullable(uuid),
    numberId: nullable(uuid),
    letterForm: nullable(formText),
    purpose: text,
    templateId: uuid,
    variants: json<MailingState['variants']>(),
    otherSubject: nullable(text),
    status: statusText,
    scheduledAt: nullable(instant),
    scheduledById: nullable(uuid),
    startedAt: nullable(instant),
    batchId: nullable(uuid),
    /** How many were in its list when it went out. */
    total: nullable(integer),
    templateVersion: nullable(integer),
    basis: nullable(text),
    stopReason: nullable(text),
    completedAt: nullable(instant),
  },
  sameField: [
    ['scheduledAt', 'at'],
    ['scheduledById', 'asker'],
    ['templateVersion', 'template'],
    ['stopReason', 'reason'],
  ],
  indexes: [
    ['name'],
    ['campaignId', 'scheduledAt'],
    ['status', 'scheduledAt'],
    ['scheduledAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'mailing.created': (_, { data }) => ({
      ...data,
      status: 'draft',
      scheduledAt: null,
      scheduledById: null,
      startedAt: null,
      batchId: null,
      total: null,
      templateVersion: null,
      basis: null,
      stopReason: null,
      completedAt: null,
    }),
    'mailing.changed': (row, { data: { changes } }) => row && merged(row, changes),
    'mailing.scheduled': (row, { data: { at, asker } }) =>
      row && { ...row, status: 'scheduled', scheduledAt: at, scheduledById: asker.userId },
    'mailing.unscheduled': (row) =>
      row && { ...row, status: 'draft', scheduledAt: null, scheduledById: null },
    'mailing.started': (row, { data: { batchId, total, template, basis }, occurredAt }) =>
      row && {
        ...row,
        status: 'sending',
        startedAt: occurredAt,
        batchId,
        total,
        basis,
        templateVersion: template.version,
      },
    'mailing.paused': (row) => row && { ...row, status: 'paused' },
    'mailing.resumed': (row) => row && { ...row, status: row.completedAt === null ? 'sending' : 'done' },
    'mailing.stopped': (row, { data: { reason } }) =>
      row && { ...row, status: 'stopped', stopReason: reason },
    'mailing.completed': (row, { occurredAt }) =>
      row && {
        ...row,
        completedAt: occurredAt,
        status: row.status === 'paused' ? 'paused' : 'done',
      },
  },
})
