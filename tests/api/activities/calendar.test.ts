import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered, refusal } from '../../support/reply.ts'

/** A Friday; on Sunday the clocks of Berlin go forward. */
const now = '2026-03-27T08:00:00.000Z'

let t: TestApp
let ids: Record<Person, string>
beforeAll(async () => {
  t = await testApp({ clock: () => now })
  const { items } = await answered<{ items: { id: string; email: string }[] }>(
    t.as('admin').get('/api/users'),
  )
  ids = Object.fromEntries(items.map(({ id, email }) => [email.split('@')[0], id])) as typeof ids
})
afterAll(() => t.close())

const at = (time: string) => new Date(time).toISOString()
const meeting = (startsAt: string, endsAt: string, more: object = {}) => ({
  kind: 'appointment',
  subject: 'Review',
  startsAt: at(startsAt),
  endsAt: at(endsAt),
  exclusive: true,
  ...more,
})
interface Free {
  zone: string
  items: { startsAt: string; local: string; userIds: string[] }[]
}
async function free(users: Person[], query: string): Promise<Free> {
  await t.settled()
  return answered<Free>(
    t.as('rep').get(`/api/availability?users=${users.map((one) => ids[one]).join(',')}&${query}`),
  )
}
const monday = 'from=2026-03-30T00:00:00.000Z&to=2026-03-31T00:00:00.000Z'

describe('CAL-03 when people can be had', () => {
  it('is within their hours, by the clock of whoever looks, on both sides of the change of the clocks', async () => {
    const hoursId = await make(t.as('admin'), '/api/business-calendars', {
      name: 'Berlin',
      timeZone: 'Europe/Berlin',
      weekly: [1, 5, 7].map((day) => ({ day, from: '01:00', to: '04:00' })),
    })
    await answered(t.as('rep').patch('/api/me/calendar', { hoursId }))
    const spring = await free(
      ['rep'],
      'from=2026-03-28T12:00:00.000Z&to=2026-03-29T12:00:00.000Z&minutes=60&step=60&zone=Europe/Berlin',
    )
    // From one to four are two hours on the day that lacks one.
    expect(spring.items.map(({ local }) => local)).toEqual([
      '2026-03-29T01:00:00+01:00',
      '2026-03-29T03:00:00+02:00',
    ])
    const autumn = await free(
      ['rep'],
      'from=2026-10-24T12:00:00.000Z&to=2026-10-25T12:00:00.000Z&minutes=60&step=60&zone=Europe/Berlin',
    )
    // And four on the day that has one twice.
    expect(autumn.items.map(({ local }) => local)).toEqual([
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ])
    const elsewhere = await free(
      ['rep'],
      'from=2026-03-29T00:00:00.000Z&to=2026-03-29T12:00:00.000Z&minutes=60&step=60&zone=America/New_York',
    )
    expect(elsewhere).toMatchObject({
      zone: 'America/New_York',
      items: [{ local: '2026-03-28T20:00:00-04:00' }, {}],
    })
  })

  it('leaves out what they have; whoever declined is free again', async () => {
    const all = await free(['manager', 'agent'], `${monday}&minutes=60&step=60`)
    expect(all.items).toHaveLength(8)
    expect(all.items[0]).toMatchObject({ startsAt: at('2026-03-30T09:00Z'), userIds: expect.anything() })
    const id = await make(
      t.as('manager'),
      '/api/activities',
      meeting('2026-03-30T09:00Z', '2026-03-30T10:30Z', {
        participants: [{ model: 'user', id: ids.agent }],
      }),
    )
    const both = async () =>
      (await free(['manager', 'agent'], `${monday}&minutes=60&step=60&all=true`)).items.map(
        ({ startsAt }) => startsAt,
      )
    expect((await both())[0]).toBe(at('2026-03-30T11:00Z'))
    await answered(t.as('agent').post(`/api/activities/${id}/respond`, { response: 'declined' }))
    const left = await free(['manager', 'agent'], `${monday}&minutes=60&step=60`)
    expect(left.items[0]).toMatchObject({ startsAt: at('2026-03-30T09:00Z'), userIds: [ids.agent] })
    await answered(t.as('manager').post(`/api/activities/${id}/cancel`))
    expect(await both()).toHaveLength(8)
  })

  it('refuses nobody to be booked twice: of ten that ask at once, one has the time', async () => {
    const asked = Array.from({ length: 10 }, (_, n) =>
      t.as(n % 2 ? 'manager' : 'agent').post(
        '/api/activities',
        meeting(`2026-04-01T09:${n % 3 === 0 ? '00' : '15'}Z`, '2026-04-01T10:00Z', {
          assigneeId: ids.agent,
        }),
      ),
    )
    const replies = await Promise.all(asked)
    expect(replies.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1)
    for (const reply of replies.filter(({ statusCode }) => statusCode !== 201))
      expect(reply.json()).toMatchObject({ status: 409, type: '/problems/activity.time-taken' })
  })

  it('gives the time up that is moved, cancelled or declined, and takes another', async () => {
    const first = await make(
      t.as('rep'),
      '/api/activities',
      meeting('2026-04-02T09:00Z', '2026-04-02T10:00Z'),
    )
    const other = meeting('2026-04-02T09:30Z', '2026-04-02T10:30Z', { assigneeId: ids.rep })
    const again = () => t.as('manager').post('/api/activities', other)
    expect((await again()).json()).toMatchObject({ status: 409, details: { id: first } })
    await answered(
      t.as('rep').patch(`/api/activities/${first}`, {
        startsAt: at('2026-04-02T08:30Z'),
        endsAt: at('2026-04-02T09:30Z'),
      }),
    )
    const second = await answered<{ id: string }>(again())
    expect(
      (await t.as('rep').patch(`/api/activities/${first}`, { endsAt: at('2026-04-02T09:45Z') })).statusCode,
    ).toBe(409)
    await answered(t.as('manager').post(`/api/activities/${second.id}/cancel`))
    await answered(t.as('rep').patch(`/api/activities/${first}`, { endsAt: at('2026-04-02T09:45Z') }))
    // What is not exclusive takes nothing from anybody.
    await make(t.as('rep'), '/api/activities', { ...other, exclusive: false })
  })

  it('is said in quarters of an hour, with an end, and not for a crowd', async () => {
    const refused = (body: object) => refusal(t.as('rep').post('/api/activities', body))
    const [startsAt, endsAt] = ['2026-04-03T09:00Z', '2026-04-03T10:00Z'] as const
    expect(await refused(meeting('2026-04-03T09:10Z', endsAt))).toEqual([
      422,
      'activity.off-quarter',
      'startsAt',
    ])
    expect(await refused({ ...meeting(startsAt, endsAt), endsAt: null })).toEqual([
      422,
      'activity.end-missing',
      'endsAt',
    ])
    expect(await refused({ kind: 'task', subject: 'Write', exclusive: true })).toEqual([
      422,
      'activity.not-of-kind',
      'exclusive',
    ])
  })
})

