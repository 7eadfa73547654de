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
  },
  indexes: [['createdAt'], ['updatedAt'], ['name'], ['keeperId', 'createdAt']],
  // What was kept is read from the log by who may: a list would carry 200 KB a row, and SQL show it to everybody it is shared with.
  on: { 'miningResult.made': (_, { data: { result: _result, ...data } }) => data },
})
