import { randomUUID } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPg } from '../../src/platform/pg/pg.ts'
import { compose } from '../../src/start/compose.ts'
import { inTables } from '../privacy/traces.ts'
import { client, type TestApp, testApp } from '../support/app.ts'
import { testIds, testInstallation, testSecrets } from '../support/installation.ts'
import { patience } from '../support/patience.ts'
import { testEventStore } from '../support/servers.ts'

let t: TestApp
let operator: EventStoreDBClient
beforeAll(async () => {
  t = await testApp({
    through: async (url) => {
      operator = EventStoreDBClient.connectionString(url)
      return url
    },
  })
})
afterAll(async () => {
  await operator.dispose()
  await t.close()
})

/** An account with three revisions, which `rep` owns. */
async function account(name: string): Promise<{ id: string; stream: string }> {
  const { id } = (await t.as('rep').post('/api/accounts', { name })).json()
  for (const one of [1, 2])
    expect((await t.as('rep').patch(`/api/accounts/${id}`, { name: `${name} ${one}` })).statusCode).toBe(200)
  return { id, stream: `account-${id}` }
}

const historyOf = (id: string) => t.as('rep').get(`/api/accounts/${id}/history`)

describe('R9: what an operator has let go of', () => {
  it('is named in the history, and what is left is shown without saying what it changed', async () => {
    const { id, stream } = await account('Cut')
    const whole = (await historyOf(id)).json()
    expect([whole.missing, whole.items.length]).toEqual([null, 3])
    await operator.setStreamMetadata(stream, { truncateBefore: 2 })
    const reply = await historyOf(id)
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json()).toMatchObject({
      missing: { from: 0, to: 1 },
      items: [{ id: whole.items[0].id, revision: 2, title: 'Account changed', changes: [] }],
      next: null,
    })
    const refused = await t.as('rep').patch(`/api/accounts/${id}`, { name: 'Decided on a part' })
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { type: '/problems/truncated', details: { missing: { from: 0, to: 1 } } },
    ])
    await t.settled()
    const why = await t.as('rep').get(`/api/events/${whole.items[0].id}/why`)
    expect([why.statusCode, why.json().chain?.length]).toEqual([200, 1])
  })

  it('is named to who may see the record only', async () => {
    const body = { name: { last: 'Hidden' }, company: 'Hidden', email: 'hidden@example.com', source: 'web' }
    const { id } = (await t.as('rep').post('/api/leads', body)).json()
    expect((await t.as('rep').patch(`/api/leads/${id}`, { company: 'Hidden still' })).statusCode).toBe(200)
    await operator.setStreamMetadata(`lead-${id}`, { truncateBefore: 1 })
    await t.settled()
    const seen = async (person: 'rep' | 'rep2' | 'admin') => [
      (await t.as(person).get(`/api/leads/${id}`)).statusCode,
      (await t.as(person).get(`/api/leads/${id}/history`)).statusCode,
    ]
    expect([await seen('rep'), await seen('admin'), await seen('rep2')]).toEqual([
      [200, 200],
      [200, 200],
      [404, 404],
    ])
  })

  it('is all of it where the stream was deleted: nothing is left, and no command is decided or written', async () => {
    const soft = await account('Deleted')
    await operator.deleteStream(soft.stream)
    expect((await historyOf(soft.id)).json()).toEqual({
      items: [],
      next: null,
      missing: { from: 0, to: null },
    })

    const hard = await account('Tombstoned')
    await operator.tombstoneStream(hard.stream)
    // The first is decided on what this process still has in memory, and refused by the store; the next has nothing.
    for (const name of ['First', 'Second']) {
      const refused = await t.as('rep').patch(`/api/accounts/${hard.id}`, { name })
      expect([refused.statusCode, refused.json().type]).toEqual([409, '/problems/truncated'])
    }
    expect((await historyOf(hard.id)).json().missing).toEqual({ from: 0, to: null })
    // The name was given back: who takes it is not told that it is in use.
    expect((await historyOf(randomUUID())).statusCode).toBe(404)
  })
})

