import {
  type BatchPart,
  type BatchResult,
  type BatchStatus,
  batch,
  itemsOf,
} from '../../domain/settings/batch.ts'
import { type Column, instant, integer, json, nullable, projection, uuid } from '../projection.ts'

const statusText: Column<BatchStatus> = { sql: 'text', nullable: false }

/** What is asked of how many; their ids are not in the row, which is kept in every state it ever had. */
export interface BatchTask {
  command: string
  body: BatchPart['body']
  total: number
  /** Whether it makes something of each, which is not taken back with it. */
  makes?: boolean
}

export const batchTable = projection(batch)({
  name: 'batch',
  version: 3,
  columns: {
    tasks: json<readonly BatchTask[]>(),
    status: statusText,
    askerId: uuid,
    total: integer,
    done: integer,
    unchanged: integer,
    refused: integer,
    notSeen: integer,
    endedAt: nullable(instant),
    /** Of taking it back: how many there are, how many of them were, and how many could not be. */
    undoTotal: integer,
    undone: integer,
    notUndone: integer,
    undoerId: nullable(uuid),
  },
  indexes: [['createdAt'], ['updatedAt'], ['askerId', 'createdAt'], ['status', 'createdAt']],
  on: {
    'batch.started': (_, { data: { parts, asker } }) => ({
      tasks: parts.map(({ command, body, ids, each, withdraw }) => ({
        command,
        body,
        total: ids.length,
        ...(each !== undefined && withdraw === undefined && { makes: true }),
      })),
      status: 'running',
      askerId: asker.userId,
      total: itemsOf({ parts }).length,
      done: 0,
      unchanged: 0,
      refused: 0,
      notSeen: 0,
      endedAt: null,
      undoTotal: 0,
      undone: 0,
      notUndone: 0,
      undoerId: null,
    }),
    'batch.advanced': (row, { data: { results } }) =>
      row && {
        ...row,
        done: row.done + counted(results, 'done'),
        unchanged: row.unchanged + counted(results, 'unchanged'),
        refused: row.refused + counted(results, 'refused'),
        notSeen: row.notSeen + counted(results, 'not-seen'),
      },
    'batch.paused': (row) => row && { ...row, status: 'paused' },
    'batch.resumed': (row) => row && { ...row, status: 'running' },
    'batch.cancel-requested': (row) => row && { ...row, status: 'cancelling' },
    'batch.cancelled': (row, { occurredAt }) => row && { ...row, status: 'cancelled', endedAt: occurredAt },
    'batch.completed': (row, { occurredAt }) => row && { ...row, status: 'done', endedAt: occurredAt },
    'batch.revert-requested': (row, { data: { asker, total } }) =>
      row && { ...row, status: 'reverting', undoTotal: total, undoerId: asker.userId },
    'batch.taken-back': (row, { data: { results } }) => {
      if (!row) return row
      const undone = counted(results, 'done') + counted(results, 'unchanged')
      return {
        ...row,
        undone: row.undone + undone,
        notUndone: row.notUndone + results.length - undone,
      }
    },
    'batch.reverted': (row, { occurredAt }) => row && { ...row, status: 'reverted', endedAt: occurredAt },
  },
})

function counted(results: readonly BatchResult[], is: BatchResult['is']): number {
  return results.filter((one) => one.is === is).length
}
