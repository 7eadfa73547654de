import { HardDrive } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Asset = Replies['/customer-assets/{id}']
export type AssetWarranty = Replies['/customer-assets/{id}/warranty']

export const asset: RecordEntry = {
  is: 'record',
  model: 'asset',
  path: 'customer-assets',
  one: 'asset',
  many: 'assets',
  group: 'Service',
  create: 'asset.create',
  anywhere: true,
  on: {
    account: {
      by: 'accountId',
      columns: ['serial', 'site', 'warrantyUntil'],
      empty: 'Nothing of ours is known to be there.',
    },
    order: {
      by: 'orderId',
      columns: ['serial', 'site', 'warrantyUntil'],
      empty: 'Nothing that came with it was written down.',
    },
    product: {
      by: 'productId',
      columns: ['serial', 'accountId', 'warrantyUntil'],
      empty: 'No customer is known to have one.',
    },
  },
  icon: HardDrive,
  load: async () => (await import('./asset.tsx')).asset,
}
