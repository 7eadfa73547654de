import { distance } from '../platform/log/event-store.ts'
import type { Pg } from '../platform/pg/pg.ts'
import type { Failure } from './checkpoint.ts'
import type { Worker } from './worker.ts'

/** How a process manager is doing. `lag` is in positions of the log: 0 when everything has been read. */
export interface SagaStatus {
  name: string
  version: number
  position: bigint
  lag: number
  state: 'running' | 'catching-up' | 'failed'
  failure?: Failure
  /** Begun and not done. */
  instances: number
  timers: { set: number; due: number; next: string | null }
  outbox: { waiting: number; retrying: number; oldest: string | null }
  deadLetters: number
}

interface Counts {
  name: string
  instances: number
  set: number
  due: number
  next: string | null
  waiting: number
  retrying: number
  oldest: string | null
  dead: number
}

export async function statusOf(
  pg: Pg,
  workers: readonly Worker[],
  end: bigint | undefined,
  now: string,
): Promise<SagaStatus[]> {
  const { rows } = await pg.owner.query<Counts>(
    `select m.name, i.*, t.*, o.* from pm.manager m,
        lateral (select count(*) as instances from pm.instance where manager = m.name and not done) i,
        lateral (select count(*) as set, count(*) filter (where due_at <= $2) as due, min(due_at) as next
          from pm.timer where manager = m.name) t,
        lateral (select count(*) filter (where status <> 'dead') as waiting,
            count(*) filter (where status = 'waiting' and attempts > 0) as retrying,
            min(created_at) filter (where status <> 'dead') as oldest,
            count(*) filter (where status = 'dead' and coalesce(bundle, id) = id) as dead
          from pm.outbox where manager = m.name and status in ('waiting', 'refused', 'dead')) o
      where m.name = any($1)`,
    [workers.map(({ manager }) => manager.name), now],
  )
  return workers.map(({ manager, position = 0n, failure }) => {
    const counts = rows.find(({ name }) => name === manager.name)
    const lag = distance(position, end)
    return {
      name: manager.name,
      version: manager.version,
      position,
      lag,
      state: failure ? 'failed' : lag > 0 ? 'catching-up' : 'running',
      ...(failure && { failure }),
      instances: counts?.instances ?? 0,
      timers: { set: counts?.set ?? 0, due: counts?.due ?? 0, next: counts?.next ?? null },
      outbox: {
        waiting: counts?.waiting ?? 0,
        retrying: counts?.retrying ?? 0,
        oldest: counts?.oldest ?? null,
      },
      deadLetters: counts?.dead ?? 0,
    }
  })
}
