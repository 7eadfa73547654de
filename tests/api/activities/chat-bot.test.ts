import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered } from '../../support/reply.ts'
import { Visitor } from '../../support/visitor.ts'

const site = 'https://shop.larkspur.example'
let t: TestApp
let base: string
let articleId: string
let hiddenId: string
const visitors: Visitor[] = []
beforeAll(async () => {
  t = await testApp()
  await furnish(t)
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
  articleId = await published(
    'public',
    'Cleaning the lens of a scope',
    'With a damp cloth, and never with alcohol.',
  )
  hiddenId = await published('internal', 'Opening the housing of a scope', 'Only by us, with the red key.')
})
afterAll(async () => {
  for (const { socket } of visitors) socket.terminate()
  await t.close()
})

type Row = { id: string; items: Row[]; revision: number } & Record<string, unknown>
const ok = answered<Row>
const read = async (path: string, person: Person = 'admin') => {
  await t.settled()
  return ok(t.as(person).get(path))
}
async function published(audience: 'public' | 'internal', title: string, summary: string): Promise<string> {
  const id = await make(t.as('agent'), '/api/articles', {
    type: 'guide',
    language: 'en',
    audience,
    title,
    summary,
    body: summary,
  })
  await ok(t.as('agent').post(`/api/articles/${id}/submit`))
  const { revision } = await read(`/api/articles/${id}`)
  await ok(t.as('manager').post(`/api/articles/${id}/publish`, {}, { 'if-match': `"${revision}"` }))
  await t.settled()
  return id
}
let made = 0
async function comes(more: object, text: string) {
  const widgetId = await make(t.as('manager'), '/api/chat-widgets', {
    name: `Bot ${++made}`,
    title: 'Talk to us',
    greeting: 'What can we do for you?',
    sites: [site],
    bot: true,
    ...more,
  })
  await t.settled()
  const visitor = new Visitor(base, widgetId, site)
  visitors.push(visitor)
  await visitor.begin({ text })
  await t.settled()
  const [chat] = (await read(`/api/conversations?widgetId=${widgetId}`)).items
  return { visitor, id: chat?.id ?? expect.unreachable('no chat') }
}
const asks = [
  { field: 'name', question: 'What is your name?' },
  { field: 'email', question: 'Where can we write to you?' },
  { field: 'company', question: 'Which company are you with?' },
]

