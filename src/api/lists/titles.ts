import type { z } from 'zod'
import type { Decider } from '../../domain/decider.ts'
import type { DataOf, RecordedEvent, SpecMap } from '../../domain/event.ts'
import type { RecordDecider } from '../../domain/record.ts'
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

/** The titles of a plain record that has a name: `Territory West created`, `Renamed from West to Far West`. */
export function recordTitles<const N extends string, S extends z.ZodObject<{ name: z.ZodType<string> }>>(
  of: RecordDecider<N, S>,
): Readonly<Record<string, Title>> {
  type Named = { name?: string }
  return {
    [`${of.name}.created`]: ({ data }) =>
      humanised(`${of.name}.created`).replace(/created$/, `${(data as Named).name} created`),
    [`${of.name}.changed`]: ({ data, before }) => {
      const { name } = (data as { changes: Named }).changes
      return name ? `Renamed from ${(before as Named).name} to ${name}` : humanised(`${of.name}.changed`)
    },
  }
}

/** `opportunity.stage-advanced` is "Stage advanced"; a verb alone takes its subject along: "Quote accepted". */
export function humanised(type: string): string {
  const [aggregate = '', verb = ''] = type.split('.')
  const words = verb.includes('-') ? verb : `${aggregate.replace(/[A-Z]/g, (letter) => `-${letter}`)}-${verb}`
  const text = words.replaceAll('-', ' ').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
