import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http2'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Call,
  CallError,
  frame,
  type Handler,
  serveGrpc,
  status,
} from '../../src/embedded/event-store/grpc.ts'
import { supportedMethods } from '../../src/embedded/event-store/services/features.ts'
import { Reader, Writer } from '../../src/platform/log/event-store/protobuf.ts'
import {
  CannotWrite,
  connectEventStore,
  type EventStore,
  positionOf,
  StoreUnavailable,
  StreamDeleted,
  TooLarge,
  WrongExpectedRevision,
} from '../../src/platform/log/event-store.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'

/** The hazards of the client that the adapter contains, against a server that brings them about. */

const appendPath = '/event_store.client.streams.Streams/Append'
const featuresPath = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods'
const features = supportedMethods([appendPath, featuresPath])
const readPath = '/event_store.client.streams.Streams/Read'

const nothing: Handler = async (call) => {
  for await (const _ of call.messages());
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function serve(handlers: Record<string, Handler>): Promise<string> {
  const server = createServer()
  const sessions = new Set<{ destroy(): void }>()
  server.on('session', (session) => sessions.add(session))
  const all = new Map<string, Handler>(Object.entries({ [featuresPath]: features, ...handlers }))
  serveGrpc(server, { handlers: all, authorize: () => {}, log: () => {} })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(async () => {
    for (const session of sessions) session.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `esdb://127.0.0.1:${address.port}?tls=false`
}

function connect(url: string, appendTimeout = 6000): EventStore {
  const store = connectEventStore(url, { appendTimeout })
  open.unshift(() => store.close())
  return store
}

/** Confirms an append at revision 4. */
const confirm: Handler = async (call) => {
  for await (const _ of call.messages());
  const answer = new Writer(32).message(1, (success) => {
    success.uint(1, 4).message(3, (position) => position.uint(1, 9).uint(2, 9))
  })
  await call.send(frame(answer.finish()))
}

/** Takes everything and answers nothing. */
const freeze: Handler = async (call) => {
  for await (const _ of call.messages());
  await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
}

/** The first calls get the first handlers, all further ones the last. */
function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  return (call) => {
    const [first, ...rest] = handlers
    if (rest[0] !== undefined) handlers = [rest[0], ...rest.slice(1)]
    return first(call)
  }
}

const event = () => ({ id: randomUUID(), type: 'a', data: {}, metadata: {} })
const appended = { revision: 4n, position: 9n }

it('a server that takes an append and never answers: it is sent again on a new connection', async () => {
  const store = connect(await serve({ [appendPath]: inTurn(freeze, confirm) }))
  expect(await store.append('s', [event()], 3n)).toEqual(appended)
})

it('a server that never answers at all: the outcome is unknown after the time given', async () => {
  const store = connect(await serve({ [appendPath]: freeze }), 600)
  const error = await store.append('s', [event()], 3n).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StoreUnavailable)
  expect(error).toMatchObject({ outcome: 'unknown' })
})

it('a refused look-up of the features: it does not stick', async () => {
  const refuse: Handler = () => Promise.reject(new CallError(status.permissionDenied, 'not now'))
  const store = connect(await serve({ [featuresPath]: inTurn(refuse, features), [appendPath]: confirm }))
  expect(await store.append('s', [event()], 3n)).toEqual(appended)
})

// What 24.6 says (RpcExceptions.cs).
it.each([
  [status.unavailable, 'Server Is Not Ready', {}, 'it is not ready yet: it starts, or looks for its leader'],
  [status.unavailable, 'Server Is Too Busy', {}, 'it has more to do than it can'],
  [
    status.unknown,
    'No leader info available in response',
    {},
    'it has no leader now, or none that is reached from here',
  ],
  [
    status.notFound,
    'Leader info available',
    { exception: 'not-leader', 'leader-endpoint-host': '127.0.0.1' },
    'the node that was asked is not the leader of its cluster',
  ],
])(
  'a server that cannot take an append now (%i, %s) is said to be so, and asked again',
  async (code, message, details, words) => {
    let url = ''
    const refuse: Handler = () => {
      const { port } = new URL(url.replace('esdb:', 'http:'))
      const all = 'exception' in details ? { ...details, 'leader-endpoint-port': port } : {}
      return Promise.reject(new CallError(code, message, all))
    }
    url = await serve({ [appendPath]: inTurn(refuse, confirm) })
    const said: string[] = []
    const store = connectEventStore(url, { appendTimeout: patience, log: (line) => said.push(line) })
    open.unshift(() => store.close())
    expect(await store.append('s', [event()], 3n)).toEqual(appended)
    expect(said).toEqual([`An append is tried again: ${words}`])
  },
)

it.each(['No space left on device : /data/db', 'Read-only file system : /data/db'])(
  'a server that has nowhere to write to (%s): nothing is written, it is known, and over with the next append',
  async (message) => {
    const refuse: Handler = () => Promise.reject(new CallError(status.unknown, message))
    const store = connect(await serve({ [appendPath]: inTurn(refuse, confirm) }))
    expect(await store.append('s', [event()], 3n).catch((error: unknown) => error)).toBeInstanceOf(
      CannotWrite,
    )
    expect(store.canWrite()).toBe(false)
    expect(await store.append('s', [event()], 3n)).toEqual(appended)
    expect(store.canWrite()).toBe(true)
  },
)

it('R4: appends to a server that stands still, and then answers what was given up: the process lives on', async () => {
  const wakes = new AbortController()
  const late: Handler = async (call) => {
    for await (const _ of call.messages());
    if (!wakes.signal.aborted) await new Promise((resolve) => wakes.signal.addEventListener('abort', resolve))
    await confirm(call)
  }
  const store = connect(await serve({ [appendPath]: late }), 1_500)
  const given = await Promise.allSettled(Array.from({ length: 32 }, () => store.append('s', [event()], 3n)))
  expect(given.every(({ status: how }) => how === 'rejected')).toBe(true)
  wakes.abort()
  expect(await store.append('s', [event()], 3n)).toEqual(appended)
})

it.each([
  [
    'the limit of an append',
    { exception: 'maximum-append-size-exceeded', 'maximum-append-size': '1048576' },
    status.invalidArgument,
    'Maximum Append Size of 1048576 Exceeded.',
  ],
  ['the limit of an event', {}, 2, 'MaximumAppendEventSizeExceeded'],
  ['the limit of a message', {}, 8, 'Received message exceeds the maximum configured message size.'],
])('R10: what is beyond %s is too large, and is tried once', async (_, trailers, code, message) => {
  let tries = 0
  const refuse: Handler = async (call) => {
    for await (const _message of call.messages());
    tries++
    throw new CallError(code, message, trailers)
  }
  const store = connect(await serve({ [appendPath]: refuse }))
  await expect(store.append('s', [event()], 3n)).rejects.toThrow(TooLarge)
  expect(tries).toBe(1)
})

it('a full disk: what it is asked to write is refused at once, and the connection is kept', async () => {
  const full: Handler = async (call) => {
    for await (const _ of call.messages());
    throw new CallError(2, 'There is no space left on the device.')
  }
  // On a new connection the log would have to be known again, and nothing can be read here.
  const store = connect(await serve({ [appendPath]: inTurn(confirm, full, confirm) }))
  expect(await store.append('s', [event()], 3n)).toEqual(appended)
  await expect(store.append('s', [event()], 3n)).rejects.toThrow(CannotWrite)
  expect(await store.append('s', [event()], 3n)).toEqual(appended)
})

it('many appends over a connection that is cut: none is lost, and the process lives on', async () => {
  const cut: Handler = async (call) => {
    for await (const _ of call.messages()) throw new CallError(status.unavailable, 'gone')
  }
  const store = connect(await serve({ [appendPath]: inTurn(cut, cut, confirm) }), patience)
  const results = await Promise.all(Array.from({ length: 200 }, () => store.append('s', [event()], 3n)))
  expect(results).toHaveLength(200)
})

const wrongRevision: Handler = async (call) => {
  for await (const _ of call.messages());
  await call.send(frame(new Writer(32).message(2, (wrong) => wrong.uint(6, 7).uint(8, 3)).finish()))
}

it('throwOnAppendFailure=false in the URL, with which the client reports wrong revisions, has no effect', async () => {
  const url = await serve({ [appendPath]: wrongRevision })
  const error = await connect(`${url}&throwOnAppendFailure=false`)
    .append('s', [event()], 3n)
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'WrongExpectedRevision', actual: 7n })
})

