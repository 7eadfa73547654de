import { type ServerSettings, startServer } from './server.ts'

/**
 * The event store as a process of its own. Configured by the environment variable `EVENT_STORE_OPTIONS` (JSON
 * of `ServerSettings`); reports `{ port }` to its parent, and ends when the parent is gone.
 */
const options: ServerSettings = JSON.parse(process.env.EVENT_STORE_OPTIONS ?? '{}')

const log = (message: string): void => {
  process.stderr.write(`${message}\n`)
}

// Another process has the log: starting again at once would only disturb it.
const exitFenced = 75

const server = await startServer({
  ...options,
  log,
  fenced(reason) {
    log(reason)
    process.exit(exitFenced)
  },
}).catch((error: unknown) => {
  log(error instanceof Error ? error.message : String(error))
  process.exit(1)
})

let stopping = false
const stop = (): void => {
  if (stopping) return
  stopping = true
  server.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
}
process.on('disconnect', stop)
// A signal to the whole group is for the parent, which lets go of us when nothing under way needs us any more.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!process.connected && signal === 'SIGTERM') stop()
  })
}
process.send?.({ port: server.port })
