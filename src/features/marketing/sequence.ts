import {
  sequenceEnrolment,
  sequenceMovement,
  sequenceQueries,
  sequenceTitles,
} from '../../api/marketing/sequence.ts'
import { sequenceCommands } from '../../commands/marketing/sequence.ts'
import { sequence as decider } from '../../domain/marketing/sequence.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { sequenceTable } from '../../projections/marketing/sequence.ts'
import { feature } from '../feature.ts'

/** Mails, tasks, waits and conditions that people go through by themselves. */
export const sequence = feature({
  decider,
  resource: 'sequences',
  grants: () => [everyone],
  authority: {
    manager: { may: ['sequence.*'], seesAll: true },
    rep: { may: ['sequence.read'], seesAll: true },
  },
  table: sequenceTable,
  commands: sequenceCommands,
  queries: [...sequenceQueries, sequenceMovement],
  titles: sequenceTitles,
  endpoints: [() => sequenceEnrolment],
})
