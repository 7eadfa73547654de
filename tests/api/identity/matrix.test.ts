import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { routeOf } from '../../../src/commands/command.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { commands, queries } from '../../../src/registry.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { arbitraryOf } from '../../support/arbitrary.ts'
import {
  everybody,
  furnishMatrix,
  type Matrix,
  partOf,
  type Someone,
  type Thing,
} from '../../support/matrix.ts'
import { patience } from '../../support/patience.ts'

let t: TestApp
let matrix: Matrix
let skew = 0
let cells = 0
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString() })
  matrix = await furnishMatrix(t, (ms) => {
    skew += ms
  })
}, 10 * patience)
afterAll(() => t.close())

// The oracle: who may do what, and who sees what, said once more in its own words.

const sold = ['lead', 'opportunity', 'quote']
const directory = ['user', 'team', 'role', 'product', 'pipeline', 'businessCalendar', 'slaPolicy']

function may({ role, active }: Someone, model: string, verb: string): boolean {
  if (!active) return false
  if (role === 'admin') return true
  if (role === 'auditor') return verb === 'read'
  if (role === 'clerk') return ['lead.read', 'lead.change', 'account.read'].includes(`${model}.${verb}`)
  if (directory.includes(model)) return verb === 'read'
  if (model === 'share') return ['read', 'grant', 'revoke'].includes(verb)
  if (model === 'contact') return true
  if (role === 'agent') return model === 'ticket' || (model === 'account' && verb === 'read')
  if ([...sold, 'account'].includes(model)) return true
  if (model === 'order' || model === 'forecast') return verb === 'read'
  if (model === 'ticket') return role === 'manager' || ['open', 'read'].includes(verb)
  return role === 'manager' && model === 'session' && verb === 'read'
}

/** The teams that a team is part of. */
function above(team: string | undefined): string[] {
  const parent = partOf[team ?? '']
  return parent === undefined ? [] : [parent, ...above(parent)]
}

/** By what somebody sees a record: as theirs, or only through a share. */
function sight(
  who: Someone,
  { model, owner, team, shared, concerns }: Thing,
): 'own' | 'write' | 'read' | 'none' {
  const { role, name } = who
  if (role === 'admin' || role === 'auditor') return 'own'
  if (role !== 'clerk') {
    if (directory.includes(model)) return 'own'
    if (model === 'account' || model === 'contact') return 'own'
    if (model === 'ticket' && role !== 'rep') return 'own'
  } else if (directory.includes(model)) return 'own'
  if (name === owner || concerns.includes(name)) return 'own'
  const ofOwner = everybody.find((one) => one.name === owner)?.team
  const ofConcerned = concerns.map((one) => everybody.find((each) => each.name === one)?.team)
  const line = [ofOwner, team, ...ofConcerned].flatMap((of) => [of, ...above(of)])
  if (role === 'manager' && who.manages && line.includes(who.manages)) return 'own'
  if (team !== undefined && who.team === team) return 'own'
  if (model === 'lead' && owner === undefined && role !== 'agent') return 'own'
  if (shared && name === 'writer') return 'write'
  if (shared && (name === 'reader' || who.team === 'west')) return 'read'
  return 'none'
}

/** What reading a record answers. */
function reading(who: Someone, thing: Thing): number {
  if (!who.active) return 401
  if (!may(who, thing.model, 'read')) return 403
  return sight(who, thing) === 'none' ? 404 : 200
}

function acting(who: Someone, thing: Thing, permission: string): number {
  if (!who.active) return 401
  const [model = '', verb = ''] = permission.split('.')
  if (!may(who, model, verb)) return 403
  const seen = sight(who, thing)
  if (seen === 'none') return 404
  // A revision that never was: whoever may act hears that it is stale, and nothing is written.
  return seen === 'read' ? 403 : 412
}

const as = (who: Someone) => matrix.people.get(who.name) ?? expect.unreachable(who.name)

function check(cell: readonly unknown[], got: unknown, expected: unknown): void {
  cells++
  expect([...cell, got]).toEqual([...cell, expected])
}

const listed = new Set(queries.filter(({ path }) => !path.includes(':id')).map(({ path }) => path))
const bodies = new Map<string, unknown>()
function bodyOf(type: string, schema: Parameters<typeof arbitraryOf>[0]): unknown {
  const known = bodies.get(type)
  if (known !== undefined) return known
  const [body] = fc.sample(arbitraryOf(schema), { numRuns: 1, seed: 7 })
  bodies.set(type, body)
  return body
}

