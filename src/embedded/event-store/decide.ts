import { randomUUID } from 'node:crypto'
import { withTruncateBefore } from './metadata.ts'
import {
  type Expected,
  metastreamOf,
  type Outcome,
  ownersOf,
  type ProposedEvent,
  tombstoneRevision,
} from './model.ts'
import { type EventKey, isSoftDeleted, isVisible, type StreamState, type StreamStates } from './streams.ts'

export interface StreamWrite {
  kind: 'append' | 'delete' | 'tombstone'
  stream: string
  expected: Expected
  events: readonly ProposedEvent[]
}

/** The links of a system projection, up to a position of the log. */
export interface ProjectionWrite {
  kind: 'project'
  projection: string
  position: number
  links: readonly { stream: string; event: ProposedEvent }[]
}

export type WriteRequest = StreamWrite | ProjectionWrite

/** What deciding may use and do. */
export interface Draft {
  states: StreamStates
  /** Whether the draft already holds events of this stream, so that the database does not know its newest ones. */
  holds(stream: string): boolean
  /** Adds an event at the end of the log. */
  add(stream: string, revision: number, event: ProposedEvent): EventKey
  recentById(id: string): EventKey | undefined
  /** The events of a stream from `first` on, at most `count`. */
  stored(stream: string, first: number, count: number): Promise<EventKey[]>
  /** Notes how far a projection has come, to be stored with its links. */
  moved(projection: string, position: number): void
  /** The position of the newest event of the log, the draft's own included. */
  position(): number
}

/** The streams whose state `decide` looks at, soft-deleted ones apart: those also need their metastream. */
export function streamsOf(request: WriteRequest): string[] {
  if (request.kind === 'project') return request.links.map(({ stream }) => stream)
  const { kind, stream } = request
  return [stream, ...ownersOf(stream), ...(kind === 'delete' ? [metastreamOf(stream)] : [])]
}

/**
 * Decides one write against the states, which it changes as if the draft were written. 'later': the draft has to be
 * written before this can be decided. The rules are those of EventStoreDB 24.6 (IndexWriter and StorageWriterService).
 */
export async function decide(request: WriteRequest, draft: Draft): Promise<Outcome | 'later'> {
  if (request.kind === 'project') return project(request, draft)
  const { kind, stream, expected, events } = request
  const state = stateOf(draft, stream)
  const owners = ownersOf(stream).map((owner) => stateOf(draft, owner))
  if (state.tombstoned || owners.some(({ tombstoned }) => tombstoned)) return { kind: 'stream-deleted' }
  const verdict = expectation(state, expected)
  if (verdict === 'deleted') return { kind: 'stream-deleted' }
  if (verdict === 'wrong') return wrong(state)
  const repeated = await repetition(request, state, draft)
  if (repeated !== undefined) return repeated
  // No events repeat nothing, and a soft-deleted stream may be begun again.
  if (verdict === 'behind' && !(expected === 'no-stream' && isSoftDeleted(state) && !isEmpty(request)))
    return wrong(state)
  if (kind === 'delete') return remove(stream, state, draft)
  if (kind === 'tombstone') {
    const { position } = draft.add(stream, tombstoneRevision, systemEvent('$streamDeleted', ''))
    return { kind: 'written', revision: state.last, position }
  }
  const revived = isSoftDeleted(state) ? state.last + 1 : undefined
  const owner = owners[0]
  const hidden = owner !== undefined && isSoftDeleted(owner) ? owner.last + 1 : undefined
  let written: EventKey | undefined
  for (const event of events) written = draft.add(stream, state.last + 1, event)
  const outcome: Outcome = {
    kind: 'written',
    revision: state.last,
    position: written?.position ?? draft.position(),
  }
  // What was deleted stays hidden, whatever is written after it and about it.
  if (revived !== undefined) hideBelow(stream, state, revived, draft)
  if (hidden !== undefined && owner !== undefined) hideBelow(stream.slice(2), owner, hidden, draft)
  return outcome
}

