import { merged } from '../../domain/record.ts'
import { quota } from '../../domain/sales/quota.ts'
import type { Money } from '../../domain/values/money.ts'
import { bigint, boolean, date, nullable, projection, text, uuid } from '../projection.ts'

export const quotaTable = projection(quota)({
  name: 'quota',
  version: 1,
  label: ['startsOn', 'endsOn'],
  columns: {
    ownerId: nullable(uuid),
    teamId: nullable(uuid),
    startsOn: date,
    endsOn: date,
    amount: bigint,
    currency: text,
    archived: boolean,
  },
  sameField: [['amount', 'currency', 'target']],
  indexes: [
    ['startsOn'],
    ['endsOn'],
    ['ownerId', 'startsOn'],
    ['teamId', 'startsOn'],
    ['currency', 'amount'],
  ],
  on: {
    'quota.created': (_, { data: { target, ...data } }) => ({ ...data, ...target, archived: false }),
    'quota.changed': (row, { data: { changes } }) => {
      const { target, ...others } = changes
      return row && { ...merged(row, others), ...(target as Money | undefined) }
    },
    'quota.archived': (row) => row && { ...row, archived: true },
    'quota.restored': (row) => row && { ...row, archived: false },
  },
})
