import { aggregates } from '../commands/aggregates.ts'
import { claimIdsOf } from '../commands/claims.ts'
import type { Alike } from '../commands/command.ts'
import { createExecute, type Hold } from '../commands/execute.ts'
import { eventCodec } from '../platform/log/codec.ts'
import { connectEventStore } from '../platform/log/event-store.ts'
import { createFeed } from '../platform/log/feed.ts'
import { sealedStore } from '../platform/log/sealed-store.ts'
import { openPg } from '../platform/pg/pg.ts'
import { bePresent } from '../platform/pg/presence.ts'
import type { Clock } from '../platform/process/clock.ts'
import type { Log } from '../platform/process/log.ts'
import { type KeyRing, keepKeys } from '../platform/vault/key-encryption-key.ts'
import type { Ledger } from '../platform/vault/ledger.ts'
import { openVault } from '../platform/vault/vault.ts'
import { createFit } from '../projections/fit.ts'
import { commands, deciders, processManagers, projections } from '../registry.ts'
import { timersAhead } from '../sagas/ahead.ts'
import { mustHaveKeys } from './keys-and-log.ts'
import { room } from './room.ts'

/** The log, the vault of personal data, and the one way to write. `plain` is the log with the vault's fields opened. */
export const openLog = (options: {
  databaseUrl: string
  eventStoreUrl: string
  log: Log
  clock: Clock
  version: string
  ring: KeyRing
  ledger: Ledger
  hold: Hold
  alike: Alike
}) =>
  room(async (later) => {
    const { databaseUrl, eventStoreUrl, log, clock, version, ring, ledger, hold, alike } = options
    later(await bePresent(databaseUrl, log))
    const pg = openPg({ url: databaseUrl, log })
    later(() => pg.close())
    const store = connectEventStore(eventStoreUrl, {
      log: (message) => log.warn({ part: 'event-store' }, message),
    })
    later(() => store.close())
    const feed = createFeed(store)
    later(() => feed.stop())
    const followed = { ...store, subscribe: feed.subscribe }
    const codec = eventCodec(deciders)
    later(keepKeys(ring, log))
    const vault = await openVault({ pg, ring })
    later(() => vault.close())
    // Before anything is read: what a restored backup has brought back is not to be seen by anyone.
    await vault.destroyAgain(ledger.all().flatMap(({ keys }) => keys))
    await mustHaveKeys({ store, vault, log })
    const plain = sealedStore({ store: followed, vault, specs: codec.specs })
    const cache = aggregates({ store: plain, codec })
    const claimIds = await claimIdsOf(vault, store)
    const deciding = {
      store: plain,
      codec,
      aggregates: cache,
      commands,
      claimIds,
      clock,
      app: version,
      mustFit: createFit(projections),
      ahead: timersAhead(processManagers),
      hold,
      alike,
    }
    const execute = createExecute(deciding)
    return { pg, store, followed, plain, codec, vault, ledger, aggregates: cache, deciding, execute }
  })

export type OpenLog = Awaited<ReturnType<typeof openLog>>
