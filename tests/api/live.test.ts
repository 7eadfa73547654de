import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { serverMessage } from '../../src/api/live/messages.ts'
import { amiss } from '../support/amiss.ts'
import { client, type Person, type TestApp, testApp } from '../support/app.ts'
import { patience } from '../support/patience.ts'

interface Frame {
  topic?: string
  position?: string
  subscribed?: string
  changes?: {
    model: string
    id: string
    op: string
    row?: Record<string, unknown>
    event?: Record<string, unknown>
  }[]
  writers?: { topic: string; people: { id: string; name: string }[] }
  error?: { code: string; message: string; field?: string }
  progress?: { job: string; state: string; done: number; total: number | null }
}

let t: TestApp
let base: string
let skew = 0
const connections = new Set<Socket>()
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString() })
  t.app.server.on('connection', (socket: Socket) => connections.add(socket))
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => t.close())

/** A socket with everything it has received, and a way to wait for more. */
class Live {
  readonly socket: WebSocket
  readonly frames: Frame[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  #wake = () => {}

  constructor(ticket: string, origin?: string) {
    this.socket = new WebSocket(`${base.replace('http', 'ws')}/api/live?ticket=${ticket}`, {
      ...(origin && { origin }),
    })
    this.socket.on('message', (data: Buffer) => {
      const frame: unknown = JSON.parse(data.toString())
      const { success, error } = serverMessage.safeParse(frame)
      if (!success)
        amiss.push(`the live channel says ${data.toString()}, which is no message: ${error.message}`)
      this.frames.push(frame as Frame)
      this.#wake()
    })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** The first frame for which `found` is something, now or later. */
  async until<T>(found: (frames: readonly Frame[]) => T | undefined | false): Promise<T> {
    for (const end = performance.now() + patience; performance.now() < end; ) {
      const result = found(this.frames)
      if (result) return result
      await Promise.race([
        sleep(100),
        new Promise<void>((resolve) => {
          this.#wake = resolve
        }),
      ])
    }
    throw new Error(`it did not come; there is ${JSON.stringify(this.frames).slice(0, 2000)}`)
  }
}

/** `who` is a person, or a session's token. */
async function ticketOf(who: string): Promise<string> {
  const token = t.tokens[who as Person] ?? who
  const reply = await client(t.app, token).post('/api/live/ticket')
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ ticket: string }>().ticket
}

async function open(who: string): Promise<Live> {
  const live = new Live(await ticketOf(who))
  await new Promise((resolve) => live.socket.on('open', resolve))
  return live
}

async function subscribed(who: string, topic: string, after?: string): Promise<Live> {
  const live = await open(who)
  live.send({ subscribe: topic, ...(after !== undefined && { after }) })
  await live.until((frames) => frames.find((frame) => frame.subscribed === topic))
  return live
}

const changesIn = (frames: readonly Frame[]) => frames.flatMap(({ changes = [] }) => changes)
const newTeam = async (name: string) =>
  (await t.as('admin').post('/api/teams', { name })).json<{ id: string; position: string }>()

describe('ES-10 opening', () => {
  const opens = (live: Live) =>
    Promise.race([
      new Promise<boolean>((resolve) => live.socket.on('open', () => resolve(true))),
      live.closed.then(() => false),
    ])

  it('takes a ticket once, for 30 s, and only from our own pages', async () => {
    const ticket = await ticketOf('rep')
    expect(await opens(new Live(ticket, 'https://evil.example'))).toBe(false)
    const good = await ticketOf('rep')
    const live = new Live(good, base)
    expect(await opens(live)).toBe(true)
    expect(await opens(new Live(good))).toBe(false)
    expect(await opens(new Live('made-up'))).toBe(false)
    const late = await ticketOf('rep')
    skew = 31_000
    const opened = await opens(new Live(late))
    skew = 0
    expect(opened).toBe(false)
    live.socket.close()
    expect((await t.anonymous.post('/api/live/ticket')).statusCode).toBe(401)
  })
})

describe('ES-10 following', () => {
  it('tells what changed, who did it, and the position to resume from', async () => {
    const live = await subscribed('rep', 'team')
    const { id, position } = await newTeam('Told')
    const frame = await live.until((frames) =>
      frames.find(({ changes }) => changes?.some((change) => change.id === id)),
    )
    expect(frame.topic).toBe('team')
    expect(BigInt(frame.position ?? 0)).toBeGreaterThanOrEqual(BigInt(position))
    const change = frame.changes?.find((one) => one.id === id)
    expect(change).toMatchObject({
      model: 'team',
      op: 'upsert',
      row: { id, name: 'Told', revision: 0 },
      event: {
        type: 'team.created',
        title: 'Team created',
        actorId: t.ids.admin,
        actorName: 'Test admin',
      },
    })
    expect(change?.row).not.toHaveProperty('grants')
    live.socket.close()
  })

  it('follows one record, and stops when asked', async () => {
    const one = await newTeam('One')
    const other = await newTeam('Other')
    await t.settled()
    const live = await subscribed('admin', `team/${one.id}`)
    await t.as('admin').patch(`/api/teams/${other.id}`, { name: 'Other 2' })
    await t.as('admin').patch(`/api/teams/${one.id}`, { name: 'One 2' })
    await live.until((frames) => changesIn(frames).length > 0)
    expect(changesIn(live.frames).map(({ id }) => id)).toEqual([one.id])
    live.send({ unsubscribe: `team/${one.id}` })
    live.send({ subscribe: 'user' })
    await live.until((frames) => frames.find((frame) => frame.subscribed === 'user'))
    await t.as('admin').patch(`/api/teams/${one.id}`, { name: 'One 3' })
    await t.as('admin').patch(`/api/users/${t.ids.agent}`, { timeZone: 'Europe/Berlin' })
    await live.until((frames) => changesIn(frames).find(({ model }) => model === 'user'))
    expect(changesIn(live.frames).filter(({ model }) => model === 'team')).toHaveLength(1)
    live.socket.close()
  })

  it('shows everybody only what they may see, and takes away what they may see no more', async () => {
    const mine = await subscribed('rep', 'lead')
    const theirs = await subscribed('rep2', 'lead')
    const lead = { name: { first: 'Ada', last: 'Byron' }, company: 'Engines', source: 'web' }
    const { id } = (await t.as('rep').post('/api/leads', lead)).json<{ id: string }>()
    await t.as('rep').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep })
    await t.as('rep').patch(`/api/leads/${id}`, { company: 'Engines Ltd' })
    const company = (frames: readonly Frame[]) =>
      changesIn(frames).some(({ row }) => row?.company === 'Engines Ltd')
    await mine.until(company)
    await t.as('manager').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep2 })
    await theirs.until(company)
    await mine.until((frames) => changesIn(frames).at(-1)?.op === 'remove')
    expect(changesIn(mine.frames).at(-1)).not.toHaveProperty('row')
    const seen = changesIn(theirs.frames).filter(({ row }) => row?.ownerId === t.ids.rep)
    expect(seen).toEqual([])
    mine.socket.close()
    theirs.socket.close()
  })

  it('TIC-12 tells who else writes about a record, as long as they do, and nobody who does not see it', async () => {
    const opened = await t.as('agent').post('/api/tickets', { subject: 'Who answers?' })
    const { id } = opened.json<{ id: string }>()
    await t.settled()
    const topic = `ticket/${id}`
    const [anna, boss, stranger] = await Promise.all([
      subscribed('agent', topic),
      subscribed('manager', topic),
      subscribed('rep', topic),
    ])
    const before = await t.as('admin').get(`/api/tickets/${id}/history`)
    const told = (frames: readonly Frame[]) => frames.findLast((one) => one.writers)?.writers?.people
    anna.send({ writing: topic, on: true })
    await boss.until((frames) => told(frames)?.length === 1)
    expect(told(boss.frames)).toEqual([{ id: t.ids.agent, name: 'Test agent' }])
    const late = await subscribed('manager', topic)
    await late.until((frames) => told(frames)?.length === 1)
    anna.send({ writing: topic, on: false })
    await boss.until((frames) => told(frames)?.length === 0)
    anna.send({ writing: topic, on: true })
    await boss.until((frames) => told(frames)?.length === 1)
    anna.socket.close()
    await boss.until((frames) => told(frames)?.length === 0)
    stranger.send({ writing: topic, on: true })
    await stranger.until((frames) => frames.find(({ error }) => error?.code === 'not-followed'))
    expect(stranger.frames.filter((one) => one.writers)).toEqual([])
    expect((await t.as('admin').get(`/api/tickets/${id}/history`)).json()).toEqual(before.json())
    for (const live of [boss, late, stranger]) live.socket.close()
  })

  it('resumes without gap or duplicate, however often it is cut', async () => {
    const { id, position } = await newTeam('Cut')
    let cuts = 0
    let writes = 0
    let wrote = false
    const writing = (async () => {
      while (writes < 120 || cuts <= 5)
        await t.as('admin').patch(`/api/teams/${id}`, { name: `Cut ${++writes}` })
      wrote = true
    })()
    const revisions: number[] = []
    let after = position
    while (!wrote || revisions.at(-1) !== writes) {
      const live = await subscribed('admin', `team/${id}`, after)
      // What is in flight at the cut is lost to the client, as it is in life.
      const seen = await live
        .until((frames) => {
          const changes = changesIn(frames)
          const last = changes.at(-1)?.row?.revision ?? revisions.at(-1)
          return (changes.length > cuts % 7 || (wrote && last === writes)) && frames
        })
        .then((frames) => [...frames])
      live.socket.terminate()
      cuts++
      for (const frame of seen) {
        if (!frame.changes || !frame.position) continue
        revisions.push(...frame.changes.map(({ row }) => Number(row?.revision)))
        after = frame.position
      }
    }
    await writing
    expect(revisions).toEqual(Array.from({ length: writes }, (_, index) => index + 1))
  })

  it('says so when what was missed is not kept any more', async () => {
    await t.pg.owner.query('update rm.checkpoint set changes_from = 3')
    const live = await subscribed('admin', 'team', '0')
    const { error } = await live.until((frames) => frames.find((frame) => frame.error))
    expect(error).toMatchObject({ code: 'resume-too-old', field: 'after' })
    const { id } = await newTeam('After all')
    await live.until((frames) => changesIn(frames).find((change) => change.id === id))
    await t.pg.owner.query('update rm.checkpoint set changes_from = null')
    live.socket.close()
  })

  it('tells how a job gets on', async () => {
    const reply = await t.as('admin').post('/api/admin/projections/team/rebuild')
    expect(reply.statusCode, reply.body).toBe(202)
    const live = await subscribed('admin', `job/${reply.json().id}`)
    const done = await live.until((frames) => frames.find(({ progress }) => progress?.state === 'done'))
    expect(done.progress?.job).toBe(reply.json().id)
    const outsider = await open('rep')
    outsider.send({ subscribe: `job/${reply.json().id}` })
    const { error } = await outsider.until((frames) => frames.find((frame) => frame.error))
    expect(error?.code).toBe('unknown-topic')
    for (const one of [live, outsider]) one.socket.close()
  })
})

