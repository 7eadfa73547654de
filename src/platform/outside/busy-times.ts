import nodeIcal, { type VEvent } from 'node-ical'
import { Temporal } from 'temporal-polyfill'

/** From when to when somebody is taken, in ISO-8601 UTC. */
export interface Busy {
  startsAt: string
  endsAt: string
}

export interface Looked {
  from: string
  to: string
  /** Whose calendar it is: by their clock a day begins, and goes what has no zone. */
  zone: string
  address: string
  /** Whether it is an appointment of ours, by its UID (RFC 5545): that is known already. */
  isOurs: (uid: string) => Promise<boolean>
}

const dayMs = 86_400_000
/** An event that was moved into these weeks, and one that began before them. */
const marginMs = 31 * dayMs

/** When events keep somebody elsewhere, the earliest first, and none twice: nothing of what they are. */
export async function busyTimes(texts: readonly string[], looked: Looked): Promise<Busy[]> {
  const [from, to] = [Date.parse(looked.from), Date.parse(looked.to)]
  const found: { from: number; to: number }[] = []
  for (const text of texts)
    for (const event of eventsIn(text, looked.zone)) {
      if (await looked.isOurs(event.uid)) continue
      for (const one of timesOf(event, looked))
        if (one.to > from && one.from < to && one.to > one.from)
          found.push({ from: Math.max(one.from, from), to: Math.min(one.to, to) })
    }
  const joined: { from: number; to: number }[] = []
  for (const one of found.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to)
    else joined.push({ ...one })
  }
  return joined.map((one) => ({
    startsAt: new Date(one.from).toISOString(),
    endsAt: new Date(one.to).toISOString(),
  }))
}

/** What cannot be read is passed by: the rest of a calendar counts all the same. */
function eventsIn(text: string, zone: string): VEvent[] {
  try {
    // A time without a zone is by the clock of whoever has it, and not by that of the server.
    const zoned = text.replace(
      /^(DTSTART|DTEND|RECURRENCE-ID|EXDATE)(;VALUE=DATE-TIME)?:(?=[\dT,]+\r?$)(?=\d{8}T)/gim,
      `$1;TZID=${zone}:`,
    )
    return Object.values(nodeIcal.sync.parseICS(zoned)).filter((part) => part?.type === 'VEVENT')
  } catch {
    return []
  }
}

function timesOf(event: VEvent, { from, to, zone, address }: Looked): { from: number; to: number }[] {
  if (!(event.start instanceof Date) || !mayExpand(event)) return []
  const instances = nodeIcal.expandRecurringEvent(event, {
    from: new Date(Date.parse(from) - marginMs),
    to: new Date(Date.parse(to) + marginMs),
    expandOngoing: true,
  })
  return instances
    .filter((one) => keeps(one.event, address))
    .map(({ start, end, isFullDay }) =>
      isFullDay
        ? { from: startOf(start, zone), to: startOf(end, zone) }
        : { from: start.getTime(), to: end.getTime() },
    )
}

/** A rule is gone through from its start: one that goes on more often than each day, or for ages, is none of a calendar. */
function mayExpand({ rrule, start }: VEvent): boolean {
  if (!rrule) return true
  const { freq, byHour, byMinute, bySecond } = rrule.options
  if (start.getFullYear() < 1970 || byHour || byMinute || bySecond) return false
  return ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(String(freq))
}

function keeps({ status, transparency, attendee }: VEvent, address: string): boolean {
  if (String(status).toUpperCase() === 'CANCELLED') return false
  if (String(transparency).toUpperCase() === 'TRANSPARENT') return false
  return ![attendee ?? []].flat().some((one) => {
    if (typeof one !== 'object') return false
    const { val, params } = one as { val?: string; params?: { PARTSTAT?: string } }
    const theirs = String(val ?? '').replace(/^mailto:/i, '')
    return theirs.toLowerCase() === address.toLowerCase() && params?.PARTSTAT?.toUpperCase() === 'DECLINED'
  })
}

/** A whole day is held as midnight by the clock of the server; it is one by another’s. */
function startOf(day: Date, zone: string): number {
  const plain = Temporal.PlainDate.from({
    year: day.getFullYear(),
    month: day.getMonth() + 1,
    day: day.getDate(),
  })
  return plain.toZonedDateTime(zone).epochMilliseconds
}
