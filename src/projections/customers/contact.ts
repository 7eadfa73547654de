import { contact } from '../../domain/customers/contact.ts'
import { merged } from '../../domain/record.ts'
import { boolean, nullable, projection, text, uuid } from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'

export const contactTable = projection(contact)({
  name: 'contact',
  version: 2,
  label: ['firstName', 'lastName'],
  columns: {
    firstName: nullable(text),
    lastName: text,
    email: nullable(text),
    phone: nullable(text),
    title: nullable(text),
    accountId: nullable(uuid),
    ownerId: nullable(uuid),
    classification: nullable(text),
    leadId: nullable(uuid),
    tags: tagsColumn,
    archived: boolean,
  },
  sameField: [['name', 'firstName', 'lastName'], tagFields],
  indexes: [
    ['lastName'],
    ['email'],
    ['accountId', 'lastName'],
    ['ownerId', 'lastName'],
    ['classification', 'lastName'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'contact.created': (_, { data: { name, ...data } }) => ({
      ...data,
      firstName: name.first,
      lastName: name.last,
      tags: [],
      archived: false,
    }),
    'contact.changed': (row, { data: { changes } }) => {
      const { name, ...others } = changes
      return row && { ...merged(row, others), ...(name && { firstName: name.first, lastName: name.last }) }
    },
    'contact.archived': (row) => row && { ...row, archived: true },
    'contact.restored': (row) => row && { ...row, archived: false },
    ...tagFolds('contact'),
  },
})
