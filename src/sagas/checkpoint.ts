import { type Position, positionOf } from '../platform/log/event-store.ts'
import type { Client, Pg } from '../platform/pg/pg.ts'
import { ConfigError } from '../platform/process/config.ts'
import type { AnyProcessManager } from './process-manager.ts'
import { TakenOver, type Turn } from './storage.ts'

/** The process managers belong to another event store, or to a later state of this one. */
export class WrongLog extends ConfigError {
  override name = 'WrongLog'
}

/** What went wrong in a manager's reactions, and at which event. A failed manager stands still, the others go on. */
export interface Failure {
  message: string
  at: string
  event?: { id: string; type: string; stream: string; position: string }
}

/** Where a manager stands: the turn of the worker that took it on, and how far it has read. */
export interface Standing {
  epoch: number
  position: Position | undefined
}

interface Row {
  name: string
  version: number
  store: string
  epoch: number
  position: number | null
}

/**
 * Begins a worker's turn: from here on no earlier worker can write. A manager not met before starts at the beginning
 * of the log. One of another version forgets its instances and timers and reads the log anew; what it has sent
 * before keeps its command id and is not sent again. One that speaks to the outside starts at the end instead.
 * @throws WrongLog
 */
export async function takeOver(
  pg: Pg,
  store: { identity: string; last: Position | undefined },
  managers: readonly AnyProcessManager[],
): Promise<Map<string, Standing>> {
  return pg.transaction(async (client) => {
    const standings = new Map<string, Standing>()
    for (const manager of managers) {
      const begins = beginning(manager, store)
      const { rows } = await client.query<Row>(
        `insert into pm.manager (name, version, store, position) values ($1, $2, $3, $4)
          on conflict (name) do update set epoch = manager.epoch + 1, failure = null
          returning name, version, store, epoch, position`,
        [manager.name, manager.version, store.identity, begins ?? null],
      )
      const row = rows[0]
      if (!row) throw new Error(`${manager.name} was not registered`)
      check(row, store)
      // Made to read the log anew: what was sent outside is not to be said again.
      const current =
        row.version === manager.version && !(manager.effect !== undefined && row.position === null)
      if (!current) await forget(client, manager, begins)
      const position = row.position === null ? undefined : positionOf(row.position)
      standings.set(manager.name, { epoch: row.epoch, position: current ? position : begins })
    }
    return standings
  })
}

function check(row: Row, { identity, last }: { identity: string; last: Position | undefined }): void {
  if (row.store !== identity)
    throw new WrongLog(
      `The process manager ${row.name} in this database has read the event store ${row.store}, but this is the ` +
        `event store ${identity}. Connect the one it belongs to, or point DATABASE_URL at an empty database.`,
    )
  if (row.position !== null && BigInt(row.position) > (last ?? -1n))
    throw new WrongLog(
      `The process manager ${row.name} has read the log up to position ${row.position}, but the event store ends ` +
        `at ${last ?? 'its beginning'}: it was restored from an older copy. Restore this database from the same ` +
        'time, point DATABASE_URL at an empty one, or accept the older log by ' +
        'npm run rebuild -- --accept-older-log.',
    )
}

/** After which position a manager begins that has read nothing yet. */
function beginning(
  { effect }: AnyProcessManager,
  { last }: { last: Position | undefined },
): Position | undefined {
  return effect === undefined ? undefined : last
}

async function forget(
  client: Client,
  { name, version }: AnyProcessManager,
  begins: Position | undefined,
): Promise<void> {
  await client.query('delete from pm.timer where manager = $1', [name])
  await client.query('delete from pm.instance where manager = $1', [name])
  await client.query('update pm.manager set version = $2, position = $3 where name = $1', [
    name,
    version,
    begins ?? null,
  ])
}

export async function noteFailure(
  pg: Pg,
  manager: string,
  epoch: number,
  failure: Failure | null,
): Promise<void> {
  await pg.owner.query('update pm.manager set failure = $3 where name = $1 and epoch = $2', [
    manager,
    epoch,
    failure,
  ])
}

/** Where the checkpoints are now. @throws TakenOver when it is no longer this worker's turn. */
export async function reread(pg: Pg, turns: readonly Turn[]): Promise<Map<string, Position | undefined>> {
  const { rows } = await pg.owner.query<Pick<Row, 'name' | 'epoch' | 'position'>>(
    'select name, epoch, position from pm.manager where name = any($1)',
    [turns.map(({ manager }) => manager)],
  )
  if (turns.some((turn) => rows.find(({ name }) => name === turn.manager)?.epoch !== turn.epoch)) {
    throw new TakenOver()
  }
  return new Map(
    rows.map(({ name, position }) => [name, position === null ? undefined : positionOf(position)]),
  )
}
