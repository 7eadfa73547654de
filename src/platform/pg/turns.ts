import type { RunCoordinator } from 'node-cron'
import { type Client, type Migration, migrate, type Pg } from '../pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'turn/1',
    sql: 'create table public.hindsight_turn (name text primary key, at timestamptz not null)',
  },
]

/**
 * Lets one of all processes on this database do what is due, once each time: whoever comes first, unless another is
 * still at the time before. node-cron asks with the name of the task and the instant at which it is due.
 */
export async function openTurns(pg: Pick<Pg, 'owner' | 'transaction'>): Promise<RunCoordinator> {
  await migrate(pg, migrations)
  /** Whoever holds the lock is at work; it ends with the connection, should the process be killed. */
  const held = new Map<string, { client: Client; release: () => Promise<void> }>()

  async function lock(name: string) {
    const client = await pg.owner.connect()
    let broken: Error | undefined
    const onError = (error: Error) => {
      broken = error
    }
    client.on('error', onError)
    const on = [`hindsight.turn.${name}`]
    const release = async () => {
      await client
        .query('select pg_advisory_unlock(hashtextextended($1, 0))', on)
        .catch((error: Error) => onError(error))
      client.off('error', onError)
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
    client.off('error', onError)
    client.release(broken)
    return undefined
  }

  return {
    async shouldRun(key) {
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
    async onComplete(key) {
      const mine = held.get(key)
      held.delete(key)
      await mine?.release()
    },
  }
}
