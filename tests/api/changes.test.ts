import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noAuthority } from '../../src/domain/identity/authority.ts'
import { type Person, type TestApp, testApp } from '../support/app.ts'
import { seed } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'

interface Change {
  model: string
  id: string | null
  op: string
  row?: object
  event?: { id: string; type: string }
}
interface Line {
  after?: string
  position?: string
  changes: Change[]
  error?: { code: string }
}

interface Seen {
  id: string
  revision: number
}

let t: TestApp
let base: string
beforeAll(async () => {
  t = await testApp()
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => t.close())

/** What a program keeps that reads the feed: rows by model and id, and where it is to go on. */
class Consumer {
  readonly rows = new Map<string, object>()
  after: string | undefined
  readonly token: string

  readonly models: string

  constructor(who: string, models = 'lead,account,activity,team') {
    this.token = t.tokens[who as Person] ?? who
    this.models = models
  }

  /** Reads until `enough`, or the end, and then cuts the link, whatever is on it. */
  async read(enough: (line: Line) => boolean = () => false, more = ''): Promise<Line[]> {
    const link = new AbortController()
    const query = `models=${this.models}${this.after === undefined ? '' : `&after=${this.after}`}${more}`
    const reply = await fetch(`${base}/api/changes?${query}`, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: link.signal,
    })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson')
    const lines: Line[] = []
    let rest = ''
    const reading = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let isEnough = false; !isEnough; ) {
      const part = await reading?.read()
      const texts = `${rest}${part?.value ?? ''}`.split('\n')
      rest = texts.pop() ?? ''
      for (const text of texts) {
        const line = JSON.parse(text) as Line
        this.take(line)
        lines.push(line)
        isEnough ||= enough(line)
        // What is on its way at the cut is lost.
        if (isEnough) break
      }
      if (part?.done !== false) return lines
    }
    await reading?.cancel().catch(() => {})
    link.abort()
    return lines
  }

  take({ after, changes }: Line): void {
    for (const { model, id, op, row } of changes) {
      if (op === 'reset')
        for (const key of this.rows.keys()) if (key.startsWith(`${model}/`)) this.rows.delete(key)
      if (op === 'remove') this.rows.delete(`${model}/${id}`)
      if (op === 'upsert') this.rows.set(`${model}/${id}`, row ?? {})
    }
    this.after = after ?? this.after
  }

  /** What there is now, with what is not told by the feed left out. */
  static async now(who: string): Promise<Consumer> {
    const consumer = new Consumer(who)
    await consumer.read(undefined, '&follow=false')
    return consumer
  }
}

const byKey = ({ rows }: Consumer) => Object.fromEntries([...rows].sort(([a], [b]) => (a < b ? -1 : 1)))
const made = async (who: Person, path: string, body: unknown) => {
  const reply = await t.as(who).post(path, body)
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  return reply.json<{ id: string; position: string }>()
}

it('BEY-10 gives a consumer whose link is cut at random the state that the server has, through all that becomes of rights', async () => {
  const rep = new Consumer('rep')
  const chance = fc.sample(fc.nat(1_000), { numRuns: 400, seed })
  let dice = 0
  const roll = (below: number) => (chance[dice++ % chance.length] ?? 0) % below
  const leads: string[] = []
  const { id: role } = await made('admin', '/api/roles', {
    ...noAuthority,
    name: 'Without e-mail',
    may: ['lead.*', 'account.read', 'activity.read', 'team.read'],
    queues: ['lead'],
    seesAll: ['team'],
    hidden: { lead: ['email'] },
  })
  let over = false
  const acts = [
    async () => {
      const ownerId = [t.ids.rep, t.ids.rep2, t.ids.manager][roll(3)]
      const email = `lead${leads.length}@example.com`
      const body = { name: { last: `Lead ${leads.length}` }, company: 'Acme', email, ownerId }
      leads.push((await made('admin', '/api/leads', body)).id)
    },
    async () => {
      const ownerId = [t.ids.rep, t.ids.rep2][roll(2)]
      const id = leads[roll(leads.length || 1)]
      if (id) await t.as('admin').post(`/api/leads/${id}/assign`, { ownerId })
    },
    async () => {
      const id = leads[roll(leads.length || 1)]
      if (id) await t.as('admin').patch(`/api/leads/${id}`, { company: `Company ${roll(1_000)}` })
    },
    async () => {
      const id = leads[roll(leads.length || 1)]
      const share = { model: 'lead', recordId: id, granteeId: t.ids.rep, level: 'read', grantee: 'user' }
      if (id) await t.as('admin').post('/api/shares', { ...share, reason: 'For a look.' })
    },
    async () => {
      await t.as('admin').post(`/api/users/${t.ids.rep}/assign-role`, { role: roll(2) ? role : 'rep' })
    },
  ]
  const writing = (async () => {
    for (let n = 0; n < 90; n++) await acts[n < 12 ? 0 : ([0, 1, 1, 2, 2, 2, 3, 4][roll(8)] ?? 0)]?.()
    over = true
  })()
  let cuts = 0
  while (!over || cuts < 12) {
    let left = roll(6)
    await rep.read(() => over || left-- <= 0)
    cuts++
  }
  await writing
  await t.settled()
  await rep.read(undefined, '&follow=false')
  const now = byKey(await Consumer.now('rep'))
  expect(Object.keys(now).filter((key) => key.startsWith('lead/')).length).toBeGreaterThan(3)
  expect(byKey(rep)).toEqual(now)
  // And that is what the reader sees elsewhere.
  const { items } = (await t.as('rep').get('/api/leads?limit=200')).json<{
    items: { id: string; revision: number }[]
  }>()
  const told = Object.entries(now).flatMap(([key, row]) => (key.startsWith('lead/') ? [row] : []))
  expect(told.map((row) => `${(row as Seen).id} ${(row as Seen).revision}`).toSorted()).toEqual(
    items.map(({ id, revision }) => `${id} ${revision}`).toSorted(),
  )
  expect(cuts).toBeGreaterThan(11)
})

