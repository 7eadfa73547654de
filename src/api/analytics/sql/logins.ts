import type { Kysely } from 'kysely'
import type { ApiKeys } from '../../../platform/people/api-keys.ts'
import { allows, keyOf } from '../../../platform/people/permissions.ts'
import { upkeep } from '../../../platform/process/upkeep.ts'
import type { apiKeyTable } from '../../../projections/identity/api-key.ts'
import { NoLogins } from '../../../projections/sql-access.ts'
import type { Services } from '../../http/services.ts'
import type { IdentityService } from '../../identity/identity.ts'
import type { TablesOf } from '../../lists/query.ts'
import { sqlViewOf } from './tables.ts'

/** What opens SQL to who has it, and to a key that passes it on. */
export const sqlPermission = 'sql.read'

/** How long it may take, in ms, until what ends by the clock alone, such as a share, has ended in SQL too. */
const lookEvery = 60_000
/** After how long, in ms, what failed is tried again. */
const againAfter = 5_000

interface Parts extends Pick<Services, 'readModels' | 'faces' | 'log'> {
  apiKeys: Pick<ApiKeys, 'verifiers'>
  identity: Pick<IdentityService, 'again' | 'onChange'>
}

export interface SqlLogins {
  /** Brings the logins up to the keys there are and what their owners may see now; resolves when they are, or have failed. */
  refresh(): Promise<void>
  /** Why nobody can have one; undefined: they can. */
  refused(): string | undefined
  stop(): Promise<void>
}

/**
 * Keeps a login of PostgreSQL's for each API key that may read in SQL, as long as the key lives, and what it sees at what
 * its owner sees. Only the server that serves does.
 */
export function keepSqlLogins({ apiKeys, identity, readModels, faces, log }: Parts): SqlLogins {
  let refused: string | undefined
  async function live(): Promise<{ id: string; ownerId: string; expiresAt: string; verifier: string }[]> {
    const keys = await readModels.read({ keys: [keyOf.all('apiKey')] }, {}, (db) =>
      (db as never as Kysely<TablesOf<[typeof apiKeyTable]>>)
        .selectFrom('apiKey')
        .select(['id', 'ownerId', 'expiresAt'])
        .where('revokedAt', 'is', null)
        .execute(),
    )
    const verifiers = await apiKeys.verifiers(keys.map(({ id }) => id))
    return keys.flatMap((key) => {
      const verifier = verifiers.get(key.id)
      return verifier === undefined ? [] : [{ ...key, verifier }]
    })
  }

  /** What has ended ends first, whatever becomes of the others. */
  async function bringUpToDate(): Promise<void> {
    const open = []
    for (const { id, ownerId, expiresAt: until, verifier } of await live()) {
      const principal = await identity.again(ownerId, id)
      if (principal && allows(principal.may, sqlPermission))
        open.push([{ id, verifier, until }, sqlViewOf(principal, faces)] as const)
    }
    await readModels.sql.keepOnly(open.map(([{ id }]) => id))
    for (const [login, view] of open) await readModels.sql.open(login, view)
    refused = undefined
  }

  const { run, stop } = upkeep(
    async () => {
      await bringUpToDate().catch((error: unknown) => {
        if (!(error instanceof NoLogins)) throw error
        refused = error.message
      })
    },
    {
      every: lookEvery,
      again: againAfter,
      failed: (error) =>
        log.warn({ err: error }, 'the logins for SQL could not be brought up to date; it is tried again'),
    },
  )
  const silence = [identity.onChange(() => void run()), readModels.onRebuilt(() => void run())]
  return {
    refresh: run,
    refused: () => refused,
    async stop() {
      for (const each of silence) each()
      await stop()
    },
  }
}
