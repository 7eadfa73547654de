import { trainingEndpoints, trainingQueries, trainingTitles } from '../../api/identity/training.ts'
import { trainingCommands } from '../../commands/identity/training.ts'
import { told } from '../../domain/identity/notice.ts'
import { training as decider } from '../../domain/identity/training.ts'
import { trainingTable } from '../../projections/identity/training.ts'
import { feature } from '../feature.ts'

export const training = feature({
  decider,
  resource: 'trainings',
  grants: () => [],
  // Who coaches others says what they are to read.
  authority: { manager: { may: ['training.read', 'training.assign'], seesAll: true } },
  table: trainingTable,
  commands: trainingCommands,
  queries: trainingQueries,
  titles: trainingTitles,
  // Shown to whom it is assigned, whatever their role.
  ownPage: '/me',
  told: told(decider)(
    { 'training.assigned': 'A training was assigned to you' },
    {
      'training.assigned': ({ data: { userIds } }) => ({ kind: 'training.assigned', userIds }),
      'training.people-added': ({ data: { userIds } }) => ({ kind: 'training.assigned', userIds }),
    },
  ),
  endpoints: [trainingEndpoints],
})
