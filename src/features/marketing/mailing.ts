import { mailingQueries, mailingResults, mailingTitles } from '../../api/marketing/mailing.ts'
import { mailingStep } from '../../api/marketing/mailing-step.ts'
import { mailingCommands } from '../../commands/marketing/mailing.ts'
import { mailing as decider } from '../../domain/marketing/mailing.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { mailingTable } from '../../projections/marketing/mailing.ts'
import { mailingBatch, mailingSchedule, mailingTurns } from '../../sagas/marketing/mailing.ts'
import { feature } from '../feature.ts'

/** A mail to all of a list, for a campaign. */
export const mailing = feature({
  decider,
  resource: 'mailings',
  grants: () => [everyone],
  authority: {
    manager: { may: ['mailing.*'], seesAll: true },
    rep: { may: ['mailing.read'], seesAll: true },
  },
  table: mailingTable,
  commands: mailingCommands,
  queries: [...mailingQueries, mailingResults],
  titles: mailingTitles,
  sagas: [mailingSchedule, mailingBatch, mailingTurns],
  effects: { 'mailing.start': mailingStep },
})
