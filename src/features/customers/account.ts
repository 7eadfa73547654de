import { accountQueries, accountTitles } from '../../api/customers/account.ts'
import { duplicateQueries } from '../../api/customers/duplicates.ts'
import { customerOverview } from '../../api/customers/overview.ts'
import { customerPurchases } from '../../api/customers/purchases.ts'
import { accountCommands } from '../../commands/customers/account.ts'
import { account as decider } from '../../domain/customers/account.ts'
import { told } from '../../domain/identity/notice.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { feature } from '../feature.ts'

export const account = feature({
  decider,
  resource: 'accounts',
  grants: ({ ownerId }) => ownedBy(ownerId, 'account'),
  authority: {
    manager: { may: ['account.*'], seesAll: true },
    // Whom one deals with is for everybody who deals with them; what they are worth is for who leads.
    rep: { may: ['account.*'], seesAll: true, hidden: ['revenue'] },
    agent: { may: ['account.read'], seesAll: true, hidden: ['revenue'] },
  },
  table: accountTable,
  commands: accountCommands,
  queries: [...accountQueries, customerOverview, customerPurchases, ...duplicateQueries('account')],
  titles: accountTitles,
  origin: { field: 'leadId', aggregate: 'lead' },
  ownership: { column: 'ownerId', command: 'account.change' },
  told: told(decider)(
    { 'account.assigned': 'An account was assigned to you' },
    {
      'account.created': ({ data }) => ({ kind: 'account.assigned', userIds: [data.ownerId] }),
      'account.changed': ({ data }) => ({ kind: 'account.assigned', userIds: [data.changes.ownerId] }),
    },
  ),
})
