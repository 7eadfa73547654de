import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'
import { Visitor, workFor } from '../../support/visitor.ts'

const site = 'https://shop.larkspur.example'
/** Real time, and as much later as the test says. */
let shift = 0
const clock = () => new Date(Date.now() + shift).toISOString()

let t: TestApp
let base: string
let widgetId: string
const visitors: Visitor[] = []
beforeAll(async () => {
  t = await testApp({ clock })
  await furnish(t)
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
  widgetId = await widget()
})
afterAll(async () => {
  for (const { socket } of visitors) socket.terminate()
  await t.close()
})

type Row = { id: string; items: Row[] } & Record<string, unknown>
const ok = answered<Row>
let made = 0
const widget = async (more: object = {}) => {
  const id = await make(t.as('manager'), '/api/chat-widgets', {
    name: `Shop ${++made}`,
    title: 'Talk to us',
    greeting: 'What can we do for you?',
    sites: [site],
    ...more,
  })
  await t.settled()
  return id
}
const comes = (id = widgetId, origin: string | undefined = site) => {
  const visitor = new Visitor(base, id, origin)
  visitors.push(visitor)
  return visitor
}
const read = async (path: string, person: Person = 'agent') => {
  await t.settled()
  return ok(t.as(person).get(path))
}
const newest = async (of = widgetId) =>
  (await read(`/api/conversations?widgetId=${of}&sort=-lastAt`)).items[0] ?? expect.unreachable('no chat')
const said = async (id: string) => (await read(`/api/conversations/${id}/chat`)).items
const say = (id: string, text: string, person: Person = 'agent') =>
  t.as(person).post(`/api/conversations/${id}/say`, { text })

