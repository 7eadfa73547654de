import {
  serviceOrderQueries,
  serviceOrderRelations,
  serviceOrderTitles,
} from '../../api/service/service-order.ts'
import { serviceOrderCommands } from '../../commands/service/service-order.ts'
import { told } from '../../domain/identity/notice.ts'
import { serviceOrder as decider } from '../../domain/service/service-order.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { serviceOrderTable } from '../../projections/service/service-order.ts'
import { serviceBilling } from '../../sagas/service/service-order.ts'
import { feature } from '../feature.ts'

const whole = { may: ['serviceOrder.*'], seesAll: true } as const

export const serviceOrder = feature({
  decider,
  resource: 'service-orders',
  grants: () => [everyone],
  authority: { manager: whole, rep: { may: ['serviceOrder.read'], seesAll: true }, agent: whole },
  table: serviceOrderTable,
  commands: serviceOrderCommands,
  queries: serviceOrderQueries,
  titles: serviceOrderTitles,
  sagas: [serviceBilling],
  inMail: ['number'],
  ownership: { column: 'ownerId', command: 'serviceOrder.change' },
  told: told(decider)(
    { 'serviceOrder.assigned': 'A service order was given to you' },
    {
      'serviceOrder.created': ({ data }) => ({ kind: 'serviceOrder.assigned', userIds: [data.ownerId] }),
      'serviceOrder.changed': ({ data }) => ({
        kind: 'serviceOrder.assigned',
        userIds: [data.changes.ownerId],
      }),
    },
  ),
  relations: serviceOrderRelations,
  retained: true,
})
