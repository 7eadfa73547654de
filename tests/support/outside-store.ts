import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import { eventually } from './eventually.ts'

/** A server of the real EventStoreDB with a log of its own, which can be killed and started again. */
export interface OutsideStore {
  url: string
  /** Resolves once it answers as the leader. */
  start(): Promise<void>
  /** @param signal ends, stops or continues it. */
  signal(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void
  /** Resolves once it has ended. */
  ended(): Promise<void>
  stop(): Promise<void>
}

let servers = 0

/**
 * Not started yet. HINDSIGHT_TEST_STORE is a command of the shell that runs a server on the port $PORT of loopback, without TLS,
 * and keeps its log in the directory $DATA, which is there; undefined where that is not set. A log that is `kept` is somebody
 * else's to remove.
 */
export function outsideStore(kept?: string): OutsideStore | undefined {
  const command = process.env.HINDSIGHT_TEST_STORE
  if (command === undefined) return undefined
  const data = kept ?? outsideLog()
  // Below the ports that are given to whoever asks for any, and apart from those of other workers.
  const port = 12_000 + (process.pid % 1000) * 10 + (servers++ % 10)
  const url = `esdb://127.0.0.1:${port}?tls=false`
  let server: ChildProcess | undefined
  const hasEnded = () => !server || server.exitCode !== null || server.signalCode !== null
  const store: OutsideStore = {
    url,
    async start() {
      mkdirSync(data, { recursive: true })
      const env = { ...process.env, PORT: String(port), DATA: data }
      server = spawn(`exec ${command}`, { shell: true, stdio: 'ignore', env })
      await eventually(async () => {
        const client = EventStoreDBClient.connectionString(url)
        try {
          for await (const _ of client.readAll({ maxCount: 1, requiresLeader: true }));
        } finally {
          await client.dispose()
        }
      })
    },
    signal: (signal) => void server?.kill(signal),
    async ended() {
      if (server && !hasEnded()) await once(server, 'exit')
    },
    async stop() {
      store.signal('SIGKILL')
      await store.ended()
      if (kept === undefined) rmSync(data, { recursive: true, force: true })
    },
  }
  return store
}

/** Where a log of its own may be. */
export const outsideLog = (): string => join(tmpdir(), `hindsight-store-${randomUUID()}`)

/** Copies the log of a server that has ended, which is how its documentation restores one: it is cut where it was read to. */
export function copyOutsideLog(from: string): string {
  const to = outsideLog()
  cpSync(from, to, { recursive: true })
  copyFileSync(join(to, 'db', 'chaser.chk'), join(to, 'db', 'truncate.chk'))
  return to
}
