import type { Decider } from '../../domain/decider.ts'
import type { DataOf, RecordedEvent, SpecMap } from '../../domain/event.ts'
import type { Title } from '../http/services.ts'

/** An event in human words: by its feature's own title, else from its name (`lead.captured`: "Lead captured"). */
export function titleOf(
  titles: Readonly<Record<string, Title>>,
  event: Pick<RecordedEvent, 'type' | 'data'>,
  before: unknown,
): string {
  const title = titles[event.type]
  // A title that trips over an old shape must not hide the event it is about.
  try {
    if (title) return title({ type: event.type, data: event.data as never, before: before as never })
  } catch {
    return humanised(event.type)
  }
  return humanised(event.type)
}

/** The titles of one aggregate's events, typed by it. `before` is undefined where the aggregate begins. */
export function titlesOf<State, E extends SpecMap, C extends SpecMap>(
  _of: Decider<State, E, C>,
  titles: { [K in keyof E & string]?: (event: { data: DataOf<E[K]>; before: State }) => string },
): Readonly<Record<string, Title>> {
  return titles as Readonly<Record<string, Title>>
}

/** `opportunity.stage-advanced` is "Stage advanced"; a verb alone takes its subject along: "Quote accepted". */
export function humanised(type: string): string {
  const [aggregate = '', verb = ''] = type.split('.')
  const words = verb.includes('-') ? verb : `${aggregate.replace(/[A-Z]/g, (letter) => `-${letter}`)}-${verb}`
  const text = words.replaceAll('-', ' ').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
