import { isUtf8 } from 'node:buffer'
import { type Reader, Writer } from '../../platform/log/event-store/protobuf.ts'
import { CallError, status } from './grpc.ts'
import { type Expected, type ProposedEvent, type RecordedEvent, sizeOf } from './model.ts'

/** The messages and errors that several services share; field numbers as in EventStoreDB's .proto files. */

/** Postgres indexes stream names, which bounds them. */
const maxNameLength = 2000

/** EventStoreDB's default for the data of all events of an append; metadata and names do not count. */
export const maxAppendSize = 1024 * 1024
/** What an append may hold altogether, so that it fits into memory. */
const maxAppendMemory = 64 * 1024 * 1024

/** StreamIdentifier. */
export function readStreamName(reader: Reader): string {
  let name: Buffer = Buffer.alloc(0)
  while (reader.next() !== 0) name = reader.bytes()
  if (name.length === 0) throw new CallError(status.invalidArgument, 'The stream name is empty.')
  if (name.length > maxNameLength) {
    throw new CallError(status.invalidArgument, `The stream name is longer than ${maxNameLength} bytes.`)
  }
  if (!isUtf8(name) || name.includes(0))
    throw new CallError(status.invalidArgument, 'The stream name is not valid text.')
  return name.toString('utf8')
}

const emptyId = '00000000-0000-0000-0000-000000000000'
const usualForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const uuidForm = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/** UUID, as text or as two integers. */
export function readUuid(reader: Reader): string {
  let text = ''
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) text = reader.string()
    else if (field === 1) text = readStructuredUuid(reader.message())
    else reader.skip()
  }
  if (usualForm.test(text)) return text
  if (!uuidForm.test(text)) throw new CallError(status.invalidArgument, `"${text}" is no UUID.`)
  const digits = text.replaceAll('-', '').toLowerCase()
  return [0, 8, 12, 16, 20]
    .map((start, index, starts) => digits.slice(start, starts[index + 1] ?? 32))
    .join('-')
}

function readStructuredUuid(reader: Reader): string {
  let most = 0n
  let least = 0n
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) most = reader.int64()
    else if (field === 2) least = reader.int64()
    else reader.skip()
  }
  const hex = (half: bigint): string => BigInt.asUintN(64, half).toString(16).padStart(16, '0')
  return hex(most) + hex(least)
}

export function writeUuid(writer: Writer, field: number, id: string, structured = false): void {
  writer.message(field, (uuid) => {
    if (!structured) {
      uuid.string(2, id)
      return
    }
    const digits = id.replaceAll('-', '')
    uuid.message(1, (halves) => {
      halves.bigint(1, BigInt(`0x${digits.slice(0, 16)}`))
      halves.bigint(2, BigInt(`0x${digits.slice(16)}`))
    })
  })
}

/** AppendReq.ProposedMessage and BatchAppendReq.ProposedMessage. */
export function readProposed(reader: Reader): ProposedEvent {
  let id = ''
  const properties = new Map<string, string>()
  let data: Buffer = Buffer.alloc(0)
  let metadata: Buffer = Buffer.alloc(0)
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = readUuid(reader.message())
    else if (field === 2) readEntry(reader.message(), properties)
    else if (field === 3) metadata = reader.bytes()
    else if (field === 4) data = reader.bytes()
    else reader.skip()
  }
  const type = properties.get('type')
  const contentType = properties.get('content-type')
  if (type === undefined || contentType === undefined) {
    const missing = type === undefined ? 'type' : 'content-type'
    throw new CallError(status.invalidArgument, `Required Metadata Property '${missing}' is missing`, {
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': 'type,content-type',
    })
  }
  if (id === '' || id === emptyId) throw new CallError(status.invalidArgument, 'An event has no id.')
  if (type === '' || type.includes('\0') || Buffer.byteLength(type) > maxNameLength) {
    throw new CallError(status.invalidArgument, 'An event type is empty, not valid text, or too long.')
  }
  // Copies, so that the received chunk does not stay in memory with them.
  return {
    id,
    type,
    json: contentType === 'application/json',
    data: Buffer.from(data),
    metadata: Buffer.from(metadata),
  }
}

function readEntry(reader: Reader, into: Map<string, string>): void {
  let key = ''
  let value = ''
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) key = reader.string()
    else if (field === 2) value = reader.string()
    else reader.skip()
  }
  into.set(key, value)
}

export interface WriteOptions {
  stream: string
  expected: Expected
  /** By `performance.now()`, which nobody sets. */
  deadline: number
}