it('BEY-10 tells what happened and by whom, without what a role hides, and nothing twice from where a line ended', async () => {
  const manager = await Consumer.now('manager')
  const { id } = await made('manager', '/api/leads', { name: { last: 'Once' }, company: 'Acme' })
  await t.settled()
  const lines = await manager.read(undefined, '&follow=false')
  const changes = lines.flatMap((line) => line.changes).filter((one) => one.model === 'lead')
  expect(changes[0]).toMatchObject({
    id,
    op: 'upsert',
    event: { type: 'lead.captured', actorId: t.ids.manager },
  })
  expect((await manager.read(undefined, '&follow=false')).flatMap((line) => line.changes)).toEqual([])
  const entries = (await t.as('auditor').get(`/api/access-log?kind=export&actorId=${t.ids.manager}`)).json()
  expect(entries.items[0]).toMatchObject({ what: 'GET /changes' })
})

it('BEY-10 reads models anew whose changes are not kept any more, and refuses what it cannot tell', async () => {
  const admin = await Consumer.now('admin')
  const before = byKey(admin)
  await made('admin', '/api/teams', { name: 'Later' })
  await t.settled()
  await t.pg.owner.query('update rm.checkpoint set changes_from = position')
  const late = new Consumer('admin')
  late.after = '1'
  const lines = await late.read(undefined, '&follow=false')
  expect(lines[0]?.changes).toMatchObject([{ op: 'reset' }])
  expect(Object.keys(byKey(late)).length).toBe(Object.keys(before).length + 1)
  await t.pg.owner.query('update rm.checkpoint set changes_from = null')
  const refused = async (query: string, who: Person = 'rep') =>
    (await t.as(who).get(`/api/changes?${query}`)).json<{ type: string }>().type
  expect(await refused('models=claim')).toBe('/problems/invalid-input')
  expect(await refused('after=x')).toBe('/problems/invalid-input')
  // No place of this log: waiting for it would never end.
  expect(await refused('after=999999999999&follow=false')).toBe('/problems/invalid-input')
  expect(await refused('models=session')).toBe('/problems/forbidden')
  expect((await t.anonymous.get('/api/changes')).statusCode).toBe(401)
})

it('BEY-10 ends with the session, and with the server', async () => {
  const signIn = await t.anonymous.post('/api/sign-in?token=true', {
    email: 'agent@hindsight.example',
    password: t.password,
  })
  const { token } = signIn.json<{ token: string }>()
  const agent = new Consumer(token, 'account,team')
  let isThere = () => {}
  const there = new Promise<void>((resolve) => {
    isThere = resolve
  })
  const reading = agent.read(({ after }) => {
    if (after !== undefined) isThere()
    return false
  })
  await there
  await t.app.inject({
    method: 'POST',
    url: '/api/sign-out',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: '{}',
  })
  expect((await reading).at(-1)).toMatchObject({ error: { code: 'unauthorized' } })
  const other = await testApp()
  const address = await other.app.listen({ port: 0, host: '127.0.0.1' })
  const reply = await fetch(`${address}/api/changes?models=team`, {
    headers: { authorization: `Bearer ${other.tokens.admin}` },
  })
  const text = reply.text()
  await eventually(() => expect(reply.status).toBe(200))
  await other.close()
  expect((await text).trim().split('\n').length).toBeGreaterThan(0)
})
