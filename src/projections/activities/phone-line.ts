import { isElsewhere, phoneLine } from '../../domain/activities/phone-line.ts'
import { merged } from '../../domain/record.ts'
import { boolean, nullable, projection, type RowOf, text, uuid } from '../projection.ts'

const columns = {
  name: text,
  server: text,
  domain: text,
  login: text,
  country: text,
  userId: nullable(uuid),
  /** Whether its password is known, for whoever has it. */
  hasPassword: boolean,
  archived: boolean,
}
type Row = RowOf<typeof columns>

export const phoneLineTable = projection(phoneLine)({
  name: 'phoneLine',
  version: 1,
  label: ['name'],
  columns,
  indexes: [['name'], ['userId'], ['createdAt'], ['updatedAt']],
  on: {
    'phoneLine.created': (_, { data }) => ({ ...data, hasPassword: false, archived: false }),
    'phoneLine.changed': (row, { data: { changes } }) =>
      row && {
        ...merged<Row>(row, changes),
        hasPassword: row.hasPassword && !isElsewhere(changes),
      },
    'phoneLine.password-set': (row) => row && { ...row, hasPassword: true },
    'phoneLine.archived': (row) => row && { ...row, archived: true },
    'phoneLine.restored': (row) => row && { ...row, archived: false },
  },
})
