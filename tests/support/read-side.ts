import { connectEventStore, type EventStore } from '../../src/platform/log/event-store.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { createLog } from '../../src/platform/process/log.ts'
import type { AnyProjection } from '../../src/projections/projection.ts'
import {
  createReadModels,
  type ReadModels,
  type ReadModelsOptions,
} from '../../src/projections/read-models.ts'
import { parcelCodec, parcelProjections } from './parcels.ts'
import { patience } from './patience.ts'
import { testDatabase, testEventStore } from './servers.ts'

export interface ReadSide {
  pg: Pg
  url: string
  store: EventStore
  /** Read models over this log and database, not yet started; stopped at the end with everything else. */
  models(projections?: readonly AnyProjection[], options?: Partial<ReadModelsOptions>): ReadModels
  /** A connection of its own to the same database, as another process would have. */
  connect(): Pg
  /** Waits until everything appended so far is readable. */
  settled(models: ReadModels): Promise<void>
  close(): Promise<void>
}

export const silent = createLog('silent')

/** A database and an event store of its own. */
export async function readSide(eventStoreUrl?: string): Promise<ReadSide> {
  const server = eventStoreUrl === undefined ? await testEventStore() : undefined
  const database = await testDatabase()
  const store = connectEventStore(eventStoreUrl ?? server?.url ?? '')
  const opened: Pg[] = []
  const started: ReadModels[] = []
  const connect = () => {
    const pg = openPg({ url: database.url, log: silent })
    opened.push(pg)
    return pg
  }
  const pg = connect()
  return {
    pg,
    url: database.url,
    store,
    connect,
    models(projections = parcelProjections, options = {}) {
      const models = createReadModels({ pg, store, codec: parcelCodec, projections, log: silent, ...options })
      started.push(models)
      return models
    },
    async settled(models) {
      const last = await store.lastPosition()
      if (last !== undefined && !(await models.waitFor(last, patience)))
        throw new Error('the read models have not caught up')
    },
    async close() {
      await Promise.all(started.map((models) => models.stop()))
      await store.close()
      await Promise.all(opened.map((one) => one.close()))
      await server?.stop()
      await database.drop()
    },
  }
}
