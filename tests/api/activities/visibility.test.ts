import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'

let t: TestApp
let dealId: string
/** Somebody who sees nothing whole: only what is theirs, or shared. */
let narrow: { id: string; client: Client; token: string }
const system = systemPrincipal('test', { kind: 'cli' })

beforeAll(async () => {
  t = await testApp()
  await furnish(t)
  const role = await t.execute({
    command: 'role.define',
    body: {
      ...noAuthority,
      name: 'Narrow',
      may: ['activity.*', 'opportunity.read', 'account.read', 'contact.read', 'user.read'],
    },
    principal: system,
  })
  const user = await t.execute({
    command: 'user.register',
    body: { name: 'Nora Narrow', email: 'nora@hindsight.example', role: role.id },
    principal: system,
  })
  const { token } = await t.sessions.open('00000000-0000-4000-8000-0000000000ff', user.id)
  narrow = { id: user.id, client: client(t.app, token), token }
  dealId = await make(t.as('rep'), '/api/opportunities', { name: 'Secret deal' })
})
afterAll(() => t.close())

const add = (body: object, as: Client = t.as('rep')) => make(as, '/api/activities', body)
const onDeal = { kind: 'note', body: 'Between us', regarding: [{ model: 'opportunity', id: '' }] }
const noteOnDeal = () => add({ ...onDeal, regarding: [{ model: 'opportunity', id: dealId }] })
async function status(asked: Promise<LightMyRequestResponse>) {
  return (await asked).statusCode
}
async function sees(as: Client, id: string): Promise<boolean> {
  await t.settled()
  const alone = await status(as.get(`/api/activities/${id}`))
  const past = await status(as.get(`/api/activities/${id}?asOf=${new Date().toISOString()}`))
  const history = await status(as.get(`/api/activities/${id}/history`))
  const { items } = (await as.get('/api/activities?limit=200')).json<{ items: { id: string }[] }>()
  const isListed = items.some((item) => item.id === id)
  // The four ways of asking never differ.
  expect([alone, past, history]).toEqual(isListed ? [200, 200, 200] : [404, 404, 404])
  const acts = await status(as.post(`/api/activities/${id}/reopen`, {}))
  expect(acts === 404).toBe(!isListed)
  return isListed
}
/** Counts once the read models have it. */
async function share(level: string, to = narrow.id): Promise<string> {
  const { id } = await t.execute({
    command: 'share.grant',
    body: {
      model: 'opportunity',
      recordId: dealId,
      grantee: 'user',
      granteeId: to,
      level,
      reason: 'Together',
      expiresAt: null,
    },
    principal: { ...system, actor: { kind: 'user', id: t.ids.rep, roles: [] } },
  })
  await t.settled()
  return id
}
async function revoke(id: string): Promise<void> {
  await t.execute({ command: 'share.revoke', id, body: {}, principal: system })
  await t.settled()
}

