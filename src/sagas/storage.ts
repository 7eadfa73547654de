import type { Client } from '../platform/pg/pg.ts'
import { type Instance, noInstance, type Outgoing, type Step, type Timer } from './instance.ts'

/** Another worker has taken the process managers over: this one must not write any more. */
export class TakenOver extends Error {
  constructor() {
    super('Another worker has taken over the process managers.')
    this.name = 'TakenOver'
  }
}

/** Whose turn it is: the manager, and the epoch in which this worker took it on. */
export interface Turn {
  manager: string
  epoch: number
}

/** Takes the lock under which everything of a manager changes. @throws TakenOver */
export async function lock(client: Client, { manager, epoch }: Turn): Promise<void> {
  const { rowCount } = await client.query(
    'select from pm.manager where name = $1 and epoch = $2 for update',
    [manager, epoch],
  )
  if (rowCount !== 1) throw new TakenOver()
}

/** Moves the checkpoint on, if it is where this worker left it. @throws TakenOver */
export async function moveOn(
  client: Client,
  { manager, epoch }: Turn,
  from: bigint | undefined,
  to: bigint,
): Promise<void> {
  const { rowCount } = await client.query(
    'update pm.manager set position = $4 where name = $1 and epoch = $2 and position is not distinct from $3',
    [manager, epoch, from ?? null, to],
  )
  if (rowCount !== 1) throw new TakenOver()
}

/** Instances while a transaction works on them; what has changed is written by `save`, once. */
export interface Work {
  get(key: string): Instance
  take(key: string, step: Step): void
  save(at: string): Promise<{ sends: number; timers: boolean }>
}

export async function load(client: Client, manager: string, keys: readonly string[]): Promise<Work> {
  const instances = new Map<string, Instance>()
  const { rows } = await client.query<{ key: string; state: unknown; done: boolean; timers: Timers | null }>(
    `select key, state, done,
        (select jsonb_object_agg(name, jsonb_build_object('dueAt', due_at, 'setBy', set_by))
           from pm.timer t where t.manager = i.manager and t.key = i.key) as timers
      from pm.instance i where manager = $1 and key = any($2)`,
    [manager, keys],
  )
  for (const { key, state, done, timers } of rows) {
    instances.set(key, { state: state ?? undefined, done, timers: inIso(timers ?? {}) })
  }
  const changed = new Set<string>()
  const sends: Outgoing[] = []
  return {
    get: (key) => instances.get(key) ?? noInstance,
    take(key, step) {
      instances.set(key, step.instance)
      changed.add(key)
      sends.push(...step.sends)
    },
    async save(at) {
      const after = [...changed].map((key) => ({ key, ...(instances.get(key) ?? noInstance) }))
      const timers = after.flatMap(({ key, timers: set }) =>
        Object.entries(set).map(([name, timer]) => ({ key, name, ...timer })),
      )
      await saveInstances(client, manager, after, at)
      await saveTimers(client, manager, [...changed], timers)
      await saveSends(client, sends, at)
      return { sends: sends.length, timers: timers.length > 0 }
    },
  }
}

type Timers = Record<string, Timer>

function inIso(timers: Timers): Timers {
  return Object.fromEntries(
    Object.entries(timers).map(([name, { dueAt, setBy }]) => [
      name,
      { dueAt: new Date(dueAt).toISOString(), setBy },
    ]),
  )
}

async function saveInstances(
  client: Client,
  manager: string,
  instances: readonly ({ key: string } & Instance)[],
  at: string,
): Promise<void> {
  if (instances.length === 0) return
  const rows = instances.map(({ key, state, done }) => ({ key, state: state ?? null, done }))
  await client.query(
    `insert into pm.instance (manager, key, state, done, started_at, updated_at)
      select $1, key, nullif(state, 'null'), done, $3, $3
        from jsonb_to_recordset($2) as row (key text, state jsonb, done boolean)
      on conflict (manager, key) do update
        set state = excluded.state, done = excluded.done, updated_at = excluded.updated_at`,
    [manager, JSON.stringify(rows), at],
  )
}

async function saveTimers(
  client: Client,
  manager: string,
  keys: readonly string[],
  timers: readonly ({ key: string; name: string } & Timer)[],
): Promise<void> {
  if (keys.length === 0) return
  await client.query('delete from pm.timer where manager = $1 and key = any($2)', [manager, keys])
  if (timers.length === 0) return
  await client.query(
    `insert into pm.timer (manager, key, name, due_at, set_by)
      select $1, key, name, "dueAt", "setBy"
        from jsonb_to_recordset($2) as row (key text, name text, "dueAt" timestamptz, "setBy" jsonb)`,
    [manager, JSON.stringify(timers)],
  )
}

/**
 * What is there already has been sent before: a new reading of the log must only hear refusals again. Nothing is sent
 * before the instant at which it is to have happened, should another machine's clock be ahead of this one's.
 */
async function saveSends(client: Client, sends: readonly Outgoing[], at: string): Promise<void> {
  if (sends.length === 0) return
  const rows = sends.map((send, ordinal) => ({ ...send, ordinal }))
  await client.query(
    `insert into pm.outbox (id, manager, key, name, command, aggregate_id, body, occurred_at, rule, via,
        correlation_id, causation_id, next_at, created_at)
      select id, manager, key, name, command, "aggregateId", body, "occurredAt", rule, via,
        "correlationId", "causationId", greatest($2, "occurredAt"), $2
        from jsonb_to_recordset($1) as row (ordinal integer, id uuid, manager text, key text, name text,
          command text, "aggregateId" uuid, body jsonb, "occurredAt" timestamptz, rule text, via text,
          "correlationId" text, "causationId" text)
        order by ordinal
      on conflict (id) do update set status = 'refused', body = excluded.body where outbox.status = 'handled'`,
    [JSON.stringify(rows), at],
  )
}
