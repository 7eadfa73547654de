import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proves } from '../../../src/api/sales/proof-of-work.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered } from '../../support/reply.ts'

/** A Friday; on Sunday the clocks of Berlin go forward. */
const now = '2026-03-27T08:00:00.000Z'

let t: TestApp
let smtp: MailServer
let formId: string
beforeAll(async () => {
  smtp = await mailServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username }, _, done) => done(null, { user: username }),
  })
  t = await testApp({ clock: () => now, publicUrl: 'https://crm.larkspur.example' })
  await furnish(t)
  formId = await make(t.as('manager'), '/api/lead-forms', {
    name: 'Demo',
    title: 'See our scopes',
    thanks: 'Thank you.',
    asks: [{ field: 'email', required: true }],
  })
  const boxId = await make(t.as('admin'), '/api/mailboxes', {
    name: 'Larkspur sales',
    address: 'sales@larkspur.example',
    smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
    login: 'sales',
  })
  await answered(t.as('admin').post(`/api/mailboxes/${boxId}/password`, { password: 'anything goes' }))
  await t.settled()
})
afterAll(async () => {
  await t?.close()
  await smtp?.close()
})

const page = (name: string, more: object = {}) =>
  make(t.as('manager'), '/api/booking-pages', {
    name,
    formId,
    hostIds: [t.ids.rep],
    subject: 'Demo of scopes',
    minutes: 60,
    noticeHours: 2,
    daysAhead: 10,
    ...more,
  })
const open = (url: string) => t.app.inject({ method: 'GET', url })
const send = (url: string, fields: Record<string, string>) =>
  t.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
const timesIn = (body: string) => [...body.matchAll(/name="time" value="([^"]+)"/g)].map(([, at]) => at ?? '')
/** What a browser does while somebody chooses. */
function workFor(token: string): string {
  for (let tried = 0; ; tried++) if (proves(token, String(tried))) return String(tried)
}
async function visitor(id: string, last: string) {
  const { body, statusCode } = await open(`/b/${id}?zone=Europe/Berlin`)
  expect(statusCode, body).toBe(200)
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(body) ?? []
  const fields = {
    last,
    email: `${last.toLowerCase()}@acme.example`,
    token,
    work: workFor(token),
    zone: 'Europe/Berlin',
  }
  return { times: timesIn(body), body, book: (time: string) => send(`/b/${id}`, { ...fields, time }) }
}
interface Appointment {
  id: string
  startsAt: string
  status: string
  assigneeId: string
  participants: { model: string; name: string }[]
}
async function appointments(): Promise<Appointment[]> {
  await t.settled()
  const { items } = await answered<{ items: Appointment[] }>(
    t.as('admin').get('/api/activities?kind=appointment&limit=100&sort=createdAt'),
  )
  return items
}

