import type { Pg } from '../platform/pg/pg.ts'

/** One instance as people look at it: where it stands, what it waits for, and each step it has taken. */
export interface InstanceView {
  saga: string
  key: string
  state: unknown
  done: boolean
  startedAt: string
  updatedAt: string
  timers: readonly { name: string; dueAt: string }[]
  /** Commands in the order in which they were asked for. */
  steps: readonly {
    id: string
    command: string
    name: string
    aggregateId: string | null
    status: 'waiting' | 'sent' | 'refused' | 'handled' | 'dead' | 'dismissed'
    attempts: number
    askedAt: string
    settledAt: string | null
    error: { code: string; message: string } | null
  }[]
}

export type InstanceSummary = Omit<InstanceView, 'state' | 'steps' | 'timers'> & { nextTimer: string | null }

export interface Instances {
  /** The last changed first, at most `limit` (50 unless told); `open`: only those that are not done, or that are. */
  list(saga: string, of?: { limit?: number; open?: boolean }): Promise<readonly InstanceSummary[]>
  get(saga: string, key: string): Promise<InstanceView | undefined>
}

const summary = `i.manager as saga, i.key, i.done, i.started_at as "startedAt", i.updated_at as "updatedAt"`

export function instancesOf(pg: Pg): Instances {
  return {
    async list(saga, { limit = 50, open } = {}) {
      const { rows } = await pg.owner.query<InstanceSummary>(
        `select ${summary}, (
            select min(due_at) from pm.timer t where t.manager = i.manager and t.key = i.key) as "nextTimer"
          from pm.instance i where manager = $1 and ($3::boolean is null or done <> $3)
          order by updated_at desc, key limit $2`,
        [saga, limit, open ?? null],
      )
      return rows
    },
    async get(saga, key) {
      const of = [saga, key]
      const { rows } = await pg.owner.query<Omit<InstanceView, 'timers' | 'steps'>>(
        `select ${summary}, i.state from pm.instance i where manager = $1 and key = $2`,
        of,
      )
      if (!rows[0]) return undefined
      const timers = await pg.owner.query<InstanceView['timers'][number]>(
        'select name, due_at as "dueAt" from pm.timer where manager = $1 and key = $2 order by due_at, name',
        of,
      )
      const steps = await pg.owner.query<InstanceView['steps'][number]>(
        `select id, command, name, aggregate_id as "aggregateId", status, attempts, created_at as "askedAt",
            settled_at as "settledAt", error
          from pm.outbox where manager = $1 and key = $2 order by seq limit 500`,
        of,
      )
      return { ...rows[0], timers: timers.rows, steps: steps.rows }
    },
  }
}
