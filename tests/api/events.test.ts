import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/registry.ts'
import { client, type Person, type TestApp, testApp } from '../support/app.ts'
import { instantBetween } from '../support/between.ts'
import { newUser, signIn } from '../support/sign-in.ts'

interface Link {
  id: string
  type: string
  title: string
  aggregate: string
  aggregateId: string
  actor: { kind: string; name: string }
  via: { kind: string; id?: string }
}

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

/** A lead of `rep`, taken as far as its conversion by the saga. */
async function convertedLead(): Promise<string> {
  const rep = t.as('rep')
  const ok = async (path: string, body: object = {}) => {
    const reply = await rep.post(path, body)
    expect(reply.statusCode, `${path} ${reply.body}`).toBeLessThan(300)
    return reply.json<{ id: string }>()
  }
  const pipeline = await t.as('admin').post('/api/pipelines', {
    name: `Sales ${randomUUID()}`,
    currency: 'USD',
    stages: [
      { name: 'Prospecting', probability: 0.1, kind: 'open' },
      { name: 'Won', probability: 1, kind: 'won' },
      { name: 'Lost', probability: 0, kind: 'lost' },
    ],
  })
  expect(pipeline.statusCode, pipeline.body).toBe(201)
  const { id } = await ok('/api/leads', {
    name: { first: 'Ada', last: 'Byron' },
    email: `ada.${randomUUID()}@example.com`,
    company: 'Engines',
    source: 'web',
  })
  await ok(`/api/leads/${id}/assign`, { ownerId: t.ids.rep })
  await ok(`/api/leads/${id}/qualify`, { budget: 'yes', authority: 'yes', need: 'yes', timeline: 'soon' })
  await ok(`/api/leads/${id}/convert`, { pipelineId: pipeline.json().id })
  return id
}

describe('ES-13 why', () => {
  it('walks from an event to the request that began it, and on to what followed', async () => {
    const { id } = (await t.as('admin').post('/api/teams', { name: 'A' })).json<{ id: string }>()
    await t.settled()
    const history = await t.as('admin').get(`/api/teams/${id}/history`)
    const [created] = history.json<{ items: Link[] }>().items
    const why = await t.as('admin').get(`/api/events/${created?.id}/why`)
    expect(why.statusCode, why.body).toBe(200)
    expect(why.json()).toMatchObject({
      chain: [{ id: created?.id, title: 'Team created', aggregate: 'team', aggregateId: id }],
      followed: [],
      hidden: 0,
    })
  })

  it('is 404 for events there are not, and for those of records out of sight', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect((await t.as('admin').get(`/api/events/${unknown}/why`)).statusCode).toBe(404)
    const { id } = (
      await t.as('rep').post('/api/leads', { name: { first: 'A', last: 'B' }, company: 'C', source: 'web' })
    ).json<{ id: string }>()
    await t.as('rep').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep })
    await t.settled()
    const [event] = (await t.as('rep').get(`/api/leads/${id}/history`)).json<{ items: Link[] }>().items
    expect((await t.as('rep').get(`/api/events/${event?.id}/why`)).statusCode).toBe(200)
    expect((await t.as('rep2').get(`/api/events/${event?.id}/why`)).statusCode).toBe(404)
    expect((await t.as('agent').get(`/api/events/${event?.id}/why`)).statusCode).toBe(404)
  })

  it('crosses records where a saga carried the cause on', async () => {
    const lead = await convertedLead()
    const saga = async () => {
      const { items } = (await t.as('rep').get(`/api/leads/${lead}/history`)).json<{ items: Link[] }>()
      return items.find(({ type }) => type === 'lead.converted')
    }
    await expect.poll(saga).toBeDefined()
    await t.settled()
    const why = await t.as('admin').get(`/api/events/${(await saga())?.id}/why`)
    const chain = why.json<{ chain: Link[] }>().chain
    expect(chain[0]).toMatchObject({ type: 'lead.converted', via: { kind: 'saga' } })
    expect(chain.length).toBeGreaterThan(1)
    expect(chain.at(-1)).toMatchObject({ aggregateId: lead, actor: { name: 'Test rep' } })
    const root = await t.as('admin').get(`/api/events/${chain.at(-1)?.id}/why`)
    const followed = root.json<{ followed: Link[] }>().followed.map(({ type }) => type)
    expect(followed).toEqual(expect.arrayContaining(['opportunity.opened', 'lead.converted']))
  })
})