describe('CAL-05 a booking page', () => {
  it('shows times by the clock of the visitor, makes the lead and the meeting, and mails the invitation', async () => {
    const id = await page('Demo with Rep')
    const { times, body, book } = await visitor(id, 'Auma')
    expect(body).toContain('Times are by the clocks of Europe/Berlin.')
    // Nine o'clock UTC on the Monday after the change of the clocks.
    const time = '2026-03-30T09:00:00.000Z'
    expect(times).toContain(time)
    expect(body).toContain('> 11:00</label>')
    const reply = await book(time)
    expect(reply.body).toContain('Your appointment is booked')
    expect(reply.body).toContain('11:00 to 12:00 (Central European Summer Time, Europe/Berlin)')
    // Sent again, it is the same one.
    expect((await book(time)).body).toContain('Your appointment is booked')
    const all = await appointments()
    expect(all).toMatchObject([
      { startsAt: time, assigneeId: t.ids.rep, participants: [{ model: 'lead', name: 'Auma' }] },
    ])
    const leads = await answered<{ items: { email: string }[] }>(t.as('admin').get('/api/leads?q=Auma'))
    expect(leads.items).toMatchObject([{ email: 'auma@acme.example' }])
    await eventually(() => expect(smtp.letters.map(({ to }) => to)).toContain('auma@acme.example'))
    const letter = smtp.letters.find(({ to }) => to === 'auma@acme.example')?.raw ?? ''
    const [, link = ''] =
      /https:\/\/crm\.larkspur\.example(\/b\/mine\?link=\S+)/.exec(
        letter.replace(/=\r\n/g, '').replaceAll('=3D', '='),
      ) ?? []
    const mine = await open(`${link}&zone=Europe/Berlin`)
    expect(mine.body).toContain('Your appointment')
    const next = timesIn(mine.body).find((at) => at > time) ?? ''
    expect((await send(link, { time: next })).body).toContain('Your appointment was moved.')
    expect((await appointments())[0]).toMatchObject({ startsAt: next })
    expect((await send(link, { act: 'cancel' })).body).toContain('is cancelled')
    expect((await appointments())[0]).toMatchObject({ status: 'cancelled' })
    expect((await send(link, { time: next })).body).toContain('was cancelled')
    expect((await open(`${link}x`)).statusCode).toBe(404)
  })

  it('takes hosts in turn, and in a race books nobody twice', async () => {
    const id = await page('Two hosts', { hostIds: [t.ids.rep, t.ids.manager] })
    const time = '2026-03-31T10:00:00.000Z'
    const guests = await Promise.all(['Boll', 'Chang', 'Dietz', 'Eriksen'].map((last) => visitor(id, last)))
    const replies = await Promise.all(guests.map(({ book }) => book(time)))
    expect(replies.filter(({ body }) => body.includes('is booked'))).toHaveLength(2)
    expect(
      replies.filter(({ body, statusCode }) => statusCode === 422 && body.includes('has just taken')),
    ).toHaveLength(2)
    const then = (await appointments()).filter(({ startsAt }) => startsAt === time)
    expect(then.map(({ assigneeId }) => assigneeId).sort()).toEqual([t.ids.rep, t.ids.manager].sort())
    for (const [last, at] of [
      ['Fox', '2026-04-01T09:00:00.000Z'],
      ['Gruber', '2026-04-01T11:00:00.000Z'],
      ['Hahn', '2026-04-01T13:00:00.000Z'],
      ['Ito', '2026-04-01T15:00:00.000Z'],
    ] as const) {
      const guest = await visitor(id, last)
      expect((await guest.book(at)).body).toContain('is booked')
    }
    const hosts = (await appointments()).filter(({ startsAt }) => startsAt.startsWith('2026-04-01'))
    expect(hosts.filter(({ assigneeId }) => assigneeId === t.ids.rep)).toHaveLength(2)
  })

  it('keeps buffers, notice and the limit of a day, and takes nothing without the work or a time', async () => {
    const id = await page('Agent', {
      hostIds: [t.ids.agent],
      before: 30,
      after: 30,
      noticeHours: 24,
      daysAhead: 7,
      mostPerDay: 1,
    })
    await make(t.as('agent'), '/api/activities', {
      kind: 'appointment',
      subject: 'Busy',
      startsAt: '2026-04-01T12:00:00.000Z',
      endsAt: '2026-04-01T13:00:00.000Z',
    })
    const { times, body } = await visitor(id, 'Jonas')
    expect(times.every((at) => at >= '2026-03-28T08:00:00.000Z')).toBe(true)
    expect(times.some((at) => at.startsWith('2026-04-01'))).toBe(false)
    await answered(t.as('manager').patch(`/api/booking-pages/${id}`, { mostPerDay: 8 }))
    const more = (await visitor(id, 'Jonas')).times.filter((at) => at.startsWith('2026-04-01'))
    expect(more.map((at) => at.slice(11, 16))).toEqual([
      '09:00',
      '09:30',
      '10:00',
      '10:30',
      '13:30',
      '14:00',
      '14:30',
      '15:00',
      '15:30',
      '16:00',
    ])
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(body) ?? []
    const fields = { last: 'Jonas', email: 'jonas@acme.example', token, time: more[0] ?? '' }
    expect((await send(`/b/${id}`, fields)).body).toContain('We could not take this.')
    const { time: _, ...untimed } = fields
    expect((await send(`/b/${id}`, { ...untimed, work: workFor(token) })).body).toContain(
      'Please choose a time.',
    )
    await answered(t.as('manager').post(`/api/booking-pages/${id}/archive`))
    expect((await open(`/b/${id}`)).statusCode).toBe(410)
  })
})
