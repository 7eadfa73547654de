import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** How the columns of the file were read, as its reader understands it; kept so that the next file is read likewise. */
const kept = z.record(z.string().max(60), z.unknown())

/** What came of it, in rows. */
const counts = z.object({ created: count, updated: count, unchanged: count, refused: count, events: count })
/** What came of undoing it, in records. */
const undone = z.object({ withdrawn: count, restored: count, notUndone: count })

const events = {
  'import.started': creates(
    z.object({
      /** What the file holds: accounts, contacts. */
      kind: line(60),
      /** Where it is from. */
      system: line(80),
      /** What it was called. */
      file: line(200),
      mapping: kept,
    }),
  ),
  'import.ended': counts.extend({ cancelled: z.boolean() }),
  'import.revert-begun': z.object({}),
  'import.reverted': undone,
}

export const importStatus = z
  .enum(['running', 'done', 'cancelled', 'reverting', 'reverted'])
  .register(vocabulary, { id: 'ImportStatus' })
export type ImportStatus = z.output<typeof importStatus>

export interface ImportState {
  kind: string
  system: string
  status: ImportStatus
  startedById: string
}

/** A file that was brought in: how it was read, what came of it, and whether it was undone. What it did says so by itself (`via`). */
export const dataImport = decider<ImportState>()({
  name: 'import',
  events,
  commands: {
    'import.start': creates(events['import.started'].schema),
    'import.end': events['import.ended'],
    'import.begin-revert': z.object({}),
    'import.end-revert': undone,
  },
  evolve: {
    'import.started': (_, { kind, system }, { actor }) => ({
      kind,
      system,
      status: 'running',
      startedById: actor.id,
    }),
    'import.ended': (state, { cancelled }) => ({ ...state, status: cancelled ? 'cancelled' : 'done' }),
    'import.revert-begun': (state) => ({ ...state, status: 'reverting' }),
    'import.reverted': (state) => ({ ...state, status: 'reverted' }),
  },
  decide: {
    'import.start': (_, data) => [{ type: 'import.started', data }],
    'import.end': ({ status }, data) => (status === 'running' ? [{ type: 'import.ended', data }] : []),
    // One that was cut off with its process did what it did: that can be undone, too.
    'import.begin-revert': ({ status }) => {
      if (status === 'reverted') conflict('import.reverted', 'This import was undone already.')
      return status === 'reverting' ? [] : [{ type: 'import.revert-begun', data: {} }]
    },
    'import.end-revert': ({ status }, data) =>
      status === 'reverting' ? [{ type: 'import.reverted', data }] : [],
  },
})
