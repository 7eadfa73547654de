import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { type TestApp, testApp } from '../../support/app.ts'

let t: TestApp
let ticket: string
const search = async () =>
  (await t.as('agent').get('/api/search?q=lathe'))
    .json<{ items: { record: { model: string } }[] }>()
    .items.map(({ record }) => record.model)
const switchOff = async (...off: string[]) => {
  const reply = await t.as('admin').patch('/api/settings/modules', { off })
  expect(reply.statusCode, reply.body).toBe(200)
  await t.settled()
}
const paths = async () =>
  Object.keys((await t.anonymous.get('/api/openapi.json')).json<{ paths: object }>().paths)

beforeAll(async () => {
  t = await testApp()
  const reply = await t.as('agent').post('/api/tickets', { subject: 'The lathe stands still' })
  expect(reply.statusCode, reply.body).toBe(201)
  ticket = reply.json<{ id: string }>().id
  await t.settled()
})
afterAll(() => t.close())

describe('modules that are used apart from one another (ADM-06)', () => {
  it('ADM-06 are switched off for the API, its document, rights and search alike, and nothing of them is lost', async () => {
    expect([await search(), (await paths()).includes('/api/tickets')]).toEqual([['ticket'], true])
    await switchOff('service', 'analytics')
    for (const path of [
      '/api/tickets',
      `/api/tickets/${ticket}`,
      `/api/tickets/${ticket}/history`,
      '/api/reports',
      '/api/forecast',
    ]) {
      const reply = await t.as('admin').get(path)
      expect([path, reply.statusCode, reply.json()]).toMatchObject([
        path,
        403,
        { type: '/problems/switched-off' },
      ])
      expect(reply.json<{ detail: string }>().detail).toMatch(
        /^(Service|Analytics) is switched off here\. .*kept\.$/,
      )
    }
    expect((await t.as('agent').post('/api/tickets', { subject: 'Another' })).statusCode).toBe(403)
    expect((await t.anonymous.get('/api/tickets')).statusCode).toBe(401)
    const me = (await t.as('agent').get('/api/me')).json()
    expect(me).toMatchObject({ modulesOff: ['service', 'analytics'] })
    expect(me.may).toContain('!ticket')
    expect(await search()).toEqual([])
    const left = await paths()
    expect(left.filter((path) => /^\/api\/(tickets|reports|forecast)/.test(path))).toEqual([])
    expect(left).toContain('/api/leads')
    // What is on goes on, and a role of which something is off can still be given.
    expect((await t.as('rep').get('/api/leads')).statusCode).toBe(200)
    expect(
      (await t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role: 'agent' })).statusCode,
    ).toBe(200)
    await switchOff()
    expect((await t.as('agent').get(`/api/tickets/${ticket}`)).json()).toMatchObject({
      subject: 'The lathe stands still',
    })
    expect(await search()).toEqual(['ticket'])
  })

  it('ADM-06 close their pages for strangers, and history says who switched what when', async () => {
    const made = async (path: string, body: object) => {
      const reply = await t.as('manager').post(path, body)
      expect(reply.statusCode, reply.body).toBe(201)
      return reply.json<{ id: string }>().id
    }
    const formId = await made('/api/lead-forms', {
      name: 'Book',
      title: 'Book a time',
      thanks: 'Thank you.',
      asks: [{ field: 'email', required: true }],
    })
    const page = { name: 'Demo', formId, hostIds: [t.ids.rep], subject: 'Demo', minutes: 60 }
    const path = `/b/${await made('/api/booking-pages', page)}`
    const status = async () => (await t.app.inject({ method: 'GET', url: path })).statusCode
    expect(await status()).toBe(200)
    await switchOff('communications')
    expect(await status()).toBe(404)
    // However its address is written.
    expect((await t.anonymous.get(path.replace('/b/', '/%62/'))).statusCode).toBe(404)
    expect((await t.as('rep').patch('/api/settings/modules', { off: [] })).statusCode).toBe(403)
    const { id } = (await t.as('admin').get('/api/settings/modules')).json<{ id: string }>()
    const { items } = (await t.as('admin').get(`/api/module-switches/${id}/history`)).json<{
      items: { title: string }[]
    }>()
    expect(items.map(({ title }) => title)).toEqual([
      'Switched off: Communications',
      'Switched on: Service, Analytics',
      'Switched off: Service, Analytics',
    ])
  })

  it('ADM-06 close whatever else strangers come to them by, and forms by what they make', async () => {
    const form = async (makes: string) => {
      const asks = ['email', 'message'].map((field) => ({ field, required: true }))
      const body = { name: makes, title: `A ${makes}`, thanks: 'Thank you.', asks, makes }
      return `/f/${(await t.as('manager').post('/api/lead-forms', body)).json<{ id: string }>().id}`
    }
    const forms = [await form('lead'), await form('ticket')]
    const isOpen = async (path: string) => {
      const { statusCode, body } = await t.anonymous.get(path)
      return statusCode === 200 && !(path.startsWith('/f/') && !body.includes('<form'))
    }
    const open = () => Promise.all(['/help-centre', '/t.js', ...forms].map(isOpen))
    expect(await open()).toEqual([true, true, true, true])
    await switchOff('service')
    expect(await open()).toEqual([false, true, true, false])
    await switchOff('marketing', 'sales')
    expect(await open()).toEqual([true, false, false, true])
    await switchOff()
    expect(await open()).toEqual([true, true, true, true])
  })

  it('ADM-06 let what was begun go on: a batch has what its asker had', async () => {
    const lead = { name: { first: null, last: 'Begun' }, source: 'manual' }
    const { id } = (await t.as('manager').post('/api/leads', lead)).json<{ id: string }>()
    await switchOff('sales')
    const system = systemPrincipal('test', { kind: 'cli' })
    await t.execute({
      command: 'batch.start',
      principal: { ...system, actor: { kind: 'user', id: t.ids.manager, roles: ['manager'] } },
      body: { parts: [{ command: 'lead.disqualify', body: { reason: 'Gone' }, ids: [id] }] },
    })
    await t.settled()
    await switchOff()
    await expect
      .poll(async () => (await t.as('manager').get(`/api/leads/${id}`)).json())
      .toMatchObject({ status: 'disqualified' })
  })
})