describe('ES-06 the timeline', () => {
  it('lists the instants of change of the models asked for, newest first, as far as they are seen', async () => {
    const before = await instantBetween()
    const { id } = (await t.as('admin').post('/api/teams', { name: 'Timed' })).json<{ id: string }>()
    await t.as('admin').patch(`/api/teams/${id}`, { name: 'Timed 2' })
    await t.settled()
    const path = `/api/timeline?models=team,user&from=${before}`
    const { items } = (await t.as('rep').get(path)).json<{ items: { title: string; modelId: string }[] }>()
    expect(items.filter(({ modelId }) => modelId === id).map(({ title }) => title)).toEqual([
      'Team changed',
      'Team created',
    ])
    const one = (await t.as('rep').get(`/api/timeline?models=team&id=${id}&limit=1`)).json()
    expect(one.items).toHaveLength(1)
    const sessions = (await t.as('rep').get('/api/timeline?models=session')).json()
    expect(sessions.items).toEqual([])
  })

  it('FAULTS 11 tells nothing of what its reader does not see, not even that or since when it is there', async () => {
    const foreign = (await t.as('rep').post('/api/leads', { name: { last: 'Foreign' } })).json().id as string
    await t.settled()
    const story = async (who: Person, query: string) => {
      const reply = await t.as(who).get(`/api/timeline?${query}`)
      expect(reply.statusCode, reply.body).toBe(200)
      return reply.json<{ items: unknown[]; first: string | null }>()
    }
    const nothing = { items: [], first: null }
    for (const basis of ['occurred', 'recorded']) {
      expect(await story('rep2', `models=lead&id=${foreign}&basis=${basis}`)).toEqual(nothing)
      expect((await story('rep', `models=lead&id=${foreign}&basis=${basis}`)).first).not.toBeNull()
    }
    const own = (await t.as('rep2').post('/api/leads', { name: { last: 'Own' } })).json().id as string
    await t.settled()
    const [whole, ofRep2] = [await story('admin', 'models=lead'), await story('rep2', 'models=lead')]
    const begun = (await story('rep2', `models=lead&id=${own}`)).first
    expect(ofRep2.first).toBe(begun)
    expect(whole.first).not.toBe(begun)
  })

  it('FAULTS 11 tells of every kind of record, with a table of its own or without', async () => {
    for (const { decider } of commands) {
      const reply = await t.as('admin').get(`/api/timeline?models=${decider.name}`)
      expect([decider.name, reply.statusCode]).toEqual([decider.name, 200])
    }
  })

  it('refuses models there are not', async () => {
    const reply = await t.as('rep').get('/api/timeline?models=team,claim')
    expect(reply.json().errors[0]).toMatchObject({ field: 'models', rule: 'unknown' })
  })
})

describe('ES-03 administration', () => {
  it('rebuilds a read model to the same rows, and shows the job', async () => {
    const rows = async () => (await t.as('admin').get('/api/teams?limit=200')).json().items
    const before = await rows()
    expect((await t.as('manager').post('/api/admin/projections/team/rebuild')).statusCode).toBe(403)
    expect((await t.as('admin').post('/api/admin/projections/nothing/rebuild')).statusCode).toBe(404)
    // FAULTS 7: thirty clicks are one rebuild.
    const clicks = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        t.as('admin').post(`/api/admin/projections/${n % 2 ? 'all' : 'team'}/rebuild`),
      ),
    )
    expect(clicks.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1)
    expect(new Set(clicks.map(({ statusCode }) => statusCode))).toStrictEqual(new Set([202, 409]))
    const { id } = (clicks.find(({ statusCode }) => statusCode === 202) ?? expect.unreachable()).json()
    const state = async () => (await t.as('admin').get(`/api/jobs/${id}`)).json().state
    await expect.poll(state).toBe('done')
    expect(await rows()).toEqual(before)
    expect((await t.as('rep').get(`/api/jobs/${id}`)).statusCode).toBe(404)
    expect((await t.as('rep').get('/api/jobs')).json()).toEqual({ items: [] })
  })

  it('ES-11 ADM-04 shows what a saga has in hand, its steps and their outcome, to who may', async () => {
    const lead = await convertedLead()
    const of = '/api/admin/sagas/lead-conversion/instances'
    expect((await t.as('rep').get(of)).statusCode).toBe(403)
    const admin = t.as('admin')
    await expect.poll(async () => (await admin.get(`${of}/${lead}`)).json().done).toBe(true)
    const { steps, timers } = (await admin.get(`${of}/${lead}`)).json<{
      steps: { command: string; status: string; aggregateId: string }[]
      timers: unknown[]
    }>()
    expect(timers).toEqual([])
    expect(steps.map(({ command, status }) => `${command} ${status}`).slice(-3)).toEqual([
      'contact.create-from-lead sent',
      'opportunity.open sent',
      'lead.complete-conversion sent',
    ])
    const deal = steps.find(({ command }) => command === 'opportunity.open')?.aggregateId
    expect((await admin.get(`/api/opportunities/${deal}`)).json()).toMatchObject({ leadId: lead })
    const keys = async (query: string) =>
      (await admin.get(`${of}?${query}`)).json<{ items: { key: string }[] }>().items.map(({ key }) => key)
    expect(await keys('open=false')).toContain(lead)
    expect(await keys('open=true')).not.toContain(lead)
    expect((await admin.get(`${of}/nobody`)).statusCode).toBe(404)
    expect((await admin.get('/api/admin/sagas/nothing/instances')).statusCode).toBe(404)
    expect((await admin.get(`${of}?open=perhaps`)).statusCode).toBe(400)
    const { sagas } = (await admin.get('/api/status')).json<{
      sagas: { name: string; instances: number; outbox: { waiting: number } }[]
    }>()
    expect(sagas.find(({ name }) => name === 'lead-conversion')).toMatchObject({ outbox: { retrying: 0 } })
  })

  it('lists dead letters, and says when there is none of that id', async () => {
    expect((await t.as('auditor').get('/api/admin/dead-letters')).json()).toEqual({ items: [] })
    const none = await t
      .as('admin')
      .post('/api/admin/dead-letters/00000000-0000-4000-8000-000000000000/retry')
    expect(none.statusCode).toBe(404)
  })
})

