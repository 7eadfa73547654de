import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { type Dovecot, dovecot, dovecotPath } from '../../support/dovecot.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer, type Received } from '../../support/mail-server.ts'
import { answered } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

const hourMs = 3_600_000
const passed = 'Authentication-Results: mx.larkspur.example; dkim=pass header.d=acme.example; dmarc=pass'

// Without Debian's dovecot-imapd there is no real IMAP server to speak to.
describe.runIf(dovecotPath)('invitations, by real mail', () => {
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  /** A whole hour, so long from now. */
  const ahead = (hours: number) =>
    new Date((Math.ceil(Date.parse(clock()) / hourMs) + hours) * hourMs).toISOString()

  let t: TestApp
  let imap: Dovecot
  let smtp: MailServer
  let boxId: string
  let contactId: string
  beforeAll(async () => {
    imap = await dovecot()
    smtp = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username }, _, done) => done(null, { user: username }),
    })
    t = await testApp({ clock })
    await furnish(t)
    contactId = await make(t.as('rep'), '/api/contacts', {
      name: { first: 'Grace', last: 'Auma' },
      email: 'grace@acme.example',
    })
    boxId = await make(t.as('admin'), '/api/mailboxes', {
      name: 'Larkspur sales',
      address: 'sales@larkspur.example',
      imap: { host: '127.0.0.1', port: imap.port, tls: 'none' },
      smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
      login: 'sales',
      checkedBy: 'mx.larkspur.example',
    })
    await answered(t.as('admin').post(`/api/mailboxes/${boxId}/password`, { password: imap.password }))
    await t.settled()
  })
  afterAll(async () => {
    await t?.close()
    await smtp?.close()
    await imap?.close()
  })

  const to = (address: string) => smtp.letters.filter((one) => one.to === address)
  /** What the calendar of whoever gets it reads. */
  const calendarIn = ({ raw }: Received): string[] => {
    const [, part = ''] = /Content-Type: text\/calendar;[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw) ?? []
    const text = /BEGIN:VCALENDAR/.test(part)
      ? part.replace(/=\r\n/g, '').replaceAll('=3D', '=')
      : Buffer.from(part, 'base64').toString()
    return text.replaceAll('\r\n ', '').split('\r\n')
  }
  const book = (startsAt: string, more: object = {}) =>
    make(t.as('rep'), '/api/activities', {
      kind: 'appointment',
      subject: 'Demo, of scopes',
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + hourMs).toISOString(),
      invites: true,
      exclusive: true,
      regarding: [{ model: 'contact', id: contactId }],
      participants: [{ model: 'contact', id: contactId }],
      ...more,
    })
  interface Activity {
    sequence: number
    participants: {
      id: string
      response: string | null
      proposal?: { startsAt: string; note: string | null }
    }[]
  }
  async function one(id: string): Promise<Activity> {
    await t.settled()
    return answered<Activity>(t.as('rep').get(`/api/activities/${id}`))
  }
  /** As calendars of these makers write their answers. */
  const shapes = {
    outlook: (id: string, sequence: number) =>
      `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Grace Auma:mailto:grace@acme.example\r\nCOMMENT;LANGUAGE=en-GB:\\n\r\nUID:${id}@hindsight\r\nSUMMARY;LANGUAGE=en-GB:Accepted: Demo\\, of scopes\r\nDTSTART;TZID=W. Europe Standard Time:20300101T090000\r\nSEQUENCE:${sequence}\r\nX-MICROSOFT-CDO-APPT-SEQUENCE:${sequence}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
    google: (id: string, sequence: number) =>
      `BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nDTSTART:20300101T080000Z\r\nUID:${id}@hindsight\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=Grace\r\n  Auma;X-NUM-GUESTS=0:mailto:grace@acme.example\r\nSEQUENCE:${sequence}\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR`,
    apple: (id: string, sequence: number) =>
      `BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nPRODID:-//Apple Inc.//macOS 14.4//EN\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nATTENDEE;CN=Grace Auma;CUTYPE=INDIVIDUAL;EMAIL=grace@acme.example;PARTSTAT=TENTATIVE:mailto:grace@acme.example\r\nUID:${id}@hindsight\r\nSEQUENCE:${sequence}\r\nDTSTART:20300101T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR`,
    counter: (id: string, sequence: number) =>
      `BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nATTENDEE;PARTSTAT=TENTATIVE:mailto:grace@acme.example\r\nCOMMENT;LANGUAGE=en-GB:An hour later please\r\nUID:${id}@hindsight\r\nDTSTART;TZID=W. Europe Standard Time:20300110T100000\r\nDTEND;TZID=W. Europe Standard Time:20300110T110000\r\nSEQUENCE:${sequence}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
  } as const
  let letter = 0
  async function reply(text: string, { from = 'grace@acme.example', head = passed } = {}): Promise<void> {
    const mail = [
      head,
      `From: ${from}`,
      'To: sales@larkspur.example',
      'Subject: Answer',
      `Message-ID: <answer-${letter++}@acme.example>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Answered.',
      '--b',
      'Content-Type: text/calendar; charset=utf-8; method=REPLY',
      '',
      text,
      '--b--',
    ]
    await imap.deliver('sales', mail.join('\r\n'))
    await answered(t.as('admin').post(`/api/mailboxes/${boxId}/fetch`))
  }
  const answerOf = async (id: string) => (await one(id)).participants[0]?.response

  it('CAL-01 both sides are invited, told of a move under a higher number, and of the end', async () => {
    const startsAt = ahead(50)
    const id = await book(startsAt)
    await eventually(() =>
      expect([to('grace@acme.example'), to('rep@hindsight.example')].map((all) => all.length)).toEqual([
        1, 1,
      ]),
    )
    const [first] = to('grace@acme.example')
    expect(first?.headers.subject).toBe('Invitation: Demo, of scopes')
    const said = calendarIn(first as Received)
    const stamp = (at: string) => `${at.slice(0, 19).replace(/[-:]/g, '')}Z`
    expect(said).toEqual(
      expect.arrayContaining([
        'METHOD:REQUEST',
        `UID:${id}@hindsight`,
        'SEQUENCE:0',
        `DTSTART:${stamp(startsAt)}`,
        'ORGANIZER;CN="Larkspur sales":mailto:sales@larkspur.example',
        expect.stringMatching(/^ATTENDEE;.*PARTSTAT=NEEDS-ACTION.*:MAILTO:grace@acme.example$/),
      ]),
    )
    const moved = new Date(Date.parse(startsAt) + 24 * hourMs).toISOString()
    await answered(
      t.as('rep').patch(`/api/activities/${id}`, {
        startsAt: moved,
        endsAt: new Date(Date.parse(moved) + hourMs).toISOString(),
      }),
    )
    await eventually(() => expect(to('grace@acme.example')).toHaveLength(2))
    expect(calendarIn(to('grace@acme.example')[1] as Received)).toEqual(
      expect.arrayContaining(['METHOD:REQUEST', 'SEQUENCE:1', `DTSTART:${stamp(moved)}`]),
    )
    await answered(t.as('rep').post(`/api/activities/${id}/cancel`))
    await eventually(() => expect(to('grace@acme.example')).toHaveLength(3))
    expect(calendarIn(to('grace@acme.example')[2] as Received)).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'SEQUENCE:2', 'STATUS:CANCELLED']),
    )
  })

  it('CAL-01 answers of Outlook, Google and Apple are recorded, of who was invited and is known to have sent them', async () => {
    const id = await book(ahead(60))
    await reply(shapes.outlook(id, 0), { from: 'mallory@acme.example' })
    await reply(shapes.outlook(id, 0), { head: 'X-Nothing: checked' })
    expect(await answerOf(id)).toBeNull()
    await reply(shapes.outlook(id, 0))
    await eventually(async () => expect(await answerOf(id)).toBe('accepted'))
    await reply(shapes.google(id, 0))
    await eventually(async () => expect(await answerOf(id)).toBe('declined'))
    await reply(shapes.apple(id, 0))
    await eventually(async () => expect(await answerOf(id)).toBe('tentative'))
    const { items } = await answered<{ items: { title: string }[] }>(
      t.as('rep').get(`/api/activities/${id}/history`),
    )
    expect(items.filter(({ title }) => /^(Accepted|Declined)/.test(title))).toHaveLength(3)
  })

  it('CAL-01 another time that is asked for is shown; an answer to what was moved since is none', async () => {
    const id = await book(ahead(70))
    await reply(shapes.counter(id, 0))
    await eventually(async () =>
      expect((await one(id)).participants[0]).toMatchObject({
        response: 'tentative',
        proposal: { startsAt: '2030-01-10T09:00:00.000Z', note: 'An hour later please' },
      }),
    )
    await answered(
      t.as('rep').patch(`/api/activities/${id}`, {
        startsAt: '2030-01-10T09:00:00.000Z',
        endsAt: '2030-01-10T10:00:00.000Z',
      }),
    )
    await reply(shapes.google(id, 0))
    expect((await one(id)).participants[0]).toEqual(expect.objectContaining({ response: null }))
    await reply(shapes.outlook(id, 1))
    await eventually(async () => expect(await answerOf(id)).toBe('accepted'))
  })

  it('CAL-04 reminds a day and an hour before, when it is then; what was cancelled reminds nobody', async () => {
    const reminders = () =>
      to('grace@acme.example').filter(({ headers }) => headers.subject === 'Reminder: Quarterly')
    const noticed = async () => {
      await t.settled()
      const { items } = await answered<{ items: { kind: string; record: { id: string } | null }[] }>(
        (await signedInAgain(t, 'rep')).get('/api/me/notices'),
      )
      return items.filter(({ kind, record }) => kind === 'activity.reminder' && record?.id === id).length
    }
    const id = await book(ahead(100), { exclusive: false, subject: 'Quarterly' })
    const other = await book(ahead(100), { exclusive: false, subject: 'Quarterly' })
    await answered(t.as('rep').post(`/api/activities/${other}/cancel`))
    const startsAt = ahead(130)
    await answered(
      t.as('rep').patch(`/api/activities/${id}`, {
        startsAt,
        endsAt: new Date(Date.parse(startsAt) + hourMs).toISOString(),
      }),
    )
    await t.settled()
    shift += 101 * hourMs
    await t.settled()
    expect([reminders().length, await noticed()]).toEqual([0, 0])
    shift += 6 * hourMs
    await eventually(async () => expect([reminders().length, await noticed()]).toEqual([1, 1]))
    shift += 23 * hourMs
    await eventually(async () => expect([reminders().length, await noticed()]).toEqual([2, 2]))
  })
})
