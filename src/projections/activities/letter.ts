import { type LetterStatus, letter } from '../../domain/activities/letter.ts'
import type { LetterForm } from '../../domain/values/letter-form.ts'
import type { TemplateUse } from '../../domain/values/template-use.ts'
import { linkFolds } from '../linking.ts'
import { type Column, instant, json, nullable, projection, text, uuid } from '../projection.ts'

const formText: Column<LetterForm> = { sql: 'text', nullable: false }
const statusText: Column<LetterStatus> = { sql: 'text', nullable: false }

export const letterTable = projection(letter)({
  name: 'letter',
  version: 1,
  label: ['subject'],
  columns: {
    form: formText,
    contactId: uuid,
    ownerId: nullable(uuid),
    recipientId: nullable(uuid),
    mailingId: nullable(uuid),
    template: nullable(json<TemplateUse>()),
    address: json<readonly string[]>(),
    subject: text,
    body: text,
    status: statusText,
    writtenAt: instant,
    postedAt: nullable(instant),
    returnedAt: nullable(instant),
    /** Why it came back. */
    reason: nullable(text),
  },
  indexes: [
    ['mailingId', 'createdAt'],
    ['contactId', 'createdAt'],
    ['recipientId'],
    ['status', 'createdAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'letter.written': (_, { data, occurredAt }) => ({
      ...data,
      status: 'written',
      writtenAt: occurredAt,
      postedAt: null,
      returnedAt: null,
      reason: null,
    }),
    'letter.posted': (row, { occurredAt }) => row && { ...row, status: 'posted', postedAt: occurredAt },
    'letter.returned': (row, { data: { reason }, occurredAt }) =>
      row && { ...row, status: 'returned', returnedAt: occurredAt, reason },
    ...linkFolds('letter'),
  },
})