describe('a chat on a web site', () => {
  it('COM-15 is held in both directions, with history and who writes, and is handed from one of us to another', async () => {
    const visitor = comes()
    const session = await visitor.begin({
      text: 'Do you ship to Kenya?',
      name: 'Ada',
      page: `${site}/lenses`,
    })
    expect(await visitor.saying('Do you ship to Kenya?')).toMatchObject({ number: 1, author: 'visitor' })
    const { id } = await newest()
    expect(await newest()).toMatchObject({
      channel: 'chat',
      mailboxId: null,
      visitor: { name: 'Ada', email: null },
      page: `${site}/lenses`,
      status: 'open',
      filed: false,
      records: [],
      messages: 1,
    })

    // They hear of each other that they write.
    const { ticket } = (await ok(t.as('agent').post('/api/live/ticket'))) as { ticket: string } & Row
    const agent = new WebSocket(`${base.replace('http', 'ws')}/api/live?ticket=${ticket}`)
    const frames: Record<string, { people?: { name: string }[] }>[] = []
    agent.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as never))
    await new Promise((resolve) => agent.once('open', resolve))
    agent.send(JSON.stringify({ subscribe: `conversation/${id}` }))
    await eventually(() => expect(frames.some((frame) => 'subscribed' in frame)).toBe(true))
    visitor.send({ writing: true })
    await eventually(() =>
      expect(frames.findLast((frame) => 'writers' in frame)?.writers?.people).toMatchObject([
        { name: 'Ada' },
      ]),
    )
    agent.send(JSON.stringify({ writing: `conversation/${id}`, on: true }))
    await visitor.until((heard) => heard.some((one) => 'writers' in one && one.writers.length === 1))
    agent.terminate()

    await ok(say(id, 'We do, in five days.'))
    const answer = await visitor.saying('We do, in five days.')
    expect(answer).toMatchObject({ number: 2, author: 'agent' })
    expect(answer.name).toBeTruthy()
    expect(await newest()).toMatchObject({ assigneeId: t.ids.agent, messages: 2, lastDirection: 'outbound' })

    // The next of us has all that was said.
    await ok(t.as('agent').post(`/api/conversations/${id}/assign`, { assigneeId: t.ids.rep }))
    expect((await said(id)).map(({ text }) => text)).toEqual([
      'Do you ship to Kenya?',
      'We do, in five days.',
    ])
    await ok(say(id, 'I am the one for Kenya.', 'rep'))
    await visitor.saying('I am the one for Kenya.')
    expect((await said(id)).map(({ actorId }) => actorId)).toEqual(['visitor', t.ids.agent, t.ids.rep])

    // Cut off, the visitor goes on where they were, and what they say twice is said once.
    visitor.socket.terminate()
    const again = comes()
    await again.last('hello')
    again.send({ resume: session, after: 2 })
    await again.saying('I am the one for Kenya.')
    expect(again.sayings.map(({ number }) => number)).toEqual([3])
    const messageId = randomUUID()
    again.say('Thank you', messageId)
    await again.last('said')
    again.say('Thank you', messageId)
    again.say('Bye')
    await again.saying('Bye')
    expect((await said(id)).map(({ number, text }) => [number, text]).slice(3)).toEqual([
      [4, 'Thank you'],
      [5, 'Bye'],
    ])

    // Ended by the visitor; a word of theirs goes on with it.
    again.send({ end: true })
    await again.until((heard) => heard.some((one) => 'state' in one && !one.state.open))
    expect(await problem(say(id, 'Bye'))).toEqual([409, 'conversation.closed'])
    again.say('One thing more')
    await again.saying('One thing more')
    expect(await newest()).toMatchObject({ status: 'open' })
    const { items } = await read(`/api/conversations/${id}/history`)
    expect(items.at(-1)).toMatchObject({ actor: { kind: 'visitor' }, via: { kind: 'chat', id: widgetId } })
    expect(items.map(({ title }) => title)).toContain('Answered in the chat')
  })

  it('COM-15 stands in the pages of the sites that it names, and of no other', async () => {
    const refused = (origin: string | undefined, id = widgetId) => comes(id, origin).refusal
    expect(await refused('https://evil.example')).toBe(403)
    expect(await refused('http://shop.larkspur.example')).toBe(403)
    expect(await refused(site, randomUUID())).toBe(404)
    const nowhere = new Visitor(base, widgetId, undefined)
    visitors.push(nowhere)
    expect(await nowhere.refusal).toBe(403)
    const off = await widget()
    await ok(t.as('manager').post(`/api/chat-widgets/${off}/archive`))
    expect(await refused(site, off)).toBe(404)
    // Ours may always, and no cookie is set.
    const own = comes(widgetId, base)
    const cookies = new Promise((resolve) =>
      own.socket.once('upgrade', ({ headers }) => resolve(headers['set-cookie'])),
    )
    await own.last('hello')
    expect(await cookies).toBeUndefined()
  })

  it('COM-15 asks for work, begins one chat by it, and takes no more than there is room for', async () => {
    const visitor = comes()
    const { challenge, bits } = (await visitor.last('hello')).hello
    const begin = { challenge, text: 'Hello' }
    visitor.send({ begin: { ...begin, work: '' } })
    expect(await visitor.last('refused')).toMatchObject({ refused: { code: 'work' } })
    visitor.say('Hello')
    await visitor.until((heard) => heard.some((one) => 'refused' in one && one.refused.code === 'not-begun'))
    const work = workFor(challenge, bits)
    // Of another widget, and one of our own making.
    const other = comes(await widget())
    await other.last('hello')
    for (const wrong of [challenge, 'e30.AAAA'])
      other.send({ begin: { challenge: wrong, text: 'Hello', work } })
    await other.until((heard) => heard.filter((one) => 'refused' in one).length === 2)

    visitor.send({ begin: { ...begin, work } })
    const { session } = await visitor.last('session')
    const first = await newest()
    // Again on another connection, as after a cut: the same chat.
    const twice = comes()
    await twice.last('hello')
    twice.send({ begin: { ...begin, work } })
    await twice.saying('Hello')
    expect(await newest()).toMatchObject({ id: first.id, messages: 1 })

    for (const amiss of [{ say: 'x'.repeat(1001), id: randomUUID() }, { nonsense: true }, 'no JSON'])
      visitor.send(amiss)
    await visitor.until((heard) => heard.filter((one) => 'refused' in one).length >= 5)
    expect(visitor.socket.readyState).toBe(WebSocket.OPEN)
    // A day later it is over; a session of another widget never was one.
    shift = 25 * 3_600_000
    const late = comes()
    await late.last('hello')
    late.send({ resume: session, after: 0 })
    expect(await late.last('refused')).toMatchObject({ refused: { code: 'session' } })
    shift = 0
    const elsewhere = comes(await widget())
    await elsewhere.last('hello')
    elsewhere.send({ resume: session, after: 0 })
    expect(await elsewhere.last('refused')).toMatchObject({ refused: { code: 'session' } })

    const flood = comes()
    await flood.last('hello')
    for (let n = 0; n < 40; n++) flood.send({ writing: true })
    expect(await flood.closed).toBe(4429)
    const long = comes()
    await long.last('hello')
    long.send({ say: 'x'.repeat(9_000), id: randomUUID() })
    expect(await long.closed).toBe(1009)
  })

  it('COM-15 is read by the team of its widget, and by nobody whom that does not concern', async () => {
    const teamId = t.ids.team
    const ours = await widget({ teamId })
    const visitor = comes(ours)
    await visitor.begin({ text: 'For the West' })
    await t.settled()
    const [chat] = (await read(`/api/conversations?widgetId=${ours}`, 'rep')).items
    expect(chat).toMatchObject({ teamId, subject: 'For the West' })
    const { id } = chat ?? expect.unreachable('no chat')
    expect((await t.as('agent').get(`/api/conversations/${id}`)).statusCode).toBe(404)
    expect((await t.as('agent').get(`/api/conversations/${id}/chat`)).statusCode).toBe(404)
    expect((await say(id, 'Hello')).statusCode).toBe(404)
    expect((await t.as('agent').post('/api/tickets', { conversationId: id, subject: 'x' })).statusCode).toBe(
      422,
    )
    await ok(say(id, 'Hello', 'rep'))
  })

  it('COM-15 is filed by who has looked at it, is exported with its contact, and goes with them', async () => {
    const admin = t.as('admin')
    const contactId = await make(t.as('rep'), '/api/contacts', {
      name: { first: 'Grace', last: 'Auma' },
      email: 'grace@acme.example',
    })
    const visitor = comes()
    // Whoever types an address need not have its mailbox.
    const session = await visitor.begin({
      text: 'My number is 4711',
      name: 'Grace Auma',
      email: 'grace@acme.example',
    })
    const { id } = await newest()
    expect(await newest()).toMatchObject({ filed: false, records: [] })
    expect((await read(`/api/record-conversations?recordId=${contactId}`)).items).toEqual([])

    await ok(
      t.as('agent').post(`/api/conversations/${id}/file`, { records: [{ model: 'contact', id: contactId }] }),
    )
    expect((await read(`/api/record-conversations?recordId=${contactId}`)).items).toMatchObject([
      { id, channel: 'chat' },
    ])
    const copy = await admin.post(`/api/contacts/${contactId}/privacy/portability`)
    expect(copy.body).toContain('My number is 4711')
    const before = clock()
    await ok(admin.post(`/api/contacts/${contactId}/privacy/erase`))
    expect(await visitor.closed).toBe(4410)
    expect(await said(id)).toMatchObject([{ text: '[erased]', number: 1 }])
    expect((await read(`/api/conversations/${id}/chat?asOf=${before}`)).items).toMatchObject([
      { text: '[erased]' },
    ])
    const again = comes()
    await again.last('hello')
    again.send({ resume: session, after: 0 })
    expect(await again.last('refused')).toMatchObject({ refused: { code: 'session' } })
  })

  it('TIC-03 becomes a ticket that says what was said, is its visitor’s, and leads back to it', async () => {
    const visitor = comes()
    await visitor.begin({ text: 'The scope is dark', name: 'Ada Okello', email: 'ada@nile.example' })
    const { id } = await newest()
    await ok(say(id, 'Is it plugged in?'))
    const ticketId = await make(t.as('agent'), '/api/tickets', {
      conversationId: id,
      subject: 'A dark scope',
      description: 'She is in a hurry.',
    })
    const ticket = await read(`/api/tickets/${ticketId}`)
    expect(ticket).toMatchObject({
      channel: 'chat',
      requester: { name: 'Ada Okello', email: 'ada@nile.example' },
      contactId: null,
    })
    expect(ticket.description).toMatch(
      /^She is in a hurry\.\n\n.* UTC, Ada Okello: The scope is dark\n.* UTC, Agent: Is it plugged in\?$/,
    )
    await eventually(async () =>
      expect((await read(`/api/conversations/${id}`)).records).toEqual([{ model: 'ticket', id: ticketId }]),
    )
    const { items } = await read(`/api/record-conversations?recordId=${ticketId}`)
    expect(items).toMatchObject([{ id, channel: 'chat' }])
    // It stays a chat: what is answered on the ticket is not sent by mail.
    await ok(t.as('agent').post(`/api/tickets/${ticketId}/reply`, { body: 'It is repaired.' }))
    expect(
      await problem(
        t.as('agent').post('/api/outgoing-mails', {
          conversationId: id,
          to: [{ address: 'ada@nile.example' }],
          subject: 'x',
          body: 'x',
        }),
      ),
    ).toEqual([422, 'outgoingMail.other-channel'])
    const leadId = await make(t.as('rep'), '/api/leads', {
      conversationId: id,
      name: { last: 'Okello' },
      source: 'Web',
    })
    await eventually(async () =>
      expect((await read(`/api/conversations/${id}`)).records).toMatchObject([
        { model: 'ticket' },
        { model: 'lead', id: leadId },
      ]),
    )
  })
})

it('COM-15 the script is small, and keeps nothing before it may', () => {
  const script = readFileSync(join(import.meta.dirname, '../../../web/public/chat.js'), 'utf8')
  expect(Buffer.byteLength(script)).toBeLessThan(30_000)
  expect(script).not.toMatch(/document\.cookie|sessionStorage|indexedDB|innerHTML/)
})