it('R13 R15: every read, subscription and append asks for the leader, so that nothing is seen that may be taken back', async () => {
  const asked: string[] = []
  const noting =
    (name: string, then: Handler): Handler =>
    (call) => {
      asked.push(`${name} ${String(call.headers['requires-leader'])}`)
      return then(call)
    }
  // Who asks whether it can be written to asks for what has to be refused.
  const url = await serve({
    [appendPath]: noting('append', wrongRevision),
    [readPath]: noting('read', nothing),
  })
  const store = connect(url)
  await store.ping()
  await store.readStream('s')
  for await (const _ of store.readAll());
  await store.lastPosition()
  await store.eventAt(positionOf(9))
  await store.truncation('s')
  const ending = new AbortController()
  const following = (async () => {
    for await (const _ of store.subscribe({ after: undefined, signal: ending.signal }));
  })()
  await eventually(() => expect(asked.length).toBeGreaterThan(7))
  ending.abort()
  await following
  await store.append('s', [event()], 3n).catch(() => {})
  expect(new Set(asked)).toEqual(new Set(['read true', 'append true']))
})

const batchPath = '/event_store.client.streams.Streams/BatchAppend'
const batchFeatures = supportedMethods([appendPath, batchPath, featuresPath])

/** An append as it comes on the stream that appends share. */
interface Asked {
  correlation: Buffer
  stream: string
  ids: string[]
  /** Which fields its options have: 6 would be a deadline by somebody's clock. */
  options: number[]
}

