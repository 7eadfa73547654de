import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'

/** Runs one `COPY ... FROM STDIN` (text format) with these lines, each ending in a newline. */
export async function copyInto(client: pg.PoolClient, sql: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  const stream = client.query(from(sql))
  const done = finished(stream)
  // Errors are reported by `done`; writes that come after one only need to stop.
  done.catch(() => {})
  for (let start = 0; start < lines.length && !stream.destroyed; start += 512) {
    if (!stream.write(lines.slice(start, start + 512).join('')))
      await Promise.race([once(stream, 'drain').catch(() => {}), done])
  }
  stream.end()
  await done
}
