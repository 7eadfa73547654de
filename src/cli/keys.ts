import { parseArgs } from 'node:util'
import { openPg } from '../platform/pg/pg.ts'
import { ConfigError, exitConfig, readConfig } from '../platform/process/config.ts'
import { createLog } from '../platform/process/log.ts'
import { beginRotation, endRotation } from '../platform/vault/key-encryption-key.ts'
import { openVault } from '../platform/vault/vault.ts'
import { openDatabase, runningStores } from '../start/stores.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
const usage = `npm run keys -- rotate
  Makes a new key-encryption key and wraps every key of personal data by it; no event is written anew. Stop Hindsight
  first. If it is cut off, run it again: until it has ended, both keys are accepted.
  With HINDSIGHT_KEY_ENCRYPTION_KEY set to "<new key>,<present key>", it uses those.`

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  })
  if (values.help || positionals.length !== 1 || positionals[0] !== 'rotate') {
    print(usage)
    process.exitCode = values.help ? 0 : exitConfig
    return
  }
  const config = readConfig(process.env)
  if (runningStores(config))
    throw new ConfigError('Hindsight is running on this data directory; stop it first.')
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const database = await openDatabase(config, log)
  const pg = openPg({ url: database.url, log })
  try {
    const ring = beginRotation(config)
    const vault = await openVault({ pg, ring })
    const done = await vault.rewrap()
    await vault.close()
    endRotation(config)
    print(
      `${done} keys are wrapped by the key-encryption key ${ring[0].id}; the older one opens nothing any more.`,
    )
  } finally {
    await pg.close()
    await database.stop()
  }
}

await main().catch((error: unknown) => {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(exitConfig)
})
