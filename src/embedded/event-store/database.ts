import pg from 'pg'
import { openPool } from '../../platform/pg/pool.ts'
import type { RecordedEvent } from './model.ts'

/** bigint columns as numbers, bytea as Buffers, rows as arrays. */
const types = {
  getTypeParser(oid: number): (text: string) => unknown {
    if (oid === 20) return Number
    if (oid === 17) return (text) => Buffer.from(text.slice(2), 'hex')
    if (oid === 16) return (text) => text === 't'
    return (text) => text
  },
}

export type Row = readonly unknown[]

export function createPool(url: string, max: number, log: (message: string) => void): pg.Pool {
  return openPool({ connectionString: url, max, types, connectionTimeoutMillis: 10_000 }, (error) =>
    log(`A database connection was lost: ${error.message}`),
  )
}

export function createClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    types,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  })
  client.on('error', () => {})
  return client
}

/** Runs a prepared statement; `name` identifies its text. */
export async function select(
  database: pg.Pool | pg.ClientBase,
  name: string,
  text: string,
  values: unknown[],
): Promise<{ rows: Row[]; count: number }> {
  const result = await database.query<unknown[]>({ name, text, values, rowMode: 'array' })
  return { rows: result.rows, count: result.rowCount ?? 0 }
}

/** The columns `toEvent` expects, from `eventstore.event e` and `eventstore.stream s`. */
export const eventColumns =
  'e.position, s.name, e.revision, e.id, e.created, e.type, e.json, e.data, e.metadata'

export function toEvent(row: Row): RecordedEvent {
  const [position, stream, revision, id, created, type, json, data, metadata] = row
  return {
    position: Number(position),
    stream: String(stream),
    revision: Number(revision),
    id: String(id),
    created: Number(created),
    type: String(type),
    json: json === true,
    data: data instanceof Buffer ? data : Buffer.alloc(0),
    metadata: metadata instanceof Buffer ? metadata : Buffer.alloc(0),
  }
}

/** Whether the server went away, restarts or cannot be reached: the same statement may succeed later. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // The server went down in the middle of it, of a full disk for example: nobody knows what it has written.
  if ('severity' in error && error.severity === 'PANIC') return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // 08: connection; 57P: shutdown, crash, starting up; 53300: no connection is free. E...: the operating system's.
  if (/^(08...|57P..|53300|E[A-Z]{3,})$/.test(code)) return true
  // Of the driver, which gives these no code.
  return /^(Connection terminated|timeout e|Client (was closed|has encountered a connection error))/.test(
    error.message,
  )
}