describe('CAL-02 the feed of one’s calendar', () => {
  const feed = () => answered<{ url: string | null }>(t.as('agent').get('/api/me/calendar/feed'))
  const open = (url: string | null) =>
    t.app.inject({ method: 'GET', url: new URL(url ?? 'http://none/').pathname })

  it('has what is theirs, under a secret address, until that is taken away or replaced', async () => {
    expect(await feed()).toEqual({ url: null })
    const startsAt = at('2026-04-08T09:00Z')
    const own = await make(t.as('agent'), '/api/activities', {
      ...meeting('2026-04-08T09:00Z', '2026-04-08T10:00Z'),
      subject: 'Mine, alone',
    })
    const guest = await make(t.as('manager'), '/api/activities', {
      ...meeting('2026-04-08T11:00Z', '2026-04-08T12:00Z'),
      subject: 'As a guest',
      participants: [{ model: 'user', id: ids.agent }],
    })
    await make(
      t.as('manager'),
      '/api/activities',
      meeting('2026-04-08T13:00Z', '2026-04-08T14:00Z', { subject: 'Not theirs' }),
    )
    await answered(t.as('manager').post(`/api/activities/${guest}/cancel`))
    await t.settled()
    const { url } = await answered<{ url: string }>(t.as('agent').post('/api/me/calendar/feed'))
    const reply = await open(url)
    expect(reply.headers['content-type']).toContain('text/calendar')
    const lines = reply.body.replaceAll('\r\n ', '').split('\r\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        'METHOD:PUBLISH',
        'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
        `UID:${own}@hindsight`,
        'SUMMARY:Mine\\, alone',
        `DTSTART:${startsAt.slice(0, 19).replace(/[-:]/g, '')}Z`,
        'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
        `UID:${guest}@hindsight`,
        'STATUS:CANCELLED',
      ]),
    )
    expect(reply.body).not.toContain('Not theirs')
    const again = await answered<{ url: string }>(t.as('agent').post('/api/me/calendar/feed'))
    expect((await open(url)).statusCode).toBe(404)
    expect((await open(again.url)).statusCode).toBe(200)
    await answered(t.as('agent').post('/api/me/calendar/feed/close'))
    expect((await open(again.url)).statusCode).toBe(404)
    expect(await feed()).toEqual({ url: null })
  })
})
