import ical from 'node-ical'
import { describe, expect, it } from 'vitest'
import { calendarText } from '../../src/platform/papers/icalendar.ts'

const visit = {
  uid: 'one',
  sequence: 0,
  stamp: '2026-01-01T09:00:00.000Z',
  startsAt: '2026-01-01T10:00:00.000Z',
  endsAt: '2026-01-01T11:00:00.000Z',
  title: 'Visit',
  text: null,
  place: null,
  status: 'CONFIRMED',
  busy: true,
  url: undefined,
} as const

describe('CAL-01 an invitation as calendars read it', () => {
  it('CAL-01 names guests in full, whatever stands in their names (ical-generator 10.2.0; RFC 5545, section 3.2)', () => {
    const names = ['Grace "Gigi" Auma', 'Doe, Jane: "MD"', 'Zoë\r\nX-EVIL:1']
    const text = calendarText([
      {
        ...visit,
        organizer: { name: 'The "Desk"', address: 'desk@example.com' },
        attendees: names.map((name, n) => ({ name, address: `${n}@example.com`, status: 'NEEDS-ACTION' })),
      },
    ])
    expect(text).not.toMatch(/^X-EVIL/m)
    const [event] = Object.values(ical.sync.parseICS(text)).filter((one) => one?.type === 'VEVENT')
    const { attendee, organizer } = event as never as {
      attendee: { params: { CN: string }; val: string }[]
      organizer: { params: { CN: string } }
    }
    const read = attendee.map(({ params, val }) => [params.CN.replaceAll('"', ''), val.toLowerCase()])
    expect(read).toEqual([
      ['Grace  Gigi  Auma', 'mailto:0@example.com'],
      ['Doe, Jane:  MD', 'mailto:1@example.com'],
      ['Zoë  X-EVIL:1', 'mailto:2@example.com'],
    ])
    expect(organizer.params.CN.replaceAll('"', '')).toBe('The  Desk')
  })
})