// Its scavenge is one of the embedded store's tables.
const onTables = process.env.HINDSIGHT_TEST_STORE === undefined
describe.runIf(onTables)(
  'R9: a person whose record an operator has truncated',
  { timeout: 4 * patience },
  () => {
    it('is erased all the same, whatever is left, and kept for what is known of a legal matter', async () => {
      const database = await testInstallation()
      let server = await testEventStore(database.url)
      const open = async () => {
        const hindsight = await compose({
          databaseUrl: database.url,
          eventStoreUrl: server.url,
          log: pino({ level: 'silent' }),
          ...testSecrets,
        })
        const { token } = await hindsight.sessions.open(randomUUID(), testIds.admin)
        const admin = client(hindsight.app, token)
        const settled = async () => {
          const last = (await hindsight.store.lastPosition()) ?? expect.unreachable()
          expect(await hindsight.readModels.waitFor(last, patience)).toBe(true)
          expect(await hindsight.services.eventIndex.waitFor(last, patience)).toBe(true)
        }
        return { ...hindsight, admin, settled }
      }
      let here = await open()
      const by = EventStoreDBClient.connectionString(server.url)
      const cuts = {
        cut: (stream: string) => by.setStreamMetadata(stream, { truncateBefore: 1 }),
        deleted: (stream: string) => by.deleteStream(stream),
        tombstoned: (stream: string) => by.tombstoneStream(stream),
        held: (stream: string) => by.setStreamMetadata(stream, { truncateBefore: 3 }),
        scavenged: (stream: string) => by.tombstoneStream(stream),
        partly: (stream: string) => by.setStreamMetadata(stream, { truncateBefore: 1 }),
      }
      type Name = keyof typeof cuts
      const names = Object.keys(cuts) as Name[]
      const ids = {} as Record<Name, string>
      for (const name of names) {
        const body = {
          name: { last: `Zq${name}x` },
          company: 'C',
          email: `zq${name}x@example.com`,
          source: 'web',
        }
        ids[name] = (await here.admin.post('/api/leads', body)).json<{ id: string }>().id
        const path = `/api/leads/${ids[name]}`
        expect((await here.admin.patch(path, { phone: '+49 1' })).statusCode).toBe(200)
        if (name === 'held')
          expect((await here.admin.post(`${path}/place-hold`, { matter: 'Case 7' })).statusCode).toBe(200)
      }
      await here.settled()
      for (const name of names) await cuts[name](`lead-${ids[name]}`)
      await by.dispose()
      await here.stop()
      await server.stop()
      const tables = openPg({ url: database.url, log: pino({ level: 'silent' }) })
      // A scavenge takes what was truncated; of the other streams it has taken nothing yet.
      await tables.owner.query(
        `delete from eventstore.event e using eventstore.stream s
         where s.number = e.stream and e.type not like '$%' and (s.name = $1 or s.name = $2 and e.revision = 0)`,
        [`lead-${ids.scavenged}`, `lead-${ids.partly}`],
      )
      const destroyed = async () => {
        const { rows } = await tables.owner.query<{ count: number }>(
          'select count(*)::integer as count from vault.key where destroyed_at is not null',
        )
        return rows[0]?.count
      }
      server = await testEventStore(database.url)
      here = await open()
      try {
        const known = (name: Name) => inTables(database.url, [`Zq${name}x`])
        for (const name of names) {
          expect(await known(name), name).not.toEqual([])
          const standing = async () => (await here.admin.get(`/api/leads/${ids[name]}/privacy`)).json()
          expect(await standing(), name).toMatchObject({ truncated: true, erased: false })
          const reply = await here.admin.post(`/api/leads/${ids[name]}/privacy/erase`)
          if (name === 'held') {
            expect([reply.statusCode, reply.json().type]).toEqual([409, '/problems/lead.on-hold'])
            continue
          }
          expect(reply.statusCode, reply.body).toBe(200)
          const { requestId } = reply.json<{ requestId: string }>()
          expect(await standing(), name).toMatchObject({ truncated: true, erased: true })
          expect((await here.admin.get(`/api/privacy-requests/${requestId}/receipt`)).statusCode).toBe(200)
        }
        await here.settled()
        await here.admin.post('/api/privacy/scrub')
        for (const name of names.filter((one) => one !== 'held')) {
          expect(await known(name), name).toEqual([])
          // Of what is whole behind the cut a row is left, of an erased person; of the rest nothing.
          const row = await here.admin.get(`/api/leads/${ids[name]}`)
          const isGone = name === 'scavenged' || name === 'partly'
          expect([row.statusCode, row.json().name], name).toEqual(
            isGone ? [404, undefined] : [200, { first: null, last: '[erased]' }],
          )
        }
        // The key of a stream of which nothing at all is left is named nowhere, and opens nothing that is there.
        expect(await destroyed()).toBe(names.length - 2)
        expect(await known('held')).not.toEqual([])
        await here.readModels.rebuild()
        for (const name of names.filter((one) => one !== 'held')) expect(await known(name), name).toEqual([])
      } finally {
        await tables.close()
        await here.stop()
        await server.stop()
        await database.drop()
      }
    })
  },
)
