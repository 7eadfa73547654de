import { ZodError } from 'zod'
import type { AnyDecider } from '../domain/decider.ts'
import { refuse } from '../domain/error.ts'
import type { DomainEvent, Metadata, RecordedEvent } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { EventToAppend } from '../platform/log/event-store.ts'
import type { Principal } from '../platform/people/permissions.ts'
import type { Aggregate } from './aggregates.ts'
import { eventId } from './ids.ts'

/** Of a request, who asks, and what it belongs to. */
export interface Cause {
  principal: Principal
  correlationId?: string
  causationId?: string
}

/** An event on its way into the log. */
export type Appending = EventToAppend & { metadata: Metadata }

/** What the events of a command say beside their data. */
export function metadataOf(
  command: Metadata['command'],
  { principal, correlationId, causationId }: Cause,
  more: Omit<Metadata, 'actor' | 'via' | 'command' | '$correlationId' | '$causationId'>,
): Metadata {
  return {
    actor: principal.actor,
    via: principal.via,
    command,
    $correlationId: correlationId ?? command.id,
    $causationId: causationId ?? command.id,
    ...more,
  }
}

/**
 * What was decided, in the form it is stored in. What a record took over from before a rule was there may not satisfy it:
 * that is no error of the program, and whoever asks can put it right. @throws DomainError naming the field.
 */
export function toAppend(
  codec: EventCodec,
  decided: readonly DomainEvent[],
  metadata: Metadata,
): Appending[] {
  return decided.map((event, index) => ({
    ...encoded(codec, event),
    id: eventId(metadata.command.id, index),
    metadata,
  }))
}

function encoded(codec: EventCodec, event: DomainEvent) {
  try {
    return codec.encode(event)
  } catch (error) {
    const issue = error instanceof ZodError ? error.issues[0] : undefined
    if (!issue) throw error
    const field = issue.path.join('.')
    return refuse(
      'command.older-value',
      `Correct ${field} first, which is from before a rule: ${issue.message}.`,
      { field },
    )
  }
}

/** The same as they will be read again, but for their position, which nobody knows before the append. */
export function recordedOf(
  decider: AnyDecider,
  aggregateId: string,
  before: Aggregate | undefined,
  decided: readonly DomainEvent[],
  events: readonly Appending[],
): RecordedEvent[] {
  return events.map<RecordedEvent>(({ id, data, metadata }, index) => ({
    id,
    type: decided[index]?.type ?? '',
    data,
    aggregate: decider.name,
    aggregateId,
    revision: (before?.revision ?? -1) + 1 + index,
    position: 0n,
    occurredAt: metadata.occurredAt,
    recordedAt: metadata.occurredAt,
    metadata,
  }))
}

/** An aggregate that was folded before the append, so that it could tell the claims; now the position is known. */
export function positioned(
  after: Aggregate,
  appended: readonly RecordedEvent[],
  position: bigint,
): Aggregate {
  const commands = new Map(after.commands)
  for (const { metadata } of appended) {
    const done = commands.get(metadata.command.id)
    if (done) commands.set(metadata.command.id, { ...done, position })
  }
  return { ...after, commands }
}