const isEmpty = ({ kind, events }: StreamWrite): boolean => kind === 'append' && events.length === 0

function project({ projection, position, links }: ProjectionWrite, draft: Draft): Outcome {
  for (const { stream, event } of links) {
    const state = stateOf(draft, stream)
    if (!state.tombstoned) draft.add(stream, state.last + 1, event)
  }
  draft.moved(projection, position)
  return { kind: 'written', revision: -1, position: draft.position() }
}

function stateOf(draft: Draft, stream: string): StreamState {
  const state = draft.states.known(stream)
  if (state === undefined) throw new Error(`the state of ${stream} is not loaded`)
  return state
}

/** 'behind': the stream is further than expected, which a repeated append explains. */
function expectation(state: StreamState, expected: Expected): 'met' | 'wrong' | 'behind' | 'deleted' {
  if (expected === 'any') return 'met'
  if (expected === 'stream-exists') {
    if (isSoftDeleted(state)) return 'deleted'
    return state.last >= 0 || state.metadataText !== undefined ? 'met' : 'wrong'
  }
  const revision = expected === 'no-stream' ? -1 : Number(expected)
  if (revision === state.last) return 'met'
  return revision > state.last ? 'wrong' : 'behind'
}

/** The answer to an append that was written before, or contradicts what was; undefined when it is new. */
async function repetition(
  request: StreamWrite,
  state: StreamState,
  draft: Draft,
): Promise<Outcome | 'later' | undefined> {
  const { kind, stream, expected, events } = request
  if (kind !== 'append' || events.length === 0) return undefined
  let known: EventKey[]
  if (expected === 'any' || expected === 'stream-exists') {
    const recent = events.map(({ id }) => draft.recentById(id))
    if (recent[0]?.stream !== stream) return undefined
    known = recent.filter((key) => key !== undefined).filter((key) => key.stream === stream)
  } else if (expectation(state, expected) === 'met') {
    return undefined
  } else {
    if (draft.holds(stream)) return 'later'
    const first = expected === 'no-stream' ? 0 : Number(expected) + 1
    const stored = await draft.stored(stream, first, events.length)
    known = stored.filter(({ id }, index) => id === events[index]?.id)
    if (stored[0]?.id !== events[0]?.id) return undefined
  }
  const last = known.at(-1)
  if (known.length < events.length || last === undefined) return wrong(state)
  return {
    kind: 'written',
    revision: last.revision,
    position: !isSoftDeleted(state) && isVisible(state, last) ? last.position : undefined,
  }
}

function wrong(state: StreamState): Outcome {
  return { kind: 'wrong-expected-revision', current: state.last < 0 ? undefined : state.last }
}

/** Soft-deletes; to do so with what was never written is a mistake. */
function remove(stream: string, state: StreamState, draft: Draft): Outcome {
  const metastream = metastreamOf(stream)
  const metadata = stateOf(draft, metastream)
  if (metadata.tombstoned) return { kind: 'stream-deleted' }
  if (state.last < 0 && metadata.last < 0) return wrong(state)
  const event = systemEvent('$metadata', '{"$tb":9223372036854775807}')
  const { position } = draft.add(metastream, metadata.last + 1, event)
  return { kind: 'written', revision: state.last, position }
}

/** Writes the stream's metadata again, with what lies below `revision` hidden; none that cannot be read. */
function hideBelow(stream: string, state: StreamState, revision: number, draft: Draft): void {
  const text = withTruncateBefore(state.metadataText ?? '{}', revision)
  if (text === undefined) return
  const metastream = metastreamOf(stream)
  draft.add(metastream, stateOf(draft, metastream).last + 1, systemEvent('$metadata', text))
}

/** A tombstone is empty and no JSON. */
function systemEvent(type: string, data: string): ProposedEvent {
  return { id: randomUUID(), type, json: data !== '', data: Buffer.from(data), metadata: Buffer.alloc(0) }
}
