import { readFileSync, rmSync, writeFileSync } from 'node:fs'
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
    const eventStoreUrl = config.eventStoreUrl ?? eventStore?.url ?? ''
    const announced = eventStore && announce(config, { pid: process.pid, databaseUrl, eventStoreUrl })
    return {
      databaseUrl,
      eventStoreUrl,
      async stop() {
        announced?.()
        await eventStore?.stop()
        await postgres?.stop()
      },
    }
  } catch (error) {
    await postgres?.stop()
    throw error
  }
}

interface Announcement {
  pid: number
  databaseUrl: string
  eventStoreUrl: string
}

const announcementFile = (config: Config) => join(config.data, 'stores.json')

/** Tells other commands on this data directory where the stores are. Returns how to take that back. */
function announce(config: Config, stores: Announcement): () => void {
  const file = announcementFile(config)
  writeFileSync(file, JSON.stringify(stores), { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

/** The stores of the process that runs on this data directory; undefined when there is none. */
export function runningStores(config: Config): Stores | undefined {
  try {
    const { pid, databaseUrl, eventStoreUrl } = JSON.parse(
      readFileSync(announcementFile(config), 'utf8'),
    ) as Announcement
    process.kill(pid, 0)
    return { databaseUrl, eventStoreUrl, stop: async () => {} }
  } catch {
    // No file, or one that a killed process left.
    return undefined
  }
}
