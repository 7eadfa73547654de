import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { copyContents } from '../platform/files/check.ts'
import { openFolder } from '../platform/files/folder.ts'
import { openStorage } from '../platform/files/open-storage.ts'
import { connectEventStore } from '../platform/log/event-store.ts'
import { knownSeed, signingSeed } from '../platform/log/transparency-log/key.ts'
import { openPg, type Pg } from '../platform/pg/pg.ts'
import { whileAlone } from '../platform/pg/presence.ts'
import { backUp, restoreBackup } from '../platform/process/backup.ts'
import { type Config, ConfigError, exitConfig, readConfig } from '../platform/process/config.ts'
import { createLog, type Log } from '../platform/process/log.ts'
import { hasKey } from '../platform/vault/key-encryption-key.ts'
import { renewReadModels } from '../projections/forget.ts'
import type { Forgotten } from '../sagas/forget.ts'
import { acceptOlderLog, type Beyond } from '../start/older-log.ts'
import { openDatabase, openEventStore, runningStores } from '../start/stores.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
const usage = `npm run backup -- <file>
  Writes the log, the vault, sign-ins and signatures of HINDSIGHT_DATA (running or not), or of DATABASE_URL, to a file, and
  what files hold, encrypted as it lies there, to a folder beside it: <file>.files, where what is there already stays.
npm run restore -- <file> [--accept-unsigned]
  Loads it into an empty HINDSIGHT_DATA or DATABASE_URL. Read models are made anew, and erasures done again, at the start.
  What it holds is run as SQL by the owner of the database: it must be signed with this installation's signing key, unless
  you know where it comes from and say so.
npm run rebuild
  Lets the read models be made anew from the log at the next start, which names what the log no longer has: the choice to make when they and
  the log are not from the same time. The log itself is not touched.
npm run rebuild -- --accept-older-log [--by <name>]
  Goes on with a log that is older than what read models, process managers and the signed tree have seen of it: says what
  goes beyond it, and takes that back. Checkpoints that this log contradicts are kept, and told by npm run verify, with
  the name of who accepted it (yours on this machine, unless told).`

interface Asked {
  config: Config
  log: Log
  databaseUrl: string
  file: string
  /** Who accepts an older log. */
  by: string
  /** Whoever restores knows where the backup comes from. */
  acceptUnsigned: boolean
}
/** What `npm run rebuild` is with its flag. */
const accepting = 'accept-older-log'

type Task = (pg: Pg, asked: Asked) => Promise<void>

const tasks: Readonly<Record<string, Task>> = {
  async backup(pg, { config, file }) {
    const { tables, bytes, sha256 } = await backUp(pg, file, signingSeed(config))
    print(
      `${tables} tables, ${(bytes / 1e6).toFixed(1)} MB of rows, in ${file} (SHA-256 of its content ${sha256}).`,
    )
    await backUpContents(pg, config, `${file}.files`)
    if (config.eventStoreUrl !== undefined)
      print(
        'The log is in the event store of EVENTSTORE_URL: this backup goes with a copy of it that was made before.',
      )
    print(
      'Keep key-encryption-key, signing-key and erasures.jsonl of the data directory safe too, but elsewhere.',
    )
  },
  async restore(pg, { config, file, acceptUnsigned }) {
    mustHaveKey(config)
    // Where there is no key yet, nobody has signed with the one that is asked for.
    const seed = acceptUnsigned ? undefined : (knownSeed(config) ?? randomBytes(32))
    const { tables } = await restoreBackup(pg, file, seed)
    print(`${tables} tables are restored. Run npm run verify to compare the log with what was signed.`)
    await restoreContents(config, `${file}.files`)
    if (!existsSync(join(config.data, 'erasures.jsonl')))
      print(
        'There is no erasures.jsonl here: what was erased after this backup would come back. Put it in place first.',
      )
  },
  async rebuild(pg) {
    await whileAlone(pg, renewReadModels)
    print('The next start makes the read models anew from the log, and names what it no longer has.')
  },
  async [accepting](pg, { config, log, databaseUrl, by }) {
    // An embedded event store would contend with that of a server that runs.
    await whileAlone(pg, async () => {})
    const server = await openEventStore(config, log, databaseUrl)
    const store = connectEventStore(server.url, { log: (message) => log.warn(message) })
    try {
      const forgotten = await acceptOlderLog({ pg, store, by }, tellBeyond)
      print(
        forgotten ? accepted(by, forgotten) : 'Nothing goes beyond the end of the log; nothing was changed.',
      )
    } finally {
      await store.close()
      await server.stop()
    }
  },
}

