import type { EventStore, StoredEvent } from '../platform/log/event-store.ts'
import { sealOf } from '../platform/log/sealed-store.ts'
import { ConfigError } from '../platform/process/config.ts'
import type { Log } from '../platform/process/log.ts'
import type { Vault } from '../platform/vault/vault.ts'

/** Events at the beginning of a log among which somebody must be, and those at its end whose keys a database may lack. */
const [first, newest] = [1_000, 100]

/**
 * A log that is elsewhere may meet a database that is not the one its keys are in, or an older copy of it.
 * @throws ConfigError where the log has personal data and the vault has never held a key: nobody could be shown, nobody
 * could sign in, and the records of that log would be claimed a second time.
 */
export async function mustHaveKeys(parts: {
  store: Pick<EventStore, 'readAll'>
  vault: Pick<Vault, 'isEmpty' | 'secrets'>
  log: Pick<Log, 'error'>
}): Promise<void> {
  const { store, vault, log } = parts
  if (await vault.isEmpty()) {
    if ((await keysOf(store.readAll({ limit: first }))).size > 0)
      throw new ConfigError(
        'This log holds personal data, and this database has none of the keys that they are encrypted under: it is not ' +
          'the one the log belongs to, or an empty one. Restore the backup of that database here (npm run restore), or ' +
          'point DATABASE_URL at it. Without one the personal data of this log are lost; start anew with an empty log.',
      )
    return
  }
  const used = await keysOf(store.readAll({ direction: 'backwards', limit: newest }))
  const secrets = await vault.secrets(used)
  const missing = [...used].filter((key) => secrets.get(key) === 'unknown').length
  if (missing > 0)
    log.error(
      { missing },
      'the database is older than the log: it lacks keys of personal data, which are shown as [sealed] until a newer ' +
        'backup of the database is restored',
    )
}

async function keysOf(pages: AsyncIterable<readonly StoredEvent[]>): Promise<Set<string>> {
  const keys = new Set<string>()
  for await (const page of pages)
    for (const { metadata } of page) {
      const seal = sealOf(metadata)
      if (seal?.sealed !== undefined) keys.add(seal.key)
    }
  return keys
}
