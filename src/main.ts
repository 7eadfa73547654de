import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureAdministrator } from './api/identity/first-admin.ts'
import { compose, type Writing } from './compose.ts'
import { demoSignIns, isDemoUnfinished, loadDemo } from './demo/demo.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, ConfigError, exitConfig, readConfig } from './platform/config.ts'
import { createLog } from './platform/log.ts'
import { systemPrincipal } from './platform/permissions.ts'
import type { Progress } from './projections/rebuild.ts'
import { openStores } from './stores.ts'

/** Printed for people, beside the structured log. */
const print = (line: string) => process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { empty: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) {
    print(
      'npm start -- [--empty]   --empty: no demo data on first use. Settings: see README, "Configuration".',
    )
    return
  }
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }

  const ending: (() => Promise<unknown>)[] = []
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= (async () => {
      for (const end of ending.toReversed()) await end()
    })()
    return stopping
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping')
      void stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly')
          process.exit(1)
        },
      )
    })
  }

  try {
    const stores = await openStores(config, log)
    ending.push(() => stores.stop())
    const hindsight = await compose({
      ...stores,
      log,
      version,
      publicUrl: config.publicUrl,
      webRoot: builtWebApp(),
      onProgress: atMostEvery(2_000, ({ models, position, last }: Progress) =>
        log.info({ models, position, last }, 'rebuilding read models'),
      ),
      beforeSagas: (writing) => furnish(writing, config, values.empty !== true),
    })
    ending.push(() => hindsight.stop())
    if (stopping) return

    await hindsight.app
      .listen({ port: config.port, host: config.host })
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
        throw new ConfigError(
          `Cannot listen on ${config.host}:${config.port} (${error.code}); set PORT, or PORT=0 for any free one.`,
        )
      })
    const address = hindsight.app.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const url =
      config.publicUrl ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    log.info({ url }, 'listening')
    print(`\nHindsight ${version} is ready at ${url}`)
    for (const line of await demoSignIns(hindsight.execute)) print(line)
  } catch (error) {
    await stop().catch(() => {})
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(exitConfig)
  }
}

/** What an empty Hindsight begins with: the demo organisation, and the administrator whom the environment names. */
async function furnish(writing: Writing, config: Config, demo: boolean): Promise<void> {
  const { execute } = writing
  const isNew = demo && config.admin === undefined && (await isEmpty(writing))
  if (isNew || (await isDemoUnfinished(execute))) {
    let told = 0
    await loadDemo({ ...writing, now: systemClock() }, (done, total) => {
      if (done - told < total / 5 && done < total) return
      told = done
      print(`Loading the demo organisation ... ${done} of ${total} records`)
    })
  }
  if (config.admin) {
    await ensureAdministrator(writing, config.admin, systemPrincipal('first-start', { kind: 'cli' }))
  }
}

/** Long work tells of itself more often than anybody reads. */
function atMostEvery<T>(ms: number, tell: (of: T) => void): (of: T) => void {
  let told = Number.NEGATIVE_INFINITY
  return (of) => {
    if (performance.now() - told < ms) return
    told = performance.now()
    tell(of)
  }
}

/** Whether the log holds nothing of ours. */
async function isEmpty({ store, codec }: Writing): Promise<boolean> {
  for await (const page of store.readAll({ limit: 10 }))
    if (page.some((event) => codec.decode(event))) return false
  return true
}

/** The web app as it was built beside this file; undefined where only the API is wanted. */
function builtWebApp(): string | undefined {
  const folder = fileURLToPath(new URL('web', import.meta.url))
  return existsSync(folder) ? folder : undefined
}

await main()
