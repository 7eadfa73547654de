import { maxAppendSize } from '../decide.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import type { EventLog } from '../log.ts'
import { readProposed, readUuid, readWriteOptions } from '../messages.ts'
import { type Expected, type Outcome, type ProposedEvent, sizeOf } from '../model.ts'
import { Reader, Writer } from '../protobuf.ts'

interface Assembly {
  /** The UUID message as it came, to be sent back. */
  correlation: Buffer
  options: { stream: string; expected: Expected; deadline: number } | undefined
  events: ProposedEvent[]
  size: number
  error: CallError | undefined
}

const maxUnanswered = 10_000

/** Streams/BatchAppend: many appends on one stream of messages, told apart by their correlation ids. */
export const batchAppend =
  (log: EventLog): Handler =>
  async (call) => {
    const open = new Map<string, Assembly>()
    const running = new Set<Promise<void>>()
    const send = gather(call)
    for await (const message of call.messages()) {
      await log.room()
      const request = new Reader(message)
      let id = ''
      let assembly: Assembly | undefined
      let final = false
      for (let field = request.next(); field !== 0; field = request.next()) {
        if (field === 1) {
          const correlation = Buffer.from(request.bytes())
          id = readUuid(new Reader(correlation))
          assembly = open.get(id) ?? {
            correlation,
            options: undefined,
            events: [],
            size: 0,
            error: undefined,
          }
          open.set(id, assembly)
        } else if (assembly === undefined) {
          throw new CallError(status.invalidArgument, 'The correlation id is missing.')
        } else if (field === 2)
          collect(assembly, request, (reader) => ({ options: readWriteOptions(reader) }))
        else if (field === 3) collect(assembly, request, (reader) => ({ event: readProposed(reader) }))
        else if (field === 4) final = request.bool()
        else request.skip()
      }
      if (!final || assembly === undefined) continue
      open.delete(id)
      const task = complete(log, assembly).then(send)
      running.add(task)
      void task.finally(() => running.delete(task))
      // A client that does not take its answers is not read any further.
      if (running.size >= maxUnanswered) await Promise.race(running)
    }
    await Promise.all(running)
  }

/** A faulty append is answered as such; the others on the same call go on. */
function collect(
  assembly: Assembly,
  request: Reader,
  read: (reader: Reader) => { options: Assembly['options'] } | { event: ProposedEvent },
): void {
  try {
    const part = read(request.message())
    if ('event' in part) {
      assembly.size += sizeOf(part.event)
      // Too large already: what comes is only counted.
      if (assembly.size <= maxAppendSize) assembly.events.push(part.event)
    } else assembly.options = part.options
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    // Only this form of the error reaches the client as what it is.
    if (error.details.exception !== undefined) throw error
    assembly.error = error
  }
}

async function complete(log: EventLog, assembly: Assembly): Promise<Buffer> {
  const { options, events, size, error } = assembly
  if (error !== undefined || options === undefined) {
    return encode(assembly, { kind: 'refused', reason: error?.message ?? 'The options are missing.' })
  }
  if (options.deadline <= Date.now()) return encode(assembly, { kind: 'timeout' })
  if (size > maxAppendSize) return encode(assembly, { kind: 'too-large', limit: maxAppendSize })
  return encode(assembly, await log.write({ kind: 'append', events, ...options }, options.deadline))
}

function encode({ correlation, options }: Assembly, outcome: Outcome): Buffer {
  const writer = new Writer(192)
  writer.bytes(1, correlation)
  if (outcome.kind === 'written') {
    writer.message(3, (success) => {
      if (outcome.revision < 0) success.empty(2)
      else success.uint(1, outcome.revision)
      success.message(3, (position) => position.uint(1, outcome.position).uint(2, outcome.position))
    })
  } else writer.message(2, (error) => writeError(error, outcome, options?.expected ?? 'any'))
  writer.message(4, (name) => name.string(3, options?.stream ?? ''))
  const expected = options?.expected ?? 'any'
  if (typeof expected === 'number') writer.uint(5, expected)
  else writer.empty({ 'no-stream': 6, any: 7, 'stream-exists': 8 }[expected])
  return frame(writer.finish())
}

/** google.rpc.Status, with the details that the client unpacks. */
function writeError(
  writer: Writer,
  outcome: Exclude<Outcome, { kind: 'written' }>,
  expected: Expected,
): void {
  const [code, message, type, body] = describe(outcome, expected)
  writer.uint(1, code).string(2, message)
  writer.message(3, (any) => {
    any.string(1, `type.googleapis.com/${type}`)
    any.message(2, body)
  })
}

type Description = [code: number, message: string, type: string, body: (writer: Writer) => void]

function describe(outcome: Exclude<Outcome, { kind: 'written' }>, expected: Expected): Description {
  const none = (): void => {}
  switch (outcome.kind) {
    case 'wrong-expected-revision': {
      const body = (writer: Writer): void => {
        if (outcome.current === undefined) writer.empty(2)
        else writer.uint(1, outcome.current)
        if (typeof expected === 'number') writer.uint(3, expected)
        else writer.empty({ any: 4, 'stream-exists': 5, 'no-stream': 6 }[expected])
      }
      return [
        status.failedPrecondition,
        'WrongExpectedVersion',
        'event_store.client.WrongExpectedVersion',
        body,
      ]
    }
    case 'stream-deleted':
      return [status.failedPrecondition, 'StreamDeleted', 'event_store.client.StreamDeleted', none]
    case 'too-large': {
      const body = (writer: Writer): void => void writer.uint(1, outcome.limit)
      const name = 'MaximumAppendSizeExceeded'
      return [status.invalidArgument, name, `event_store.client.${name}`, body]
    }
    case 'timeout':
      return [status.deadlineExceeded, 'Timeout', 'event_store.client.Timeout', none]
    case 'refused':
      // Of a type the client does not know, because only then it passes the message on.
      return [status.resourceExhausted, outcome.reason, 'google.rpc.ErrorInfo', none]
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
