import type { RecordedEvent } from '../domain/event.ts'
import { positionOf } from '../platform/log/event-store.ts'
import { type Client, ident } from '../platform/pg/pg.ts'
import type { Live } from './commit.ts'
import { touched } from './fold.ts'
import type { Worker } from './run.ts'
import type { Model, Row } from './tables.ts'
import { normalised } from './values.ts'

/** One version of a row as its table has it, now or past. */
type Version = Row & { past: boolean }

/**
 * Folds anew the rows that these events have touched, and every past version of them, because the events say something
 * else than they did then. Which versions there are does not change, nor when they held, nor who sees them. Returns the tables
 * that were written to.
 */
export async function refold(worker: Worker, changed: readonly RecordedEvent[]): Promise<string[]> {
  const { store, codec, pg } = worker.context
  const events = new Map(changed.map((event) => [Number(event.position), event]))
  const eventAt = async (position: number): Promise<RecordedEvent | undefined> => {
    const known = events.get(position)
    if (known) return known
    const stored = await store.eventAt(positionOf(position))
    const event = stored && codec.decode(stored)
    if (event) events.set(position, event)
    return event
  }
  const written: string[] = []
  await worker.lock.run(async () => {
    for (const live of worker.lives) {
      const ids = [...new Set(changed.flatMap((event) => touched(live.model, event)))]
      const some =
        ids.length > 0 &&
        (await pg.transaction(async (client) => {
          await client.query('select rm.hold($1)', [worker.checkpoint.epoch])
          const versions = await versionsOf(client, live.model, ids)
          const folded = await foldedAnew(live.model, versions, eventAt)
          for (const past of [false, true])
            await update(
              client,
              live.model,
              past,
              folded.filter((row) => row.past === past),
            )
          // Whoever has rows on the screen is to read them anew.
          if (folded.length > 0)
            await client.query('update rm.projection set reset = true where name = $1', [live.model.name])
          return folded.length > 0
        }))
      if (!some) continue
      forget(live)
      written.push(live.model.table, `${live.model.table}_past`)
    }
  })
  return written
}

function forget(live: Live): void {
  live.cache.clear()
  live.standing = { ...live.standing, reset: true }
}

async function versionsOf(client: Client, model: Model, ids: readonly string[]): Promise<Version[]> {
  const list = model.columns.map(({ column, name }) => `${ident(column)} as ${ident(name)}`).join(', ')
  const of = (table: string, past: boolean) =>
    `select ${list}, ${past} as past from rm.${ident(table)} where id = any($1)`
  const { rows } = await client.query<Version>(
    `select * from (${of(model.table, false)} union all ${of(`${model.table}_past`, true)}) v order by id, position`,
    [ids],
  )
  return rows
}

async function foldedAnew(
  model: Model,
  versions: readonly Version[],
  eventAt: (position: number) => Promise<RecordedEvent | undefined>,
): Promise<Version[]> {
  const folded: Version[] = []
  for (const version of versions) {
    const event = await eventAt(version.position)
    const keyed = event && model.projection.on[event.type]
    if (!keyed)
      throw new Error(`${model.name} ${version.id} has a version of no event, at ${version.position}`)
    const previous = folded.at(-1)
    // A row that was removed and came again began anew.
    const goesOn = previous?.id === version.id && previous.createdAt === version.createdAt
    const before = goesOn ? previous : undefined
    const after = keyed.fold(before as never, event as never, version.id) ?? before
    if (!after) throw new Error(`${model.name} ${version.id} cannot be folded anew at ${version.position}`)
    const values = model.declared.map((column) => [
      column.name,
      normalised(column, (after as Record<string, unknown>)[column.name]),
    ])
    folded.push({ ...version, ...Object.fromEntries(values) })
  }
  return folded
}

async function update(client: Client, model: Model, past: boolean, rows: readonly Version[]): Promise<void> {
  if (rows.length === 0 || model.declared.length === 0) return
  const keys = [
    { name: 'id', column: 'id', type: 'uuid' },
    { name: 'position', column: 'position', type: 'bigint' },
  ]
  const fields = [...keys, ...model.declared].map(({ name, type }) => `${ident(name)} ${type}`).join(', ')
  const sets = model.declared.map(({ name, column }) => `${ident(column)} = r.${ident(name)}`).join(', ')
  await client.query(
    `update rm.${ident(past ? `${model.table}_past` : model.table)} t set ${sets}
       from json_to_recordset($1::json) as r(${fields}) where t.id = r.id and t.position = r.position`,
    [JSON.stringify(rows)],
  )
}