describe('ES-10 bad messages', () => {
  it.each([
    ['not json', '{', '', 'json'],
    ['a list', [], '', 'invalid_union'],
    ['an unknown field', { subscribe: 'team', colour: 'red' }, 'colour', 'unrecognized_keys'],
    ['a bad topic', { subscribe: '../team' }, 'subscribe', 'invalid_format'],
    ['a bad position', { subscribe: 'team', after: 'x' }, 'after', 'invalid_format'],
    ['an unknown model', { subscribe: 'claim' }, 'subscribe', 'unknown-topic'],
    ['a model out of reach', { subscribe: 'session' }, 'subscribe', 'forbidden'],
  ])('answers %s with field and rule, and goes on', async (_, message, field, code) => {
    const live = await open('rep')
    live.send(message)
    const { error } = await live.until((frames) => frames.find((frame) => frame.error))
    expect(error?.code).toBe(code)
    expect(error?.field ?? '').toBe(field)
    live.send({ subscribe: 'team' })
    await live.until((frames) => frames.find((frame) => frame.subscribed))
    live.socket.close()
  })

  it('FAULTS 9 is written down once for a topic and connection, however often it is asked for', async () => {
    const live = await subscribed('rep2', 'contact')
    for (let n = 0; n < 50; n++) live.send(n % 2 ? { subscribe: 'contact' } : { unsubscribe: 'contact' })
    await live.until((frames) => frames.filter((frame) => frame.subscribed).length === 26)
    const path = `/api/access-log?kind=follow&model=contact&actorId=${t.ids.rep2}`
    expect((await t.as('auditor').get(path)).json().items).toHaveLength(1)
    for (let n = 0; n < 400; n++) live.send({ subscribe: `contact/${randomUUID()}` })
    expect(await live.closed).toEqual({ code: 4400, reason: 'too many messages' })
  })

  it('ends a connection that sends nothing but them, or too much', async () => {
    const live = await open('rep')
    for (let i = 0; i < 25; i++) live.send('{')
    expect((await live.closed).code).toBe(4400)
    const big = await open('rep')
    big.send('x'.repeat(5000))
    expect((await big.closed).code).toBe(1009)
  })
})

