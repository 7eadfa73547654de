import { setTimeout as sleep } from 'node:timers/promises'
import { aggregateOf, streamName } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import {
  type EventStore,
  type Position,
  positionOf,
  type StoredEvent,
  StoreUnavailable,
} from '../platform/log/event-store.ts'
import { follow } from '../platform/log/follow.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { isAway, type Migration, migrate, type Pg } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'
import type { Log } from '../platform/process/log.ts'
import type { Aggregates } from './aggregates.ts'
import { createClaiming } from './claiming.ts'
import { type ClaimIds, givenUpIn, graceMs, type Holder, takenIn } from './claims.ts'
import type { CommandDefinition } from './command.ts'

const migrations: readonly Migration[] = [
  {
    id: 'claims/1',
    sql: `
      create table public.hindsight_claims_swept (
        only_one boolean primary key default true check (only_one),
        position bigint not null
      );`,
  },
]

/** Of a claim: nothing that was read so far tells whether the holder has the value. */
interface Doubt {
  holder: Holder
  /** The claim's event is not beyond this position, or it was taken again since. */
  upTo: Position
  /** When nobody can be about to have the value any more, in ms. */
  due: number
  /** Where to read on so that this doubt is met again. */
  after: Position | undefined
}

/** How often what is due is looked into, in ms; and how many at once. */
const lookMs = 5000
const parallel = 16

/**
 * Releases the claims that nothing stands behind: what a record has given up although the release failed, and what was
 * taken for a record that never came. The log itself remembers them, in what an event says it gave up and in claims that
 * no record followed; how far it was read is kept, so that a restart goes on from there. The first time it goes through all
 * claims there are, before it returns. Returns how to stop.
 */
export async function sweepClaims(parts: {
  /** Where the log is followed; what events say is not asked for. */
  feed: Pick<EventStore, 'subscribe' | 'lastPosition'>
  store: EventStore
  codec: EventCodec
  aggregates: Aggregates
  commands: readonly CommandDefinition[]
  claimIds: ClaimIds
  pg: Pg
  clock: Clock
  log: Pick<Log, 'info' | 'warn'>
  app: string
  /** Another time than the usual one between looks. */
  every?: number
}): Promise<() => Promise<void>> {
  const { feed, pg, clock, log, every = lookMs } = parts
  const definitionOf = new Map(parts.commands.map((command) => [command.decider.name, command]))
  const claiming = createClaiming({ ...parts, definitionOf })
  const request = { principal: systemPrincipal('claim-sweep', { kind: 'timer' }) }
  const doubts = new Map<string, Doubt>()
  const ending = new AbortController()
  const { signal } = ending

  await migrate(pg, migrations)
  const { rows } = await pg.owner.query<{ position: number }>(
    'select position from public.hindsight_claims_swept',
  )
  const last = await feed.lastPosition()
  let saved = rows[0] && positionOf(rows[0].position)
  // A log that ends before is another one, or was put back to what it was.
  if (saved !== undefined && saved > (last ?? -1n)) saved = undefined
  let reached = saved
  if (saved === undefined && last !== undefined) {
    await readClaims()
    reached = last
    log.info(
      { released: await settle() },
      'went through all claims and released those that nothing stood behind',
    )
    await save()
  }

  /** Only claims: the records' own events come to no more than what the records are now. */
  async function readClaims(): Promise<void> {
    const filter = { streams: ['claim-'] }
    for await (const { events, live } of feed.subscribe({
      after: undefined,
      maxBatch: 1000,
      filter,
      signal,
    })) {
      for (const event of events) note(event)
      if (live) return
    }
  }

  function note(event: StoredEvent): void {
    const { stream, position, revision } = event
    const after = reached
    reached = position
    const taken = takenIn(event)
    if (taken) {
      const { id, holder, at } = taken
      // A clock that is set back lets no claim wait longer than the grace.
      const due = Math.min(Date.parse(at), Date.parse(clock())) + graceMs
      if (holder) doubts.set(id, { holder, upTo: position, due, after })
      else doubts.delete(id)
      return
    }
    const holder = aggregateOf(stream)
    for (const id of givenUpIn(event)) doubts.set(id, { holder, upTo: position, due: 0, after })
    // A record's first event has all that was taken for it. Later ones may have come in between.
    if (revision === 0n)
      for (const [id, doubt] of doubts)
        if (streamName(doubt.holder.aggregate, doubt.holder.id) === stream) doubts.delete(id)
  }

  /** @returns how many were released. */
  async function settle(): Promise<number> {
    const now = Date.parse(clock())
    const due = [...doubts].filter((each) => each[1].due <= now)
    let released = 0
    const worker = async () => {
      for (let next = due.pop(); next; next = due.pop()) {
        const [id, doubt] = next
        if (await isSwept(id, doubt)) released++
        if (doubts.get(id) === doubt) doubts.delete(id)
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))
    return released
  }

  /** One that cannot be judged, because its holder cannot be read, is left as it is and holds up no other. */
  async function isSwept(id: string, doubt: Doubt): Promise<boolean> {
    try {
      return await claiming.sweep(id, doubt, request)
    } catch (error) {
      if (error instanceof StoreUnavailable || isAway(error)) throw error
      log.warn({ err: error, claim: id }, 'a claim was left as it is: its holder cannot be read')
      return false
    }
  }

  async function save(): Promise<void> {
    let position = reached
    for (const { after } of doubts.values())
      if (after === undefined || (position !== undefined && after < position)) position = after
    if (position === undefined || position === saved) return
    await pg.owner.query(
      `insert into public.hindsight_claims_swept (position) values ($1)
         on conflict (only_one) do update set position = excluded.position`,
      [position],
    )
    saved = position
  }

  async function look(): Promise<void> {
    while (!signal.aborted) {
      await sleep(every, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      try {
        const released = await settle()
        if (released > 0) log.info({ released }, 'released claims that nothing stood behind')
        await save()
      } catch (error) {
        log.warn({ err: error }, 'claims in doubt could not be looked into')
      }
    }
  }

  const following = follow({
    feed,
    signal,
    maxBatch: 1000,
    // From the newest event, not from a checkpoint beyond it: by that a log that was put back is told from this one.
    after: () => reached,
    take({ events }) {
      for (const event of events) note(event)
    },
    interrupted(error) {
      log.warn({ err: error }, 'following claims was interrupted')
      return true
    },
  })
  const working = Promise.all([following, look()])
  return async () => {
    ending.abort()
    await working
  }
}