function fieldsOf(reader: Reader, take: (field: number, reader: Reader) => boolean): void {
  for (let field = reader.next(); field !== 0; field = reader.next()) if (!take(field, reader)) reader.skip()
}

async function* asked(call: Call): AsyncGenerator<Asked> {
  for await (const message of call.messages()) {
    const one: Asked = { correlation: Buffer.alloc(0), stream: '', ids: [], options: [] }
    const optionsOf = (options: Reader) =>
      fieldsOf(options, (field, reader) => {
        one.options.push(field)
        if (field !== 1) return false
        fieldsOf(reader.message(), (_, name) => {
          one.stream = name.string()
          return true
        })
        return true
      })
    const eventOf = (of: Reader) =>
      fieldsOf(of, (field, reader) => {
        if (field !== 1) return false
        fieldsOf(reader.message(), (_, id) => one.ids.push(id.string()) > 0)
        return true
      })
    fieldsOf(new Reader(message), (field, reader) => {
      if (field === 1) one.correlation = Buffer.from(reader.bytes())
      else if (field === 2) optionsOf(reader.message())
      else if (field === 3) eventOf(reader.message())
      else return false
      return true
    })
    yield one
  }
}

/** Confirms it at revision 4, or at another. */
const confirmed = ({ correlation }: Pick<Asked, 'correlation'>, revision = 4): Buffer =>
  frame(
    new Writer(64)
      .bytes(1, correlation)
      .message(3, (done) => done.uint(1, revision).message(3, (at) => at.uint(1, 9).uint(2, 9)))
      .finish(),
  )

const refused = (
  { correlation }: Asked,
  type: string,
  message: string,
  details: (writer: Writer) => void = () => {},
): Buffer =>
  frame(
    new Writer(128)
      .bytes(1, correlation)
      .message(2, (error) => {
        error.uint(1, 2).string(2, message)
        error.message(3, (any) => any.string(1, `type.googleapis.com/${type}`).message(2, details))
      })
      .finish(),
  )

