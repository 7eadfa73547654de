import { DomainError } from '../domain/error.ts'
import { wordNow } from '../domain/stored-names.ts'
import { noMasks, type Principal } from '../platform/people/permissions.ts'
import type { Client, Pg } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'
import { type Outgoing, onRefusal } from './instance.ts'
import type { AnyProcessManager, Gathering } from './process-manager.ts'
import { load, lock, type Turn } from './storage.ts'

/** A command as it is carried out: `execute` of the commands layer takes it as it is. */
export interface SendRequest {
  command: string
  id?: string
  body: unknown
  principal: Principal
  commandId: string
  occurredAt?: string
  clampOccurredAt?: true
  correlationId: string
  causationId: string
}

/** Carries a command out; carried out twice under one command id, it must take effect once. Tells the events of it. */
export type ExecuteSend = (request: SendRequest) => Promise<{ events: readonly string[] }>

/**
 * What a command does that calls somebody outside. What was gathered comes together, in its order, and is one call; each is
 * answered as by `ExecuteSend`. @throws NotYet
 */
export type Effect = (requests: readonly SendRequest[]) => Promise<readonly { events: readonly string[] }[]>

/** By the command's type. */
export type Effects = Readonly<Record<string, Effect | undefined>>

/** It is not to go out before an instant (ISO-8601 UTC), together with what has come by then. */
export class NotYet extends Error {
  readonly at: string

  constructor(at: string) {
    super(`not before ${at}`)
    this.name = 'NotYet'
    this.at = at
  }
}

/** Why a command will never be carried out, however often it is tried. */
interface Verdict {
  code: string
  message: string
}

/** How many are carried out at once. Elsewhere people mind how many of us come at the same time. */
const parallel = { here: 16, outside: 4 }
const longestBackoffMs = 60_000

const columns = `id, manager, key, name, command, aggregate_id as "aggregateId", body, occurred_at as "occurredAt",
  rule, via, correlation_id as "correlationId", causation_id as "causationId", attempts, error,
  bundle`

/** Not before it is tried again; what is for much later was put off before the clock was set back. */
const isDue = `(next_at <= $1 or (attempts > 0
  and next_at > $1::timestamptz + interval '${2 * longestBackoffMs} milliseconds'))`

/** Waiting, and the first of its instance that is not settled. */
const isFirst = `status = 'waiting' and not exists (
  select from pm.outbox earlier
    where earlier.manager = o.manager and earlier.key = o.key and earlier.seq < o.seq
      and earlier.status in ('waiting', 'refused'))`

/** One person's full mailbox holds up nobody else's mail. Of what was gathered the first stands for all. */
const isNext = (outside: boolean) => (outside ? `status = 'waiting' and coalesce(bundle, id) = id` : isFirst)

/** What goes out in the place of others, once it was gathered: they have its id as their bundle. */
const isOpen = `exists (select from pm.outbox open where open.manager = o.manager and open.name = o.name
  and open.status = 'waiting' and open.bundle is not null)`

/** Managers whose commands go out together: those that stay here, or those that call somebody outside. */
export interface Lane {
  managers: ReadonlyMap<string, AnyProcessManager>
  outside: boolean
}

type Row = Outgoing & { attempts: number; error: Verdict | null; bundle: string | null }

/**
 * Puts together what waits under one name, while nothing of that name is under way: what is put together stays so, also over
 * a kill, so that it is the same call when it is made again. After many calls of a name the next one waits.
 */
async function gather(
  { pg, clock }: { pg: Pg; clock: Clock },
  manager: string,
  { each, withinMs, pauseMs }: Gathering,
): Promise<void> {
  await pg.owner.query(
    `update pm.outbox o set next_at = gone.last + $5 * interval '1 millisecond'
       from (select name, max(settled_at) as last from pm.outbox
              where manager = $1 and status = 'sent' and written
                and settled_at between $2::timestamptz - $4 * interval '1 millisecond' and $2
              group by name having count(distinct coalesce(bundle, id)) >= $3) gone
      where o.manager = $1 and o.name = gone.name and o.status = 'waiting' and o.bundle is null
        and o.next_at <= $2 and gone.last + $5 * interval '1 millisecond' > $2`,
    [manager, clock(), each, withinMs, pauseMs],
  )
  await pg.owner.query(
    `update pm.outbox o set bundle = first.id
       from (select name, (array_agg(id order by seq))[1] as id from pm.outbox
              where manager = $1 and status = 'waiting' and bundle is null and next_at <= $2 group by name) first
      where o.manager = $1 and o.name = first.name and o.status = 'waiting' and o.bundle is null
        and o.next_at <= $2 and not ${isOpen}`,
    [manager, clock()],
  )
}

