import { schedule } from 'node-cron'
import type { Log } from '../process/log.ts'
import { type Client, type Migration, migrate, type Pg } from './pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'turn/1',
    sql: 'create table public.hindsight_turn (name text primary key, at timestamptz not null)',
  },
]

/** Work done at the times of `at`: cron, UTC. Its signal ends it with the process. */
export interface Schedule {
  name: string
  at: string
  work: (due: Date, signal: AbortSignal) => Promise<unknown>
  /** It goes on until its signal ends it: whoever has the turn keeps it, and the others are ready for theirs. */
  lasting?: true
}

/** Work that one of all processes on a database does, once each time that it is due. */
export interface Turns {
  /**
   * Does the work whenever it is our turn, and tells it when it was due. One that fails is logged, and done when it is
   * due next: nothing here may depend on any one time. Returns how to stop, which waits for what is under way.
   */
  schedule(of: Schedule): () => Promise<void>
}

export async function openTurns(
  pg: Pick<Pg, 'owner' | 'transaction'>,
  log: Pick<Log, 'debug' | 'error'>,
): Promise<Turns> {
  await migrate(pg, migrations)
  const turns = coordinator(pg)
  return {
    schedule({ name, at, work, lasting }) {
      const ending = new AbortController()
      /** What is under way of the last time: the question whose turn it is, then the work. */
      let last: Promise<unknown> = Promise.resolve()
      let working: Promise<unknown> = last
      /** A turn that was asked for before the end and comes after it is given back. */
      async function isOurs(key: string): Promise<boolean> {
        if (ending.signal.aborted || !(await turns.shouldRun(key))) return false
        if (!ending.signal.aborted) return true
        await turns.onComplete(key)
        return false
      }
      const task = schedule(
        at,
        ({ date }) => {
          if (ending.signal.aborted) return undefined
          log.debug({ task: name, due: date }, 'our turn')
          working = work(date, ending.signal).catch((error: unknown) =>
            log.error(
              { err: error, task: name },
              'what was due has failed; it is tried again when it is due next',
            ),
          )
          last = working
          return working
        },
        {
          name,
          timezone: 'UTC',
          // What lasts is kept from itself by its turn, which it has still: that is how it should be, and no warning.
          noOverlap: !lasting,
          suppressMissedWarning: true,
          distributed: true,
          runCoordinator: {
            shouldRun(key) {
              const asked = isOurs(key)
              last = asked.catch(() => undefined)
              return asked
            },
            onComplete: turns.onComplete,
          },
        },
      )
      return async () => {
        ending.abort()
        await task.destroy()
        await Promise.all([last, working])
      }
    },
  }
}

/**
 * Whoever comes first has the turn, unless another is still at the time before. node-cron asks with the name of the task
 * and the instant at which it is due.
 */
function coordinator(pg: Pick<Pg, 'owner'>) {
  /** Whoever holds the lock is at work; it ends with the connection, should the process be killed. */
  const held = new Map<string, { client: Client; release: () => Promise<void> }>()

  async function lock(name: string) {
    const client = await pg.owner.connect()
    const on = [`hindsight.turn.${name}`]
    const release = async () => {
      const broken = await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', on).then(
        () => undefined,
        (error: Error) => error,
      )
      client.release(broken)
    }
    try {
      const { rows } = await client.query<{ got: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
        on,
      )
      if (rows[0]?.got) return { client, release }
    } catch (error) {
      await release()
      throw error
    }
    client.release()
    return undefined
  }

  return {
    async shouldRun(key: string): Promise<boolean> {
      const colon = key.indexOf(':')
      const [name, at] = [key.slice(0, colon), key.slice(colon + 1)]
      const mine = await lock(name)
      if (!mine) return false
      try {
        const { rowCount } = await mine.client.query(
          `insert into public.hindsight_turn as turn (name, at) values ($1, $2)
            on conflict (name) do update set at = excluded.at where turn.at < excluded.at`,
          [name, at],
        )
        if (rowCount === 1) {
          held.set(key, mine)
          return true
        }
      } catch (error) {
        await mine.release()
        throw error
      }
      await mine.release()
      return false
    },
    async onComplete(key: string): Promise<void> {
      const mine = held.get(key)
      held.delete(key)
      await mine?.release()
    },
  }
}
