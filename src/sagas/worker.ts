import type { Position } from '../platform/log/event-store.ts'
import type { Failure } from './checkpoint.ts'
import type { AnyProcessManager } from './process-manager.ts'

/** One manager at work. `position` is how far it has read; `saved`, at or before it, how far it has committed. */
export interface Worker {
  manager: AnyProcessManager
  epoch: number
  position: Position | undefined
  saved: Position | undefined
  failure: Failure | undefined
}