describe('the bot of a chat', () => {
  it('COM-17 answers by a public article, which it cites as it was published, and by no other', async () => {
    const { visitor, id } = await comes({}, 'How is cleaning the lens done?')
    const answer = await visitor.saying(/This may answer it/)
    expect(answer).toMatchObject({
      author: 'bot',
      name: null,
      articles: [{ title: 'Cleaning the lens of a scope', path: `/help-centre/${articleId}` }],
    })
    expect(answer.text).toContain('With a damp cloth')
    expect((await t.app.inject(`/help-centre/${articleId}`)).statusCode).toBe(200)
    expect((await read(`/api/conversations/${id}/chat`)).items.at(-1)).toMatchObject({
      author: 'bot',
      actorId: 'chat-bot',
      articles: [{ id: articleId, version: 1, title: 'Cleaning the lens of a scope' }],
    })
    const { items } = await read(`/api/conversations/${id}/history`)
    expect(items[0]).toMatchObject({ actor: { kind: 'system', id: 'chat-bot' } })

    visitor.say('How is opening the housing done?')
    const handed = await visitor.saying(/I have found no answer/)
    expect(handed.articles).toEqual([])
    expect(JSON.stringify(visitor.heard)).not.toContain('red key')
    expect(hiddenId).toBeTruthy()
    expect(await read(`/api/conversations/${id}`)).toMatchObject({ bot: false, status: 'open' })
  })

  it('COM-17 asks what it is to ask, makes one lead of the answers, files the chat with it and hands over', async () => {
    const { visitor, id } = await comes({ asks, makes: 'lead' }, 'Do you sell telescopes for owls?')
    await visitor.saying(/no answer to that. What is your name\?/)
    visitor.say('Ada Nalubega Okello')
    await visitor.saying('Where can we write to you?')
    visitor.say('why do you ask?')
    await visitor.saying('I could not read that. Where can we write to you?')
    visitor.say('ada@nile.example')
    await visitor.saying('Which company are you with?')
    visitor.say('Nile Optics')
    await visitor.saying(/A person goes on here/)
    const [lead, ...others] = (await read('/api/leads?q=nalubega')).items
    expect(others).toEqual([])
    expect(lead).toMatchObject({
      name: { first: 'Ada Nalubega', last: 'Okello' },
      email: 'ada@nile.example',
      company: 'Nile Optics',
      source: 'Web',
      ownerId: null,
    })
    const { items } = await read(`/api/leads/${lead?.id}/history`)
    expect(items.at(-1)).toMatchObject({ type: 'lead.captured', actor: { kind: 'system', id: 'chat-bot' } })
    await eventually(async () =>
      expect(await read(`/api/conversations/${id}`)).toMatchObject({
        bot: false,
        records: [{ model: 'lead', id: lead?.id }],
        visitor: { name: 'Ada Nalubega Okello', email: 'ada@nile.example', company: 'Nile Optics' },
      }),
    )
    // From here on it is people who answer.
    visitor.say('How is cleaning the lens done?')
    await ok(t.as('agent').post(`/api/conversations/${id}/say`, { text: 'With a cloth.' }))
    await visitor.saying('With a cloth.')
    await t.settled()
    expect(visitor.sayings.filter(({ author }) => author === 'bot')).toHaveLength(5)
  })

  it('COM-17, TIC-03 a person who is wanted comes, and a ticket has what was said; what nobody answers twice is passed over', async () => {
    const { visitor, id } = await comes(
      { asks: asks.slice(1, 2), makes: 'ticket' },
      'How is cleaning the lens done?',
    )
    await visitor.saying(/This may answer it/)
    visitor.send({ person: true })
    await visitor.saying('I pass you on to a person. Where can we write to you?')
    visitor.send({ person: true })
    visitor.say('no')
    await visitor.saying(/^I could not read that/)
    visitor.say('still no')
    await visitor.saying(/A person goes on here/)
    await eventually(async () =>
      expect((await read(`/api/conversations/${id}`)).records).toMatchObject([{ model: 'ticket' }]),
    )
    const { records } = await read(`/api/conversations/${id}`)
    const [{ id: ticketId }] = records as [{ id: string }]
    const ticket = await read(`/api/tickets/${ticketId}`)
    expect(ticket).toMatchObject({
      subject: 'How is cleaning the lens done?',
      channel: 'chat',
      requester: { name: 'Visitor', email: null },
    })
    expect(ticket.description).toMatch(/Visitor: How is cleaning the lens done\?\n.*Bot: This may answer it/s)
    const { items } = await read(`/api/conversations/${id}/history`)
    expect(items.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['The visitor wants a person', 'Handed over to people, as was wanted']),
    )
  })

  it('COM-17 is silent as soon as one of us has the chat', async () => {
    const { visitor, id } = await comes({}, 'How is cleaning the lens done?')
    await visitor.saying(/This may answer it/)
    await ok(t.as('agent').post(`/api/conversations/${id}/assign`, { assigneeId: t.ids.agent }))
    await visitor.until((heard) => heard.some((one) => 'state' in one && !one.state.bot))
    visitor.say('How is cleaning the lens done?')
    await t.settled()
    await ok(t.as('agent').post(`/api/conversations/${id}/say`, { text: 'As it says there.' }))
    await visitor.saying('As it says there.')
    expect(visitor.sayings.map(({ author }) => author)).toEqual(['visitor', 'bot', 'visitor', 'agent'])
  })
})
