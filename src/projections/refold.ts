import type { RecordedEvent } from '../domain/event.ts'
import { type Position, positionOf } from '../platform/log/event-store.ts'
import { type Client, ident, type Queryable } from '../platform/pg/pg.ts'
import type { Live } from './commit.ts'
import { touched } from './fold.ts'
import type { Worker } from './run.ts'
import { entryOf, forgetting, indexing, isSearched } from './search.ts'
import type { Model, Row } from './tables.ts'
import { normalised } from './values.ts'

/** One version of a row as its table has it, now or past. */
type Version = Row & { past: boolean }

/**
 * Folds anew the rows that these events have touched, and every past version of them, because the events say something
 * else than they did then. Which versions there are does not change, nor when they held, nor who sees them. What the events
 * at the positions that are `gone` from the log had put there is taken out; with a row's beginning goes the row. Returns the
 * tables that were written to.
 */
export async function refold(
  worker: Worker,
  changed: readonly RecordedEvent[],
  gone: readonly Position[] = [],
): Promise<string[]> {
  const lost = new Set(gone.map(Number))
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
      const ids = [
        ...new Set([
          ...changed.flatMap((event) => touched(live.model, event)),
          ...(lost.size > 0 ? await idsAt(pg.owner, live.model, [...lost]) : []),
        ]),
      ]
      const some =
        ids.length > 0 &&
        (await pg.transaction(async (client) => {
          await client.query('select rm.hold($1)', [worker.checkpoint.epoch])
          const versions = await versionsOf(client, live.model, ids)
          const { folded, dropped } = await foldedAnew(live.model, versions, eventAt, lost)
          for (const past of [false, true]) {
            const inTable = (row: Version) => row.past === past
            await update(client, live.model, past, folded.filter(inTable))
            await remove(client, live.model, past, dropped.filter(inTable))
          }
          if (isSearched(live.model)) {
            const present = (rows: readonly Version[]) => rows.filter(({ past }) => !past)
            const entries = present(folded).map((row) => entryOf(live.model, row))
            await client.query(indexing(live.model, '$1'), [JSON.stringify(entries)])
            await client.query(forgetting(live.model, '$1'), [present(dropped).map(({ id }) => id)])
          }
          // Whoever has rows on the screen is to read them anew.
          if (versions.length > 0)
            await client.query('update rm.projection set reset = true where name = $1', [live.model.name])
          return versions.length > 0
        }))
      if (!some) continue
      forget(live)
      written.push(
        live.model.table,
        `${live.model.table}_past`,
        ...(isSearched(live.model) ? ['search'] : []),
      )
    }
  })
  return written
}

function forget(live: Live): void {
  live.cache.clear()
  live.standing = { ...live.standing, reset: true }
}

/** The rows with a version that one of these positions made. */
async function idsAt(db: Queryable, model: Model, positions: readonly number[]): Promise<string[]> {
  const of = (table: string) => `select id from rm.${ident(table)} where position = any($1::bigint[])`
  const { rows } = await db.query<{ id: string }>(`${of(model.table)} union ${of(`${model.table}_past`)}`, [
    positions,
  ])
  return rows.map(({ id }) => id)
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
  lost: ReadonlySet<number>,
): Promise<{ folded: Version[]; dropped: Version[] }> {
  const folded: Version[] = []
  const dropped: Version[] = []
  for (const version of versions) {
    // A row that was removed and came again began anew.
    const goesOnFrom = (one: Version | undefined) =>
      one?.id === version.id && one.createdAt === version.createdAt ? one : undefined
    const before = goesOnFrom(folded.at(-1))
    const isLost = lost.has(version.position)
    if (!before && (isLost || goesOnFrom(dropped.at(-1)))) {
      dropped.push(version)
      continue
    }
    const event = isLost ? undefined : await eventAt(version.position)
    const keyed = event && model.projection.on[event.type]
    if (!keyed && !isLost)
      throw new Error(`${model.name} ${version.id} has a version of no event, at ${version.position}`)
    const after = keyed?.fold(before as never, event as never, version.id) ?? before
    if (!after) throw new Error(`${model.name} ${version.id} cannot be folded anew at ${version.position}`)
    const values = model.declared.map((column) => [
      column.name,
      normalised(column, (after as Record<string, unknown>)[column.name]),
    ])
    folded.push({ ...version, ...Object.fromEntries(values) })
  }
  return { folded, dropped }
}

async function remove(client: Client, model: Model, past: boolean, rows: readonly Version[]): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `delete from rm.${ident(past ? `${model.table}_past` : model.table)} t
       using unnest($1::uuid[], $2::bigint[]) as r(id, position) where t.id = r.id and t.position = r.position`,
    [rows.map(({ id }) => id), rows.map(({ position }) => position)],
  )
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
