import { ClipboardList } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ServiceOrder = Replies['/service-orders/{id}']

export const serviceOrder: RecordEntry = {
  is: 'record',
  model: 'serviceOrder',
  path: 'service-orders',
  one: 'service order',
  many: 'service orders',
  group: 'Service',
  create: 'serviceOrder.create',
  personal: true,
  anywhere: true,
  followed: true,
  widgets: [
    {
      id: 'service-orders-mine',
      title: 'My service orders',
      needs: 'serviceOrder.start',
      where: (me) => ({ ownerId: me, status: 'dispatched', sort: 'dueOn' }),
      columns: ['accountId', 'dueOn'],
      empty: 'Nothing was sent out to you.',
    },
  ],
  on: {
    ticket: { by: 'ticketId', columns: ['status', 'dueOn', 'ownerId'], empty: 'Nobody was sent out for it.' },
    asset: { by: 'assetId', columns: ['status', 'dueOn', 'cost'], empty: 'Nothing was done about it yet.' },
    contract: { by: 'contractId', columns: ['status', 'dueOn'], empty: 'Nothing was done by it yet.' },
    account: { by: 'accountId', columns: ['status', 'dueOn', 'ownerId'], empty: 'No service was ordered.' },
  },
  icon: ClipboardList,
  load: async () => (await import('./service-order.tsx')).serviceOrder,
}
