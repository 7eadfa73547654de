import { createSecureServer, createServer, type Http2SecureServer, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { authorizer, type Users } from './access.ts'
import { CallError, type Handler, serveGrpc, status } from './grpc.ts'
import { EventLog } from './log.ts'
import { Groups } from './persistent/groups.ts'
import { SystemProjections } from './projections.ts'
import { append, remove } from './services/append.ts'
import { batchAppend } from './services/batch-append.ts'
import { supportedMethods } from './services/features.ts'
import { gossip } from './services/gossip.ts'
import { persistentSubscriptions } from './services/persistent.ts'
import { projections } from './services/projections.ts'
import { read } from './services/read.ts'

export interface ServerSettings {
  databaseUrl: string
  /** Milliseconds that another process on the same log is given to end; 10,000 unless told. */
  lockPatience?: number
  /** Where to listen. */
  host: string
  /** 0: any free one. */
  port: number
  /** PEM. Without it the connection is not encrypted, and clients send no credentials. */
  tls?: { key: string; cert: string }
  /** Passwords by user name; without them, and without a secret, everybody may do everything. */
  users?: Users
  /** What a connection has to be named (`connectionName` in the URL) to be let in without a password. */
  secret?: string
  /** Writes $ce-, $et- and $streams from the start; otherwise once their projections are enabled. */
  systemProjections?: boolean
  /** Under which name clients find this server; `host` unless told. */
  advertise?: string
}

export interface ServerOptions extends ServerSettings {
  log: (message: string) => void
  /** Another process has taken over the log: this one must end. */
  fenced: (reason: string) => void
}

export interface Server {
  port: number
  stop(): Promise<void>
}

const package_ = '/event_store.client'

/** Opens the log and serves it over EventStoreDB's gRPC protocol. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = await EventLog.open(options)
  let port = options.port
  const handlers = new Map<string, Handler>([
    [`${package_}.streams.Streams/Read`, read(log)],
    [`${package_}.streams.Streams/Append`, append(log)],
    [`${package_}.streams.Streams/BatchAppend`, batchAppend(log)],
    [`${package_}.streams.Streams/Delete`, remove(log, 'delete')],
    [`${package_}.streams.Streams/Tombstone`, remove(log, 'tombstone')],
    [`${package_}.gossip.Gossip/Read`, gossip(options.advertise ?? options.host, () => port)],
  ])
  const groups = new Groups(log, options.log)
  await groups.load()
  for (const [method, handler] of persistentSubscriptions(groups)) {
    handlers.set(`${package_}.persistent_subscriptions.PersistentSubscriptions/${method}`, handler)
  }
  const system = new SystemProjections(log, options.log)
  await system.start(options.systemProjections ?? false)
  for (const [method, handler] of projections(system)) {
    handlers.set(`${package_}.projections.Projections/${method}`, handler)
  }
  const features = `${package_}.server_features.ServerFeatures/GetSupportedMethods`
  handlers.set(features, supportedMethods([...handlers.keys(), features]))

  const server = createHttpServer(options)
  const sessions = new Set<{ close(): void; destroy(): void }>()
  server.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    session.on('error', () => {})
  })
  const cancelAll = serveGrpc(server, { handlers, authorize: authorizer(options), log: options.log })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  port = addressOf(server.address()).port
  return {
    port,
    async stop() {
      server.close()
      // First, so that their consumers learn that they were dropped.
      groups.stop()
      cancelAll(stopping)
      system.stop()
      for (const session of sessions) session.close()
      await log.close()
      for (const session of sessions) session.destroy()
    },
  }
}

/** Clients take the end of a stream of appends for "reconnect", and any other call for "not now". */
function stopping(path: string): CallError {
  const code = path.endsWith('/BatchAppend') ? status.cancelled : status.unavailable
  return new CallError(code, 'The event store is stopping.')
}

/** Calls at once on one connection, subscriptions included, as on EventStoreDB: further ones wait in the client. */
const streamsPerConnection = 100

function createHttpServer({ tls }: ServerSettings): Http2Server | Http2SecureServer {
  const settings = { maxConcurrentStreams: streamsPerConnection, initialWindowSize: 1024 * 1024 }
  // In megabytes for each connection; beyond it new calls on that connection are refused.
  const options = { settings, maxSessionMemory: 256 }
  return tls === undefined ? createServer(options) : createSecureServer({ ...options, ...tls })
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address
}
