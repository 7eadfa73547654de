import { contractQueries, contractTitles } from '../../api/service/contract.ts'
import { contractCommands } from '../../commands/service/contract.ts'
import { told } from '../../domain/identity/notice.ts'
import { contract as decider } from '../../domain/service/contract.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { contractTable } from '../../projections/service/contract.ts'
import { contractTiming } from '../../sagas/service/contract-timing.ts'
import { feature } from '../feature.ts'

const whole = { may: ['contract.*'], seesAll: true } as const

export const contract = feature({
  decider,
  resource: 'contracts',
  grants: ({ ownerId }) => ownedBy(ownerId, 'contract'),
  // Whoever answers a ticket has to see what was agreed.
  authority: { manager: whole, rep: whole, agent: { may: ['contract.read'], seesAll: true } },
  table: contractTable,
  commands: contractCommands,
  queries: contractQueries,
  titles: contractTitles,
  sagas: [contractTiming],
  inMail: ['number'],
  ownership: { column: 'ownerId', command: 'contract.change' },
  told: told(decider)(
    {
      'contract.assigned': 'A contract was given to you',
      'contract.notice-due': 'A contract of yours ends soon',
    },
    {
      'contract.created': ({ data }) => ({ kind: 'contract.assigned', userIds: [data.ownerId] }),
      'contract.changed': ({ data }) => ({ kind: 'contract.assigned', userIds: [data.changes.ownerId] }),
      'contract.notice-due': ({ data }) => ({ kind: 'contract.notice-due', userIds: [data.ownerId] }),
    },
  ),
})
