import { type MailServer, mailbox } from '../../domain/activities/mailbox.ts'
import { merged } from '../../domain/record.ts'
import { boolean, json, nullable, projection, type RowOf, text, uuid } from '../projection.ts'

const columns = {
  name: text,
  address: text,
  ownerId: nullable(uuid),
  teamId: nullable(uuid),
  imap: nullable(json<MailServer>()),
  smtp: nullable(json<MailServer>()),
  login: text,
  tickets: boolean,
  checkedBy: nullable(text),
  signature: nullable(text),
  /** Whether its password is known. */
  hasPassword: boolean,
  archived: boolean,
}
type Row = RowOf<typeof columns>

export const mailboxTable = projection(mailbox)({
  name: 'mailbox',
  version: 1,
  label: ['name'],
  columns,
  indexes: [['name'], ['address']],
  on: {
    'mailbox.created': (_, { data }) => ({ ...data, hasPassword: false, archived: false }),
    'mailbox.changed': (row, { data: { changes } }) => row && merged<Row>(row, changes),
    'mailbox.password-set': (row) => row && { ...row, hasPassword: true },
    'mailbox.archived': (row) => row && { ...row, archived: true },
    'mailbox.restored': (row) => row && { ...row, archived: false },
  },
})
