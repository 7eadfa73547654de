import { z } from 'zod'
import type { AnyDecider } from '../domain/decider.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { changed } from '../domain/record.ts'
import { foldAggregate } from './aggregates.ts'
import type { CommandDefinition, TakenBack } from './command.ts'

/** What is to be done to take back what a command did, or why there is nothing to do. */
export type WayBack =
  | { is: 'open'; back: TakenBack }
  /** It was taken back before. */
  | { is: 'gone' }
  /** The record is as it was before, whoever saw to it. */
  | { is: 'unchanged' }
  /** It began with this, or what was before cannot be told any more. */
  | { is: 'closed' }
  /** Somebody has changed the same since: these fields. */
  | { is: 'changed-since'; fields: readonly string[] }

interface Done {
  /** The record's events, oldest first. */
  events: readonly RecordedEvent[]
  /** The id of the command that is to be taken back. */
  was: string
  /** The id under which it is taken back. */
  under: string
}

/**
 * How a record is made again what it was before a command, as far as that command changed it: by folding its events up to
 * there, so that nothing has to be kept for it. What else has happened to the record since stays.
 */
export function wayBack(
  commandOf: (type: string) => CommandDefinition | undefined,
  command: string,
  { events, was, under }: Done,
): WayBack {
  const { decider, inverse } = commandOf(command) ?? {}
  if (events.some(isOf(under))) return { is: 'gone' }
  const states = decider && around(decider, events, was)
  if (!inverse || !states) return { is: 'closed' }
  const { before, after, now, alone } = states
  const found = inverse(before as never, { after: after as never, alone })
  if (!found) return { is: 'closed' }
  const back = { ...found, body: takenBy(commandOf(found.command), found.body) }
  const touched = namedIn(back.body, after) ?? Object.keys(changed(before, after))
  const only = (state: object) =>
    Object.fromEntries(touched.map((field) => [field, (state as Record<string, unknown>)[field] ?? null]))
  const fields = Object.keys(changed(only(after), only(now)))
  if (fields.length === 0) return { is: 'open', back }
  const isBefore = Object.keys(changed(only(before), only(now))).length === 0
  return isBefore ? { is: 'unchanged' } : { is: 'changed-since', fields }
}

/** Whether an event is of a command, by its id. */
export const isOf = (command: string) => (event: RecordedEvent) => event.metadata.command.id === command

/**
 * What a record was before and after a command, and is now, by folding its events; undefined where it began with that command,
 * or has no event of it. `alone`: nothing else has happened to it since; `said`: what the first event of the command said.
 */
export function around(decider: AnyDecider, events: readonly RecordedEvent[], command: string) {
  const first = events.findIndex(isOf(command))
  if (first < 1) return undefined
  const end = events.findLastIndex(isOf(command)) + 1
  const at = (count: number) => foldAggregate(decider, undefined, events.slice(0, count))?.state as object
  return {
    before: at(first),
    after: at(end),
    now: at(events.length),
    alone: end === events.length,
    said: events[first]?.data,
  }
}

/** Of what changed, that which the command takes: the rest follows from it. */
function takenBy(command: CommandDefinition | undefined, body: TakenBack['body']): TakenBack['body'] {
  if (!(command?.body instanceof z.ZodObject)) return body
  const { shape } = command.body
  return Object.fromEntries(Object.entries(body).filter(([field]) => field in shape))
}

/** Of what a command is told, the fields that are the record's. */
function namedIn(body: TakenBack['body'], state: object): string[] | undefined {
  const fields = Object.keys(body).filter((field) => field in state)
  return fields.length > 0 ? fields : undefined
}
