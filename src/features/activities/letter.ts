import { letterDocuments } from '../../api/activities/letter/documents.ts'
import { letterQueries, letterRelations, letterTitles } from '../../api/activities/letter/letter.ts'
import { letterCommands } from '../../commands/activities/letter.ts'
import { letter as decider } from '../../domain/activities/letter.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { letterTable } from '../../projections/activities/letter.ts'
import { letterFiling } from '../../sagas/activities/letter.ts'
import { feature } from '../feature.ts'

const whole = { may: ['letter.read', 'letter.write', 'letter.post', 'letter.return'] } as const

export const letter = feature({
  decider,
  resource: 'letters',
  grants: ({ ownerId }) => ownedBy(ownerId, 'letter'),
  authority: { manager: { ...whole, seesAll: true }, rep: whole, agent: whole },
  table: letterTable,
  commands: letterCommands,
  queries: letterQueries,
  titles: letterTitles,
  sagas: [letterFiling],
  inMail: [],
  relations: letterRelations,
  retained: true,
  endpoints: [() => letterDocuments],
})
