import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AnyDecider, decideOne, evolveOne } from '../../src/domain/decider.ts'
import { DomainError } from '../../src/domain/error.ts'
import { type RecordedEvent, specOf, streamName } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { checkpointAt, positionOf, type StoredEvent } from '../../src/platform/log/event-store.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import type { AnyProjection } from '../../src/projections/projection.ts'
import {
  checksum,
  createReadModels,
  type ReadModels,
  type ReadOptions,
} from '../../src/projections/read-models.ts'
import type { Log } from '../../src/projections/store.ts'
import { columnsOf } from '../../src/projections/tables.ts'
import { arbitraryOf } from './arbitrary.ts'
import { seed } from './chance.ts'
import { patience } from './patience.ts'
import { silent } from './read-side.ts'
import { testDatabase } from './servers.ts'

const actor = { kind: 'user', id: '00000000-0000-4000-8000-0000000000aa', roles: ['rep'] } as const
const ids = Array.from({ length: 4 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`)

/** One thing asked of one aggregate, some time after or before what was asked last. */
interface Asked {
  aggregate: string
  id: string
  /** One after the other until one is not refused: of the rarer aggregates there would be too few otherwise. */
  create: readonly { type: string; input: unknown }[]
  later: readonly { type: string; input: unknown }[]
  /** Minutes that occurred time and the store's clock go on; the clock may go back. */
  occurred: number
  clock: number
}

function asking(deciders: readonly AnyDecider[]): fc.Arbitrary<Asked> {
  return fc.oneof(
    ...deciders.map((decider) => {
      const commands = Object.entries(decider.commands).map(([type, of]) => ({ type, spec: specOf(of) }))
      const asked = (creating: boolean) =>
        commands
          .filter(({ spec }) => spec.creates === creating)
          .map(({ type, spec }) =>
            arbitraryOf(spec.schema).map((input) => ({ type, input: spec.schema.parse(input) })),
          )
      const tries = { minLength: 4, maxLength: 4 }
      const later = asked(false)
      return fc.record({
        aggregate: fc.constant(decider.name),
        id: fc.constantFrom(...ids),
        create: fc.array(fc.oneof(...asked(true)), tries),
        later: later.length > 0 ? fc.array(fc.oneof(...later), tries) : fc.constant([]),
        occurred: fc.integer({ min: 0, max: 10_000 }),
        clock: fc.oneof(
          { weight: 4, arbitrary: fc.nat(3) },
          { weight: 1, arbitrary: fc.integer({ min: -5, max: 0 }) },
        ),
      })
    }),
  )
}

function firstAccepted<Ask extends { type: string }, Event>(
  asks: readonly Ask[],
  decide: (asked: Ask) => readonly Event[],
): { type: string; events: readonly Event[] } | undefined {
  for (const asked of asks)
    try {
      return { type: asked.type, events: decide(asked) }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  return undefined
}

/** What the log holds after these were asked; what is refused leaves nothing. Occurred time is the stream's own. */
function logOf(deciders: readonly AnyDecider[], history: readonly Asked[]): StoredEvent[] {
  const codec = eventCodec(deciders)
  const log: StoredEvent[] = []
  const streams = new Map<string, { state: unknown; revision: bigint; occurred: number }>()
  let clock = Date.UTC(2026, 0, 1)
  for (const { aggregate, id, create, later, ...minutes } of history) {
    const decider = deciders.find(({ name }) => name === aggregate)
    if (!decider) throw new Error(`there is no decider ${aggregate}`)
    const stream = streamName(decider.name, id)
    const known = streams.get(stream) ?? { state: undefined, revision: -1n, occurred: Date.UTC(2020, 0, 1) }
    clock += minutes.clock * 60_000
    known.occurred += minutes.occurred * 60_000
    const at = new Date(known.occurred).toISOString()
    const accepted = firstAccepted(known.state === undefined ? create : later, ({ type, input }) =>
      decideOne(decider, type, known.state, input, { id, at, actor }),
    )
    if (!accepted) continue
    for (const event of accepted.events) {
      const eventId = randomUUID()
      const metadata = {
        actor,
        // What is loaded from a command line is no news to anybody; what a clock brings about is.
        via: { kind: minutes.clock > 0 ? 'timer' : 'cli' },
        command: { id: eventId, type: accepted.type, hash: '' },
        $correlationId: eventId,
        $causationId: eventId,
        occurredAt: at,
        app: 'test',
      }
      known.state = evolveOne(decider, known.state, { ...event, aggregateId: id, occurredAt: at, metadata })
      known.revision++
      log.push({
        id: eventId,
        ...codec.encode(event),
        stream,
        revision: known.revision,
        position: positionOf(log.length * 7 + 3),
        created: new Date(clock).toISOString(),
        metadata,
      })
    }
    streams.set(stream, known)
  }
  // As the store's client gives them: nothing but JSON.
  return log.map((event) => ({ ...event, data: JSON.parse(JSON.stringify(event.data)) as unknown }))
}

/** Random logs of what was asked of these aggregates. */
export function logsOf(
  deciders: readonly AnyDecider[],
  { events, size = 'max' }: { events: number; size?: fc.SizeForArbitrary },
): fc.Arbitrary<StoredEvent[]> {
  const history = fc.array(asking(deciders), { minLength: events / 2, maxLength: events, size })
  return history.map((asked) => logOf(deciders, asked))
}

/** A log in memory, delivered in batches of the given sizes, each again now and then. */
function logIn(events: readonly StoredEvent[], sizes: readonly number[]): Log {
  const after = (position: bigint | undefined) =>
    events.filter((event) => position === undefined || event.position > position)
  return {
    identity: async () => 'the log of the laws',
    readStream: async () => [],
    lastPosition: async () => events.at(-1)?.position,
    async *readAll({ after: position } = {}) {
      for (const rest = after(position); rest.length > 0; ) yield rest.splice(0, 3)
    },
    trouble: () => undefined,
    truncation: async () => undefined,
    eventAt: async (position) => events.find((event) => event.position === position),
    async *subscribe({ after: from, signal }) {
      const rest = after(typeof from === 'object' ? from.commit : from)
      for (let n = 0; rest.length > 0 && !signal.aborted; n++) {
        const batch = rest.splice(0, sizes[n % sizes.length] ?? 1)
        const seen = events.slice(Math.max(0, events.indexOf(batch[0] as StoredEvent) - (n % 3)))
        yield {
          events: [...seen.slice(0, n % 3), ...batch],
          checkpoint: checkpointAt(batch.at(-1)?.position ?? positionOf(0)),
          live: rest.length === 0,
        }
      }
      if (!signal.aborted) await once(signal, 'abort')
    },
  }
}

/** One version of a row, and from when on it holds by each clock. */
interface Version {
  row: Readonly<Record<string, unknown>> | null
  occurred: string
  recorded: string
}

/** The laws' own fold, as plain as can be: all versions of all rows, oldest first. */
function versionsOf(deciders: readonly AnyDecider[], projection: AnyProjection, log: readonly StoredEvent[]) {
  const codec = eventCodec(deciders)
  const rows = new Map<string, Version[]>()
  let recorded = ''
  for (const stored of log) {
    const event = codec.decode(stored) as RecordedEvent
    if (event.recordedAt > recorded) recorded = event.recordedAt
    const keyed = projection.on[event.type]
    const keys = keyed?.key(event as never) ?? []
    for (const id of new Set(typeof keys === 'string' ? [keys] : keys)) {
      const versions = rows.get(id) ?? []
      const before = versions.at(-1)
      const after = keyed?.fold((before?.row ?? undefined) as never, event as never, id)
      if (after === undefined || after === before?.row || (after === null && !before?.row)) continue
      const occurred = before && before.occurred > event.occurredAt ? before.occurred : event.occurredAt
      const row = after === null ? null : (after as Readonly<Record<string, unknown>>)
      rows.set(id, [...versions, { row, occurred, recorded }])
    }
  }
  return rows
}

/** What was there at an instant. */
function asOf(
  versions: ReadonlyMap<string, Version[]>,
  { asOf: at, basis }: ReadOptions,
): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [id, all] of versions) {
    const last = all.findLast(
      ({ occurred, recorded }) => at === undefined || (basis === 'recorded' ? recorded : occurred) <= at,
    )
    if (last?.row) found.set(id, last.row)
  }
  return found
}

/** Only what the projection declares, as JSON has it and instants in one form. */
function declared(projection: AnyProjection, rows: ReadonlyMap<string, unknown>) {
  const columns = columnsOf(projection.columns).filter(({ name }) => name in projection.columns)
  return Object.fromEntries(
    [...rows].map(([id, row]) => [
      id,
      Object.fromEntries(
        columns.map(({ name, type }) => {
          const value = (row as Record<string, unknown>)[name] ?? null
          const isInstant = type === 'timestamptz' && value !== null
          return [
            name,
            isInstant
              ? new Date(value as string).toISOString()
              : (JSON.parse(JSON.stringify(value)) as unknown),
          ]
        }),
      ),
    ]),
  )
}

async function rowsOf(
  models: ReadModels,
  projection: AnyProjection,
  versions: ReadonlyMap<string, readonly Version[]>,
  options: ReadOptions,
) {
  // Who sees everything does not see what is somebody's own: that takes the keys of everybody.
  const own = [...versions.values()].flat().flatMap(({ row }) => (row ? projection.grants(row as never) : []))
  const keys = projection.private ? own : ['all:*']
  const rows = await models.read({ keys }, options, (db) =>
    db
      .selectFrom(projection.name as never)
      .selectAll()
      .execute(),
  )
  return new Map((rows as { id: string }[]).map((row) => [row.id, row]))
}

/**
 * Any batching, with restarts and events delivered twice, gives the same rows and history as a build from nothing and
 * as a rebuild in place; and as of any instant, by either clock, one reads what a fold of the events up to then gives.
 */
export function foldLaws(
  deciders: readonly AnyDecider[],
  projections: readonly AnyProjection[],
  { runs = 10, events = 60 }: { runs?: number; events?: number } = {},
): void {
  const codec = eventCodec(deciders)
  // Tight limits, so that rows leave the memory of worker and rebuild all the time.
  const limits = { cachedRows: 2, rebuildRows: 5 }

  async function inDatabase<T>(work: (pg: Pg) => Promise<T>): Promise<T> {
    const database = await testDatabase()
    const pg = openPg({ url: database.url, log: silent })
    try {
      return await work(pg)
    } finally {
      await pg.close()
      await database.drop()
    }
  }
  const checksums = async (pg: Pg) => {
    const sums = await Promise.all(projections.map(async (each) => [each.name, await checksum(pg, each)]))
    return Object.fromEntries(sums) as Record<string, string>
  }
  const expectNoFailure = async (models: ReadModels) => {
    const failures = (await models.status()).projections.flatMap(({ name, failure }) =>
      failure ? [{ name, failure }] : [],
    )
    expect(failures).toEqual([])
  }

  // What no projection folds would only thin out what they do.
  const folded = new Set(projections.flatMap(({ on }) => Object.keys(on).map((type) => type.split('.')[0])))
  const logs = logsOf(
    deciders.filter(({ name }) => folded.has(name)),
    { events },
  )
  const batches = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 })

  it('gives the same however the log is delivered, and as a fold up to an instant gives as of it', {
    timeout: 10 * patience,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(logs, batches, fc.array(fc.nat(), { maxLength: 3 }), async (log, sizes, restarts) => {
        const last = log.at(-1)?.position ?? -1n
        const open = (pg: Pg, upTo: readonly StoredEvent[], sizesNow: readonly number[]) =>
          createReadModels({ pg, store: logIn(upTo, sizesNow), codec, projections, log: silent, ...limits })

        const followed = await inDatabase(async (pg) => {
          // Started on an empty log, so that everything is followed and nothing is built.
          const first = open(pg, [], sizes)
          await first.start()
          await first.stop()
          const ends = restarts.map((n) => n % (log.length + 1)).toSorted((a, b) => a - b)
          for (const end of [...ends, log.length]) {
            const models = open(pg, log.slice(0, end), sizes)
            await models.start()
            if (end > 0) expect(await models.waitFor(log[end - 1]?.position ?? -1n, patience)).toBe(true)
            await expectNoFailure(models)
            if (end === log.length) {
              const sums = await checksums(pg)
              await expectAsOf(models, log)
              await models.rebuild()
              expect(await checksums(pg), 'rebuilt in place').toEqual(sums)
            }
            await models.stop()
          }
          return checksums(pg)
        })
        const built = await inDatabase(async (pg) => {
          const models = open(pg, log, [1])
          await models.start()
          expect(models.position() ?? -1n).toBe(last)
          await expectNoFailure(models)
          await models.stop()
          return checksums(pg)
        })
        expect(built, 'built from nothing').toEqual(followed)
      }),
      { numRuns: runs, endOnFailure: true, interruptAfterTimeLimit: 8 * patience },
    )

    async function expectAsOf(models: ReadModels, log: readonly StoredEvent[]) {
      for (const projection of projections) {
        const versions = versionsOf(deciders, projection, log)
        const instants = [...versions.values()]
          .flat()
          .flatMap(({ occurred, recorded }) => [occurred, recorded])
        const chosen = instants.filter((_, n) => n % Math.ceil(instants.length / 4) === 0)
        const views: ReadOptions[] = [
          {},
          ...chosen.flatMap((at): ReadOptions[] => [
            { asOf: at, basis: 'occurred' },
            { asOf: at, basis: 'recorded' },
            { asOf: new Date(Date.parse(at) - 1).toISOString() },
          ]),
        ]
        for (const view of views) {
          const read = declared(projection, await rowsOf(models, projection, versions, view))
          expect([projection.name, view, read]).toEqual([
            projection.name,
            view,
            declared(projection, asOf(versions, view)),
          ])
        }
      }
    }
  })
  it('meets every model in random histories', () => {
    let unmet: readonly AnyProjection[] = projections
    for (let tries = 0; unmet.length > 0 && tries < 80; tries++) {
      // Of what is met already no more is asked.
      const about = new Set(unmet.flatMap(({ on }) => Object.keys(on).map((type) => type.split('.')[0])))
      const asked = deciders.filter(({ name }) => about.has(name))
      const [log = []] = fc.sample(logsOf(asked, { events }), { numRuns: 1, seed: seed + tries })
      unmet = unmet.filter((projection) => versionsOf(deciders, projection, log).size === 0)
    }
    expect(
      unmet.map(({ name }) => name),
      'no random history made a row of these',
    ).toEqual([])
  })
}
