import { dataImport, type ImportStatus } from '../../domain/settings/import.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<ImportStatus> = { sql: 'text', nullable: false }

export const importTable = projection(dataImport)({
  name: 'import',
  version: 1,
  label: ['file'],
  columns: {
    kind: text,
    system: text,
    file: text,
    mapping: json<Readonly<Record<string, unknown>>>(),
    status: statusText,
    startedById: uuid,
    created: integer,
    updated: integer,
    unchanged: integer,
    refused: integer,
    events: integer,
    endedAt: nullable(instant),
    /** Of undoing it, in records: taken out again, brought back to what they were, and left because somebody went on with them. */
    withdrawn: integer,
    restored: integer,
    notUndone: integer,
  },
  indexes: [['createdAt'], ['kind', 'system', 'createdAt']],
  on: {
    'import.started': (_, { data, metadata }) => ({
      ...data,
      status: 'running',
      startedById: metadata.actor.id,
      created: 0,
      updated: 0,
      unchanged: 0,
      refused: 0,
      events: 0,
      endedAt: null,
      withdrawn: 0,
      restored: 0,
      notUndone: 0,
    }),
    'import.ended': (row, { data: { cancelled, ...counts }, occurredAt }) =>
      row && { ...row, ...counts, status: cancelled ? 'cancelled' : 'done', endedAt: occurredAt },
    'import.revert-begun': (row) => row && { ...row, status: 'reverting' },
    'import.reverted': (row, { data, occurredAt }) =>
      row && { ...row, ...data, status: 'reverted', endedAt: occurredAt },
  },
})
