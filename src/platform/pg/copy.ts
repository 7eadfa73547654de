import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'

/** Runs one `COPY ... FROM STDIN` (text format) with these chunks of lines. */
export async function copyInto(client: pg.PoolClient, sql: string, chunks: Iterable<string>): Promise<void> {
  const stream = client.query(from(sql))
  const done = finished(stream)
  // Errors are reported by `done`; writes that come after one only need to stop.
  done.catch(() => {})
  for (const chunk of chunks) {
    if (stream.destroyed) break
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain').catch(() => {}), done])
  }
  stream.end()
  await done
}
