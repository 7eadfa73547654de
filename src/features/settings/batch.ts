import { batchEndpoints, batchQueries, batchTitles } from '../../api/settings/batch.ts'
import { batchStep } from '../../api/settings/batch-step.ts'
import { batchCommands } from '../../commands/settings/batch.ts'
import { batch as decider } from '../../domain/settings/batch.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { batchTable } from '../../projections/settings/batch.ts'
import { batchProgress } from '../../sagas/settings/batch.ts'
import { feature } from '../feature.ts'

// What may be done to a record is said by its own rights; that it may be done to many at once, by these.
const whole = { may: ['batch.*'] } as const

/** What is done to many records at once, and can be taken back. */
export const batch = feature({
  decider,
  resource: 'batches',
  grants: ({ askerId }) => [keyOf.user(askerId)],
  authority: { manager: whole, rep: whole, agent: whole },
  table: batchTable,
  commands: batchCommands,
  queries: batchQueries,
  titles: batchTitles,
  sagas: [batchProgress],
  endpoints: [batchEndpoints],
  effects: { 'batch.advance': batchStep },
})
