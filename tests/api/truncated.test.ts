import { randomUUID } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

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
