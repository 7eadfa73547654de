import type { EventLog } from './log.ts'
import type { ReadEvent } from './messages.ts'
import type { RecordedEvent } from './model.ts'
import { isSoftDeleted, isVisible } from './streams.ts'

export const linkType = '$>'

/**
 * Puts the events that links point to beside the links; a target that is gone leaves the link alone. A link that names
 * no revision is an event like others.
 */
export async function resolveLinks(log: EventLog, page: readonly RecordedEvent[]): Promise<ReadEvent[]> {
  const links = page.filter(({ type }) => type === linkType)
  if (links.length === 0) return page.map((event) => ({ event }))
  const places = await Promise.all(links.map((link) => targetOf(log, link)))
  const named = places.filter((place) => place !== undefined)
  const targets = await log.at(named)
  const visible = await Promise.all(
    targets.map(async (target) => (target && (await canBeRead(log, target)) ? target : undefined)),
  )
  const targetByPlace = new Map(named.map((place, index) => [place, visible[index]]))
  const placeByLink = new Map(links.map((link, index) => [link, places[index]]))
  return page.map((event) => {
    const place = placeByLink.get(event)
    return place === undefined ? { event } : { event: targetByPlace.get(place), link: event }
  })
}

async function canBeRead(log: EventLog, event: RecordedEvent): Promise<boolean> {
  const state = await log.stream(event.stream)
  return !state.tombstoned && !isSoftDeleted(state) && isVisible(state, event)
}

/** A link's data is `revision@stream`, -1 for the newest revision; undefined when it is something else. */
async function targetOf(
  log: EventLog,
  link: RecordedEvent,
): Promise<{ stream: string; revision: number } | undefined> {
  const [, digits, stream = ''] = /^\s*([-+]?\d{1,19})\s*(?:@(.*))?$/s.exec(link.data.toString('utf8')) ?? []
  if (digits === undefined) return undefined
  return { stream, revision: digits === '-1' ? (await log.stream(stream)).last : Number(digits) }
}
