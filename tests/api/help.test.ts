import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { webFeatures } from '../support/web.ts'

const root = resolve(import.meta.dirname, '../..')
let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

/** The first parts of all addresses in the web app: its entries', and those that the router itself names. */
async function screens(): Promise<string[]> {
  const router = readFileSync(join(root, 'web/src/app/router.tsx'), 'utf8')
  const routes = [...router.matchAll(/getParentRoute: \(\) => inside,\s+path: '\/([a-z-]+)'/g)]
  const entries = (await webFeatures()).filter(({ is }) => is === 'record' || is === 'screen')
  return [
    ...routes.map(([, path = '']) => path),
    ...entries.flatMap((entry) => ('path' in entry ? (entry.path ?? []) : [])),
  ]
}

describe('USR-15 help in the product', () => {
  it('has a page for every screen, and none for what is no screen', async () => {
    const all = await screens()
    expect(all.length).toBeGreaterThan(20)
    for (const screen of all) {
      const reply = await t.as('rep').get(`/api/help/${screen}`)
      expect([screen, reply.statusCode]).toEqual([screen, 200])
      const { title, text } = reply.json<{ title: string; text: string }>()
      expect(title, screen).toMatch(/^\P{Cc}{3,40}$/u)
      expect(text.length, screen).toBeGreaterThan(100)
    }
    const pages = readdirSync(join(root, 'help')).map((file) => file.replace(/\.md$/, ''))
    expect(pages.sort()).toEqual([...new Set([...all, 'time'])].sort())
  })

  it('is found by all words that were asked for, titles first', async () => {
    const find = async (q: string) => {
      const reply = await t.as('rep').get(`/api/help?q=${encodeURIComponent(q)}`)
      expect(reply.statusCode, reply.body).toBe(200)
      return reply.json<{ items: { screen: string; excerpt: string }[] }>().items
    }
    expect((await find('forecast'))[0]?.screen).toBe('forecast')
    const [found] = await find('RECOVERY  codes')
    expect(found).toMatchObject({ screen: 'me' })
    expect(found?.excerpt).toContain('keep the recovery codes')
    expect(found?.excerpt).not.toMatch(/[*`\n]/)
    expect(await find('recovery nowhere-to-be-found')).toEqual([])
    expect((await find('')).length).toBeGreaterThan(20)
  })

  it('is for who is signed in, and reads no other files', async () => {
    expect((await t.anonymous.get('/api/help')).statusCode).toBe(401)
    expect((await t.as('rep').get('/api/help/nowhere')).statusCode).toBe(404)
    expect((await t.as('rep').get('/api/help/..%2FREADME')).statusCode).toBe(404)
  })
})

describe('USR-16 support from the product', () => {
  const ask = (person: 'rep' | 'auditor', more: object = {}) =>
    t.as(person).post('/api/me/support', {
      subject: 'I cannot close a deal',
      text: 'It says that something is missing.',
      screen: '/opportunities/1',
      ...more,
    })
  const mine = async (person: 'rep' | 'rep2' | 'auditor') => {
    await t.settled()
    const reply = await t.as(person).get('/api/me/support')
    return reply.json<{
      items: { id: string; subject: string; status: string; answers: { body: string }[] }[]
    }>().items
  }

  it('opens a ticket with screen, user and request; the asker sees how it stands and what is answered', async () => {
    const requestId = crypto.randomUUID()
    const asked = await ask('rep', { requestId })
    expect(asked.statusCode, asked.body).toBe(201)
    const { id } = asked.json<{ id: string }>()
    await t.settled()
    const agent = t.as('agent')
    const ticket = (await agent.get(`/api/tickets/${id}`)).json()
    expect(ticket).toMatchObject({
      category: 'Help with Hindsight',
      requester: { name: 'Test rep', email: 'rep@hindsight.example' },
      status: 'new',
    })
    for (const part of ['It says', 'Screen: /opportunities/1', t.ids.rep, requestId])
      expect(ticket.description).toContain(part)
    expect(await mine('rep')).toMatchObject([
      { id, subject: 'I cannot close a deal', status: 'new', answers: [] },
    ])

    await agent.post(`/api/tickets/${id}/add-note`, { body: 'They always forget the date' })
    await agent.post(`/api/tickets/${id}/reply`, { body: 'Add a close date first.' })
    await agent.post(`/api/tickets/${id}/resolve`)
    expect(await mine('rep')).toMatchObject([
      { id, status: 'resolved', answers: [{ body: 'Add a close date first.' }] },
    ])
    expect(await mine('rep2')).toEqual([])
  })

  it('is for everybody, also who may open no tickets, and names the request itself where none went wrong', async () => {
    expect((await t.as('auditor').post('/api/tickets', { subject: 'No' })).statusCode).toBe(403)
    const asked = await ask('auditor')
    expect(asked.statusCode, asked.body).toBe(201)
    const [question] = await mine('auditor')
    expect(question).toMatchObject({ status: 'new' })
    const ticket = (await t.as('agent').get(`/api/tickets/${question?.id}`)).json()
    expect(ticket.description).toMatch(/Request: [0-9a-f-]{36}/)
    expect((await t.anonymous.get('/api/me/support')).statusCode).toBe(401)
  })

  it('lets nobody ask in the name of another', async () => {
    const reply = await t.as('agent').post('/api/tickets', { subject: 'Mine', askerId: t.ids.rep })
    expect(reply.json()).toMatchObject({ status: 422, type: '/problems/ticket.other-asker' })
    expect((await ask('rep', { screen: 'javascript:alert(1)' })).statusCode).toBe(400)
  })
})
