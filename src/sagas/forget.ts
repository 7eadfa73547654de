import type { Client, Queryable } from '../platform/pg/pg.ts'

/** The ids by which the outbox hangs together with the log: of the events that its commands came of, and of these. */
export async function idsOfOutbox(db: Queryable): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    'select id::text as id from pm.outbox union select causation_id from pm.outbox',
  )
  return new Set(rows.map(({ id }) => id))
}

export interface Forgotten {
  instances: number
  timers: number
  commands: number
}

/**
 * Lets every process manager read a log anew that is shorter than the one it has read. `inLog` has those ids of the
 * outbox that this log holds, as events or as commands that left some; `end` is when the last event that both logs
 * have was recorded (ISO-8601 UTC).
 *
 * A command stays settled where this log gives the same: it came of an event that is there, and its own events are there
 * too, or it left none and was settled while no event was recorded yet that is gone now. Every other one is forgotten,
 * and asked for again, under the same id, if what it came of is there.
 */
export async function readAnew(
  client: Client,
  { inLog, end }: { inLog: ReadonlySet<string>; end: string | undefined },
): Promise<Forgotten> {
  const timers = await client.query('delete from pm.timer')
  const instances = await client.query('delete from pm.instance')
  const commands = await client.query(
    `delete from pm.outbox where not (causation_id = any($1) and
       case when written then id::text = any($1) else status <> 'waiting' and settled_at <= $2 end)`,
    [[...inLog], end ?? null],
  )
  // A refusal is heard again when the manager has read as far as what it came of.
  await client.query(`update pm.outbox set status = 'handled' where status = 'refused'`)
  await client.query('update pm.manager set epoch = epoch + 1, position = null, failure = null')
  return {
    instances: instances.rowCount ?? 0,
    timers: timers.rowCount ?? 0,
    commands: commands.rowCount ?? 0,
  }
}