/**
 * Takes commands that are due, of several instances at once but of each in order (unless they go outside), carries
 * them out and notes the outcome. A kill in between leaves them waiting, and their ids make a second execution a repetition.
 * @returns how many were taken.
 */
export async function deliver(
  { pg, execute, effects, clock }: { pg: Pg; execute: ExecuteSend; effects: Effects; clock: Clock },
  { managers, outside }: Lane,
): Promise<number> {
  const gathering: string[] = []
  for (const { name, gathers } of managers.values()) {
    if (!gathers) continue
    gathering.push(name)
    await gather({ pg, clock }, name, gathers)
  }
  return pg.transaction(async (client) => {
    const { rows } = await client.query<Row>(
      `select ${columns} from pm.outbox o
        where ${isNext(outside)} and ${isDue} and manager = any($2)
          and (bundle is not null or manager <> all($3))
        order by next_at, seq limit ${parallel[outside ? 'outside' : 'here']} for update skip locked`,
      [clock(), [...managers.keys()], gathering],
    )
    const calls = await Promise.all(rows.map((row) => gathered(client, row)))
    const outcomes = (await Promise.all(calls.map((call) => outcomesOf(call, { execute, effects })))).flat()
    for (const [at, row] of calls.flat().entries()) {
      const outcome = outcomes[at]
      const answered = managers.get(row.manager)?.refused[row.command] !== undefined
      await note(client, row, outcome ?? { status: 'sent', written: false }, answered, clock())
    }
    return rows.length
  })
}

/** A command, with those that go out in one call with it. */
async function gathered(client: Client, row: Row): Promise<readonly Row[]> {
  if (row.bundle === null) return [row]
  const { rows } = await client.query<Row>(
    `select ${columns} from pm.outbox where bundle = $1 and status = 'waiting' order by seq for update`,
    [row.bundle],
  )
  return rows
}

type Outcome =
  | { status: 'sent'; written: boolean }
  | { status: 'refused'; verdict: Verdict }
  | { status: 'failed'; verdict: Verdict }
  | { status: 'put-off'; until: string }

/** Of commands that are one call, or of one command. */
async function outcomesOf(
  rows: readonly Row[],
  { execute, effects }: { execute: ExecuteSend; effects: Effects },
): Promise<readonly Outcome[]> {
  const requests = rows.map(requestOf)
  try {
    const effect = effects[requests[0]?.command ?? '']
    const answers = effect ? await effect(requests) : await Promise.all(requests.map(execute))
    return answers.map(({ events }) => ({ status: 'sent', written: events.length > 0 }))
  } catch (error) {
    const outcome = failureOf(error)
    return rows.map(() => outcome)
  }
}

function failureOf(error: unknown): Outcome {
  if (error instanceof NotYet) return { status: 'put-off', until: error.at }
  // It had its effect before it was pruned, in what may have been other words of an earlier version.
  if (error instanceof Error && error.name === 'KeyReused') return { status: 'sent', written: true }
  const verdict = verdictOf(error)
  if (verdict) return { status: 'refused', verdict }
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { status: 'failed', verdict: { code: name, message } }
}

/** The commands layer's errors by their names, because this layer does not import that one's machinery. */
const permanent = new Set(['NotFound', 'Forbidden', 'InvalidInput', 'PreconditionRequired'])

function verdictOf(error: unknown): Verdict | undefined {
  if (error instanceof DomainError) return { code: error.code, message: error.message }
  return error instanceof Error && permanent.has(error.name)
    ? { code: error.name, message: error.message }
    : undefined
}

