import { type MergeStatus, merge } from '../../domain/customers/merge.ts'
import type { MergedModel } from '../../domain/customers/merging.ts'
import { type Column, projection, uuid } from '../projection.ts'

const modelText: Column<MergedModel> = { sql: 'text', nullable: false }
const statusText: Column<MergeStatus> = { sql: 'text', nullable: false }

/** Which merges a record had to do with, by which they are found; what came of one is its own state. */
export const mergeTable = projection(merge)({
  name: 'merge',
  version: 1,
  columns: { model: modelText, survivorId: uuid, absorbedId: uuid, status: statusText },
  indexes: [['survivorId'], ['absorbedId']],
  on: {
    'merge.started': (_, { data: { model, survivorId, absorbedId } }) => ({
      model,
      survivorId,
      absorbedId,
      status: 'running',
    }),
    'merge.completed': (row) => row && { ...row, status: 'done' },
    'merge.failed': (row) => row && { ...row, status: 'failed' },
    'merge.revert-requested': (row) => row && { ...row, status: 'reverting' },
    'merge.reverted': (row) => row && { ...row, status: 'reverted' },
    'merge.revert-failed': (row) => row && { ...row, status: 'done' },
  },
})
