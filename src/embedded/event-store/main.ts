import { keepHeapSmall } from '../../platform/process/heap.ts'
import { type Server, type ServerSettings, startServer } from './server.ts'

/**
 * The event store as a process of its own. Configured by the environment variable `EVENT_STORE_OPTIONS` (JSON
 * of `ServerSettings`); reports `{ port }` to its parent, and ends when the parent is gone.
 */
const options: ServerSettings = JSON.parse(process.env.EVENT_STORE_OPTIONS ?? '{}')

keepHeapSmall()

const log = (message: string): void => {
  process.stderr.write(`${message}\n`)
}

// Another process has the log: starting again at once would only disturb it.
const exitFenced = 75

let server: Server | undefined
let stopping = false

function stop(): void {
  if (stopping) return
  stopping = true
  if (server === undefined) process.exit(0)
  server.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
}

// From the beginning: the parent may go while this process still waits for the database.
process.on('disconnect', stop)
// It may have gone already, while this file was being loaded and nobody listened.
if (process.send !== undefined && !process.connected) process.exit(0)
// A signal to the whole group is for the parent, which lets go of us when nothing under way needs us any more.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!process.connected) stop()
  })
}

try {
  server = await startServer({
    ...options,
    log,
    fenced(reason) {
      log(reason)
      process.exit(exitFenced)
    },
  })
  if (process.connected) process.send?.({ port: server.port })
} catch (error) {
  log(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
