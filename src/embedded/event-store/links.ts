import type { EventLog } from './log.ts'
import type { ReadEvent } from './messages.ts'
import type { RecordedEvent } from './model.ts'
import { isSoftDeleted } from './streams.ts'

export const linkType = '$>'

/** Puts the events that links point to beside the links; a target that is gone leaves the link alone. */
export async function resolveLinks(log: EventLog, page: readonly RecordedEvent[]): Promise<ReadEvent[]> {
  const links = page.filter(({ type }) => type === linkType)
  if (links.length === 0) return page.map((event) => ({ event }))
  const targets = await log.at(links.map(targetOf))
  const visible = await Promise.all(
    targets.map(async (target) => (target && (await isVisible(log, target)) ? target : undefined)),
  )
  const targetByLink = new Map(links.map((link, index) => [link, visible[index]]))
  return page.map((event) =>
    event.type === linkType ? { event: targetByLink.get(event), link: event } : { event },
  )
}

async function isVisible(log: EventLog, { stream, revision, created }: RecordedEvent): Promise<boolean> {
  const state = await log.stream(stream)
  const { truncateBefore = 0, maxCount, maxAge } = state.metadata
  if (state.tombstoned || isSoftDeleted(state) || revision < truncateBefore) return false
  if (maxCount !== undefined && revision <= state.last - maxCount) return false
  return maxAge === undefined || created > (Date.now() - maxAge * 1000) * 1000
}

/** A link's data is `revision@stream`. */
export function targetOf(link: RecordedEvent): { stream: string; revision: number } {
  const text = link.data.toString('utf8')
  const at = text.indexOf('@')
  return { stream: text.slice(at + 1), revision: at > 0 ? Number(text.slice(0, at)) || 0 : 0 }
}
