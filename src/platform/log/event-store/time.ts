import type { Connection } from './connection.ts'
import { readStreamOf } from './read.ts'

/** Nothing is in it: its metadata are written anew, and of those a store keeps the newest. */
const stream = 'store-clock'
const deadline = 2000

/** A server tells its time only by what it writes, so something is written, and read. */
export async function timeOf(writing: Connection): Promise<number> {
  const client = await writing.client()
  await client.setStreamMetadata(
    stream,
    { maxCount: 1 },
    { credentials: writing.credentials, requiresLeader: true, deadline },
  )
  const [newest] = await readStreamOf(client, `$$${stream}`, { direction: 'backwards', limit: 1 })
  if (!newest) throw new Error('the store does not have what was written for its time')
  return Date.parse(newest.created)
}
