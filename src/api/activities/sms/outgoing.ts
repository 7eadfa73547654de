import { z } from 'zod'
import { outgoingSmsStatuses, smsAlphabet } from '../../../domain/activities/outgoing-sms.ts'
import { instant } from '../../../domain/values/instant.ts'
import { unitPrice } from '../../../domain/values/money.ts'
import { templateUse } from '../../../domain/values/template-use.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { conversationTable } from '../../../projections/activities/conversation.ts'
import { outgoingSmsTable } from '../../../projections/activities/outgoing-sms.ts'
import { smsNumberTable } from '../../../projections/activities/sms-number.ts'
import { contactTable } from '../../../projections/customers/contact.ts'
import { recordQueries } from '../../lists/record-queries.ts'

const status = z.enum(outgoingSmsStatuses).register(vocabulary, { id: 'OutgoingSmsStatus' })

export const outgoingSmsQueries = recordQueries(outgoingSmsTable)({
  resource: 'outgoing-texts',
  summary: 'Texts that go out, and what became of them',
  row: z.object({
    numberId: uuid,
    conversationId: uuid.nullable(),
    recipientId: uuid.nullable().describe('Whom of a mailing it is for.'),
    template: templateUse.nullable().describe('By which version of which template it was written.'),
    contactId: uuid.nullable(),
    to: z.string().nullable(),
    body: z.string(),
    alphabet: smsAlphabet,
    parts: z.int().describe('In how many parts it goes; each is paid for.'),
    pricePerPart: unitPrice.nullable().describe('As it was when it was ordered.'),
    sendAt: instant,
    sentAt: instant.nullable(),
    status,
    attempts: z.int(),
    reason: z.string().nullable(),
    orderedById: uuid.nullable(),
  }),
  shown: ({ arrived: __, template, pricePerPart, ...row }) => ({
    ...row,
    template: template ?? null,
    pricePerPart: pricePerPart ?? null,
  }),
  references: { numberId: smsNumberTable, conversationId: conversationTable, contactId: contactTable },
  filters: { status, conversationId: uuid, numberId: uuid, contactId: uuid },
  sorts: ['-sendAt', 'createdAt', 'updatedAt'],
  search: ['to'],
})
