import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

let now = '2026-03-02T09:00:00.000Z'
const hour = 3_600_000
const day = 24 * hour

let t: TestApp
let mail: MailServer
let people: Map<Person, Client>
beforeAll(async () => {
  mail = await mailServer()
  t = await testApp({
    clock: () => now,
    mail: { url: mail.url, from: { name: 'Hindsight', address: 'crm@hindsight.example' }, plain: true },
    publicUrl: 'https://crm.example',
  })
  await later(0)
  const rules = await as('admin').patch('/api/settings/survey-policy', { on: true, delayHours: 1 })
  expect(rules.statusCode).toBe(200)
})
afterAll(async () => {
  await t.close()
  await mail.close()
})

/** Later; whoever was signed in is signed in anew. */
async function later(ms: number): Promise<void> {
  now = new Date(Date.parse(now) + ms).toISOString()
  const all = (['admin', 'manager', 'agent'] as const).map(
    async (person) => [person, await signedInAgain(t, person)] as const,
  )
  people = new Map(await Promise.all(all))
}
const as = (person: Person): Client => people.get(person) as Client

type Row = { id: string; items: Row[] } & Record<string, unknown>
const ok = answered<Row>
async function read(path: string, person: Person = 'manager') {
  await t.settled()
  return ok(as(person).get(path))
}
const titles = async (id: string) =>
  (await read(`/api/tickets/${id}/history`)).items.map(({ title }) => title)

/** A ticket that is closed, of whom. */
async function closed(email: string | null, more: object = {}): Promise<string> {
  const id = await make(as('agent'), '/api/tickets', {
    subject: 'It does not start',
    requester: { name: 'Kim Doe', email },
    assigneeId: t.ids.agent,
    ...more,
  })
  await ok(as('agent').post(`/api/tickets/${id}/resolve`, {}))
  await ok(as('agent').post(`/api/tickets/${id}/close`, {}))
  await eventually(async () => expect((await titles(id))[0]).toMatch(/^Whoever asked is to be asked/))
  return id
}
/** Waits until something is so. */
const until = (is: () => boolean | Promise<boolean>) => eventually(async () => expect(await is()).toBe(true))
const letters = (to: string) => mail.letters.filter((one) => one.to === to)
const plain = (raw: string) => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
const linkIn = (raw: string) =>
  /https:\/\/crm\.example(\/survey\?link=[\w.=-]+)&score=4/.exec(plain(raw))?.[1] ?? ''
const answer = (link: string, score: number, comment = '') =>
  t.app.inject({
    method: 'POST',
    url: link,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ score: String(score), comment }).toString(),
  })

