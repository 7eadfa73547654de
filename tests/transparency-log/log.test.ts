import { randomBytes } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectEventStore, type EventStore, type StoredEvent } from '../../src/platform/log/event-store.ts'
import {
  consistencySpans,
  emptyRange,
  grown,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../src/platform/log/merkle.ts'
import { leafOf } from '../../src/platform/log/transparency-log/leaf.ts'
import { openCheckpoint, signedNote, signerOf } from '../../src/platform/log/transparency-log/note.ts'
import { verifyTree } from '../../src/platform/log/transparency-log/verify.ts'
import { createTransparencyLog, type TransparencyLog } from '../../src/platform/log/transparency-log.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { type TestDatabase, type TestEventStore, testDatabase, testEventStore } from '../support/servers.ts'

const log = pino({ level: 'silent' })
const seed = randomBytes(32)

let database: TestDatabase
let server: TestEventStore
let store: EventStore
let pg: Pg
beforeAll(async () => {
  database = await testDatabase()
  // In one database, so that a test can do what an intruder with its password could.
  server = await testEventStore(database.url)
  store = connectEventStore(server.url)
  pg = openPg({ url: database.url, log })
})
afterAll(async () => {
  await pg.close()
  await store.close()
  await server.stop()
  await database.drop()
})

let running: TransparencyLog | undefined
function follow(
  of: { seed?: Uint8Array; checkpointEvery?: number; store?: EventStore } = {},
): TransparencyLog {
  running = createTransparencyLog({ pg, store, log, seed, checkpointEvery: 60_000, ...of })
  return running
}

let written = 0
async function write(count: number): Promise<void> {
  for (let one = 0; one < count; one++) {
    const id = `00000000-0000-4000-8000-${String(++written).padStart(12, '0')}`
    const event = {
      id,
      type: 'thing.made.v1',
      data: { n: written, text: 'Größe €', rate: 0.1, nested: { b: [1, null], a: true } },
      metadata: {
        actor: { kind: 'user', id: `user-${written % 3}` },
        occurredAt: '2026-01-01T00:00:00.000Z',
      },
    }
    const stream = `thing-${written % 7}-${Math.floor(written / 70)}`
    await store.append(stream, [event], expectedOf(stream))
  }
}
const revisions = new Map<string, bigint>()
function expectedOf(stream: string): bigint | 'no-stream' {
  const last = revisions.get(stream)
  revisions.set(stream, (last ?? -1n) + 1n)
  return last ?? 'no-stream'
}

async function whole(): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for await (const page of store.readAll()) events.push(...page)
  return events
}

async function caughtUp(tree: TransparencyLog): Promise<void> {
  expect(await tree.waitFor((await store.lastPosition()) ?? 0n, patience)).toBe(true)
}

const verify = () => verifyTree({ db: pg.owner, store, key: running?.key() ?? signerOf('none', seed) })

