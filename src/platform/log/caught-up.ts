import type { EventStore } from './event-store.ts'

interface Follower {
  waitFor(position: bigint, ms: number): Promise<boolean>
}

/** Whether what follows the log gets within so many ms to where it ends now. */
export async function isCaughtUp(
  store: Pick<EventStore, 'lastPosition'>,
  follower: Follower,
  ms: number,
): Promise<boolean> {
  const last = await store.lastPosition()
  return last === undefined || follower.waitFor(last, ms)
}
