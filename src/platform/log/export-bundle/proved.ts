import type { StoredEvent } from '../event-store.ts'
import type { Hash } from '../merkle.ts'

/** One event of an export, with its place in the tree of the checkpoint. */
export interface Proved {
  event: StoredEvent
  index: number
  proof: readonly Hash[]
}
