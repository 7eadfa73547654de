import { accessSync, constants, createReadStream } from 'node:fs'
import { join } from 'node:path'
import { aggregates } from '../commands/aggregates.ts'
import { claimIdsOf } from '../commands/claims.ts'
import { InvalidInput } from '../commands/errors.ts'
import { createExecute } from '../commands/execute.ts'
import { type ImportReport, type Notice, runImport } from '../imports/import.ts'
import { type MavenFiles, mavenCrm, mavenFiles } from '../imports/maven-crm.ts'
import { eventCodec } from '../platform/log/codec.ts'
import { connectEventStore } from '../platform/log/event-store.ts'
import { sealedStore } from '../platform/log/sealed-store.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { openPg } from '../platform/pg/pg.ts'
import { bePresent } from '../platform/pg/presence.ts'
import { systemClock } from '../platform/process/clock.ts'
import { ConfigError, exitConfig, readConfig } from '../platform/process/config.ts'
import { newId } from '../platform/process/ids.ts'
import { createLog } from '../platform/process/log.ts'
import { keyRing } from '../platform/vault/key-encryption-key.ts'
import { openVault, type Vault } from '../platform/vault/vault.ts'
import { commands, deciders } from '../registry.ts'
import { openStores, runningStores } from '../start/stores.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
const usage = `npm run import -- <folder>
  Imports the folder's ${Object.keys(mavenFiles).join(', ')}
  into the Hindsight of HINDSIGHT_DATA (running or not), or of EVENTSTORE_URL.`
/** So many notices of one kind are listed; the rest is counted. */
const shown = 10

async function main(folder: string | undefined): Promise<void> {
  if (!folder || folder.startsWith('-')) {
    print(usage)
    process.exitCode = folder === '--help' ? 0 : exitConfig
    return
  }
  const config = readConfig(process.env)
  const plan = await mavenCrm(filesIn(folder))
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const stores = runningStores(config) ?? (await openStores(config, log))
  const bare = connectEventStore(stores.eventStoreUrl, { log: (message) => log.warn(message) })
  const leave = await bePresent(stores.databaseUrl, log)
  const pg = openPg({ url: stores.databaseUrl, log })
  let vault: Vault | undefined
  try {
    const codec = eventCodec(deciders)
    vault = await openVault({ pg, ring: keyRing(config) })
    const store = sealedStore({ store: bare, vault, specs: codec.specs })
    const claimIds = await claimIdsOf(vault, bare)
    const parts = { store, codec, commands, claimIds, clock: systemClock, app: 'import' }
    const execute = createExecute({ ...parts, aggregates: aggregates(parts) })
    const cancel = new AbortController()
    process.once('SIGINT', () => cancel.abort())
    process.once('SIGTERM', () => cancel.abort())
    let told = performance.now()
    const report = await runImport({
      plan,
      execute,
      principal: systemPrincipal('import', { kind: 'import', id: newId() }),
      signal: cancel.signal,
      onProgress({ phase, done, total, events }) {
        if (performance.now() - told < 1000) return
        told = performance.now()
        print(`${phase}: ${done} of ${total} records, ${events} events`)
      },
    })
    show(report)
  } finally {
    await bare.close()
    await vault?.close()
    await pg.close()
    await leave()
    await stores.stop()
  }
}

function filesIn(folder: string): MavenFiles {
  const source = (name: string) => {
    const file = join(folder, name)
    try {
      accessSync(file, constants.R_OK)
    } catch {
      throw new ConfigError(`${file} cannot be read.`)
    }
    return (): AsyncIterable<Uint8Array> => createReadStream(file)
  }
  return Object.fromEntries(Object.keys(mavenFiles).map((name) => [name, source(name)])) as MavenFiles
}

function show({ rows, unchanged, events, seconds, eventsPerSecond, cancelled, notices }: ImportReport): void {
  for (const kind of ['mapped', 'incomplete', 'refused'] as const) {
    const of = notices.filter((notice) => notice.kind === kind)
    if (of.length === 0) continue
    const alike = new Map<string, Notice[]>()
    for (const notice of of) {
      const key = `${notice.file} ${notice.field} ${notice.message}`
      alike.set(key, [...(alike.get(key) ?? []), notice])
    }
    print(`\n${of.length} ${kind}:`)
    for (const same of [...alike.values()].slice(0, shown)) print(`  ${describe(same)}`)
    if (alike.size > shown) print(`  and ${alike.size - shown} kinds more`)
  }
  print(
    `\n${cancelled ? 'Cancelled after' : 'Imported'} ${rows} records (${unchanged} were there already): ` +
      `${events} events in ${seconds.toFixed(1)} s, ${Math.round(eventsPerSecond)} events/s.`,
  )
}

function describe(same: readonly Notice[]): string {
  const [first] = same
  if (!first) return ''
  const lines = same.slice(0, 3).map(({ line }) => line)
  const more = same.length > lines.length ? ` and ${same.length - lines.length} more` : ''
  return `${first.file}, line ${lines.join(', ')}${more}: ${first.field}: ${first.message}`
}

await main(process.argv[2]).catch((error: unknown) => {
  if (!(error instanceof ConfigError || error instanceof InvalidInput)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(exitConfig)
})
