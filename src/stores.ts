import { join } from 'node:path'
import { startEventStore } from './embedded/event-store.ts'
import { startPostgres } from './embedded/postgres.ts'
import type { Config } from './platform/config.ts'
import type { Log } from './platform/log.ts'

export interface Stores {
  databaseUrl: string
  eventStoreUrl: string
  stop(): Promise<void>
}

/** The stores the configuration names; what it does not name is started here and stopped with us. */
export async function openStores(config: Config, log: Log): Promise<Stores> {
  const say = (part: string) => (message: string) => log.info({ part }, message)
  const postgres =
    config.databaseUrl === undefined
      ? await startPostgres({ dataDir: join(config.data, 'postgres'), log: say('postgres') })
      : undefined
  const databaseUrl = config.databaseUrl ?? postgres?.url ?? ''
  try {
    const eventStore =
      config.eventStoreUrl === undefined
        ? await startEventStore({ databaseUrl, log: say('event-store') })
        : undefined
    return {
      databaseUrl,
      eventStoreUrl: config.eventStoreUrl ?? eventStore?.url ?? '',
      async stop() {
        await eventStore?.stop()
        await postgres?.stop()
      },
    }
  } catch (error) {
    await postgres?.stop()
    throw error
  }
}
