import { merged } from '../../domain/record.ts'
import { warranty } from '../../domain/service/warranty.ts'
import { boolean, integer, nullable, projection, text } from '../projection.ts'

export const warrantyTable = projection(warranty)({
  name: 'warranty',
  version: 1,
  label: ['name'],
  columns: { name: text, months: integer, text: nullable(text), version: integer, archived: boolean },
  indexes: [['name']],
  on: {
    'warranty.created': (_, { data }) => ({ ...data, version: 1, archived: false }),
    'warranty.changed': (row, { data }) => row && { ...merged(row, data.changes), version: row.version + 1 },
    'warranty.archived': (row) => row && { ...row, archived: true },
    'warranty.restored': (row) => row && { ...row, archived: false },
  },
})
