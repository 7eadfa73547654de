import { connect, createServer, type Server, type Socket } from 'node:net'
import { type EventStore, StoreUnavailable } from '../../src/platform/log/event-store/contract.ts'
import { patience } from './patience.ts'

export interface Failing {
  store: EventStore
  /** The streams that were appended to, in order. */
  appended: readonly string[]
  /** Goes away right before the nth append (from 0) of all, or right after it; whoever asked is told that nobody knows. */
  goAwayAt(nth: number, when: 'before' | 'after'): void
  comeBack(): void
}

/** An event store that goes away at a chosen append and answers nothing until it comes back. */
export function failing(store: EventStore): Failing {
  const appended: string[] = []
  let away = false
  let cut: { nth: number; when: 'before' | 'after' } | undefined
  const gone = () => new StoreUnavailable('The event store is away.', 'unknown')
  return {
    appended,
    goAwayAt(nth, when) {
      cut = { nth, when }
    },
    comeBack() {
      away = false
      cut = undefined
    },
    store: {
      ...store,
      async append(stream, events, expected) {
        if (away) throw gone()
        const mine = cut?.nth === appended.length ? cut : undefined
        away = mine !== undefined
        if (mine?.when === 'before') throw gone()
        const done = await store.append(stream, events, expected)
        appended.push(stream)
        if (mine) throw gone()
        return done
      },
      async readStream(stream, options) {
        if (away) throw gone()
        return store.readStream(stream, options)
      },
    },
  }
}

export interface Cable {
  /** Of the event store behind it. */
  url: string
  /** Pulled out when something with this text is on its way to the store, which it then does not reach. */
  pullAt(text: string): Promise<void>
  plugIn(): void
  close(): Promise<void>
}

/** A TCP connection to an event store that can be cut for as long as one likes. */
export async function cableTo(url: string): Promise<Cable> {
  const { hostname, port } = new URL(url.replace(/^esdb/, 'http'))
  const open = new Set<Socket>()
  let out = false
  let awaited: { text: string; pulled: () => void } | undefined

  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const server: Server = createServer((here) => {
    if (out) return void here.destroy()
    const there = connect(Number(port), hostname)
    const pair = [here, there]
    for (const socket of pair) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        for (const each of pair) each.destroy()
      })
    }
    there.pipe(here)
    here.on('data', (chunk: Buffer) => {
      if (out) return
      if (awaited && chunk.includes(awaited.text)) {
        out = true
        awaited.pulled()
        awaited = undefined
        return cut()
      }
      there.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const local = typeof address === 'object' && address ? address.port : 0
  return {
    url: url.replace(`${hostname}:${port}`, `127.0.0.1:${local}`),
    pullAt: (text) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${text} was never sent`)), patience)
        awaited = {
          text,
          pulled() {
            clearTimeout(late)
            resolve()
          },
        }
      }),
    plugIn() {
      out = false
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