/** The options that name a stream and what is expected of it: the same fields in Append, Delete and Tombstone. */
export function readWriteOptions(reader: Reader): WriteOptions {
  let stream: string | undefined
  let expected: Expected | undefined
  let deadline = Number.POSITIVE_INFINITY
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) stream = readStreamName(reader.message())
    else if (field === 2) expected = readRevision(reader)
    else if (field === 6) deadline = performance.now() + readSeconds(reader.message()) - Date.now()
    else if (field === 7) deadline = performance.now() + readSeconds(reader.message())
    else {
      if (field === 3) expected = 'no-stream'
      else if (field === 4) expected = 'any'
      else if (field === 5) expected = 'stream-exists'
      reader.skip()
    }
  }
  if (stream === undefined) throw new CallError(status.invalidArgument, 'The stream name is missing.')
  if (expected === undefined)
    throw new CallError(status.invalidArgument, 'The expected stream revision is missing.')
  return { stream, expected, deadline }
}

/** The largest unsigned number stands for "before the first event". */
function readRevision(reader: Reader): Expected {
  const revision = reader.uint64()
  if (revision === 2n ** 64n - 1n) return 'no-stream'
  if (revision >= 2n ** 63n) throw new CallError(status.unknown, `${revision} is no stream revision.`)
  return revision
}

/** A Timestamp or a Duration, in milliseconds. */
function readSeconds(reader: Reader): number {
  let milliseconds = 0
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) milliseconds += Number(reader.int64()) * 1000
    else if (field === 2) milliseconds += Number(BigInt.asIntN(32, reader.int64())) / 1e6
    else reader.skip()
  }
  return milliseconds
}

/** Keeps count of an append's events: throws for one too many. */
export class AppendSize {
  private data = 0
  private all = 0

  add(event: ProposedEvent): void {
    this.data += event.data.length
    this.all += sizeOf(event)
    if (this.data > maxAppendSize || this.all > maxAppendMemory) {
      throw new CallError(status.invalidArgument, `Maximum Append Size of ${maxAppendSize} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(maxAppendSize),
      })
    }
  }
}

export interface ReadEvent {
  /** Absent: a link whose target is gone. */
  event: RecordedEvent | undefined
  link?: RecordedEvent | undefined
  /** How often a persistent subscription has tried to deliver it before. */
  retries?: number
}

/** A framed ReadResp with a ReadEvent for each, of Streams and of PersistentSubscriptions. */
export function encodeReadEvents(events: readonly ReadEvent[], structured: boolean): Buffer {
  const writer = new Writer(
    events.reduce((sum, { event }) => sum + (event === undefined ? 0 : sizeOf(event)) + 400, 0),
  )
  for (const event of events) {
    writer.frame((response) => response.message(1, (read) => writeReadEvent(read, event, structured)))
  }
  return writer.finish()
}

function writeReadEvent(writer: Writer, { event, link, retries }: ReadEvent, structured: boolean): void {
  if (event !== undefined) writer.message(1, (body) => writeRecorded(body, event, structured))
  if (link !== undefined) writer.message(2, (body) => writeRecorded(body, link, structured))
  const shown = link ?? event
  if (shown !== undefined) writer.uint(3, shown.position)
  if (retries !== undefined) writer.uint(5, retries)
}

function writeRecorded(writer: Writer, event: RecordedEvent, structured: boolean): void {
  writeUuid(writer, 1, event.id, structured)
  writer.message(2, (name) => name.string(3, event.stream))
  writer.uint(3, event.revision).uint(4, event.position).uint(5, event.position)
  writeEntry(writer, 'type', event.type)
  writer.raw(event.json ? jsonEntry : binaryEntry)
  // In units of 100 nanoseconds.
  writeEntry(writer, 'created', `${event.created}0`)
  if (event.metadata.length > 0) writer.bytes(7, event.metadata)
  writer.bytes(8, event.data)
}

function writeEntry(writer: Writer, key: string, value: string): void {
  writer.message(6, (entry) => entry.string(1, key).string(2, value))
}

const entry = (key: string, value: string): Buffer => {
  const writer = new Writer(64)
  writeEntry(writer, key, value)
  return writer.finish()
}
const jsonEntry = entry('content-type', 'application/json')
const binaryEntry = entry('content-type', 'application/octet-stream')

/** Headers are ASCII; names that are not are percent-encoded. */
export const headerText = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text)

export function streamDeleted(stream: string): CallError {
  return new CallError(status.failedPrecondition, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': headerText(stream),
  })
}

/** Of a deletion: an append answers it in its response. */
export function wrongExpectedVersion(
  stream: string,
  expected: Expected,
  current: number | undefined,
): CallError {
  const expectedVersion =
    typeof expected === 'bigint' ? expected : { any: -2, 'no-stream': -1, 'stream-exists': -4 }[expected]
  const actualVersion = current ?? -1
  return new CallError(
    status.failedPrecondition,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expectedVersion}, Actual version: ${actualVersion}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': headerText(stream),
      'expected-version': String(expectedVersion),
      'actual-version': String(actualVersion),
    },
  )
}
