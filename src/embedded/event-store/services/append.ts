import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import type { EventLog } from '../log.ts'
import { readProposed, readWriteOptions, streamDeleted, tooLarge, wrongExpectedVersion } from '../messages.ts'
import type { Expected, Outcome, ProposedEvent } from '../model.ts'
import { Reader, Writer } from '../protobuf.ts'

/** Streams/Append: options first, then a message for each event. */
export const append =
  (log: EventLog): Handler =>
  async (call) => {
    let options: { stream: string; expected: Expected } | undefined
    const events: ProposedEvent[] = []
    for await (const message of call.messages()) {
      await log.room()
      const reader = new Reader(message)
      for (let field = reader.next(); field !== 0; field = reader.next()) {
        if (field === 1) options = readWriteOptions(reader.message())
        else if (field === 2) events.push(readProposed(reader.message()))
        else reader.skip()
      }
    }
    if (options === undefined) throw new CallError(status.invalidArgument, 'The options are missing.')
    const outcome = await log.write({ kind: 'append', events, ...options })
    await call.send(frame(encodeAppendResponse(options.expected, outcome, options.stream)))
  }

function encodeAppendResponse(expected: Expected, outcome: Outcome, stream: string): Buffer {
  const writer = new Writer(64)
  if (outcome.kind === 'written') {
    writer.message(1, (success) => {
      if (outcome.revision < 0) success.empty(2)
      else success.uint(1, outcome.revision)
      success.message(3, (position) => position.uint(1, outcome.position).uint(2, outcome.position))
    })
  } else if (outcome.kind === 'wrong-expected-revision') {
    writer.message(2, (wrong) => {
      if (outcome.current === undefined) wrong.empty(7)
      else wrong.uint(6, outcome.current)
      if (typeof expected === 'number') wrong.uint(8, expected)
      else wrong.empty({ any: 9, 'stream-exists': 10, 'no-stream': 11 }[expected])
    })
  } else throw failure(outcome, stream, expected)
  return writer.finish()
}

/** Streams/Delete (soft) and Streams/Tombstone (for ever). */
export const remove =
  (log: EventLog, kind: 'delete' | 'tombstone'): Handler =>
  async (call: Call) => {
    const request = new Reader(await call.message())
    let options: { stream: string; expected: Expected } | undefined
    for (let field = request.next(); field !== 0; field = request.next()) {
      if (field === 1) options = readWriteOptions(request.message())
      else request.skip()
    }
    if (options === undefined) throw new CallError(status.invalidArgument, 'The options are missing.')
    const outcome = await log.write({ kind, events: [], ...options })
    if (outcome.kind !== 'written') throw failure(outcome, options.stream, options.expected)
    const writer = new Writer(32)
    writer.message(1, (position) => position.uint(1, outcome.position).uint(2, outcome.position))
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
    case 'too-large':
      return tooLarge(outcome.limit)
    case 'timeout':
      return new CallError(status.aborted, 'The write timed out; it may still happen.')
    case 'refused':
      return new CallError(status.resourceExhausted, outcome.reason)
  }
}
