import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { type Radicale, radicale, radicalePath } from '../../support/radicale.ts'
import { answered, refusal } from '../../support/reply.ts'

/** A Friday; on Sunday the clocks of Berlin go forward. */
const now = '2026-03-27T08:00:00.000Z'
const at = (time: string) => new Date(time).toISOString()

// Without Debian's radicale there is no real CalDAV server to speak to.
describe.runIf(radicalePath)('CAL-02 another calendar, against Radicale', () => {
  let t: TestApp
  let dav: Radicale
  beforeAll(async () => {
    dav = await radicale(['grace', 'ada'])
    t = await testApp({ clock: () => now, privateWebhooks: true })
    await dav.calendar('grace', 'work')
    await answered(t.as('rep').patch('/api/me', { timeZone: 'Europe/Berlin' }))
  })
  afterAll(async () => {
    await t?.close()
    await dav?.close()
  })

  interface Standing {
    url: string | null
    busy: number
    error: string | null
    failingSince: string | null
    checkedAt: string | null
    nextAt: string | null
  }
  const connect = (as: Person, login: string, password = dav.password, url = dav.url) =>
    answered<Standing>(t.as(as).post('/api/me/calendar/outside', { url, login, password }))
  const look = (as: Person = 'rep') => answered<Standing>(t.as(as).post('/api/me/calendar/outside/look'))
  async function busy(as: Person, from: string, to: string) {
    await t.settled()
    const { people } = await answered<{ people: { busy: { startsAt: string; endsAt: string }[] }[] }>(
      t.as(as).get(`/api/availability?users=${t.ids[as]}&from=${at(from)}&to=${at(to)}`),
    )
    return people[0]?.busy.map(({ startsAt, endsAt }) => [startsAt, endsAt])
  }
  async function logged() {
    const texts: string[] = []
    for await (const page of t.store.readAll())
      texts.push(JSON.stringify(page, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    return texts.join()
  }
  const whole = () => busy('rep', '2026-03-27T00:00Z', '2026-05-20T00:00Z')
  const put = (uid: string, ...lines: string[]) => dav.put('grace', 'work', uid, lines)

  it('says what is wrong with a password and an address, and since when; the password stands nowhere', async () => {
    const wrong = await connect('rep', 'grace', 'not-my-secret')
    expect(wrong).toMatchObject({
      error: 'It refuses this user name and password.',
      failingSince: now,
      checkedAt: null,
      busy: 0,
    })
    expect(wrong.nextAt && wrong.nextAt > now).toBe(true)
    expect((await connect('rep', 'grace')).error).toBeNull()
    await t.settled()
    const log = await logged()
    expect(log).toContain('personalCalendar.connected')
    expect(log).not.toContain('not-my-secret')
    expect(
      await refusal(
        t.as('rep').post('/api/me/calendar/outside', {
          url: 'http://dav.example.com/',
          login: 'grace',
          password: 'x',
        }),
      ),
    ).toEqual([400, 'invalid-input', 'url'])
    expect((await connect('agent', 'x', 'y', 'https://169.254.169.254/')).error).toContain(
      'nothing is called at 169.254.169.254',
    )
    await answered(t.as('agent').post('/api/me/calendar/outside/disconnect'))
  })

  it('keeps slots from being offered and booked, and gives up what is gone there', async () => {
    await put('dentist', 'DTSTART:20260330T090000Z', 'DTEND:20260330T100000Z', 'SUMMARY:Dentist')
    expect(await look()).toMatchObject({ busy: 1, error: null, checkedAt: now })
    expect(await whole()).toEqual([[at('2026-03-30T09:00Z'), at('2026-03-30T10:00Z')]])
    const booked = () =>
      t.as('manager').post('/api/activities', {
        kind: 'appointment',
        subject: 'Review',
        startsAt: at('2026-03-30T09:30Z'),
        endsAt: at('2026-03-30T10:30Z'),
        exclusive: true,
        assigneeId: t.ids.rep,
      })
    expect(await refusal(booked())).toEqual([409, 'activity.outside-busy'])
    await t.settled()
    const log = await logged()
    expect(log).toContain('personalCalendar.busy-noted')
    expect(log).not.toContain('Dentist')
    await dav.remove('grace', 'work', 'dentist')
    expect(await look()).toMatchObject({ busy: 0 })
    await answered(booked())
  })

  it('has a whole day begin by the clock of the person, and a weekly hour stay with the clock when that changes', async () => {
    await put('holiday', 'DTSTART;VALUE=DATE:20260401', 'DTEND;VALUE=DATE:20260402')
    await put(
      'weekly',
      'DTSTART;TZID=Europe/Berlin:20260323T070000',
      'DTEND;TZID=Europe/Berlin:20260323T080000',
      'RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO,SA',
      'EXDATE;TZID=Europe/Berlin:20260330T070000',
    )
    await put(
      'weekly-two',
      'DTSTART;TZID=Europe/Berlin:20260328T100000',
      'DURATION:PT30M',
      'RRULE:FREQ=WEEKLY;COUNT=2',
    )
    await put('floating', 'DTSTART:20260402T100000', 'DTEND:20260402T110000')
    await look()
    expect(await whole()).toEqual([
      // The day before the clocks change, and a week later, by the same clock.
      [at('2026-03-28T06:00Z'), at('2026-03-28T07:00Z')],
      [at('2026-03-28T09:00Z'), at('2026-03-28T09:30Z')],
      [at('2026-03-30T09:30Z'), at('2026-03-30T10:30Z')],
      [at('2026-03-31T22:00Z'), at('2026-04-01T22:00Z')],
      [at('2026-04-02T08:00Z'), at('2026-04-02T09:00Z')],
      [at('2026-04-04T05:00Z'), at('2026-04-04T06:00Z')],
      [at('2026-04-04T08:00Z'), at('2026-04-04T08:30Z')],
    ])
    for (const uid of ['holiday', 'weekly', 'weekly-two', 'floating']) await dav.remove('grace', 'work', uid)
  })

  it('passes by what keeps nobody, what is cancelled or declined, and what is an appointment of ours', async () => {
    const [start, end] = ['DTSTART:20260406T090000Z', 'DTEND:20260406T100000Z']
    await put('free', start, end, 'TRANSP:TRANSPARENT')
    await put('off', start, end, 'STATUS:CANCELLED')
    await put('declined', start, end, 'ATTENDEE;PARTSTAT=DECLINED:mailto:rep@hindsight.example')
    await put('secondly', start, end, 'RRULE:FREQ=SECONDLY')
    const own = await make(t.as('rep'), '/api/activities', {
      kind: 'appointment',
      subject: 'Ours',
      startsAt: at('2026-04-07T09:00Z'),
      endsAt: at('2026-04-07T10:00Z'),
    })
    await put(`${own}@hindsight`, 'DTSTART:20260407T090000Z', 'DTEND:20260407T100000Z')
    expect(await look()).toMatchObject({ busy: 0, error: null })
    // What only has a name like ours is somebody else's.
    const strange = '00000000-0000-4000-8000-00000000abcd@hindsight'
    await put(strange, 'DTSTART:20260408T090000Z', 'DTEND:20260408T100000Z')
    expect(await look()).toMatchObject({ busy: 1 })
    expect(await busy('rep', '2026-04-06T00:00Z', '2026-04-08T00:00Z')).toEqual([
      [at('2026-04-07T09:00Z'), at('2026-04-07T10:00Z')],
    ])
  })

  it('knows what it knew while nobody answers there, and forgets it with the calendar', async () => {
    await dav.stop()
    expect(await look()).toMatchObject({ busy: 1, error: expect.stringContaining('cannot be reached') })
    await dav.start()
    expect(await look()).toMatchObject({ busy: 1, error: null, failingSince: null })
    const gone = await answered<Standing>(t.as('rep').post('/api/me/calendar/outside/disconnect'))
    expect(gone).toMatchObject({ url: null, busy: 0, checkedAt: null })
    expect(await busy('rep', '2026-04-08T00:00Z', '2026-04-09T00:00Z')).toEqual([])
  })
})

describe('CAL-02 another calendar on a server of one’s own network', () => {
  it('is not read unless it is said that such may be', async () => {
    const t = await testApp()
    const account = { url: 'http://127.0.0.1:9/', login: 'grace', password: 'x' }
    const told = await answered<{ error: string }>(t.as('rep').post('/api/me/calendar/outside', account))
    expect(told.error).toContain('nothing is called at 127.0.0.1')
    await t.close()
  })
})