/** After the rows: whatever these name lies in the storage already, and nothing there ever changes. */
async function backUpContents(pg: Pg, { files }: Config, folder: string): Promise<void> {
  const { rows } = await pg.owner
    .query<{ blob: string }>(
      `select distinct v->>'blob' as blob from rm.file f, jsonb_array_elements(f.versions) v
         where not exists (select from files.loose l where l.blob = v->>'blob' and l.going)
           and (v->>'hash') is not null`,
    )
    .catch((error: { code?: string }) => {
      // Of a version that had no files yet.
      if (error.code !== '42P01' && error.code !== '3F000') throw error
      return { rows: [] }
    })
  if (rows.length === 0) return
  const storage = await openStorage(files.url)
  const blobs = rows.map(({ blob }) => blob)
  const { copied, missing } = await copyContents(storage, await openFolder(folder), blobs)
  print(`${blobs.length} contents of files, ${copied} of them new, in ${folder}.`)
  for (const blob of missing) print(`MISSING or damaged in ${storage.place}: ${blob}`)
  if (missing.length > 0) process.exitCode = 1
}

async function restoreContents({ files }: Config, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const kept = await openFolder(folder)
  const blobs = await kept.addresses()
  const { copied, missing } = await copyContents(kept, await openStorage(files.url), blobs)
  print(`${copied} of ${blobs.length} contents of files are restored; the others were there.`)
  for (const blob of missing) print(`DAMAGED in ${folder}: ${blob}`)
  if (missing.length > 0) process.exitCode = 1
}

function accepted(by: string, { instances, timers, commands }: Forgotten): string {
  return (
    `Accepted by ${by}. At the next start read models are made anew and process managers read the log again; ` +
    `until then ${instances} instances, ${timers} timers and ${commands} commands are forgotten.`
  )
}

function tellBeyond({ end, ahead, lost, contradicted }: Beyond): void {
  print(
    end === undefined
      ? 'The log has nothing of what was seen of it.'
      : `The log goes with what was seen of it up to position ${end.position}, recorded at ${end.at}. Beyond it:`,
  )
  for (const { what, position } of ahead) print(`  ${what}, up to position ${position}`)
  for (const { category, events } of lost) print(`  ${events} events of ${category} that the log has no more`)
  print(`  ${contradicted} signed checkpoints, which are kept as evidence`)
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      [accepting]: { type: 'boolean' },
      by: { type: 'string' },
      'accept-unsigned': { type: 'boolean' },
    },
  })
  const [command = '', file] = positionals
  const name = command === 'rebuild' && values[accepting] ? accepting : command
  const task = tasks[name]
  const isRebuild = command === 'rebuild'
  if (
    values.help ||
    !task ||
    positionals.length !== (isRebuild ? 1 : 2) ||
    (!isRebuild && values[accepting])
  ) {
    print(usage)
    process.exitCode = values.help ? 0 : exitConfig
    return
  }
  const config = readConfig(process.env)
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const database = await databaseOf(config, log, name)
  const pg = openPg({ url: database.url, log })
  try {
    const by = values.by ?? userInfo().username
    const acceptUnsigned = values['accept-unsigned'] ?? false
    await task(pg, { config, log, databaseUrl: database.url, file: resolve(file ?? ''), by, acceptUnsigned })
  } finally {
    await pg.close()
    await database.stop()
  }
}

/** A backup is taken of what runs; everything else wants it stopped. */
async function databaseOf(
  config: Config,
  log: Log,
  name: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const running = runningStores(config)
  if (!running) return openDatabase(config, log)
  if (name !== 'backup') throw new ConfigError('Hindsight is running on this data directory; stop it first.')
  return { url: running.databaseUrl, stop: async () => {} }
}

function mustHaveKey(config: Config): void {
  if (hasKey(config)) return
  throw new ConfigError(
    `There is no key-encryption key in ${config.data} to read personal data with. Put the file key-encryption-key of the backup's data directory there (and signing-key, and erasures.jsonl), or set HINDSIGHT_KEY_ENCRYPTION_KEY.`,
  )
}

await main().catch((error: unknown) => {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(exitConfig)
})
