import { day } from '../../../ui/format.ts'
import { Nothing, Tag } from '../../../ui/values.tsx'
import type { Ticket } from '../ticket.entry.ts'

const answers = {
  covered: 'Under warranty',
  none: 'No warranty',
  before: 'Before its warranty',
  after: 'Warranty is over',
}

/** What was decided when the ticket was opened, of the day on which the asset failed. */
export function Warranty({ row: { failure } }: { row: Ticket }) {
  if (!failure) return <Nothing />
  return (
    <span title={failure.terms ? `${failure.terms.name} version ${failure.terms.version}` : undefined}>
      <Tag tone={failure.warranty === 'covered' ? 'good' : 'neutral'}>{answers[failure.warranty]}</Tag>{' '}
      {day(failure.failedOn)}
    </span>
  )
}
