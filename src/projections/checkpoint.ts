import type { Client, Pg, Queryable } from '../platform/pg/pg.ts'
import { ConfigError } from '../platform/process/config.ts'
import { type Lost, lostOf } from './lost.ts'
import type { Model } from './tables.ts'
import type { Standing } from './write.ts'

/** The read models belong to another event store, or to a later state of this one. */
export class WrongLog extends ConfigError {
  override name = 'WrongLog'
}

/** What an operator can do about a log that is older than what was made of it. */
export const choices =
  'it was restored from an older copy. Restore the database from the same time, or point DATABASE_URL at an empty one. ' +
  'If this log is the one to go on with, accept it by npm run rebuild -- --accept-older-log; where only the read models ' +
  'are ahead of it, npm run rebuild drops them.'

/** Another worker has taken over the read models; this one may write no more. */
export class TakenOver extends Error {
  override name = 'TakenOver'

  constructor() {
    super('another worker has taken over the read models')
  }
}

export function isTakenOver(error: unknown): boolean {
  return error instanceof TakenOver || (error instanceof Error && 'code' in error && error.code === 'HS001')
}

/** Where the read side stands, and the turn of the worker that may move it on. */
export interface Checkpoint {
  epoch: number
  position: number | undefined
  recordedAt: string
}

export interface Known extends Standing {
  name: string
  version: number
  shape: string
}

/** What a worker finds when its turn begins. */
export interface Turn {
  checkpoint: Checkpoint
  known: readonly Known[]
  /** The models of which rows were ever removed. */
  removing: ReadonlySet<string>
  /** Of each model, the records that the log no longer has. */
  lost: ReadonlyMap<string, Lost>
}

/**
 * Begins a worker's turn: from here on no earlier worker can write. Ties the read models to the store on first use.
 * @throws WrongLog when they were made from another store, or have seen more than this one holds.
 */
export async function takeOver(
  pg: Pg,
  store: {
    identity: string
    last: number | undefined
    /** Whether the log has the event of this position, or had it until an operator let go of it. */
    hasHad: (position: number) => Promise<boolean>
  },
): Promise<Turn> {
  return pg.transaction(async (client) => {
    const { rows } = await client.query<{
      store: string | null
      epoch: number
      position: number | null
      at: string | null
    }>(
      `update rm.checkpoint set epoch = epoch + 1, store = coalesce(store, $1)
       returning store, epoch, position, recorded_at as at`,
      [store.identity],
    )
    const row = rows[0]
    if (!row) throw new Error('rm.checkpoint has lost its row')
    if (row.store !== store.identity)
      throw new WrongLog(
        `The read models in this database were made from the event store ${row.store}, but this is the event ` +
          `store ${store.identity}. Connect the one they belong to, or point DATABASE_URL at an empty database.`,
      )
    if (row.position !== null && !(await store.hasHad(row.position)))
      throw new WrongLog(
        row.position > (store.last ?? -1)
          ? `The read models have seen the log up to position ${row.position}, but the event store ends at ` +
              `${store.last ?? 'its beginning'}: ${choices}`
          : `The read models have seen an event at position ${row.position} that this log does not have there: ${choices}`,
      )
    return {
      checkpoint: { epoch: row.epoch, position: row.position ?? undefined, recordedAt: row.at ?? '' },
      known: await standings(client),
      removing: await removing(client),
      lost: await lostOf(client),
    }
  })
}

async function standings(client: Client): Promise<Known[]> {
  const { rows } = await client.query<Known>(
    `select name, version, shape, state, position, recorded_at as "recordedAt", failure, reset from rm.projection`,
  )
  return rows
}

async function removing(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ model: string }>(
    `select name as model from rm.projection p where exists (select from rm.removed where model = p.name)`,
  )
  return new Set(rows.map(({ model }) => model))
}

/** Where the checkpoint is now. @throws TakenOver when it is no longer this worker's turn. */
export async function reread(db: Queryable, epoch: number): Promise<number | undefined> {
  const { rows } = await db.query<{ epoch: number; position: number | null }>(
    'select epoch, position from rm.checkpoint',
  )
  if (rows[0]?.epoch !== epoch) throw new TakenOver()
  return rows[0].position ?? undefined
}

/** Whether the tables in place are those of this definition. */
export function isCurrent(model: Model, known: Known | undefined): boolean {
  return known !== undefined && known.version === model.projection.version && known.shape === model.shape
}
