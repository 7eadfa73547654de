import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http2'
import { afterEach, expect, it } from 'vitest'
import { CallError, frame, type Handler, serveGrpc, status } from '../../src/embedded/event-store/grpc.ts'
import { Reader, Writer } from '../../src/embedded/event-store/protobuf.ts'
import { supportedMethods } from '../../src/embedded/event-store/services/features.ts'
import { connectEventStore, type EventStore, StoreUnavailable } from '../../src/platform/log/event-store.ts'

/** The hazards of the client that the adapter contains, against a server that brings them about. */

const appendPath = '/event_store.client.streams.Streams/BatchAppend'
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
  for await (const message of call.messages()) {
    const request = new Reader(message)
    request.next()
    const answer = new Writer(64).bytes(1, request.bytes()).message(3, (success) => {
      success.uint(1, 4).message(3, (position) => position.uint(1, 9).uint(2, 9))
    })
    await call.send(frame(answer.message(4, (name) => name.string(3, 's')).finish()))
  }
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

it('an error on the stream that all appends share: each is sent again, also those of another store', async () => {
  const fail: Handler = async (call) => {
    let seen = 0
    for await (const _ of call.messages()) if (++seen === 5) throw new CallError(status.internal, 'broken')
  }
  const broken = connect(await serve({ [appendPath]: inTurn(fail, confirm) }))
  const healthy = connect(
    await serve({ [appendPath]: confirm, '/event_store.client.streams.Streams/Append': oneByOne }),
  )
  const results = await Promise.all([
    ...Array.from({ length: 8 }, () => broken.append('s', [event()], 3n)),
    ...Array.from({ length: 8 }, () => healthy.append('s', [event()], 3n)),
  ])
  expect(results).toEqual(results.map(() => appended))
})

/** Streams/Append, confirmed at revision 4. */
const oneByOne: Handler = async (call) => {
  for await (const _ of call.messages());
  const answer = new Writer(32).message(1, (success) => {
    success.uint(1, 4).message(3, (position) => position.uint(1, 9).uint(2, 9))
  })
  await call.send(frame(answer.finish()))
}

it('many appends over a connection that is cut: none is lost, and the process lives on', async () => {
  const cut: Handler = async (call) => {
    for await (const _ of call.messages()) throw new CallError(status.unavailable, 'gone')
  }
  const store = connect(await serve({ [appendPath]: inTurn(cut, cut, confirm) }), 10_000)
  const results = await Promise.all(Array.from({ length: 200 }, () => store.append('s', [event()], 3n)))
  expect(results).toHaveLength(200)
})

it('throwOnAppendFailure=false in the URL, with which the client reports wrong revisions, has no effect', async () => {
  const refuse: Handler = async (call) => {
    for await (const message of call.messages()) {
      const request = new Reader(message)
      request.next()
      const answer = new Writer(64).bytes(1, request.bytes()).message(2, (error) => {
        error.uint(1, status.failedPrecondition).message(3, (any) => {
          any.string(1, 'type.googleapis.com/event_store.client.WrongExpectedVersion')
          any.message(2, (wrong) => wrong.uint(1, 7).uint(3, 3))
        })
      })
      await call.send(frame(answer.message(4, (name) => name.string(3, 's')).finish()))
    }
  }
  const url = await serve({ [appendPath]: refuse })
  const error = await connect(`${url}&throwOnAppendFailure=false`)
    .append('s', [event()], 3n)
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'WrongExpectedRevision', actual: 7n })
})
