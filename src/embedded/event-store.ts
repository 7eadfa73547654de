import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ServerSettings } from './event-store/server.ts'
import type { Log } from './postgres.ts'

/** `host` is 127.0.0.1 unless told, `port` any free one, which is kept over restarts. */
export interface EventStoreOptions extends Partial<ServerSettings> {
  databaseUrl: string
  log?: Log
}

export interface EmbeddedEventStore {
  /** `esdb://127.0.0.1:<port>?tls=false`, without credentials, but with the secret. */
  url: string
  /** Of the running process; another one after a restart. */
  readonly pid: number
  stop(): Promise<void>
}

const longestPause = 5000

/**
 * Starts the embedded event store as a process of its own and keeps it running until `stop`: when it ends
 * unexpectedly it is started again on the same port. It ends by itself when this process is gone.
 */
export async function startEventStore(options: EventStoreOptions): Promise<EmbeddedEventStore> {
  const { log = () => {}, host = '127.0.0.1', ...settings } = options
  const entry = entryPoint()
  const secret = options.secret === undefined ? '' : `&connectionName=${encodeURIComponent(options.secret)}`
  let child: ChildProcess | undefined
  let port = options.port ?? 0
  let stopping = false

  const start = async (): Promise<void> => {
    const started = fork(entry, {
      env: { ...process.env, EVENT_STORE_OPTIONS: JSON.stringify({ ...settings, host, port }) },
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child = started
    let lastLine = ''
    if (started.stderr !== null) {
      createInterface({ input: started.stderr }).on('line', (line) => {
        lastLine = line
        log(line)
      })
    }
    const exited = once(started, 'exit').then(([code, signal]) => {
      throw new Error(`The event store ended (${code ?? signal}). ${lastLine}`)
    })
    exited.catch(() => {})
    const [message] = await Promise.race([once(started, 'message'), exited])
    port = Number(message.port)
    started.once('exit', (code, signal) => {
      if (stopping) return
      log(`The event store ended unexpectedly (${code ?? signal}); starting it again.`)
      void restart()
    })
  }

  const restart = async (): Promise<void> => {
    for (let pause = 50; !stopping; pause = Math.min(longestPause, pause * 2)) {
      try {
        return await start()
      } catch (error) {
        log(
          `The event store could not be started again: ${error instanceof Error ? error.message : String(error)}`,
        )
        await sleep(pause)
      }
    }
  }

  await start()
  return {
    url: `esdb://${options.advertise ?? host}:${port}?tls=${options.tls !== undefined}${secret}`,
    get pid() {
      return child?.pid ?? 0
    },
    async stop() {
      stopping = true
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      const patience = setTimeout(() => child?.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(patience)
    },
  }
}

/** The bundled process beside this bundled file, or the one that `scripts/build.mjs` makes from the sources. */
function entryPoint(): string {
  for (const path of [
    './embedded/event-store.js',
    './event-store.js',
    '../../dist/embedded/event-store.js',
  ]) {
    const file = fileURLToPath(new URL(path, import.meta.url))
    if (existsSync(file)) return file
  }
  throw new Error('The event store is not built: run `npm run build`.')
}
