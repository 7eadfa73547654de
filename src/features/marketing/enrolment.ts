import { enrolmentQueries, enrolmentRelations, enrolmentTitles } from '../../api/marketing/enrolment.ts'
import { stageStep } from '../../api/marketing/stage-step.ts'
import { enrolmentCommands } from '../../commands/marketing/enrolment.ts'
import { enrolment as decider } from '../../domain/marketing/enrolment.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { enrolmentTable } from '../../projections/marketing/enrolment.ts'
import {
  sequenceAnswers,
  sequenceConversion,
  sequenceStages,
  sequenceWay,
} from '../../sagas/marketing/sequence.ts'
import { feature } from '../feature.ts'

/** Who is in which sequence, and how far. */
export const enrolment = feature({
  decider,
  resource: 'enrolments',
  grants: ({ ownerId }) => ownedBy(ownerId, 'enrolment'),
  authority: {
    manager: { may: ['enrolment.*'], seesAll: true },
    rep: { may: ['enrolment.*'] },
  },
  table: enrolmentTable,
  commands: enrolmentCommands,
  queries: enrolmentQueries,
  titles: enrolmentTitles,
  sagas: [sequenceWay, sequenceAnswers, sequenceConversion, sequenceStages],
  effects: { 'enrolment.begin': stageStep },
  relations: enrolmentRelations,
  retained: true,
})
