import { Pickaxe } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type MiningResult = Replies['/mining-results/{id}']

export const miningResult: RecordEntry = {
  is: 'record',
  model: 'miningResult',
  path: 'mining-results',
  one: 'kept result',
  many: 'kept results',
  group: 'Work',
  icon: Pickaxe,
  load: async () => (await import('./mining-result.tsx')).miningResult,
}
