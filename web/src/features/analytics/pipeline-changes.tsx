import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Pipeline } from '../../api/models.ts'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import { useDirectory } from '../../records/names.ts'
import { Report } from '../../records/report.tsx'
import { DayInput } from '../../records/typed-inputs.tsx'
import type { Search } from '../../time/time.ts'
import { endOfDay } from '../../time/time.ts'
import { useReferenceNow } from '../../time/use-time.ts'
import { inUnits } from '../../ui/export-csv.tsx'
import { count, dayAndTime } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { isDay } from '../../ui/typed.ts'
import { MoneyValue, Nothing } from '../../ui/values.tsx'
import { usePipelineFilters } from './pipeline/filters.tsx'

type Changes = Replies['/pipeline/diff']
type Kind = Changes['walks'][number]['steps'][number]['kind']

const words: Readonly<Record<Kind, string>> = {
  new: 'New',
  reopened: 'Open again',
  increased: 'Larger',
  decreased: 'Smaller',
  won: 'Won',
  lost: 'Lost',
  gone: 'Taken back',
}

/** Why the open pipeline is worth something else than at an earlier time. */
export function PipelineChangesScreen() {
  const pipelines = useDirectory<Pipeline>('pipeline').filter(({ archived }) => !archived)
  const now = useReferenceNow(600_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  useLive('opportunity')
  const { ownerId, filters } = usePipelineFilters(pipelines)
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)).toISOString().slice(0, 10)
  const since = /^\d{4}-\d\d-\d\d$/.test(search.since ?? '') ? (search.since ?? first) : first
  const [year = 0, month = 1, date = 1] = since.split('-').map(Number)
  const from = endOfDay({ year, month, day: date })
  return (
    <Screen
      title="Pipeline changes"
      about="What came into the open pipeline, what went out of it, and what changed within, from the end of a day up to the time shown. Deals that came and went meanwhile are in both."
      actions={
        <>
          <DayInput
            size="xs"
            w={130}
            label="Since the end of"
            value={since}
            onChange={(next) => {
              if (next !== null && isDay(next))
                void navigate({
                  to: '.',
                  search: (before: Search) => ({ ...before, since: next }),
                  replace: true,
                })
            }}
          />
          {filters}
        </>
      }
    >
      <Report<Changes>
        model="opportunity"
        title="From then to now"
        path="/pipeline/diff"
        parameters={{ from: from.toISOString(), pipelineId: search.pipeline, ownerId }}
        lines={linesOf}
      >
        {({ walks, from: begins, to: ends }) =>
          walks.length === 0 ? (
            <Quiet>No deal with an amount was open in this time.</Quiet>
          ) : (
            walks.map(({ currency, start, steps, end, residual, slipped }) => (
              <Table key={currency} label={`Changes in ${currency}`} head={['Step', 'Deals', 'Worth']}>
                <Step
                  currency={currency}
                  name={`Open on ${dayAndTime(new Date(begins))}`}
                  of={start}
                  strong
                />
                {steps.map((step) => (
                  <Step key={step.kind} currency={currency} name={words[step.kind]} of={step} />
                ))}
                <Step currency={currency} name={`Open on ${dayAndTime(new Date(ends))}`} of={end} strong />
                <Step currency={currency} name="Not explained" of={{ amount: residual }} />
                <Step currency={currency} name="Put off, without changing the sum" of={slipped} />
              </Table>
            ))
          )
        }
      </Report>
    </Screen>
  )
}

interface Of {
  count?: number
  /** Left out for a role that does not see amounts. */
  amount?: { amount?: number | null }
}

const amountOf = ({ amount }: Of) => amount?.amount ?? null

function Step({
  name,
  of,
  currency,
  strong = false,
}: {
  name: string
  of: Of
  currency: string | undefined
  strong?: boolean
}) {
  const Cell = strong ? 'th' : 'td'
  return (
    <tr>
      <Cell>{name}</Cell>
      <Cell>{of.count === undefined ? '' : count(of.count)}</Cell>
      <Cell>
        {currency ? <MoneyValue value={{ amount: amountOf(of), currency }} exact={false} /> : <Nothing />}
      </Cell>
    </tr>
  )
}

function linesOf({ walks }: Changes) {
  return [
    ['Currency', 'Step', 'Deals', 'Amount'],
    ...walks.flatMap(({ currency, start, steps, end, residual }) => [
      [currency, 'Start', start.count, inUnits(amountOf(start), currency)],
      ...steps.map((step) => [currency, words[step.kind], step.count, inUnits(amountOf(step), currency)]),
      [currency, 'End', end.count, inUnits(amountOf(end), currency)],
      [currency, 'Not explained', null, inUnits(amountOf({ amount: residual }), currency)],
    ]),
  ]
}