describe('USR-01 users', () => {
  it('are registered, found and listed', async () => {
    const made = await t.as('admin').post('/api/users', {
      name: 'Grace Hopper',
      email: 'Grace@Hindsight.Example',
      role: 'manager',
      teamId: t.ids.team,
    })
    expect(made.statusCode, made.body).toBe(201)
    const { id, position } = made.json()
    const found = await t.as('rep').get('/api/users?q=hopper', { 'x-min-position': position })
    expect(found.json()).toMatchObject({ items: [{ id, email: 'grace@hindsight.example' }], asOf: null })
    const one = await t.as('rep').get(`/api/users/${id}`)
    expect(one.headers.etag).toBe('"0"')
    expect(one.json()).not.toHaveProperty('grants')
    const again = await t.as('admin').post('/api/users', {
      name: 'Grace Two',
      email: 'grace@hindsight.example',
      role: 'rep',
    })
    expect(again.statusCode).toBe(409)
    expect(again.json().type).toBe('/problems/user.email-taken')
  })

  it('see what their members own when they manage their team, also after a change of team', async () => {
    const lead = { name: { first: 'M', last: 'N' }, company: 'O', source: 'web' }
    const { id } = (await t.as('rep2').post('/api/leads', lead)).json()
    await t.as('rep2').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep2 })
    const made = await t.as('admin').post('/api/users', {
      name: 'Second Manager',
      email: 'second@hindsight.example',
      role: 'manager',
    })
    const other = client(t.app, (await t.sessions.open(crypto.randomUUID(), made.json().id)).token)
    const sees = async () => (await other.get(`/api/leads/${id}/history`)).statusCode
    expect(await sees()).toBe(404)
    await t.as('admin').patch(`/api/teams/${t.ids.team}`, { managerId: made.json().id })
    await t.settled()
    expect(await sees()).toBe(200)
    await t.as('admin').patch(`/api/teams/${t.ids.team}`, { managerId: t.ids.manager })
    await t.settled()
    expect(await sees()).toBe(404)
  })
})

describe('FAULTS 22.6 what a newer version wrote, after going back to this one', () => {
  /** As a newer version would: a form of an event, or a kind of it, that is not known here. */
  async function written(stream: string, type: string) {
    const events = await t.store.readStream(stream)
    const last = events.at(-1) ?? expect.unreachable()
    const event = { id: randomUUID(), type, data: { what: 'nobody knows' }, metadata: last.metadata }
    await t.store.append(stream, [event], last.revision)
  }
  const countOf = async () =>
    (await t.as('admin').get('/api/status')).json<{ newerEvents: number }>().newerEvents

  it.each(['team.changed.v2', 'team.merged.v1'])(
    'shows a record and decides on nothing of it: %s',
    async (type) => {
      const before = await countOf()
      const admin = t.as('admin')
      const { id } = (await admin.post('/api/teams', { name: 'B' })).json<{ id: string }>()
      await written(`team-${id}`, type)
      await expect
        .poll(async () => (await admin.patch(`/api/teams/${id}`, { name: 'C' })).json<object>())
        .toMatchObject({ type: '/problems/newer-version', status: 409 })
      await t.settled()
      const history = await admin.get(`/api/teams/${id}/history`)
      expect(history.statusCode, history.body).toBe(200)
      const [newest, created] = history.json<{ items: (Link & { changes: object[] })[] }>().items
      expect(newest).toMatchObject({ title: 'Changed by a newer version of Hindsight', changes: [] })
      expect(created).toMatchObject({ title: 'Team created' })
      const why = await admin.get(`/api/events/${newest?.id}/why`)
      expect(why.json()).toMatchObject({ chain: [{ title: newest?.title }] })
      expect(await countOf()).toBe(before + 1)
    },
  )

  it('is no person to sign in, and their address is not another’s', async () => {
    const user = await newUser(t, 'newer')
    await written(`user-${user.id}`, 'user.renamed.v1')
    await expect.poll(async () => (await signIn(t, user)).statusCode).toBe(401)
    const taken = await t.as('admin').post('/api/users', { name: 'X', email: user.email, role: 'rep' })
    expect(taken.json()).toMatchObject({ type: '/problems/user.email-taken' })
  })
})
