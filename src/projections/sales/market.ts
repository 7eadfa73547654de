import { merged } from '../../domain/record.ts'
import { market } from '../../domain/sales/market.ts'
import { bigint, boolean, date, nullable, projection, text, uuid } from '../projection.ts'

export const marketTable = projection(market)({
  name: 'market',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    productGroupId: nullable(uuid),
    country: nullable(text),
    startsOn: date,
    endsOn: date,
    amount: bigint,
    currency: text,
    source: nullable(text),
    archived: boolean,
  },
  sameField: [['amount', 'currency', 'size']],
  indexes: [['name'], ['startsOn'], ['endsOn'], ['productGroupId', 'startsOn']],
  on: {
    'market.created': (_, { data: { size, ...data } }) => ({ ...data, ...size, archived: false }),
    'market.changed': (row, { data: { changes } }) => {
      const { size, ...others } = changes
      return row && { ...merged(row, others), ...size }
    },
    'market.archived': (row) => row && { ...row, archived: true },
    'market.restored': (row) => row && { ...row, archived: false },
  },
})
