import type { Clock } from '../platform/process/clock.ts'
import type { Log } from '../platform/process/log.ts'
import { createEventIndex } from '../projections/event-index.ts'
import { createReadModels } from '../projections/read-models.ts'
import type { Progress } from '../projections/rebuild.ts'
import { projections } from '../registry.ts'
import type { OpenLog } from './log.ts'
import { room } from './room.ts'

/** What is folded from the log, once `follow` was called: the read models, whole by then, and the index of events. */
export const openReadSide = (
  { pg, followed, plain, codec }: OpenLog,
  options: {
    log: Log
    clock: Clock
    onProgress: ((progress: Progress) => void) | undefined
    signal: AbortSignal | undefined
    onTakenOver: (() => void) | undefined
  },
) =>
  room(async (later) => {
    const { log, clock, onProgress, signal, onTakenOver } = options
    const readModels = createReadModels({ pg, store: plain, codec, projections, log, clock, onTakenOver })
    later(() => readModels.stop())
    const eventIndex = createEventIndex({ pg, store: followed, codec, log })
    later(() => eventIndex.stop())
    return {
      readModels,
      eventIndex,
      async follow() {
        const breakOff = () => void readModels.stop()
        signal?.addEventListener('abort', breakOff)
        await readModels.start({ ...(onProgress && { onProgress }) })
        signal?.removeEventListener('abort', breakOff)
        await eventIndex.start()
      },
    }
  })

export type ReadSide = Awaited<ReturnType<typeof openReadSide>>
