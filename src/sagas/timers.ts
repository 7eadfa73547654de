import type { Pg } from '../platform/pg/pg.ts'
import { onTime } from './instance.ts'
import type { AnyProcessManager } from './process-manager.ts'
import { load, lock, type Turn } from './storage.ts'

const atOnce = 500

const running = 'not exists (select from pm.halted where halted.key = timer.key)'

/** Whose timers stand still. When they go on, whatever came due meanwhile is done as of its instant. */
export async function halted(pg: Pg): Promise<Set<string>> {
  const { rows } = await pg.owner.query<{ key: string }>('select key from pm.halted')
  return new Set(rows.map(({ key }) => key))
}
export async function halt(pg: Pg, key: string): Promise<void> {
  await pg.owner.query('insert into pm.halted (key) values ($1) on conflict do nothing', [key])
}
export async function goOn(pg: Pg, key: string): Promise<void> {
  await pg.owner.query('delete from pm.halted where key = $1', [key])
}

/**
 * Fires the timers of a manager that are due by `now`, the longest due first. To be called only when everything
 * recorded until then has been read, or an event that moves a timer could come too late.
 * @returns how many instances were woken; there may be more.
 */
export async function fireDue(pg: Pg, manager: AnyProcessManager, turn: Turn, now: string): Promise<number> {
  return pg.transaction(async (client) => {
    await lock(client, turn)
    const { rows } = await client.query<{ key: string }>(
      `select key from pm.timer where manager = $1 and due_at <= $2 and ${running}
        group by key order by min(due_at) limit ${atOnce}`,
      [manager.name, now],
    )
    const keys = rows.map(({ key }) => key)
    const work = await load(client, manager.name, keys)
    for (const key of keys) work.take(key, onTime(manager, key, work.get(key), now))
    await work.save(now)
    return keys.length
  })
}

/** When the next timer of these managers is due, ISO-8601 UTC. */
export async function nextTimer(pg: Pg, managers: readonly string[]): Promise<string | undefined> {
  const { rows } = await pg.owner.query<{ at: string | null }>(
    `select min(due_at) as at from pm.timer where manager = any($1) and ${running}`,
    [managers],
  )
  return rows[0]?.at ?? undefined
}
