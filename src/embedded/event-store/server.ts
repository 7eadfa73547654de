import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { CallError, type Handler, serveGrpc, status } from './grpc.ts'
import { EventLog } from './log.ts'
import { append, remove } from './services/append.ts'
import { batchAppend } from './services/batch-append.ts'
import { supportedMethods } from './services/features.ts'
import { read } from './services/read.ts'

export interface ServerOptions {
  databaseUrl: string
  host: string
  /** 0: any free one. */
  port: number
  log: (message: string) => void
  /** Another process has taken over the log: this one must end. */
  fenced: (reason: string) => void
}

export interface Server {
  port: number
  stop(): Promise<void>
}

/** Opens the log and serves it over EventStoreDB's gRPC protocol. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = await EventLog.open(options)
  const handlers = new Map<string, Handler>([
    ['/event_store.client.streams.Streams/Read', read(log)],
    ['/event_store.client.streams.Streams/Append', append(log)],
    ['/event_store.client.streams.Streams/BatchAppend', batchAppend(log)],
    ['/event_store.client.streams.Streams/Delete', remove(log, 'delete')],
    ['/event_store.client.streams.Streams/Tombstone', remove(log, 'tombstone')],
  ])
  const features = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods'
  handlers.set(features, supportedMethods([...handlers.keys(), features], new Map()))

  const server = createServer({ settings: { maxConcurrentStreams: 10_000, initialWindowSize: 1024 * 1024 } })
  const sessions = new Set<{ close(): void; destroy(): void }>()
  server.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    session.on('error', () => {})
  })
  const cancelAll = serveGrpc(server, { handlers, authorize: () => {}, log: options.log })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { port } = addressOf(server.address())
  return {
    port,
    async stop() {
      server.close()
      cancelAll(new CallError(status.unavailable, 'The event store is stopping.'))
      for (const session of sessions) session.close()
      await log.close()
      for (const session of sessions) session.destroy()
    },
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address
}
