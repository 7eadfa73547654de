import { mergeEndpoints } from '../../api/customers/merge.ts'
import { mergeStep } from '../../api/customers/merge-step.ts'
import { mergeTitles } from '../../api/customers/merge-titles.ts'
import { mergeCommands } from '../../commands/customers/merge.ts'
import { merge as decider } from '../../domain/customers/merge.ts'
import { mergeTable } from '../../projections/customers/merge.ts'
import { mergeProgress } from '../../sagas/customers/merge.ts'
import { feature } from '../feature.ts'

/** Two records that become one. */
export const merge = feature({
  decider,
  resource: 'merges',
  // It names records that who made it may not know of: what somebody sees of it, its endpoints say.
  grants: () => [],
  authority: { manager: { may: ['merge.*'] } },
  table: mergeTable,
  commands: mergeCommands,
  titles: mergeTitles,
  sagas: [mergeProgress],
  endpoints: [mergeEndpoints],
  effects: { 'merge.advance': mergeStep },
})
