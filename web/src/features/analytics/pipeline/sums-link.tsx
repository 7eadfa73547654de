import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Sigma } from 'lucide-react'
import { useMay } from '../../../api/session.ts'
import type { Search } from '../../../time/time.ts'

/** Leads to what is open on the board as a report, whose sums can be told in one currency. */
export function SumsLink({
  pipelineId,
  ownerId,
}: {
  pipelineId: string | undefined
  ownerId: string | undefined
}) {
  const may = useMay()('report.read')
  if (!may || pipelineId === undefined) return null
  const is = (field: string, value: string) => ({ field, operator: 'is', value })
  const question = {
    model: 'opportunity',
    where: {
      all: [
        is('status', 'open'),
        is('pipelineId', pipelineId),
        ...(ownerId === undefined ? [] : [is('ownerId', ownerId)]),
      ],
    },
    groups: [{ field: 'stageName', period: null }],
    measures: [
      { of: 'count', field: null, label: null },
      { of: 'sum', field: 'amount', label: null },
    ],
  }
  const search: Search = { q: JSON.stringify(question) }
  return (
    <Button
      variant="default"
      leftSection={<Sigma size={14} />}
      renderRoot={(props) => <Link to="/$path" params={{ path: 'explore' }} search={search} {...props} />}
    >
      Sums
    </Button>
  )
}
