import { Reader, Writer } from '../../../platform/log/event-store/protobuf.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import { encodeReadEvents, readStreamName, readUuid } from '../messages.ts'
import { Consumer, type Message } from '../persistent/consumer.ts'
import { doesNotExist, type Group, groupFailed, type NackAction } from '../persistent/group.ts'
import type { Groups } from '../persistent/groups.ts'
import { type GroupSettings, readSettings, writeInfo } from '../persistent/settings.ts'
import { readAllOptions } from './read.ts'

const emptyAnswer = frame(Buffer.alloc(0))

/** The methods of PersistentSubscriptions, by name. */
export function persistentSubscriptions(groups: Groups): Map<string, Handler> {
  return new Map<string, Handler>([
    [
      'Create',
      async (call) => {
        const { stream, group, settings } = readDefinition(await call.message())
        await groups.create(stream, group, settings)
        await call.send(emptyAnswer)
      },
    ],
    [
      'Update',
      async (call) => {
        const { stream, group, settings } = readDefinition(await call.message())
        await groups.update(stream, group, settings)
        await call.send(emptyAnswer)
      },
    ],
    [
      'Delete',
      async (call) => {
        const { stream, group } = readTarget(await call.message(), { stream: 1, group: 2, all: 3 })
        await groups.delete(stream, group)
        await call.send(emptyAnswer)
      },
    ],
    [
      'GetInfo',
      async (call) => {
        const { stream, group } = readTarget(await call.message(), { stream: 1, all: 2, group: 3 })
        const info = await groups.get(stream, group).info()
        await call.send(frame(new Writer(1024).message(1, (body) => writeInfo(body, info)).finish()))
      },
    ],
    ['List', (call) => list(groups, call)],
    [
      'ReplayParked',
      async (call) => {
        const { stream, group, stopAt } = readTarget(await call.message(), {
          group: 1,
          stream: 2,
          all: 3,
          stopAt: 4,
        })
        if (stopAt <= 0) throw groupFailed(stream, group, 'Cannot stop replaying before the first message.')
        await groups.get(stream, group).replayParked(stopAt)
        await call.send(emptyAnswer)
      },
    ],
    [
      'RestartSubsystem',
      async (call) => {
        await call.message()
        await groups.restart()
        await call.send(emptyAnswer)
      },
    ],
    ['Read', (call) => consume(groups, call)],
  ])
}

async function list(groups: Groups, call: Call): Promise<void> {
  const stream = readListOptions(await call.message())
  const found = groups.list(stream)
  if (stream !== undefined && found.length === 0) throw doesNotExist(stream, '')
  const writer = new Writer(4096)
  for (const info of await Promise.all(found.map((group) => group.info()))) {
    writer.message(1, (body) => writeInfo(body, info))
  }
  await call.send(frame(writer.finish()))
}