describe('ES-14 the tree over the log', () => {
  it('FAULTS 34 begins with a checkpoint, before any is due', async () => {
    const tree = follow({ checkpointEvery: 2 ** 31 - 1 })
    await tree.start()
    await write(1)
    await tree.begun()
    const [first] = await tree.checkpoints({ limit: 1 })
    expect(openCheckpoint(first?.note ?? '', [tree.key()])).toMatchObject({ size: first?.size })
    await tree.stop()
  })

  it('holds one leaf an event, the store’s own among them, and equals a tree made anew', async () => {
    await write(20)
    const tree = follow()
    await tree.start()
    await write(30)
    await caughtUp(tree)
    const signed = await tree.sign()
    const events = await whole()
    expect(events.map(({ stream }) => stream)).toContain('store-identity')
    expect(tree.status()).toMatchObject({ size: events.length, signed: events.length, failure: null })
    const range = events.reduce((at, event) => grown(at, leafHash(leafOf(event))).range, emptyRange)
    const checkpoint = openCheckpoint(signed?.note ?? '', [tree.key()])
    expect(checkpoint).toStrictEqual({ origin: tree.key().name, size: events.length, root: rootOf(range) })
    expect(await verify()).toMatchObject({ ok: true, checked: events.length, problems: [], unsigned: 0 })
    await tree.stop()
  })

  it('proves each event and each older checkpoint', async () => {
    const tree = follow()
    await tree.start()
    for (let round = 0; round < 4; round++) {
      await write(7)
      await caughtUp(tree)
      await tree.sign()
    }
    const checkpoints = (await tree.checkpoints({ limit: 100 })).map(({ note }) =>
      openCheckpoint(note, [tree.key()]),
    )
    const [newest] = checkpoints
    if (!newest) throw new Error('nothing was signed')
    const events = await whole()
    const proofs = await tree.inclusion(
      events.map((_, index) => index),
      newest.size,
    )
    for (const [index, event] of events.entries()) {
      expect((await tree.leaf(event.id))?.index).toBe(index)
      const proof = proofs[index] ?? []
      const leaf = leafHash(leafOf(event))
      expect(verifyInclusion({ index, leaf, proof, ...newest })).toBe(true)
    }
    expect(checkpoints.length).toBeGreaterThan(4)
    for (const older of checkpoints) {
      if (!older) throw new Error('a checkpoint cannot be opened')
      const proof = await tree.consistency(older.size, newest.size)
      const roots = { fromRoot: older.root, toRoot: newest.root }
      expect(verifyConsistency({ from: older.size, to: newest.size, proof, ...roots })).toBe(true)
      expect(proof).toHaveLength(consistencySpans(older.size, newest.size).length)
    }
    await tree.stop()
  })

  it('keeps one leaf an event over restarts and a second process, which takes over', async () => {
    const first = follow()
    await first.start()
    await write(10)
    const second = follow()
    await second.start()
    await write(10)
    await caughtUp(second)
    await eventually(() => expect(first.status().failure).toMatch('another process has taken over'))
    await first.stop()
    await second.stop()
    const third = follow()
    await third.start()
    await write(5)
    await caughtUp(third)
    expect(third.status().size).toBe((await whole()).length)
    expect(await verify()).toMatchObject({ ok: true })
    await third.stop()
  })

  it('R13: looks its newest event up in the log before each signature, and signs the tree it has asked for', async () => {
    let asked = 0
    let ask = async (): Promise<void> => {}
    const tree = follow({
      checkpointEvery: 3_600_000,
      store: {
        ...store,
        async eventAt(position) {
          asked++
          await ask()
          return store.eventAt(position)
        },
      },
    })
    await tree.start()
    await write(2)
    const last = (await store.lastPosition()) ?? expect.unreachable()
    await tree.waitFor(last, patience)
    // The log grows between the question and the signature.
    ask = async () => {
      ask = async () => {}
      await write(2)
      await tree.waitFor((await store.lastPosition()) ?? last, patience)
    }
    const before = asked
    await tree.sign()
    expect(asked).toBe(before + 1)
    await tree.stop()
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('signs by itself while the log grows, and lets a new key sign what the old one has', async () => {
    const tree = follow({ checkpointEvery: 100 })
    await tree.start()
    await write(3)
    const { length } = await whole()
    await eventually(() => expect(tree.status().signed).toBe(length))
    await tree.stop()
    const [before] = await tree.checkpoints({ limit: 1 })

    const renewed = follow({ seed: randomBytes(32) })
    await renewed.start()
    const [after] = await renewed.checkpoints({ limit: 1 })
    expect(after?.note.startsWith(before?.note ?? 'nothing')).toBe(true)
    expect(openCheckpoint(after?.note ?? '', [renewed.key()])?.size).toBe(length)
    expect(await renewed.keys()).toHaveLength(2)
    expect(await verify()).toMatchObject({ ok: true })
    await renewed.stop()
    const back = follow()
    await back.start()
    await back.stop()
  })
})

describe('ES-14 verify finds and locates what was done to the tables', () => {
  /** Does something to the database, looks what verify says, and takes it back. */
  async function having(sql: string, values: unknown[] = []) {
    const tables = ['eventstore.event', 'tree.leaf', 'tree.node', 'tree.checkpoint', 'tree.state']
    for (const table of tables)
      await pg.owner.query(`create table copy_${table.replace('.', '_')} as table ${table}`)
    try {
      await pg.owner.query(sql, values)
      return await verify()
    } finally {
      for (const table of tables) {
        const copy = `copy_${table.replace('.', '_')}`
        await pg.owner.query(`truncate ${table}`)
        await pg.owner.query(`insert into ${table} table ${copy}`)
        await pg.owner.query(`drop table ${copy}`)
      }
    }
  }

  let victim: StoredEvent
  let index: number
  beforeAll(async () => {
    // A running store knows its newest events by heart; after a restart it reads them from the table.
    await server.stop()
    await store.close()
    server = await testEventStore(database.url)
    store = connectEventStore(server.url)
    const tree = follow()
    await tree.start()
    await tree.stop()
    const events = await whole()
    index = Math.floor(events.length / 2)
    const found = events[index]
    if (!found) throw new Error('the log is empty')
    victim = found
  })
  const first = (result: Awaited<ReturnType<typeof verify>>) => result.problems[0]
  const place = () => ({
    index,
    event: victim.id,
    stream: victim.stream,
    revision: Number(victim.revision),
    position: String(victim.position),
  })

  it.each([
    ['data', `data = convert_to(replace(convert_from(data, 'UTF8'), '"n"', '"m"'), 'UTF8')`],
    ['metadata', `metadata = convert_to(replace(convert_from(metadata, 'UTF8'), 'user-', 'usex-'), 'UTF8')`],
    ['type', `type = 'thing.gone.v1'`],
    ['time', 'created = created + 1000'],
    ['id', `id = '11111111-1111-4111-8111-111111111111'`],
  ])('altered %s', async (_, set) => {
    const result = await having(`update eventstore.event set ${set} where position = $1`, [victim.position])
    expect(first(result)).toMatchObject({ ...place(), kind: 'altered' })
    expect(result).toMatchObject({ ok: false })
    expect(result.contradicted).toBeGreaterThan(0)
  })

  it('a deleted event', async () => {
    const result = await having('delete from eventstore.event where position = $1', [victim.position])
    expect(first(result)).toMatchObject({ ...place(), kind: 'missing' })
  })

  it('R9: every hole in the log, and what is behind it is compared', async () => {
    const size = (await whole()).length
    const events = await whole()
    const later = events[index + 5] ?? expect.unreachable()
    const result = await having('delete from eventstore.event where position = any($1)', [
      [victim.position, events[index + 1]?.position, later.position],
    ])
    expect(result.problems.map(({ kind, index: at }) => [kind, at])).toEqual([
      ['missing', index],
      ['missing', index + 5],
    ])
    expect(result.problems[0]?.message).toMatch(/the 1 after it/)
    expect(result.checked).toBe(Math.min(size, result.size) - 3)
  })

  it('R9: and says what an operator has let go of', async () => {
    const client = EventStoreDBClient.connectionString(server.url)
    await client.setStreamMetadata(victim.stream, { truncateBefore: Number(victim.revision) + 1 })
    const result = await having('delete from eventstore.event where position = $1', [victim.position])
    expect(first(result)).toMatchObject({ ...place(), kind: 'truncated' })
    await client.setStreamMetadata(victim.stream, {})
    await client.dispose()
  })

  it('a log cut off at its end', async () => {
    const result = await having('delete from eventstore.event where position >= $1', [victim.position])
    expect(first(result)).toMatchObject({ ...place(), kind: 'missing' })
  })

  it('two events exchanged', async () => {
    const result = await having(
      `update eventstore.event e set position = 1000000 + case position when $1 then $2 else $1 end
        where position in ($1, $2)`,
      [Number(victim.position), Number(victim.position) + 1],
    )
    // Moved to the end, both are gone from their places.
    expect(first(result)).toMatchObject(place())
    expect(first(result)?.kind).toMatch(/moved|missing/)
  })

  it('an event put in', async () => {
    const result = await having(
      `update eventstore.event set position = position + 100000 where position >= ${victim.position};
       insert into eventstore.event (position, stream, revision, id, created, type, json, data, metadata)
         select ${victim.position}, stream, 999, gen_random_uuid(), created, type, json, data, metadata
           from eventstore.event where position = ${victim.position + 100_000n}`,
    )
    expect(first(result)).toMatchObject({ kind: 'unexpected', index, stream: victim.stream, revision: 999 })
  })

  it('a leaf, a node and a checkpoint', async () => {
    const leaf = await having(`update tree.leaf set hash = sha256('x') where index = $1`, [index])
    expect(first(leaf)).toMatchObject({ ...place(), kind: 'altered' })
    const node = await having(`update tree.node set hash = sha256('x') where level = 1 and index = $1`, [2])
    expect(first(node)).toMatchObject({ kind: 'node', index: 4 })
    const note = await having(
      `update tree.checkpoint set note = replace(note, E'\\n' || size || E'\\n', E'\\n' || size + 1 || E'\\n')`,
    )
    expect(first(note)).toMatchObject({ kind: 'checkpoint' })
    const gone = await having('delete from tree.leaf where index >= $1', [index])
    expect(gone.ok).toBe(false)
  })

  it('an event altered together with the whole tree, by one who has not the key', async () => {
    const events = await whole()
    const forged = events.map((event) => (event.id === victim.id ? { ...event, data: 'forged' } : event))
    const nodes = []
    let range = emptyRange
    for (const event of forged) {
      const growth = grown(range, leafHash(leafOf(event)))
      nodes.push(...growth.nodes)
      range = growth.range
    }
    const values = [
      JSON.stringify(
        nodes.map(({ level, index: at, hash }) => ({ level, index: at, hash: hash.toString('hex') })),
      ),
      victim.position,
    ]
    const rebuild = `with hashes as (
        select * from json_to_recordset($1::json) as x (level int, index bigint, hash text)
      ), leaves as (
        update tree.leaf l set hash = decode(h.hash, 'hex') from hashes h where h.level = 0 and h.index = l.index
      ), nodes as (
        update tree.node n set hash = decode(h.hash, 'hex') from hashes h where h.level = n.level and h.index = n.index
      ) update eventstore.event set data = '"forged"' where position = $2`
    const result = await having(rebuild, values)
    expect(result.ok).toBe(false)
    // Between two checkpoints: the one before is good, the one after is not.
    expect(first(result)).toMatchObject({ kind: 'altered' })
    const sizes = (await pg.owner.query<{ size: number }>('select size from tree.checkpoint order by size'))
      .rows
    const signed = sizes.find(({ size }) => size > index)?.size ?? 0
    expect(first(result)?.index).toBe(signed - 1)
    expect(first(result)?.message).toMatch(`checkpoint of ${signed} events`)

    // And by one who makes checkpoints with a key of his own, put among the tree's.
    const thief = signerOf(running?.key().name ?? '', randomBytes(32))
    const text = `${thief.name}\n${range.size}\n${rootOf(range).toString('base64')}\n`
    const again = await having(
      `${rebuild.replace(
        ') update eventstore',
        `), checkpoints as (
        update tree.checkpoint set note = $3 where size = $4
      ), keys as (
        insert into tree.key (id, verifier) values ('ffffffff', $5)
      ) update eventstore`,
      )}`,
      [...values, signedNote(text, thief), range.size, thief.text],
    )
    expect(again.ok).toBe(false)
    expect(again.problems.map(({ kind }) => kind)).toContain('checkpoint')
  })

  it('and nothing where nothing was done', async () => {
    expect(await having('select 1')).toMatchObject({ ok: true, problems: [] })
  })
})
