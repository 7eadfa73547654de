import { ArrowLeftRight } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type RateSheet = Replies['/exchange-rates/{id}']

export const rateSheet: RecordEntry = {
  is: 'record',
  model: 'rateSheet',
  path: 'exchange-rates',
  one: 'day of exchange rates',
  many: 'exchange rates',
  group: 'Set-up',
  configuration: true,
  icon: ArrowLeftRight,
  load: async () => (await import('./rate-sheet.tsx')).rateSheet,
}