export function requestOf(row: Outgoing): SendRequest {
  const instance = `${row.manager}/${row.key}`
  return {
    // It may have been ordered by an earlier version.
    command: wordNow(row.command),
    ...(row.aggregateId !== null && { id: row.aggregateId }),
    body: row.body,
    principal: {
      actor: { kind: 'system', id: row.manager, roles: ['system'] },
      via: { kind: row.via, id: instance, ...(row.rule !== null && { rule: row.rule }) },
      may: ['*'],
      keys: ['all:*'],
      masks: noMasks,
    },
    commandId: row.id,
    ...(row.occurredAt !== null && { occurredAt: row.occurredAt, clampOccurredAt: true }),
    correlationId: row.correlationId,
    causationId: row.causationId,
  }
}

async function note(
  client: Client,
  row: Row,
  outcome: Outcome,
  answered: boolean,
  now: string,
): Promise<void> {
  switch (outcome.status) {
    case 'sent':
      await client.query(
        `update pm.outbox set status = 'sent', settled_at = $2, attempts = attempts + 1, body = null, error = null,
            written = $3
          where id = $1`,
        [row.id, now, outcome.written],
      )
      break
    case 'refused':
      await client.query(
        `update pm.outbox set status = $2, settled_at = $3, attempts = attempts + 1, error = $4 where id = $1`,
        [row.id, answered ? 'refused' : 'dead', now, outcome.verdict],
      )
      break
    case 'put-off':
      await client.query(
        'update pm.outbox set next_at = $2, attempts = 0, error = null, bundle = null where id = $1',
        [row.id, outcome.until],
      )
      break
    case 'failed':
      await client.query(
        'update pm.outbox set next_at = $2, attempts = attempts + 1, error = $3 where id = $1',
        [row.id, new Date(Date.parse(now) + backoffMs(row.attempts)).toISOString(), outcome.verdict],
      )
      break
  }
}

/** Doubles from 0.1 s to a minute, with half of it left to chance, so that what failed together is not retried so. */
function backoffMs(attempts: number): number {
  return Math.min(longestBackoffMs, 100 * 2 ** Math.min(attempts, 20)) * (0.5 + Math.random() / 2)
}

/** Lets a manager answer the refusals it has not heard yet, oldest first. */
export async function answerRefusals(
  { pg, clock }: { pg: Pg; clock: Clock },
  manager: AnyProcessManager,
  turn: Turn,
): Promise<void> {
  await pg.transaction(async (client) => {
    await lock(client, turn)
    const { rows } = await client.query<Row>(
      `select ${columns} from pm.outbox where manager = $1 and status = 'refused' order by seq limit 200 for update`,
      [manager.name],
    )
    if (rows.length === 0) return
    const work = await load(client, manager.name, [...new Set(rows.map(({ key }) => key))])
    const unanswered: string[] = []
    for (const row of rows) {
      const verdict = row.error ?? { code: 'unknown', message: '' }
      const step = onRefusal(manager, work.get(row.key), row, verdict)
      if (step) work.take(row.key, step)
      else unanswered.push(row.id)
    }
    await work.save(clock())
    await client.query(
      `update pm.outbox set status = case when id = any($2) then 'dead' else 'handled' end,
          body = case when id = any($2) then body end
        where id = any($1)`,
      [rows.map(({ id }) => id), unanswered],
    )
  })
}

/** When the next command may be tried, ISO-8601 UTC. */
export async function nextDelivery(pg: Pg, { managers, outside }: Lane): Promise<string | undefined> {
  const { rows } = await pg.owner.query<{ at: string | null }>(
    `select min(next_at) as at from pm.outbox o
      where ${isNext(outside)} and manager = any($1) and (bundle is not null or not ${isOpen})`,
    [[...managers.keys()]],
  )
  return rows[0]?.at ?? undefined
}

/** The managers that have refusals to answer. */
export async function unanswered(pg: Pg): Promise<Set<string>> {
  const { rows } = await pg.owner.query<{ manager: string }>(
    `select distinct manager from pm.outbox where status = 'refused'`,
  )
  return new Set(rows.map(({ manager }) => manager))
}
