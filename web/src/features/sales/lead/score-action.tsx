import { Calculator } from 'lucide-react'
import { useEffect } from 'react'
import type { RowAction } from '../../../records/resource.ts'

/** Scores the chosen leads by the rules that hold now. */
export const scoreAction: RowAction = {
  label: 'Score anew',
  icon: Calculator,
  permission: 'lead.score',
  // Nothing is to be asked.
  ask: function AskNothing({ onReady }) {
    useEffect(
      () => onReady((row) => ({ method: 'POST', path: `/leads/${row.id}/score`, touches: ['lead'] })),
      [onReady],
    )
    return null
  },
}
