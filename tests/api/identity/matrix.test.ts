import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { routeOf } from '../../../src/commands/command.ts'
import { allows, mayAct, sees, systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { ident, snake } from '../../../src/platform/pg/pg.ts'
import { commands, queries } from '../../../src/registry.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { arbitraryOf } from '../../support/arbitrary.ts'
import { seed, times } from '../../support/chance.ts'
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

const sold = ['lead', 'opportunity', 'quote', 'order']
const directory = ['user', 'team', 'role', 'product', 'pipeline', 'businessCalendar', 'slaPolicy']

function may({ role, active }: Someone, model: string, verb: string): boolean {
  if (!active) return false
  if (role === 'admin') return true
  if (role === 'auditor') return verb === 'read'
  if (role === 'clerk') return ['lead.read', 'lead.change', 'account.read'].includes(`${model}.${verb}`)
  if (model === 'pipeline' && verb === 'override-exit') return role === 'manager'
  if (directory.includes(model)) return verb === 'read'
  if (model === 'share') return ['read', 'grant', 'revoke'].includes(verb)
  if (['contact', 'activity', 'file'].includes(model)) return true
  if (role === 'agent') return model === 'ticket' || (model === 'account' && verb === 'read')
  if ([...sold, 'account'].includes(model)) return true
  if (model === 'forecast') return verb === 'read'
  if (model === 'invoice') return role === 'manager' || ['read', 'remind'].includes(verb)
  if (model === 'payment') return role === 'manager'
  if (model === 'ticket') return role === 'manager' || ['open', 'read'].includes(verb)
  return role === 'manager' && model === 'session' && verb === 'read'
}

/** The teams that a team is part of. */
function above(team: string | undefined): string[] {
  const parent = partOf[team ?? '']
  return parent === undefined ? [] : [parent, ...above(parent)]
}

/** By what somebody sees a record. */
type Ground = 'role' | 'owner' | 'manager' | 'team' | 'queue' | 'shared to write' | 'shared to read' | 'none'

function groundOf(who: Someone, thing: Thing): Ground {
  const own = ownGroundOf(who, thing)
  return own === 'none' && thing.about ? groundOf(who, thing.about) : own
}

function ownGroundOf(who: Someone, { model, owner, team, shared, concerns }: Thing): Ground {
  const { role, name } = who
  if (role === 'admin' || role === 'auditor') return 'role'
  if (role !== 'clerk') {
    if (directory.includes(model)) return 'role'
    if (model === 'account' || model === 'contact') return 'role'
    if (model === 'ticket' && role !== 'rep') return 'role'
  } else if (directory.includes(model)) return 'role'
  if (name === owner || concerns.includes(name)) return 'owner'
  const ofOwner = everybody.find((one) => one.name === owner)?.team
  const ofConcerned = concerns.map((one) => everybody.find((each) => each.name === one)?.team)
  const line = [ofOwner, team, ...ofConcerned].flatMap((of) => [of, ...above(of)])
  if (role === 'manager' && who.manages && line.includes(who.manages)) return 'manager'
  if (team !== undefined && who.team === team) return 'team'
  if (model === 'lead' && owner === undefined && role !== 'agent') return 'queue'
  if (shared && name === 'writer') return 'shared to write'
  if (shared && (name === 'reader' || who.team === 'west')) return 'shared to read'
  return 'none'
}

/**
 * What decides: cells of one shape differ in names only. The rights function is asked about every cell, and HTTP about
 * one of each shape on each run, chosen by chance, and about all of them on a full one. Whom a share names is a shape.
 */
function shapeOf(who: Someone, thing: Thing): string {
  const { role, active, name } = who
  const isShared = thing.shared || thing.about?.shared
  return JSON.stringify([role, active, thing.model, groundOf(who, thing), isShared && name])
}

const cellsOf = (things: readonly Thing[]) =>
  everybody.flatMap((who) => things.map((thing) => ({ who, thing })))

/** Of the cells, those that HTTP is asked about: others for each question. */
function askedFor(question: string, things: readonly Thing[]) {
  const all = cellsOf(things)
  const byShape = new Map<string, typeof all>()
  for (const cell of all) {
    const shape = shapeOf(cell.who, cell.thing)
    byShape.set(shape, [...(byShape.get(shape) ?? []), cell])
  }
  const chosen = [...byShape.values()].map((same) => {
    const dice = createHash('sha256')
      .update(`${seed} ${question} ${same.map(({ thing }) => thing.name).join()}`)
      .digest()
    return same[dice.readUInt32BE() % same.length] ?? expect.unreachable()
  })
  return times(chosen, all)
}

/** What reading a record answers. */
function reading(who: Someone, thing: Thing): number {
  if (!who.active) return 401
  if (!may(who, thing.model, 'read')) return 403
  return groundOf(who, thing) === 'none' ? 404 : 200
}

function acting(who: Someone, thing: Thing, permission: string): number {
  if (!who.active) return 401
  const [model = '', verb = ''] = permission.split('.')
  if (!may(who, model, verb)) return 403
  const ground = groundOf(who, thing)
  if (ground === 'none') return 404
  // A revision that never was: whoever may act hears that it is stale, and nothing is written.
  return ground === 'shared to read' ? 403 : 412
}

const as = (who: Someone) => matrix.people.get(who.name) ?? expect.unreachable(who.name)

function check(cell: readonly unknown[], got: unknown, expected: unknown): void {
  cells++
  expect([...cell, got]).toEqual([...cell, expected])
}

const paths = new Set(queries.map(({ path }) => path))
const rowOf = (model: string) => `rm.${ident(snake(model))}`
/** What it takes to read a record of the model, and to do something to it. */
const permissionsOf = (model: string) => [
  `${model}.read`,
  ...commands
    .filter(({ decider, internal, creates }) => decider.name === model && !internal && !creates)
    .map(({ permission }) => permission),
]

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
  it('is what the rights function says of every cell', async () => {
    for (const { who, thing } of cellsOf(matrix.things)) {
      const { name, model, id } = thing
      const principal = (await t.services.identity.authenticate(matrix.tokens.get(who.name) ?? ''))?.principal
      check([who.name, 'is known'], principal !== undefined, who.active)
      if (!principal) continue
      const { rows } = await t.pg.owner.query<{ grants: string[] }>(
        `select grants from ${rowOf(model)} where id = $1`,
        [id],
      )
      const { grants } = rows[0] ?? expect.unreachable(`${name} has no row`)
      const ground = groundOf(who, thing)
      const own = thing.about ? ownGroundOf(who, thing) : ground
      check([who.name, name, 'sees'], sees(principal.keys, model, id, grants), own !== 'none')
      const acts = own !== 'none' && own !== 'shared to read'
      check([who.name, name, 'may act'], mayAct(principal.keys, model, id, grants), acts)
      for (const permission of permissionsOf(model)) {
        const [of = '', verb = ''] = permission.split('.')
        check([who.name, permission], allows(principal.may, permission), may(who, of, verb))
      }
    }
  })

  it('is what reading answers, now and as of any instant, in lists and timelines', async () => {
    const now = t.services.clock()
    const ask = async (
      question: string,
      of: readonly Thing[],
      path: (thing: Thing) => string,
      expected: (who: Someone, thing: Thing) => unknown,
      answer: (reply: LightMyRequestResponse, thing: Thing) => unknown = ({ statusCode }) => statusCode,
    ) => {
      for (const { who, thing } of askedFor(question, of)) {
        const reply = await as(who).get(`/api/${path(thing)}`)
        check([who.name, thing.name, question], answer(reply, thing), expected(who, thing))
      }
    }
    const single = matrix.things.filter(({ resource }) => paths.has(`/${resource}/:id`))
    for (const query of [
      '',
      `?asOf=${now}`,
      `?asOf=${matrix.before}&basis=recorded`,
      `?asOf=${matrix.before}`,
    ])
      await ask(`one ${query}`, single, ({ resource, id }) => `${resource}/${id}${query}`, reading)
    for (const query of ['', `?asOf=${matrix.before}`, `?asOf=${matrix.before}&basis=recorded`])
      await ask(
        `history ${query}`,
        matrix.things,
        ({ resource, id }) => `${resource}/${id}/history${query}`,
        reading,
      )

    const holds = (reply: LightMyRequestResponse, { id }: Thing) => {
      if (reply.statusCode !== 200) return reply.statusCode
      const { items } = reply.json<{ items: { id: string; modelId?: string }[] }>()
      return items.some((item) => (item.modelId ?? item.id) === id)
    }
    const inList = (who: Someone, thing: Thing) => {
      const expected = reading(who, thing)
      return expected === 404 ? false : expected === 200 ? true : expected
    }
    const listed = matrix.things.filter(({ resource }) => paths.has(`/${resource}`))
    for (const query of ['', `&asOf=${now}`, `&asOf=${matrix.before}&basis=recorded`])
      await ask(`list ${query}`, listed, ({ resource }) => `${resource}?limit=200${query}`, inList, holds)
    await ask(
      'timeline',
      matrix.things,
      ({ model, id }) => `timeline?models=${model}&id=${id}`,
      (who, thing) => (who.active ? reading(who, thing) === 200 : 401),
      holds,
    )
  })

  /** What a role does not take, by model. */
  const maskedFor: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    clerk: { lead: ['email', 'company'] },
    rep: { account: ['revenue'] },
    agent: { account: ['revenue'] },
  }

  it('is what commands answer', async () => {
    for (const command of commands) {
      if (command.internal || command.creates) continue
      const of = matrix.things.filter(({ model }) => model === command.decider.name)
      for (const { who, thing } of askedFor(command.type, of)) {
        const { method, path } = routeOf(command)
        const body = bodyOf(command.type, command.body) as Record<string, unknown>
        const masked = maskedFor[who.role ?? '']?.[thing.model]?.some((field) => field in body)
        const expected = acting(who, thing, command.permission)
        const url = `/api${path.replace(':id', thing.id)}`
        const headers = { 'if-match': '"9999"' }
        const send = method === 'PATCH' ? as(who).patch : as(who).post
        const { statusCode } = await send(url, body, headers)
        const fields = masked && expected !== 401
        check([who.name, thing.name, command.type], statusCode, fields ? 403 : expected)
      }
    }
  })

  it('leads from an event to its causes only for those who see its record', async () => {
    const first = new Map<Thing, string | undefined>()
    for (const thing of matrix.things) {
      const history = await matrix.people.get('admin')?.get(`/api/${thing.resource}/${thing.id}/history`)
      const [event] = history?.json<{ items: { id: string }[] }>().items ?? []
      first.set(thing, event?.id)
    }
    for (const { who, thing } of askedFor('why', matrix.things)) {
      const seen = reading(who, thing)
      const { statusCode } = await as(who).get(`/api/events/${first.get(thing)}/why`)
      check([who.name, thing.name, 'why'], statusCode, seen === 403 ? 404 : seen)
    }
  })

  it('hands out the log to administrators only', async () => {
    for (const { who, thing } of askedFor('export', matrix.things)) {
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
        // What another record says of it is no push of it.
        const told = texts.some((text) => text.includes(`"model":"${thing.model}","id":"${thing.id}","op"`))
        check([who.name, thing.name, 'push'], told, reading(who, thing) === 200)
      }
      close()
    }
  })

  it('had enough cells', () => {
    expect(cells).toBeGreaterThan(times(3000, 5000))
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
    activity: ['activity.change', { subject: 'Note again' }],
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
