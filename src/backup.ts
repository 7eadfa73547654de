import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp, restoreBackup } from './platform/backup.ts'
import { type Config, ConfigError, exitConfig, readConfig } from './platform/config.ts'
import { createLog, type Log } from './platform/log.ts'
import { openPg, type Pg } from './platform/pg.ts'
import { hasKey } from './platform/vault/key-encryption-key.ts'
import { forgetReadModels } from './projections/forget.ts'
import { openDatabase, runningStores } from './stores.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
const usage = `npm run backup -- <file>
  Writes the log, the vault, sign-ins and signatures of HINDSIGHT_DATA (running or not), or of DATABASE_URL, to a file.
npm run restore -- <file>
  Loads it into an empty HINDSIGHT_DATA or DATABASE_URL. Read models are made anew, and erasures done again, at the start.
npm run rebuild
  Drops the read models, so that they are made anew from the log at the next start: the choice to make when they and
  the log are not from the same time. The log itself is not touched.`

type Task = (pg: Pg, config: Config, file: string) => Promise<void>

const tasks: Readonly<Record<string, Task>> = {
  async backup(pg, config, file) {
    const { tables, bytes, sha256 } = await backUp(pg, file)
    print(
      `${tables} tables, ${(bytes / 1e6).toFixed(1)} MB of rows, in ${file} (SHA-256 of its content ${sha256}).`,
    )
    if (config.eventStoreUrl !== undefined)
      print('The log is in the event store of EVENTSTORE_URL: back it up by its own means, after this.')
    print(
      'Keep key-encryption-key, signing-key and erasures.jsonl of the data directory safe too, but elsewhere.',
    )
  },
  async restore(pg, config, file) {
    mustHaveKey(config)
    const { tables } = await restoreBackup(pg, file)
    print(`${tables} tables are restored. Run npm run verify to compare the log with what was signed.`)
    if (!existsSync(join(config.data, 'erasures.jsonl')))
      print(
        'There is no erasures.jsonl here: what was erased after this backup would come back. Put it in place first.',
      )
  },
  async rebuild(pg) {
    await forgetReadModels(pg)
    print('The read models are gone; the next start makes them anew from the log.')
  },
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  })
  const [name = '', file] = positionals
  const task = tasks[name]
  if (values.help || !task || positionals.length !== (name === 'rebuild' ? 1 : 2)) {
    print(usage)
    process.exitCode = values.help ? 0 : exitConfig
    return
  }
  const config = readConfig(process.env)
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const database = await databaseOf(config, log, name)
  const pg = openPg({ url: database.url, log })
  try {
    await task(pg, config, resolve(file ?? ''))
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
