import { z } from 'zod'
import { contact } from '../../domain/customers/contact.ts'
import { email } from '../../domain/values/email.ts'
import { personName } from '../../domain/values/person-name.ts'
import { phone } from '../../domain/values/phone.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'
import { classified } from './classified.ts'

export const contactQueries = recordQueries(contactTable)({
  resource: 'contacts',
  summary: 'Contacts by name, e-mail, account and owner',
  row: z.object({
    name: personName,
    email: email.nullable(),
    phone: phone.nullable(),
    title: z.string().nullable(),
    accountId: uuid.nullable(),
    ownerId: uuid.nullable(),
    classification: z.string().nullable(),
    leadId: uuid.nullable(),
    archived: z.boolean(),
  }),
  shown: ({ firstName, lastName, ...row }) => ({ ...row, name: { first: firstName, last: lastName } }),
  references: { accountId: accountTable, ownerId: userTable },
  filters: {
    accountId: uuid,
    ownerId: uuid,
    email,
    classification: z.string().min(1),
    leadId: uuid,
    archived: flag,
  },
  listed: { classification: 'classification' },
  sorts: ['-updatedAt', 'createdAt', 'email', 'classification'],
  sortColumns: { name: 'lastName' },
  search: ['firstName', 'lastName', 'email', 'phone', 'title', 'accountId'],
})

export const contactTitles = titlesOf(contact, {
  'contact.created': ({ data }) => (data.leadId ? 'Contact created from a lead' : 'Contact created'),
  'contact.changed': ({ data: { changes } }) => classified(changes) ?? 'Contact changed',
  'contact.archived': () => 'Contact archived',
  'contact.restored': () => 'Contact restored',
  ...tagTitles('contact'),
})
