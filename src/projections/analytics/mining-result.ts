import { miningResult } from '../../domain/analytics/mining-result.ts'
import { instant, projection, text, uuid } from '../projection.ts'

export const miningResultTable = projection(miningResult)({
  name: 'miningResult',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    mined: text,
    keeperId: uuid,
    parameters: text,
    asOf: instant,
    basis: text,
    upTo: text,
    result: text,
  },
  indexes: [['createdAt'], ['updatedAt'], ['name'], ['keeperId', 'createdAt']],
  on: { 'miningResult.made': (_, { data }) => data },
})
