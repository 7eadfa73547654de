import { Reader, Writer } from '../../../platform/log/event-store/protobuf.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import type { EventLog } from '../log.ts'
import { AppendSize, readProposed, readUuid, readWriteOptions, type WriteOptions } from '../messages.ts'
import type { Expected, Outcome, ProposedEvent } from '../model.ts'
import { writeSuccess } from './append.ts'

/** An append whose parts are arriving. */
interface Assembly {
  options: WriteOptions
  events: ProposedEvent[]
  size: AppendSize
}

/** What one message of the call carries. */
interface Part {
  /** The UUID message as it came, to be sent back. */
  correlation: Buffer
  options: Reader | undefined
  events: Reader[]
  final: boolean
}

const maxUnanswered = 10_000

/**
 * Streams/BatchAppend: many appends on one stream of messages, told apart by their correlation ids. Each is answered
 * once, whatever is wrong with it, and the others go on.
 */
export const batchAppend =
  (log: EventLog): Handler =>
  async (call) => {
    const open = new Map<string, Assembly>()
    const running = new Set<Promise<void>>()
    const send = gather(call)
    const answer = (task: Promise<Buffer>): void => {
      const sent = task.then(send)
      running.add(sent)
      void sent.finally(() => running.delete(sent))
    }
    for await (const message of call.messages()) {
      await log.room()
      const { correlation, options, events, final } = readPart(message)
      const id = readUuid(new Reader(correlation))
      let assembly = open.get(id)
      try {
        if (options !== undefined && assembly === undefined) {
          assembly = { options: readWriteOptions(options), events: [], size: new AppendSize() }
          open.set(id, assembly)
          if (assembly.options.deadline <= performance.now()) throw new TimedOut()
        }
        // The rest of one that has been answered already.
        if (assembly === undefined) continue
        for (const reader of events) {
          const event = readProposed(reader)
          assembly.size.add(event)
          assembly.events.push(event)
        }
      } catch (error) {
        if (!(error instanceof CallError || error instanceof TimedOut)) throw error
        open.delete(id)
        answer(Promise.resolve(encode(correlation, assembly?.options, error)))
        continue
      }
      if (!final) continue
      open.delete(id)
      answer(complete(log, correlation, assembly))
      // A client that does not take its answers is not read any further.
      if (running.size >= maxUnanswered) await Promise.race(running)
    }
    await Promise.all(running)
  }

class TimedOut extends Error {}

function readPart(message: Buffer): Part {
  const reader = new Reader(message)
  let correlation: Buffer | undefined
  let options: Reader | undefined
  const events: Reader[] = []
  let final = false
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) correlation = Buffer.from(reader.bytes())
    else if (field === 2) options = reader.message()
    else if (field === 3) events.push(reader.message())
    else if (field === 4) final = reader.bool()
    else reader.skip()
  }
  if (correlation === undefined) throw new CallError(status.invalidArgument, 'The correlation id is missing.')
  return { correlation, options, events, final }
}

async function complete(log: EventLog, correlation: Buffer, assembly: Assembly): Promise<Buffer> {
  const { options, events } = assembly
  const outcome = await log.write({ kind: 'append', events, ...options }, options.deadline)
  return encode(correlation, options, outcome)
}

function encode(
  correlation: Buffer,
  options: WriteOptions | undefined,
  outcome: Outcome | CallError | TimedOut,
): Buffer {
  const { stream = '', expected = 'any' } = options ?? {}
  const writer = new Writer(192)
  writer.bytes(1, correlation)
  if (!(outcome instanceof Error) && outcome.kind === 'written')
    writer.message(3, (success) => writeSuccess(success, outcome))
  else writer.message(2, (error) => writeError(error, describe(outcome, stream, expected)))
  writer.message(4, (name) => name.string(3, stream))
  if (typeof expected === 'bigint') writer.bigint(5, expected)
  else writer.empty({ 'no-stream': 6, any: 7, 'stream-exists': 8 }[expected])
  return frame(writer.finish())
}

/** google.rpc.Status, with the details that the client unpacks. */
function writeError(writer: Writer, { code, name, message, details }: Description): void {
  writer.uint(1, code).string(2, message ?? name)
  writer.message(3, (any) => {
    any.string(1, `type.googleapis.com/${name.includes('.') ? name : `event_store.client.${name}`}`)
    any.message(2, details)
  })
}

interface Description {
  code: number
  /** Of the message in the details. */
  name: string
  message?: string
  details: (writer: Writer) => void
}

function describe(
  outcome: Exclude<Outcome, { kind: 'written' }> | CallError | TimedOut,
  stream: string,
  expected: Expected,
): Description {
  const none = (): void => {}
  if (outcome instanceof CallError) {
    const limit = outcome.details['maximum-append-size']
    if (limit !== undefined) {
      const details = (writer: Writer): void => void writer.uint(1, Number(limit))
      return { code: status.invalidArgument, name: 'MaximumAppendSizeExceeded', details }
    }
    const details = (writer: Writer): void => void writer.string(1, outcome.message)
    return { code: status.invalidArgument, name: 'BadRequest', details }
  }
  if (outcome instanceof TimedOut || outcome.kind === 'timeout')
    return { code: status.deadlineExceeded, name: 'Timeout', details: none }
  if (outcome.kind === 'wrong-expected-revision') {
    const { current } = outcome
    const details = (writer: Writer): void => {
      if (current === undefined) writer.empty(2)
      else writer.uint(1, current)
      if (typeof expected === 'bigint') writer.bigint(3, expected)
      else writer.empty({ any: 4, 'stream-exists': 5, 'no-stream': 6 }[expected])
    }
    return { code: status.alreadyExists, name: 'WrongExpectedVersion', details }
  }
  if (outcome.kind === 'stream-deleted') {
    const details = (writer: Writer): void => void writer.message(1, (name) => name.string(3, stream))
    return { code: status.notFound, name: 'StreamDeleted', details }
  }
  // Of a type the client does not know, because only then it passes the message on.
  return {
    code: status.internal,
    name: 'google.rpc.ErrorInfo',
    message: outcome.reason,
    details: none,
  }
}

/** Sends the answers of one commit as one write. */
function gather(call: Call): (frames: Buffer) => Promise<void> {
  let waiting: Buffer[] = []
  let sent: Promise<void> | undefined
  return (frames) => {
    waiting.push(frames)
    sent ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const all = Buffer.concat(waiting)
      waiting = []
      sent = undefined
      return call.send(all)
    })
    return sent
  }
}
