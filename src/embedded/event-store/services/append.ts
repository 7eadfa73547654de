import { Reader, Writer } from '../../../platform/log/event-store/protobuf.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import type { EventLog } from '../log.ts'
import {
  AppendSize,
  readProposed,
  readWriteOptions,
  streamDeleted,
  type WriteOptions,
  wrongExpectedVersion,
} from '../messages.ts'
import type { Expected, Outcome, ProposedEvent } from '../model.ts'

/** Streams/Append: options first, then a message for each event. */
export const append =
  (log: EventLog): Handler =>
  async (call) => {
    let options: WriteOptions | undefined
    const size = new AppendSize()
    const events: ProposedEvent[] = []
    for await (const message of call.messages()) {
      await log.room()
      const reader = new Reader(message)
      for (let field = reader.next(); field !== 0; field = reader.next()) {
        if (field === 1 && options === undefined) options = readWriteOptions(reader.message())
        else if (field === 2 && options !== undefined) {
          const event = readProposed(reader.message())
          size.add(event)
          events.push(event)
        } else if (field <= 2) throw new CallError(status.invalidArgument, 'The options must come first.')
        else reader.skip()
      }
    }
    if (options === undefined) throw new CallError(status.invalidArgument, 'The options are missing.')
    const outcome = await log.write({ kind: 'append', events, ...options })
    await call.send(frame(encodeAppendResponse(options.expected, outcome, options.stream)))
  }

function encodeAppendResponse(expected: Expected, outcome: Outcome, stream: string): Buffer {
  const writer = new Writer(64)
  if (outcome.kind === 'written') writer.message(1, (success) => writeSuccess(success, outcome))
  else if (outcome.kind === 'wrong-expected-revision') {
    writer.message(2, (wrong) => {
      if (outcome.current === undefined) wrong.empty(7)
      else wrong.uint(6, outcome.current)
      if (typeof expected === 'bigint') wrong.bigint(8, expected)
      else wrong.empty({ any: 9, 'stream-exists': 10, 'no-stream': 11 }[expected])
    })
  } else throw failure(outcome, stream, expected)
  return writer.finish()
}

/** AppendResp.Success and BatchAppendResp.Success. */
export function writeSuccess(writer: Writer, outcome: Extract<Outcome, { kind: 'written' }>): void {
  const { revision, position } = outcome
  if (revision < 0) writer.empty(2)
  else writer.uint(1, revision)
  if (position === undefined) writer.empty(4)
  else writer.message(3, (both) => both.uint(1, position).uint(2, position))
}

/** Streams/Delete (soft) and Streams/Tombstone (for ever). */
export const remove =
  (log: EventLog, kind: 'delete' | 'tombstone'): Handler =>
  async (call: Call) => {
    const request = new Reader(await call.message())
    let options: WriteOptions | undefined
    for (let field = request.next(); field !== 0; field = request.next()) {
      if (field === 1) options = readWriteOptions(request.message())
      else request.skip()
    }
    if (options === undefined) throw new CallError(status.invalidArgument, 'The options are missing.')
    const outcome = await log.write({ kind, events: [], ...options })
    if (outcome.kind !== 'written') throw failure(outcome, options.stream, options.expected)
    const { position = 0 } = outcome
    const writer = new Writer(32).message(1, (both) => both.uint(1, position).uint(2, position))
    await call.send(frame(writer.finish()))
  }

/** A write that did not happen, as the status of a call. */
function failure(
  outcome: Exclude<Outcome, { kind: 'written' }>,
  stream: string,
  expected: Expected,
): CallError {
  switch (outcome.kind) {
    case 'wrong-expected-revision':
      return wrongExpectedVersion(stream, expected, outcome.current)
    case 'stream-deleted':
      return streamDeleted(stream)
    case 'timeout':
      return new CallError(status.aborted, 'The write timed out; it may still happen.')
    case 'refused':
      return new CallError(status.internal, outcome.reason)
  }
}
