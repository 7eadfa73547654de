import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http2'
import { afterEach, expect, it } from 'vitest'
import { CallError, frame, type Handler, serveGrpc, status } from '../../src/embedded/event-store/grpc.ts'
import { Writer } from '../../src/embedded/event-store/protobuf.ts'
import { supportedMethods } from '../../src/embedded/event-store/services/features.ts'
import {
  CannotWrite,
  connectEventStore,
  type EventStore,
  positionOf,
  StoreUnavailable,
  TooLarge,
} from '../../src/platform/log/event-store.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'

/** The hazards of the client that the adapter contains, against a server that brings them about. */

const appendPath = '/event_store.client.streams.Streams/Append'
const featuresPath = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods'
const features = supportedMethods([appendPath, featuresPath])

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
  const readPath = '/event_store.client.streams.Streams/Read'
  const nothing: Handler = async (call) => {
    for await (const _ of call.messages());
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
