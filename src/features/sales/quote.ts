import { listPrice } from '../../api/sales/list-price.ts'
import { quoteQueries, quoteTitles } from '../../api/sales/quote.ts'
import { quoteDocument } from '../../api/sales/quote-document.ts'
import { quoteLink } from '../../api/sales/quote-link.ts'
import { quoteRelations } from '../../api/sales/quote-person.ts'
import { quoteCommands } from '../../commands/sales/quote.ts'
import { told } from '../../domain/identity/notice.ts'
import { quote as decider } from '../../domain/sales/quote.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { isUuid } from '../../platform/process/ids.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { quoteExpiry } from '../../sagas/sales/quote-expiry.ts'
import { quoteReplacement } from '../../sagas/sales/quote-replacement.ts'
import { quoteToOrder } from '../../sagas/sales/quote-to-order.ts'
import { feature } from '../feature.ts'

/** Who asked may be no person. */
const personsIn = (id: string) => (isUuid(id) ? [id] : [])

export const quote = feature({
  decider,
  resource: 'quotes',
  grants: ({ ownerId }) => ownedBy(ownerId, 'quote'),
  authority: { manager: { may: ['quote.*'], queue: true }, rep: { may: ['quote.*'] } },
  table: quoteTable,
  commands: quoteCommands,
  queries: quoteQueries,
  titles: quoteTitles,
  sagas: [quoteToOrder, quoteExpiry, quoteReplacement],
  origin: { field: 'opportunityId', aggregate: 'opportunity' },
  told: told(decider)(
    {
      'quote.accepted': 'Your quote was accepted',
      'quote.rejected': 'Your quote was rejected',
      'quote.approved': 'Your discount was approved',
      'quote.approval-declined': 'Your discount was not approved',
    },
    {
      'quote.approved': ({ data }) => ({ kind: 'quote.approved', userIds: personsIn(data.requestedBy) }),
      'quote.approval-declined': ({ data }) => ({
        kind: 'quote.approval-declined',
        userIds: personsIn(data.requestedBy),
      }),
      'quote.accepted': ({ data }) => ({ kind: 'quote.accepted', userIds: [data.ownerId] }),
      'quote.rejected': ({ data }) => ({ kind: 'quote.rejected', userIds: [data.ownerId] }),
    },
  ),
  endpoints: [() => quoteDocument, quoteLink, () => listPrice],
  relations: quoteRelations,
})