describe('ACT-08 who sees a record sees its activities', () => {
  it('and nobody else does, but who made them, is to do them or takes part', async () => {
    const id = await noteOnDeal()
    expect(await sees(t.as('rep'), id)).toBe(true)
    expect(await sees(t.as('manager'), id)).toBe(true)
    expect(await sees(t.as('admin'), id)).toBe(true)
    expect(await sees(t.as('rep2'), id)).toBe(false)
    expect(await sees(narrow.client, id)).toBe(false)

    const own = await add({ kind: 'task', subject: 'Mine' }, narrow.client)
    expect(await sees(narrow.client, own)).toBe(true)
    expect(await sees(t.as('rep'), own)).toBe(false)
    const given = await add({ kind: 'task', subject: 'Given', assigneeId: narrow.id })
    expect(await sees(narrow.client, given)).toBe(true)
    const meeting = await add({
      kind: 'appointment',
      subject: 'Meeting',
      startsAt: '2035-01-01T10:00:00Z',
      participants: [{ model: 'user', id: narrow.id }],
      regarding: [{ model: 'opportunity', id: dealId }],
    })
    expect(await sees(narrow.client, meeting)).toBe(true)
    // Of the deal they take part in talking about they do not even learn the name.
    await t.settled()
    const shown = (await narrow.client.get(`/api/activities/${meeting}`)).json()
    expect(shown.regarding).toEqual([{ model: 'opportunity', id: dealId, name: null }])
  })

  it('follows the record to its next owner, for what was before too', async () => {
    const id = await noteOnDeal()
    await t.as('manager').post(`/api/opportunities/${dealId}/assign`, { ownerId: t.ids.rep2 })
    expect(await sees(t.as('rep2'), id)).toBe(true)
    await t.as('manager').post(`/api/opportunities/${dealId}/assign`, { ownerId: t.ids.rep })
    expect(await sees(t.as('rep2'), id)).toBe(false)
  })

  it('comes with a share, to read or to act, and ends with it', async () => {
    const id = await noteOnDeal()
    const reading = await share('read')
    expect(await sees(narrow.client, id)).toBe(true)
    expect(await status(narrow.client.post(`/api/activities/${id}/cancel`, {}))).toBe(403)
    // What was shared for reading only takes no more notes either.
    const body = { ...onDeal, regarding: [{ model: 'opportunity', id: dealId }] }
    const refused = await narrow.client.post('/api/activities', body)
    expect(refused.json()).toMatchObject({ type: '/problems/activity.opportunity-read-only' })
    await revoke(reading)
    expect(await sees(narrow.client, id)).toBe(false)
    expect((await narrow.client.post('/api/activities', body)).json()).toMatchObject({
      type: '/problems/activity.opportunity-unknown',
    })
    const writing = await share('write')
    expect(await status(narrow.client.post(`/api/activities/${id}/cancel`, {}))).toBe(200)
    await revoke(writing)
  })

  it('is explained: because of which record, and what is missing', async () => {
    const id = await noteOnDeal()
    await t.settled()
    const why = async (userId: string) =>
      (await t.as('admin').get(`/api/access/why?aggregate=activity&id=${id}&userId=${userId}`)).json()
    expect(await why(t.ids.rep)).toMatchObject({ sees: true })
    await t.as('manager').post(`/api/opportunities/${dealId}/assign`, { ownerId: t.ids.rep2 })
    expect(await why(t.ids.rep2)).toMatchObject({
      sees: true,
      through: [{ kind: 'record', text: `It is about the opportunity ${dealId}: It is theirs.` }],
    })
    await t.as('manager').post(`/api/opportunities/${dealId}/assign`, { ownerId: t.ids.rep })
    expect(await why(narrow.id)).toMatchObject({
      sees: false,
      missing: expect.arrayContaining([`Or see the opportunity ${dealId}, which it is about.`]),
    })
    const effective = (await t.as('admin').get(`/api/access/effective?aggregate=activity&id=${id}`)).json<{
      could: { userId: string }[]
    }>()
    const could = effective.could.map(({ userId }) => userId)
    expect(could).toContain(t.ids.rep)
    expect(could).not.toContain(t.ids.rep2)
  })

  it('is pushed to exactly those', async () => {
    const base = (await t.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')
    const heard = async (as: Client) => {
      const { ticket } = (await as.post('/api/live/ticket')).json<{ ticket: string }>()
      const texts: string[] = []
      const socket = new WebSocket(`${base}/api/live?ticket=${ticket}`)
      socket.on('message', (data: Buffer) => texts.push(data.toString()))
      await new Promise((resolve) => socket.once('open', resolve))
      socket.send(JSON.stringify({ subscribe: 'activity' }))
      await eventually(() => expect(texts.join()).toContain('"subscribed"'))
      return { texts, close: () => socket.close() }
    }
    await t.as('manager').post(`/api/opportunities/${dealId}/assign`, { ownerId: t.ids.rep2 })
    await t.settled()
    const people: Person[] = ['rep', 'rep2', 'manager', 'agent']
    const ears = await Promise.all(people.map((person) => heard(t.as(person))))
    const id = await add({ ...onDeal, regarding: [{ model: 'opportunity', id: dealId }] }, t.as('rep2'))
    const last = await add({ kind: 'note', body: 'For all to hear', assigneeId: null }, t.as('admin'))
    const shared = { principal: { ...system, actor: { kind: 'user' as const, id: t.ids.admin, roles: [] } } }
    for (const person of people)
      await t.execute({
        command: 'share.grant',
        body: {
          model: 'activity',
          recordId: last,
          grantee: 'user',
          granteeId: t.ids[person],
          level: 'read',
          reason: 'Listen',
          expiresAt: null,
        },
        ...shared,
      })
    // By somebody who sees it by the deal alone.
    await t.execute({ command: 'activity.change', id, body: { body: 'Changed' }, principal: system })
    for (const [index, person] of people.entries()) {
      await t.execute({
        command: 'activity.change',
        id: last,
        body: { body: `Last for ${person}` },
        principal: system,
      })
      await eventually(() => expect(ears[index]?.texts.join()).toContain(`Last for ${person}`))
    }
    const told = people.filter((_, index) => ears[index]?.texts.join().includes(id))
    expect(told).toEqual(['rep2', 'manager'])
    for (const ear of ears) ear.close()
    await t.as('manager').post(`/api/opportunities/${dealId}/assign`, { ownerId: t.ids.rep })
  })
})
