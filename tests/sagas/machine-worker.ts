import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { createLog } from '../../src/platform/process/log.ts'
import { runSagas } from '../../src/sagas/run.ts'
import { codec, executeOn, keeper } from './task.ts'

/** A worker to be killed: process managers over the log and database that the environment names. */
const log = createLog('error')
const store = connectEventStore(process.env.EVENTSTORE_URL ?? '')
const pg = openPg({ url: process.env.DATABASE_URL ?? '', log })
await runSagas({
  pg,
  store,
  codec,
  managers: [keeper],
  execute: executeOn(store, systemClock),
  clock: systemClock,
  log,
  // What was carried out goes at once, so that kills meet that too.
  pruning: { at: '* * * * * *', keepMs: 0 },
})
process.send?.('running')