describe('the stream that appends share (issue 22)', () => {
  const serveBoth = (batch: Handler, append: Handler) =>
    serve({ [featuresPath]: batchFeatures, [batchPath]: batch, [appendPath]: append, [readPath]: nothing })
  const never: Handler = () => Promise.reject(new Error('one append was sent on a stream of its own'))

  it('gives each its own answer, in whatever order they come, and passes over what nobody waits for', async () => {
    let streams = 0
    const backwards: Handler = async (call) => {
      streams++
      const all: Asked[] = []
      for await (const one of asked(call)) {
        all.push(one)
        if (all.length < 20) continue
        const stranger = new Writer(64).string(2, randomUUID()).finish()
        await call.send(confirmed({ correlation: stranger }))
        for (const each of all.splice(0).reverse()) {
          const answer = confirmed(each, Number(each.stream))
          await call.send(Buffer.concat([answer, answer]))
        }
      }
    }
    const store = connect(await serveBoth(backwards, never))
    for (let round = 0; round < 2; round++) {
      const names = Array.from({ length: 20 }, (_, index) => String(index))
      const given = await Promise.all(names.map((name) => store.append(name, [event()], 3n)))
      expect(given.map(({ revision }) => String(revision))).toEqual(names)
    }
    expect(streams).toBe(1)
    expect(store.streams().get('writing')).toBe(1)
  })

  it('says how long an append may take, and never until when', async () => {
    const options: number[] = []
    const note: Handler = async (call) => {
      for await (const one of asked(call)) {
        options.push(...one.options)
        await call.send(confirmed(one))
      }
    }
    expect(await connect(await serveBoth(note, never)).append('s', [event()], 3n)).toEqual(appended)
    expect(options.toSorted((a, b) => a - b)).toEqual([1, 2, 7])
  })

  it('refuses one and takes the others', async () => {
    const none = (): void => {}
    const details: Record<string, [string, (writer: Writer) => void]> = {
      wrong: ['event_store.client.WrongExpectedVersion', (writer) => void writer.uint(1, 7)],
      missing: ['event_store.client.WrongExpectedVersion', (writer) => void writer.empty(2)],
      deleted: ['event_store.client.StreamDeleted', none],
      large: ['event_store.client.MaximumAppendSizeExceeded', none],
      denied: ['event_store.client.AccessDenied', none],
      full: ['google.rpc.ErrorInfo', none],
    }
    const judge: Handler = async (call) => {
      for await (const one of asked(call)) {
        const [type, more] = details[one.stream] ?? []
        await call.send(type ? refused(one, type, 'No space left on device', more) : confirmed(one))
      }
    }
    const store = connect(await serveBoth(judge, never))
    const names = [...Object.keys(details), 'taken']
    const given = await Promise.allSettled(names.map((name) => store.append(name, [event()], 3n)))
    const [wrong, missing, deleted, large, denied, full, taken] = given.map((one) =>
      one.status === 'fulfilled' ? one.value : (one.reason as unknown),
    )
    expect(wrong).toBeInstanceOf(WrongExpectedRevision)
    expect(wrong).toMatchObject({ stream: 'wrong', expected: 3n, actual: 7n })
    expect(missing).toMatchObject({ name: 'WrongExpectedRevision', actual: 'no-stream' })
    expect(deleted).toBeInstanceOf(StreamDeleted)
    expect(large).toBeInstanceOf(TooLarge)
    expect(denied).toMatchObject({ name: 'StoreUnavailable', outcome: 'none' })
    expect(full).toBeInstanceOf(CannotWrite)
    expect(taken).toEqual(appended)
  })

  it.each([
    ['Server Is Not Ready', 'it is not ready yet: it starts, or looks for its leader'],
    ['No leader info available in response', 'it has no leader now, or none that is reached from here'],
  ])(
    'sends again what is not taken now (%s), the same on a stream of its own, and keeps the others',
    async (message, words) => {
      const sent: string[] = []
      const held: Asked[] = []
      const notNow: Handler = async (call) => {
        for await (const one of asked(call)) {
          if (one.stream === 'held') held.push(one)
          else {
            sent.push(...one.ids)
            await call.send(refused(one, 'google.protobuf.Empty', message))
            for (const other of held.splice(0)) setTimeout(() => void call.send(confirmed(other)), 200)
          }
        }
      }
      const again: Handler = async (call) => {
        for await (const part of call.messages())
          fieldsOf(new Reader(part), (field, reader) => {
            if (field !== 2) return false
            fieldsOf(reader.message(), (at, of) => {
              if (at !== 1) return false
              fieldsOf(of.message(), (_, id) => sent.push(id.string()) > 0)
              return true
            })
            return true
          })
        await confirm({ ...call, messages: async function* () {} })
      }
      const said: string[] = []
      const store = connectEventStore(await serveBoth(notNow, again), { log: (line) => said.push(line) })
      open.unshift(() => store.close())
      const other = store.append('held', [event()], 3n)
      const one = event()
      expect(await store.append('s', [one], 3n)).toEqual(appended)
      expect(sent).toEqual([one.id, one.id])
      expect(await other).toEqual(appended)
      expect(said).toEqual([`An append is tried again: ${words}`])
    },
  )

  it.each(['unavailable', 'resourceExhausted', 'invalidArgument', 'cancelled', 'ok', 'internal'] as const)(
    'knows nothing of what was under way when it ends (%s), and sends each again on a stream of its own',
    async (code) => {
      const end: Handler = async (call) => {
        let count = 0
        for await (const _ of asked(call)) {
          if (++count < 10) continue
          if (code === 'ok') return
          throw new CallError(status[code], 'Received message exceeds the maximum configured message size.')
        }
      }
      let alone = 0
      const counted: Handler = (call) => {
        alone++
        return confirm(call)
      }
      const store = connect(await serveBoth(end, counted), patience)
      const given = await Promise.all(Array.from({ length: 10 }, () => store.append('s', [event()], 3n)))
      expect(given).toEqual(Array.from({ length: 10 }, () => appended))
      expect(alone).toBe(10)
    },
  )

  it('goes to who leads, is begun anew there, and asks no more than is needed of who does not', async () => {
    let url = ''
    let streams = 0
    const leads: Handler = async (call) => {
      if (++streams > 1) {
        for await (const one of asked(call)) await call.send(confirmed(one))
        return
      }
      for await (const _ of asked(call)) break
      throw new CallError(status.notFound, 'Leader info available', {
        exception: 'not-leader',
        'leader-endpoint-host': '127.0.0.1',
        'leader-endpoint-port': new URL(url.replace('esdb:', 'http:')).port,
      })
    }
    url = await serveBoth(leads, confirm)
    const said: string[] = []
    const store = connectEventStore(url, { log: (line) => said.push(line) })
    open.unshift(() => store.close())
    for (let n = 0; n < 3; n++) expect(await store.append('s', [event()], 3n)).toEqual(appended)
    expect(said).toEqual([
      'An append is tried again: the node that was asked is not the leader of its cluster',
    ])
    expect(streams).toBe(2)
  })

  it('R4: stands still, with all on it, and is left: each is sent again on a stream of its own', async () => {
    const store = connect(await serveBoth(freeze, confirm), 1_500)
    const given = await Promise.all(Array.from({ length: 32 }, () => store.append('s', [event()], 3n)))
    expect(given).toHaveLength(32)
  })

  it('is not for what is large, nor for what a server does not have', async () => {
    const large = { ...event(), data: { text: 'x'.repeat(100_000) } }
    const answers: Handler = async (call) => {
      for await (const one of asked(call)) await call.send(confirmed(one, 5))
    }
    const store = connect(await serveBoth(answers, confirm))
    expect(await store.append('s', [large], 3n)).toEqual(appended)
    expect(await store.append('s', [event()], 3n)).toMatchObject({ revision: 5n })
    const older = connectEventStore(await serve({ [appendPath]: confirm }), { log: never as never })
    open.unshift(() => older.close())
    expect(await older.append('s', [event()], 3n)).toEqual(appended)
  })
})
