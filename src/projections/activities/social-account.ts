import { socialAccount } from '../../domain/activities/social-account.ts'
import { merged } from '../../domain/record.ts'
import { boolean, nullable, projection, type RowOf, text, uuid } from '../projection.ts'

const columns = {
  name: text,
  server: text,
  ownerId: nullable(uuid),
  teamId: nullable(uuid),
  /** Who we are there; null until its server was asked. */
  networkId: nullable(text),
  handle: nullable(text),
  url: nullable(text),
  /** Whether its token is known. */
  hasPassword: boolean,
  archived: boolean,
}
type Row = RowOf<typeof columns>

export const socialAccountTable = projection(socialAccount)({
  name: 'socialAccount',
  version: 1,
  label: ['name'],
  columns,
  indexes: [['name'], ['createdAt'], ['updatedAt']],
  on: {
    'socialAccount.created': (_, { data }) => ({
      ...data,
      networkId: null,
      handle: null,
      url: null,
      hasPassword: false,
      archived: false,
    }),
    'socialAccount.changed': (row, { data: { changes } }) => row && merged<Row>(row, changes),
    'socialAccount.password-set': (row) => row && { ...row, hasPassword: true },
    'socialAccount.recognised': (row, { data }) => row && { ...row, ...data },
    'socialAccount.archived': (row) => row && { ...row, archived: true },
    'socialAccount.restored': (row) => row && { ...row, archived: false },
  },
})
