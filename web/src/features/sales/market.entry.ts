import { Globe } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Market = Replies['/markets/{id}']
export type MarketShares = Replies['/market-shares']

export const market: RecordEntry = {
  is: 'record',
  model: 'market',
  path: 'markets',
  one: 'market',
  many: 'markets',
  group: 'Sales',
  create: 'market.create',
  icon: Globe,
  load: async () => (await import('./market.ts')).market,
}
