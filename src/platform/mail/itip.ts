import nodeIcal from 'node-ical'

/** What the calendar of somebody who was invited answers (RFC 5546). */
export interface Itip {
  method: 'REPLY' | 'COUNTER'
  uid: string
  sequence: number
  /** Who answers what. */
  answers: readonly { address: string; status: string }[]
  /** Of a COUNTER, the time that is asked for. */
  startsAt: string | null
  endsAt: string | null
  note: string | null
}

const largest = 256 * 1024

/** The answer that a part of a mail is; null: it is none, or cannot be read. */
export function itipOf(text: string): Itip | null {
  if (text.length > largest || !/^METHOD:(REPLY|COUNTER)\s*$/im.test(text)) return null
  try {
    const parts = Object.values(nodeIcal.sync.parseICS(text)) as Part[]
    const event = parts.find((part) => part?.type === 'VEVENT')
    const method = String(event?.method ?? '').toUpperCase()
    if (!event?.uid || (method !== 'REPLY' && method !== 'COUNTER')) return null
    return {
      method,
      uid: event.uid,
      sequence: Number(event.sequence ?? 0) || 0,
      answers: [event.attendee ?? []].flat().map((one) => ({
        address: wordOf(one)
          .replace(/^mailto:/i, '')
          .trim()
          .toLowerCase(),
        status: String((typeof one === 'object' && one.params?.PARTSTAT) || 'NEEDS-ACTION').toUpperCase(),
      })),
      startsAt: isoOf(event.start),
      endsAt: isoOf(event.end),
      note: event.comment === undefined ? null : wordOf([event.comment].flat()[0]).slice(0, 500) || null,
    }
  } catch {
    return null
  }
}

type Valued = string | { params?: Record<string, string>; val?: string } | undefined
interface Part {
  type?: string
  method?: string
  uid?: string
  sequence?: string | number
  attendee?: Valued | Valued[]
  start?: Date
  end?: Date
  comment?: Valued | Valued[]
}

const wordOf = (of: Valued) => (typeof of === 'string' ? of : String(of?.val ?? ''))

const isoOf = (at: Date | undefined) =>
  at instanceof Date && !Number.isNaN(at.getTime()) ? new Date(at.getTime()).toISOString() : null
