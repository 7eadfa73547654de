import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to } from 'pg-copy-streams'
import { eventColumns } from './database.ts'
import type { RecordedEvent } from './model.ts'

/**
 * Reads a page of events by COPY in PostgreSQL's binary format: `pg` itself takes rows as text, with bytes in hex, which
 * for long pages costs both sides twice as much. `condition` holds no parameters, because COPY takes none.
 */
export async function copyEvents(pool: pg.Pool, condition: string): Promise<RecordedEvent[]> {
  const client = await pool.connect()
  const chunks: Buffer[] = []
  try {
    const copy = `copy (
      select ${eventColumns} from eventstore.event e join eventstore.stream s on s.number = e.stream where ${condition}
    ) to stdout (format binary)`
    await pipeline(client.query(to(copy)), async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) chunks.push(chunk)
    })
  } catch (error) {
    client.release(true)
    throw error
  }
  client.release()
  return readRows(Buffer.concat(chunks))
}

// The signature, flags and the length of an extension that there is none of (PostgreSQL manual, COPY, File Formats).
const headerSize = 19

function readRows(buffer: Buffer): RecordedEvent[] {
  const events: RecordedEvent[] = []
  let at = headerSize
  /** Moves behind the next field, and gives where it begins. */
  const field = (): number => {
    const start = at + 4
    at = start + buffer.readInt32BE(at)
    return start
  }
  const integer = (): number => {
    const start = field()
    return buffer.readInt32BE(start) * 0x1_0000_0000 + buffer.readUInt32BE(start + 4)
  }
  const text = (): string => buffer.toString('utf8', field(), at)
  const bytes = (): Buffer => buffer.subarray(field(), at)
  for (;;) {
    const columns = buffer.readInt16BE(at)
    at += 2
    if (columns < 0) return events
    events.push({
      position: integer(),
      stream: text(),
      revision: integer(),
      id: uuid(buffer, field()),
      created: integer(),
      type: text(),
      json: buffer[field()] === 1,
      data: bytes(),
      metadata: bytes(),
    })
  }
}

function uuid(buffer: Buffer, start: number): string {
  const hex = buffer.toString('hex', start, start + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
