import { randomUUID } from 'node:crypto'
import {
  type Expected,
  isMetastream,
  metastreamOf,
  type Outcome,
  type ProposedEvent,
  sizeOf,
  tombstoneRevision,
} from './model.ts'
import { type EventKey, isSoftDeleted, type StreamState, type StreamStates } from './streams.ts'

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
  recentById(stream: string, id: string): EventKey | undefined
  /** The events of a stream from `first` on, at most `count`. */
  stored(stream: string, first: number, count: number): Promise<EventKey[]>
  /** Notes how far a projection has come, to be stored with its links. */
  moved(projection: string, position: number): void
  /** The position of the newest event of the log, the draft's own included. */
  position(): number
}

export const maxAppendSize = 1024 * 1024

/** The streams whose state `decide` looks at, soft-deleted ones apart: those also need their metastream. */
export function streamsOf(request: WriteRequest): string[] {
  if (request.kind === 'project') return request.links.map(({ stream }) => stream)
  const { kind, stream } = request
  if (isMetastream(stream)) return [stream, stream.slice(2)]
  return kind === 'append' ? [stream] : [stream, metastreamOf(stream)]
}

/**
 * Decides one write against the states, which it changes as if the draft were written. 'later': the draft has to be
 * written before this can be decided.
 */
export async function decide(request: WriteRequest, draft: Draft): Promise<Outcome | 'later'> {
  if (request.kind === 'project') return project(request, draft)
  const { kind, stream, expected, events } = request
  const state = stateOf(draft, stream)
  if (state.tombstoned) return { kind: 'stream-deleted' }
  if (isMetastream(stream) && stateOf(draft, stream.slice(2)).tombstoned) return { kind: 'stream-deleted' }
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > maxAppendSize) {
    return { kind: 'too-large', limit: maxAppendSize }
  }
  const verdict = expectation(state, expected)
  if (verdict === 'deleted') return { kind: 'stream-deleted' }
  if (verdict === 'wrong') return wrong(state)
  if (verdict === 'behind' && kind !== 'append') return wrong(state)
  if (verdict === 'behind' || typeof expected === 'string') {
    const repeated = await repetition(request, state, draft)
    if (repeated !== undefined) return repeated
  }
  // To soft-delete what was never written is a mistake, to tombstone it is not.
  if (kind === 'delete')
    return state.last < 0 && expected === 'any' ? wrong(state) : remove(stream, state, draft)
  if (kind === 'tombstone') {
    const { position } = draft.add(stream, tombstoneRevision, systemEvent('$streamDeleted', ''))
    return { kind: 'written', revision: state.last, position }
  }
  if (events.length === 0) return { kind: 'written', revision: state.last, position: draft.position() }
  if (isSoftDeleted(state)) revive(stream, state, draft)
  let written: EventKey | undefined
  for (const event of events) written = draft.add(stream, state.last + 1, event)
  return { kind: 'written', revision: state.last, position: written?.position ?? draft.position() }
}

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
  if (expected === 'no-stream') return state.last < 0 || isSoftDeleted(state) ? 'met' : 'behind'
  if (expected === state.last) return 'met'
  return expected > state.last ? 'wrong' : 'behind'
}

/** The answer to an append that was written before, or contradicts what was; undefined when it is new. */
async function repetition(
  request: StreamWrite,
  state: StreamState,
  draft: Draft,
): Promise<Outcome | 'later' | undefined> {
  const { stream, expected, events } = request
  const first = events[0]
  if (request.kind !== 'append' || first === undefined)
    return expectation(state, expected) === 'met' ? undefined : wrong(state)
  let start: number
  if (expected === 'any' || expected === 'stream-exists') {
    const known = draft.recentById(stream, first.id)
    if (known === undefined) return undefined
    start = known.revision
  } else if (expectation(state, expected) === 'met') {
    return undefined
  } else {
    start = expected === 'no-stream' ? 0 : expected + 1
  }
  if (draft.holds(stream)) return 'later'
  const stored = await draft.stored(stream, start, events.length)
  const last = stored.at(-1)
  const same =
    stored.length === events.length && stored.every((event, index) => event.id === events[index]?.id)
  return same && last !== undefined
    ? { kind: 'written', revision: last.revision, position: last.position }
    : wrong(state)
}

function wrong(state: StreamState): Outcome {
  return { kind: 'wrong-expected-revision', current: state.last < 0 ? undefined : state.last }
}

function remove(stream: string, state: StreamState, draft: Draft): Outcome {
  const metastream = metastreamOf(stream)
  const event = systemEvent('$metadata', '{"$tb":9223372036854775807}')
  const { position } = draft.add(metastream, stateOf(draft, metastream).last + 1, event)
  return { kind: 'written', revision: state.last, position }
}

/** Appending to a soft-deleted stream brings it back, without what it held before. */
function revive(stream: string, state: StreamState, draft: Draft): void {
  const metadata: Record<string, unknown> = JSON.parse(state.metadataText ?? '{}')
  const metastream = metastreamOf(stream)
  const event = systemEvent('$metadata', JSON.stringify({ ...metadata, $tb: state.last + 1 }))
  draft.add(metastream, stateOf(draft, metastream).last + 1, event)
}

function systemEvent(type: string, data: string): ProposedEvent {
  return { id: randomUUID(), type, json: true, data: Buffer.from(data), metadata: Buffer.alloc(0) }
}