describe('SEC-02 USR-06 USR-08 the matrix of rights: roles x commands x queries x relations to a record', {
  timeout: 10 * patience,
}, () => {
  it.each(everybody)(
    '$name reads what they should, now and as of any instant, and nothing else',
    async (who) => {
      const now = t.services.clock()
      for (const thing of matrix.things) {
        const { resource, id, model, name } = thing
        const expected = reading(who, thing)
        const one = `/api/${resource}/${id}`
        for (const path of [
          one,
          `${one}/history`,
          `${one}?asOf=${now}`,
          `${one}?asOf=${matrix.before}&basis=recorded`,
          `${one}?asOf=${matrix.before}`,
          `${one}/history?asOf=${matrix.before}`,
          `${one}/history?asOf=${matrix.before}&basis=recorded`,
        ]) {
          if (!path.includes('history') && !queries.some((query) => query.path === `/${resource}/:id`))
            continue
          check([who.name, name, path], (await as(who).get(path)).statusCode, expected)
        }
        const list = async (query: string) => {
          const reply = await as(who).get(`/api/${query}`)
          if (reply.statusCode !== 200) return reply.statusCode
          const { items } = reply.json<{ items: { id: string; modelId?: string }[] }>()
          return items.some((item) => (item.modelId ?? item.id) === id)
        }
        const inList = expected === 404 ? false : expected === 200 ? true : expected
        if (listed.has(`/${resource}`))
          for (const query of [
            '?limit=200',
            `?limit=200&asOf=${now}`,
            `?limit=200&asOf=${matrix.before}&basis=recorded`,
          ])
            check([who.name, name, query], await list(`${resource}${query}`), inList)
        const timeline = await list(`timeline?models=${model}&id=${id}`)
        check([who.name, name, 'timeline'], timeline, who.active ? expected === 200 : 401)
      }
    },
  )

  it.each(everybody)('$name acts on what they should, and on nothing else', async (who) => {
    for (const thing of matrix.things) {
      for (const command of commands) {
        if (command.decider.name !== thing.model || command.internal || command.creates) continue
        const { method, path } = routeOf(command)
        const body = bodyOf(command.type, command.body) as Record<string, unknown>
        const masked = thing.model === 'lead' && ('email' in body || 'company' in body)
        const expected = acting(who, thing, command.permission)
        const url = `/api${path.replace(':id', thing.id)}`
        const headers = { 'if-match': '"9999"' }
        const send = method === 'PATCH' ? as(who).patch : as(who).post
        const { statusCode } = await send(url, body, headers)
        const fields = who.role === 'clerk' && masked && expected !== 401
        check([who.name, thing.name, command.type], statusCode, fields ? 403 : expected)
      }
    }
  })

  it('leads from an event to its causes only for those who see its record', async () => {
    for (const thing of matrix.things) {
      const history = await matrix.people.get('admin')?.get(`/api/${thing.resource}/${thing.id}/history`)
      const [event] = history?.json<{ items: { id: string }[] }>().items ?? []
      for (const who of everybody) {
        const seen = reading(who, thing)
        const { statusCode } = await as(who).get(`/api/events/${event?.id}/why`)
        check([who.name, thing.name, 'why'], statusCode, seen === 403 ? 404 : seen)
      }
    }
  })

  it('hands out the log to administrators only', async () => {
    for (const thing of matrix.things)
      for (const who of everybody) {
        const query = { kind: 'record', aggregate: thing.model, id: thing.id }
        const { statusCode } = await as(who).post('/api/exports', { query, upTo: '0' })
        check(
          [who.name, thing.name, 'export'],
          statusCode,
          who.active ? (who.role === 'admin' ? 202 : 403) : 401,
        )
      }
  })

  it('pushes to each what they may see, and nothing else', async () => {
    const base = (await t.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')
    const models = [...new Set(matrix.things.map(({ model }) => model))]
    const heard = new Map<string, { texts: string[]; close(): void }>()
    for (const who of everybody) {
      const ticket = await as(who).post('/api/live/ticket')
      check([who.name, 'ticket'], ticket.statusCode, who.active ? 200 : 401)
      if (!who.active) continue
      const texts: string[] = []
      const socket = new WebSocket(`${base}/api/live?ticket=${ticket.json<{ ticket: string }>().ticket}`)
      socket.on('message', (data: Buffer) => texts.push(data.toString()))
      await new Promise((resolve) => socket.once('open', resolve))
      for (const model of models) socket.send(JSON.stringify({ subscribe: model }))
      heard.set(who.name, { texts, close: () => socket.close() })
    }
    for (const { texts } of heard.values())
      await expect
        .poll(() => texts.filter((text) => /^\{"(subscribed|error)"/.test(text)).length)
        .toBe(models.length)
    const changes = await changeAll()
    await t.settled()
    // The last change is heard by everybody, after all others.
    await t.execute({ command: 'team.change', id: t.ids.team, body: { region: 'Last' }, principal: system })
    for (const who of everybody.filter(({ active }) => active)) {
      const { texts = [], close = () => {} } = heard.get(who.name) ?? {}
      if (may(who, 'team', 'read')) await expect.poll(() => texts.join().includes('"Last"')).toBe(true)
      for (const thing of changes) {
        const told = texts.some((text) => text.includes(`"id":"${thing.id}"`))
        check([who.name, thing.name, 'push'], told, reading(who, thing) === 200)
      }
      close()
    }
  })

  it('had enough cells', () => {
    expect(cells).toBeGreaterThan(5000)
    if (process.env.HINDSIGHT_CELLS) console.log(`${cells} cells`)
  })
})

const system = systemPrincipal('test', { kind: 'cli' })

/** Changes each record in a way that moves it out of nobody's sight. */
async function changeAll(): Promise<Thing[]> {
  const changed: Thing[] = []
  const how: Record<string, [string, object]> = {
    lead: ['lead.change', { productInterest: 'Engines' }],
    opportunity: ['opportunity.change', { name: 'Deal again' }],
    account: ['account.change', { employees: 7 }],
    contact: ['contact.change', { title: 'Admiral' }],
    ticket: ['ticket.change-priority', { priority: 'high' }],
    product: ['product.change', { name: 'Engine again' }],
    user: ['user.change', { name: 'Mate again' }],
    quote: ['quote.change-validity', { validUntil: '2099-02-28' }],
  }
  for (const thing of matrix.things) {
    const [command, body] = how[thing.model] ?? []
    if (!command) continue
    await t.execute({ command, id: thing.id, body, principal: system })
    changed.push(thing)
  }
  return changed
}
