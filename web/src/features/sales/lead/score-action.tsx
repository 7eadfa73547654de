import { Calculator } from 'lucide-react'
import type { BulkAction } from '../../../records/resource.ts'

/** Scores the chosen leads by the rules that hold now. */
export const scoreAction: BulkAction = {
  label: 'Score anew',
  icon: Calculator,
  permission: 'lead.score',
  asked: { command: 'lead.score', body: {} },
}