describe('TIC-18 what customers think of closed tickets', () => {
  it('TIC-18 asks once by mail, takes the answer by one press, and names the customer in history', async () => {
    const id = await closed('kim@larkspur-labs.com')
    expect(letters('kim@larkspur-labs.com')).toEqual([])
    await later(2 * hour)
    await until(() => letters('kim@larkspur-labs.com').length === 1)
    const link = linkIn(letters('kim@larkspur-labs.com')[0]?.raw ?? '')
    // Programs look into letters: nothing is answered by looking.
    const page = await t.app.inject(`${link}&score=4`)
    expect(page.statusCode).toBe(200)
    expect(await read(`/api/tickets/${id}`)).toMatchObject({ score: null, surveyedAt: expect.any(String) })

    expect((await answer(link, 9)).statusCode).toBe(422)
    expect((await answer(link, 4)).statusCode).toBe(303)
    expect((await answer(link, 4, 'Quick and kind')).statusCode).toBe(303)
    expect(await read(`/api/tickets/${id}`)).toMatchObject({ score: 4, scale: 5, comment: 'Quick and kind' })
    expect((await titles(id)).slice(0, 2)).toEqual([
      'Kim Doe gave 4 of 5: Quick and kind',
      'Kim Doe gave 4 of 5',
    ])
    const { items } = await read(`/api/tickets/${id}/history`)
    expect(items[0]).toMatchObject({ actor: { kind: 'visitor' }, via: { kind: 'link' } })
    expect((await t.app.inject('/survey?link=made.up')).statusCode).toBe(404)
    expect((await t.app.inject(link.slice(0, -2))).statusCode).toBe(404)

    // Who has answered is not reminded.
    await later(5 * day)
    await t.settled()
    expect(letters('kim@larkspur-labs.com')).toHaveLength(1)
  })

  it('TIC-18 reminds once, and takes no answer any more once it is too late', async () => {
    const id = await closed('late@larkspur-labs.com')
    await later(2 * hour)
    await until(() => letters('late@larkspur-labs.com').length === 1)
    await later(4 * day)
    await until(() => letters('late@larkspur-labs.com').length === 2)
    await later(5 * day)
    await t.settled()
    expect(letters('late@larkspur-labs.com')).toHaveLength(2)
    expect(await titles(id)).toContain('Asked once more what they think of it')
    await later(30 * day)
    expect((await t.app.inject(linkIn(letters('late@larkspur-labs.com')[0]?.raw ?? ''))).statusCode).toBe(410)
  })

  it('TIC-18 never asks a requester twice within so many days, however many tickets are closed at once', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => closed('often@larkspur-labs.com')))
    await later(2 * hour)
    await until(() => letters('often@larkspur-labs.com').length > 0)
    await until(async () => {
      const all = (await Promise.all(ids.map(titles))).flat()
      return (
        all.filter((one) => one === 'Not asked what they think of it: they were asked lately').length === 2
      )
    })
    expect(letters('often@larkspur-labs.com')).toHaveLength(1)
    await later(30 * day)
    const again = await closed('often@larkspur-labs.com')
    await later(2 * day)
    await until(async () => (await titles(again)).includes('Asked what they think of it'))
  })

  it('TIC-18 asks nobody who has forbidden mail, has no address, or whose ticket is open again', async () => {
    const contactId = await make(as('manager'), '/api/contacts', {
      name: { first: 'No', last: 'Mail' },
      email: 'nomail@larkspur-labs.com',
    })
    await ok(
      as('manager').post(`/api/contacts/${contactId}/set-do-not-contact`, {
        doNotContact: [{ channel: 'email' }],
      }),
    )
    const forbidden = await closed('nomail@larkspur-labs.com', { contactId })
    const unknown = await closed(null)
    const open = await closed('open@larkspur-labs.com')
    await ok(as('agent').post(`/api/tickets/${open}/reopen`, {}))
    await later(2 * hour)
    await until(async () =>
      (await titles(forbidden)).includes('Not asked what they think of it: they are not to be written to'),
    )
    expect(await titles(unknown)).toContain('Not asked what they think of it: nobody knows their address')
    expect(letters('nomail@larkspur-labs.com')).toEqual([])
    expect(letters('open@larkspur-labs.com')).toEqual([])
  })

  it('TIC-18 counts by agent and month with an interval, as of then', async () => {
    const before = now
    await later(40 * day)
    for (const [n, score] of [5, 5, 2].entries()) {
      const to = `score${n}@larkspur-labs.com`
      await closed(to)
      await later(2 * hour)
      await until(() => letters(to).length === 1)
      expect((await answer(linkIn(letters(to)[0]?.raw ?? ''), score)).statusCode).toBe(303)
    }
    const to = now.slice(0, 10)
    const from = new Date(Date.parse(to) - 5 * day).toISOString().slice(0, 10)
    const report = await read(`/api/ticket-satisfaction?by=agent&from=${from}&to=${to}`)
    expect(report).toMatchObject({
      groups: [{ key: t.ids.agent, asked: 3, answered: 3, satisfied: 2, share: 0.6667, few: true }],
      total: { answered: 3 },
    })
    // Wilson of 2 of 3.
    expect(report.total).toMatchObject({ low: 0.2077, high: 0.9385 })
    const then = await read(`/api/ticket-satisfaction?by=agent&from=${from}&to=${to}&asOf=${before}`)
    expect(then).toMatchObject({ groups: [], total: { asked: 0, share: null } })
    const { tickets } = await read(
      `/api/ticket-satisfaction/tickets?by=agent&key=${t.ids.agent}&from=${from}&to=${to}`,
    )
    expect((tickets as Row[]).map(({ score }) => score)).toEqual([2, 5, 5])
  })
})

describe('TIC-19 coaching', () => {
  it('TIC-19 lists agents by what came back, and assigns a training', async () => {
    const to = now.slice(0, 10)
    const id = await closed('back@larkspur-labs.com')
    await ok(as('agent').post(`/api/tickets/${id}/reopen`, {}))
    await ok(as('agent').post(`/api/tickets/${id}/resolve`, {}))
    const list = await read(`/api/coaching?from=${to}&to=${to}`)
    expect(list.items).toMatchObject([
      {
        agentId: t.ids.agent,
        few: true,
        reopened: { count: 1, remarkable: false },
        satisfaction: { few: true },
      },
    ])
    expect((await as('agent').get('/api/coaching')).statusCode).toBe(403)
    const training = await as('manager').post('/api/trainings', {
      title: 'Tickets that come back',
      text: 'Ask whether it works before you resolve.',
      dueOn: '2026-12-31',
      userIds: [t.ids.agent],
    })
    expect(training.statusCode).toBe(201)
    await t.settled()
    expect((await ok(as('agent').get('/api/me/trainings'))).items).toMatchObject([
      { title: 'Tickets that come back' },
    ])
  })
})
