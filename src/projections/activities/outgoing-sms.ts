import {
  type OutgoingSmsState,
  type OutgoingSmsStatus,
  outgoingSms,
  statusAfter,
} from '../../domain/activities/outgoing-sms.ts'
import { personIn } from '../../domain/event.ts'
import type { Money } from '../../domain/values/money.ts'
import type { TemplateUse } from '../../domain/values/template-use.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { linkFolds } from '../linking.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<OutgoingSmsStatus> = { sql: 'text', nullable: false }
const alphabetText: Column<OutgoingSmsState['alphabet']> = { sql: 'text', nullable: false }

export const outgoingSmsTable = projection(outgoingSms)({
  name: 'outgoingSms',
  version: 1,
  label: ['to'],
  columns: {
    numberId: uuid,
    ownerId: nullable(uuid),
    teamId: nullable(uuid),
    conversationId: nullable(uuid),
    recipientId: nullable(uuid),
    template: nullable(json<TemplateUse>()),
    contactId: nullable(uuid),
    to: nullable(text),
    body: text,
    alphabet: alphabetText,
    parts: integer,
    pricePerPart: nullable(json<Money>()),
    sendAt: instant,
    orderedById: nullable(uuid),
    status: statusText,
    attempts: integer,
    /** The parts that are known to have arrived. */
    arrived: json<readonly number[]>(),
    /** When the gateway has taken it. */
    sentAt: nullable(instant),
    /** Why it has not gone, or not arrived. */
    reason: nullable(text),
  },
  sameField: [
    ['attempts', 'attempt'],
    ['reason', 'outcome'],
    ['sendAt', 'nextAt'],
    ['status', 'is', 'arrived', 'part'],
  ],
  indexes: [
    ['conversationId', 'sendAt'],
    ['numberId', 'sendAt'],
    ['status', 'sendAt'],
    ['recipientId'],
    ['contactId'],
    ['sendAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'outgoingSms.ordered': (_, { data, metadata }) => ({
      ...data,
      orderedById: personIn(metadata.actor),
      status: 'waiting',
      attempts: 0,
      arrived: [],
      sentAt: null,
      reason: null,
    }),
    'outgoingSms.taken-back': (row) => row && { ...row, status: 'taken-back' },
    'outgoingSms.started': (row, { data: { attempt } }) =>
      row && { ...row, status: 'sending', attempts: attempt },
    'outgoingSms.sent': (row, { occurredAt }) =>
      row && { ...row, status: 'sent', sentAt: occurredAt, reason: null },
    'outgoingSms.deferred': (row, { data: { reason, nextAt } }) =>
      row && { ...row, status: 'waiting', reason, sendAt: nextAt },
    'outgoingSms.refused': (row, { data: { reason } }) => row && { ...row, status: 'refused', reason },
    'outgoingSms.doubted': (row, { data: { reason } }) => row && { ...row, status: 'doubtful', reason },
    'outgoingSms.receipt-noted': (row, { data }) =>
      row && { ...row, ...statusAfter(row, data), reason: data.reason ?? row.reason },
    ...linkFolds('outgoingSms'),
  },
})

const partKey = (id: string, part: number) => derivedId('sms-part', id, part)

/** The parts of texts that gateways have taken, by the names that they gave them. */
export const smsPartTable = projection(outgoingSms)({
  name: 'smsPart',
  version: 1,
  columns: { outgoingSmsId: uuid, part: integer, messageId: text },
  // It says that there is a text, and nothing of it.
  grants: () => [everyone],
  indexes: [['messageId'], ['outgoingSmsId']],
  on: {
    'outgoingSms.sent': {
      key: ({ aggregateId, data: { messageIds } }) =>
        messageIds.map((_, index) => partKey(aggregateId, index + 1)),
      fold: (_, { aggregateId, data: { messageIds } }, key) => {
        const index = messageIds.findIndex((__, at) => partKey(aggregateId, at + 1) === key)
        const messageId = messageIds[index]
        return messageId === undefined ? null : { outgoingSmsId: aggregateId, part: index + 1, messageId }
      },
    },
  },
})
