import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEventStore } from '../embedded/event-store.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { connectEventStore, diagnose, StoreUnavailable } from '../platform/log/event-store.ts'
import { newToken } from '../platform/people/tokens.ts'
import { isAway, pingPg } from '../platform/pg/pg.ts'
import { type Config, ConfigError } from '../platform/process/config.ts'
import type { Log } from '../platform/process/log.ts'

export interface Stores {
  databaseUrl: string
  eventStoreUrl: string
  stop(): Promise<void>
}

/**
 * The stores the configuration names, once they answer; what it does not name is started here and stopped with us.
 * @throws ConfigError when one that is named refuses us or stays away, or what is needed here cannot be had.
 */
export async function openStores(config: Config, log: Log, signal?: AbortSignal): Promise<Stores> {
  const ending: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const end of ending.toReversed()) await end()
  }
  try {
    if (config.eventStoreUrl === undefined) makeDirectory(config)
    const database = await openDatabase(config, log, signal)
    ending.push(() => database.stop())
    const databaseUrl = database.url
    const eventStore = await openEventStore(config, log, databaseUrl, signal)
    ending.push(() => eventStore.stop())
    const eventStoreUrl = eventStore.url
    if (config.databaseUrl === undefined || config.eventStoreUrl === undefined) {
      const takeBack = announce(config, {
        pid: process.pid,
        // Where others are, the configuration says; with what password, no file needs to.
        ...(config.databaseUrl === undefined && { databaseUrl }),
        ...(config.eventStoreUrl === undefined && { eventStoreUrl }),
      })
      ending.push(async () => takeBack())
    }
    return { databaseUrl, eventStoreUrl, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The event store the configuration names, or an embedded one in this database, which `stop` stops. @throws ConfigError */
export async function openEventStore(
  config: Config,
  log: Log,
  databaseUrl: string,
  signal?: AbortSignal,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { eventStoreUrl: outside } = config
  if (outside !== undefined) {
    await answering('EVENTSTORE_URL', () => pingStore(outside), isStoreAway, log, signal)
    return { url: outside, stop: async () => {} }
  }
  signal?.throwIfAborted()
  return startEventStore({
    databaseUrl,
    // Anybody on this machine can reach it: those who may, know this.
    secret: newToken(),
    log: (message) => log.warn({ part: 'event-store' }, message),
  })
}

/** The database the configuration names, or the embedded one, which `stop` stops. @throws ConfigError */
export async function openDatabase(
  config: Config,
  log: Log,
  signal?: AbortSignal,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { databaseUrl: outside } = config
  if (outside !== undefined) {
    await answering('DATABASE_URL', () => pingPg(outside), isAway, log, signal)
    return { url: outside, stop: async () => {} }
  }
  makeDirectory(config)
  return startPostgres({
    dataDir: join(config.data, 'postgres'),
    port: config.postgresPort,
    creating: () => log.info('creating the PostgreSQL cluster'),
    log: (message) => log.warn({ part: 'postgres' }, message),
  })
}

function makeDirectory({ data }: Config): void {
  try {
    makeAll(data)
    accessSync(data, constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(
      `Bad configuration. HINDSIGHT_DATA: ${data} must be a directory we can write to (${code}).`,
    )
  }
}

/** Node's own way to make parents too never returns where a file system takes no directories, such as /proc. */
function makeAll(path: string): void {
  if (existsSync(path)) return
  makeAll(dirname(path))
  mkdirSync(path)
}

/** How long a server of others may take to come up beside us, in ms. */
const patience = 30_000

async function answering(
  variable: string,
  ask: () => Promise<unknown>,
  isAwayNow: (error: unknown) => boolean,
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  for (const until = performance.now() + patience; ; ) {
    try {
      await ask()
      return
    } catch (error) {
      signal?.throwIfAborted()
      const reason = error instanceof Error && error.message ? error.message : String(error)
      if (!isAwayNow(error) || performance.now() > until) throw new ConfigError(`${variable}: ${reason}`)
      log.warn({ reason }, `waiting for the server of ${variable}`)
      await sleep(1_000, undefined, { ...(signal && { signal }) })
    }
  }
}

async function pingStore(url: string): Promise<void> {
  const store = connectEventStore(url)
  try {
    await store.ping()
  } finally {
    await store.close()
  }
}

const isStoreAway = (error: unknown) =>
  error instanceof StoreUnavailable && diagnose(error.cause ?? error).mayPass

/** What was started with the process; the rest is where the configuration says. */
interface Announcement {
  pid: number
  databaseUrl?: string
  eventStoreUrl?: string
}

const announcementFile = (config: Config) => join(config.data, 'stores.json')

/** Tells other commands on this data directory where the stores are. Returns how to take that back. */
function announce(config: Config, stores: Announcement): () => void {
  const file = announcementFile(config)
  writeFileSync(file, JSON.stringify(stores), { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

/**
 * The stores of the process that runs on this data directory; undefined when there is none, or it has started no store.
 * @throws ConfigError when we are not configured as that process is.
 */
export function runningStores(config: Config): Stores | undefined {
  const announced = announcement(config)
  if (!announced) return undefined
  return {
    databaseUrl: sameAs('DATABASE_URL', announced.databaseUrl, config.databaseUrl),
    eventStoreUrl: sameAs('EVENTSTORE_URL', announced.eventStoreUrl, config.eventStoreUrl),
    stop: async () => {},
  }
}

function sameAs(variable: string, announced: string | undefined, configured: string | undefined): string {
  const url = announced ?? configured
  if (url === undefined || (announced !== undefined && configured !== undefined))
    throw new ConfigError(
      `Bad configuration. ${variable}: Hindsight runs on this data directory ${announced === undefined ? 'with' : 'without'} ` +
        'it; set it here as it is set there.',
    )
  return url
}

function announcement(config: Config): Announcement | undefined {
  try {
    const announced = JSON.parse(readFileSync(announcementFile(config), 'utf8')) as Announcement
    process.kill(announced.pid, 0)
    return announced
  } catch {
    // No file, or one that a killed process left.
    return undefined
  }
}