describe('USR-12 a session that ends', () => {
  it('closes its sockets with 4401', async () => {
    const signIn = await t.anonymous.post('/api/sign-in?token=true', {
      email: 'agent@hindsight.example',
      password: t.password,
    })
    const { token } = signIn.json<{ token: string }>()
    const live = await subscribed(token, 'team')
    await client(t.app, token).post('/api/sign-out')
    expect((await live.closed).code).toBe(4401)
  })

  it('closes them when the user is deactivated', async () => {
    const made = await t.as('admin').post('/api/users', {
      name: 'Gone',
      email: 'gone@hindsight.example',
      role: 'rep',
    })
    const { id } = made.json<{ id: string }>()
    const { token } = await t.sessions.open(crypto.randomUUID(), id)
    const live = await subscribed(token, 'team')
    await t.as('admin').post(`/api/users/${id}/deactivate`)
    expect((await live.closed).code).toBe(4401)
  })
})

describe('ES-10 a client that does not keep up', () => {
  it('is let go, costs no memory meanwhile, and misses nothing when it comes back', async () => {
    const made = await t.as('agent').post('/api/tickets', {
      subject: 'Long',
      description: 'x'.repeat(20_000),
      priority: 'normal',
      channel: 'email',
    })
    expect(made.statusCode, made.body).toBe(201)
    const { id, position } = made.json<{ id: string; position: string }>()
    const known = new Set(connections)
    const slow = await subscribed('admin', `ticket/${id}`, position)
    const [server] = [...connections].filter((one) => !known.has(one)).slice(-1)
    if (!server) throw new Error('nobody connected')
    slow.socket.pause()
    let most = 0
    const write = server.write.bind(server) as (...of: unknown[]) => boolean
    server.write = (...of: unknown[]) => {
      const more = write(...of)
      most = Math.max(most, server.writableLength)
      return more
    }
    const writes = 600
    for (let i = 0; i < writes; i++) {
      const assigned = await t
        .as('agent')
        .post(`/api/tickets/${id}/assign`, { assigneeId: i % 2 ? t.ids.rep : t.ids.agent, teamId: null })
      expect(assigned.statusCode, assigned.body).toBe(200)
    }
    await new Promise((resolve) => (server.destroyed ? resolve(true) : server.on('close', resolve)))
    // More was to be sent than the socket and the systems' own buffers hold, and it was not kept for this client.
    expect(most).toBeGreaterThan(256 * 1024)
    expect(most).toBeLessThan(512 * 1024)
    slow.socket.resume()
    expect([4408, 1006]).toContain((await slow.closed).code)

    const revisionsIn = (frames: readonly Frame[]) =>
      changesIn(frames).map(({ row }) => Number(row?.revision))
    const first = slow.frames.filter(({ changes }) => changes)
    const again = await subscribed('admin', `ticket/${id}`, first.at(-1)?.position ?? position)
    await again.until((frames) => revisionsIn(frames).at(-1) === writes)
    expect([...revisionsIn(first), ...revisionsIn(again.frames)]).toEqual(
      Array.from({ length: writes }, (_, index) => index + 1),
    )
    again.socket.close()
  })
})