/** Read: options first, then acknowledgements, while events flow the other way. */
async function consume(groups: Groups, call: Call): Promise<void> {
  let connected: { group: Group; consumer: Consumer } | undefined
  let drop: (reason: CallError) => void = () => {}
  const dropped = new Promise<never>((_, reject) => {
    drop = reject
  })
  const receive = async (): Promise<void> => {
    for await (const message of call.messages()) {
      const reader = new Reader(message)
      const field = reader.next()
      if (field === 1) {
        const options = readConsumerOptions(reader.message())
        const group = groups.get(options.stream, options.group)
        const consumer = createConsumer(call, options, drop)
        const id = `${options.stream}::${options.group}`
        group.assertRoom()
        // Before any event.
        const confirmed = call.send(frame(new Writer(64).message(2, (body) => body.string(1, id)).finish()))
        connected = { group, consumer }
        group.connect(consumer)
        await confirmed
      } else if (connected === undefined) {
        throw new CallError(status.invalidArgument, 'The options are missing.')
      } else if (field === 2) connected.group.ack(connected.consumer, readAnswer(reader.message()).ids)
      else if (field === 3) {
        const { ids, action, reason } = readAnswer(reader.message())
        connected.group.nack(connected.consumer, ids, action, reason)
      }
    }
  }
  const aborted = new Promise<void>((resolve) =>
    call.signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  try {
    await Promise.race([receive(), dropped, aborted])
  } finally {
    connected?.group.disconnect(connected.consumer)
  }
}

interface ConsumerOptions {
  stream: string
  group: string
  bufferSize: number
  structuredIds: boolean
}

function createConsumer(call: Call, options: ConsumerOptions, drop: (reason: CallError) => void): Consumer {
  const { authorization = '' } = call.headers
  const credentials = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64').toString('utf8')
  return new Consumer({
    name: String(call.headers['connection-name'] ?? ''),
    from: call.peer,
    username: credentials.split(':')[0] ?? '',
    slots: options.bufferSize,
    drop,
    // No more is under way than the consumer has slots, so nothing piles up here.
    deliver: ({ event, link, retries }: Message) =>
      void call.send(encodeReadEvents([{ event, link, retries }], options.structuredIds)),
  })
}

function readDefinition(message: Buffer): { stream: string; group: string; settings: GroupSettings } {
  let stream: string | undefined
  let group = ''
  let startFrom: GroupSettings['startFrom'] | undefined
  let filter: Buffer | undefined
  let settings: Reader | undefined
  const options = readOptions(message)
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) stream = readStreamName(options.message())
    else if (field === 2) group = options.string()
    else if (field === 3) settings = options.message()
    else if (field === 4) {
      const source = options.message()
      for (let part = source.next(); part !== 0; part = source.next()) {
        if (part === 1) stream = readStreamName(source.message())
        else if (part === 2) startFrom = source.uint()
        else {
          startFrom = part === 4 ? 'end' : 'start'
          source.skip()
        }
      }
    } else if (field === 5) {
      stream = '$all'
      const source = options.bytes()
      startFrom = readAllOptions(new Reader(source))
      filter = readFilterBytes(new Reader(source))
    } else options.skip()
  }
  if (stream === undefined || settings === undefined)
    throw new CallError(status.invalidArgument, 'The stream or the settings are missing.')
  assertGroupName(group)
  const read = readSettings(settings, startFrom)
  return {
    stream,
    group,
    settings: filter === undefined ? read : { ...read, filter: filter.toString('base64') },
  }
}

/** The table of groups has an index of their names. */
function assertGroupName(group: string): void {
  if (group.includes('\0') || Buffer.byteLength(group) > maxGroupName)
    throw new CallError(status.invalidArgument, 'The group name is not valid text, or too long.')
}

const maxGroupName = 500

function readFilterBytes(reader: Reader): Buffer | undefined {
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 4) return reader.bytes()
    reader.skip()
  }
  return undefined
}

/** The messages that name a group differ only in the numbers of their fields. */
function readTarget(
  message: Buffer,
  fields: { stream: number; all: number; group: number; stopAt?: number },
): { stream: string; group: string; stopAt: number } {
  let stream: string | undefined
  let group = ''
  let stopAt = Number.MAX_SAFE_INTEGER
  const options = readOptions(message)
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === fields.stream) stream = readStreamName(options.message())
    else if (field === fields.group) group = options.string()
    else if (field === fields.stopAt) stopAt = Number(options.int64())
    else {
      if (field === fields.all) stream = '$all'
      options.skip()
    }
  }
  if (stream === undefined) throw new CallError(status.invalidArgument, 'The stream is missing.')
  return { stream, group, stopAt }
}

function readListOptions(message: Buffer): string | undefined {
  const options = readOptions(message)
  if (options.next() !== 2) return undefined
  const source = options.message()
  return source.next() === 1 ? readStreamName(source.message()) : '$all'
}

function readOptions(message: Buffer): Reader {
  const reader = new Reader(message)
  if (reader.next() !== 1) throw new CallError(status.invalidArgument, 'The options are missing.')
  return reader.message()
}

function readConsumerOptions(reader: Reader): ConsumerOptions {
  let stream = ''
  let group = ''
  let bufferSize = 0
  let structuredIds = false
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) stream = readStreamName(reader.message())
    else if (field === 2) group = reader.string()
    else if (field === 3) bufferSize = reader.uint()
    else if (field === 4) structuredIds = reader.message().next() === 1
    else {
      if (field === 5) stream = '$all'
      reader.skip()
    }
  }
  return { stream, group, bufferSize, structuredIds }
}

const actions: readonly NackAction[] = ['retry', 'park', 'retry', 'skip', 'stop']

function readAnswer(reader: Reader): { ids: string[]; action: NackAction; reason: string } {
  const ids: string[] = []
  let action: NackAction = 'retry'
  let reason = ''
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) ids.push(readUuid(reader.message()))
    else if (field === 3) action = actions[reader.uint()] ?? 'retry'
    else if (field === 4) reason = reader.string()
    else reader.skip()
  }
  return { ids, action, reason }
}
