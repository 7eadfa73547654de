import { Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Parameters } from '../../api/client.ts'
import type { Pipeline } from '../../api/models.ts'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import type { Criterion } from '../../records/criteria/criterion.ts'
import { Reference } from '../../records/field-value.tsx'
import { useDirectory } from '../../records/names.ts'
import { Report } from '../../records/report.tsx'
import { count, day, percent } from '../../ui/format.ts'
import { Facts, Quiet, Screen, Table } from '../../ui/screen.tsx'
import { MoneyValue, Nothing, Tag } from '../../ui/values.tsx'
import { usePipelineFilters } from './pipeline/filters.tsx'

type Health = Replies['/pipeline/health']
type Sign = Health['signs'][number]['sign']

/** Whether the open pipeline can be relied on, where it stands still, and what to do about it. */
export function PipelineHealthScreen() {
  const pipelines = useDirectory<Pipeline>('pipeline').filter(({ archived }) => !archived)
  useLive('opportunity')
  const { pipelineId, ownerId, filters } = usePipelineFilters(pipelines)
  const asked = { pipelineId, ownerId }
  return (
    <Screen
      title="Pipeline health"
      about="Whether the open pipeline can be relied on, where deals stand still, and what to work on next."
      actions={filters}
    >
      <HealthOf asked={asked} />
      <WorkNext asked={asked} />
      <StageTimes pipelineId={pipelineId} />
      <WinRates pipelineId={pipelineId} />
      <Velocity pipelineId={pipelineId} />
    </Screen>
  )
}

const open: Criterion = { field: 'status', operator: 'is', value: 'open' }
/** What each sign means as a question about deals, and how it is called. */
const signs: Readonly<Record<Sign, { label: string; means: Criterion }>> = {
  overdue: {
    label: 'Close date passed',
    means: { field: 'closeDate', operator: 'before', value: { days: 0 } },
  },
  slipped: { label: 'Put off', means: { field: 'slips', operator: 'more-than', value: 0 } },
  'no-close-date': { label: 'No close date', means: { field: 'closeDate', operator: 'unknown' } },
  'no-amount': { label: 'No amount', means: { field: 'amount', operator: 'unknown' } },
  'no-next-step': { label: 'No next step', means: { field: 'nextStep', operator: 'unknown' } },
  'next-step-passed': {
    label: 'Next step passed',
    means: { field: 'nextStepOn', operator: 'before', value: { days: 0 } },
  },
}

function HealthOf({ asked }: { asked: { pipelineId: string | undefined; ownerId: string | undefined } }) {
  const isThere = (part: Criterion | undefined): part is Criterion => part !== undefined
  const listed = (means: Criterion) =>
    JSON.stringify({
      all: [
        open,
        means,
        asked.pipelineId ? { field: 'pipelineId', operator: 'is', value: asked.pipelineId } : undefined,
        asked.ownerId ? { field: 'ownerId', operator: 'is', value: asked.ownerId } : undefined,
      ].filter((part) => isThere(part as Criterion | undefined)),
    })
  return (
    <>
      <Report<Health> model="opportunity" title="Open deals" path="/pipeline/health" parameters={asked}>
        {(health) =>
          health.open === 0 ? (
            <Quiet>No open deals.</Quiet>
          ) : (
            <>
              <Facts
                facts={[
                  ['Open', count(health.open)],
                  ...health.signs.map(
                    ({ sign, count: many }) =>
                      [
                        signs[sign].label,
                        many === 0 ? (
                          '0'
                        ) : (
                          <Link
                            key={sign}
                            to="/$path"
                            params={{ path: 'opportunities' }}
                            search={{ where: listed(signs[sign].means) }}
                          >
                            {count(many)}
                          </Link>
                        ),
                      ] as const,
                  ),
                ]}
              />
              <Table label="Days in the present stage" head={['Days in the present stage', 'Deals']}>
                {health.ageing.map(({ age, count: many }) => (
                  <tr key={age}>
                    <td>{age}</td>
                    <td>{count(many)}</td>
                  </tr>
                ))}
              </Table>
            </>
          )
        }
      </Report>
      <Report<Health>
        model="opportunity"
        title="Coverage of this quarter"
        path="/pipeline/health"
        parameters={asked}
      >
        {({ coverage, method, from, to }) =>
          coverage.length === 0 ? (
            <Quiet>
              Nothing is expected between {day(from)} and {day(to)}.
            </Quiet>
          ) : (
            <>
              <Table
                label="Coverage"
                head={['Currency', 'Open', 'Won so far', 'Quota', 'Won the quarter before', 'Coverage']}
              >
                {coverage.map((each) => (
                  <tr key={each.currency}>
                    <td>{each.currency}</td>
                    {[each.open, each.won, each.quota, each.before].map((amount, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: columns that never change
                      <td key={place}>
                        <MoneyOrNothing amount={amount} currency={each.currency} />
                      </td>
                    ))}
                    <td>{each.ratio === null ? 'Reached' : `${count(each.ratio, 2)} × what is left`}</td>
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <Report<Health>
        model="opportunity"
        title="Dates of the next 30 days"
        path="/pipeline/health"
        parameters={asked}
      >
        {({ dates = [] }) =>
          dates.length === 0 ? (
            <Quiet>None.</Quiet>
          ) : (
            <Table label="Dates" head={['Day', 'What', 'Deal']}>
              {dates.map((date) => (
                <tr key={`${date.opportunityId} ${date.name} ${date.on}`}>
                  <td>{day(date.on)}</td>
                  <td>{date.name}</td>
                  <td>
                    <Reference model="opportunity" id={date.opportunityId} name={date.opportunityName} />
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Report>
    </>
  )
}

function WorkNext({ asked }: { asked: Parameters }) {
  return (
    <Report<Replies['/pipeline/work-next']>
      model="opportunity"
      title="Work next"
      path="/pipeline/work-next"
      parameters={{ ...asked, limit: 10 }}
    >
      {({ deals, method }) =>
        deals.length === 0 ? (
          <Quiet>Nothing is open.</Quiet>
        ) : (
          <>
            <Table
              label="Work next"
              head={['Deal', 'Account', 'Owner', 'Why', 'Value × probability × urgency']}
            >
              {deals.map((deal) => (
                <tr key={deal.opportunityId}>
                  <td>
                    <Reference model="opportunity" id={deal.opportunityId} name={deal.name ?? null} />
                  </td>
                  <td>{deal.accountName ?? <Nothing />}</td>
                  <td>{deal.ownerName ?? <Nothing />}</td>
                  <td>{deal.reasons.join(' · ')}</td>
                  <td>
                    {count(deal.factors.value, 2)} × {count(deal.factors.probability ?? 0, 2)} ×{' '}
                    {count(deal.factors.urgency, 1)}
                  </td>
                </tr>
              ))}
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function StageTimes({ pipelineId }: { pipelineId: string | undefined }) {
  const [threshold, setThreshold] = useState('30')
  return (
    <Report<Replies['/pipeline/stage-times']>
      model="opportunity"
      title="Where deals stand still"
      path="/pipeline/stage-times"
      parameters={{ pipelineId, threshold: Number(threshold) }}
      aside={
        <Select
          size="xs"
          w={140}
          aria-label="Slow is over"
          allowDeselect={false}
          data={['7', '14', '30', '60', '90'].map((value) => ({ value, label: `Slow: over ${value} days` }))}
          value={threshold}
          onChange={(next) => next && setThreshold(next)}
        />
      }
    >
      {({ stages }) => (
        <Table
          label="Stages"
          head={[
            'Stage',
            'Entered',
            'Went on',
            'Won from it',
            'Lost from it',
            'Still in it',
            'Median days',
            'Loss',
          ]}
        >
          {stages.map((stage) => (
            <tr key={stage.id}>
              <td>
                {stage.name} {stage.slow && <Tag tone="warn">Slow</Tag>}
              </td>
              {[stage.entered, stage.onward, stage.won, stage.lost, stage.here].map((many, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: five columns that never change
                <td key={place}>{count(many)}</td>
              ))}
              <td>{stage.medianDays === null ? <Nothing /> : count(stage.medianDays, 1)}</td>
              <td>{stage.lossRate === null ? <Nothing /> : percent(stage.lossRate)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Report>
  )
}

const dimensions = {
  owner: 'By owner',
  stage: 'By stage',
  source: 'By source',
  channel: 'By channel',
  competitor: 'By competitor',
  reason: 'By reason',
  month: 'By month',
} as const

function WinRates({ pipelineId }: { pipelineId: string | undefined }) {
  const [by, setBy] = useState('owner')
  return (
    <Report<Replies['/pipeline/win-rates']>
      model="opportunity"
      title="Win rate of the last year"
      path="/pipeline/win-rates"
      parameters={{ by, pipelineId }}
      aside={
        <Select
          size="xs"
          w={150}
          aria-label="Win rate by"
          allowDeselect={false}
          data={Object.entries(dimensions).map(([value, label]) => ({ value, label }))}
          value={by}
          onChange={(next) => next && setBy(next)}
        />
      }
    >
      {({ groups, total, method }) =>
        groups.length === 0 ? (
          <Quiet>Nothing was closed within a year.</Quiet>
        ) : (
          <>
            <Table label="Win rates" head={['', 'Won', 'Lost', 'Win rate'].map((word) => word || 'Of')}>
              {[...groups, { key: 'total', name: 'All deals', ...total }].map((group) => (
                <tr key={group.key}>
                  <td>{group.name}</td>
                  <td>{count(group.won)}</td>
                  <td>{count(group.lost)}</td>
                  <td>{group.rate === null ? <Nothing /> : percent(group.rate)}</td>
                </tr>
              ))}
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function Velocity({ pipelineId }: { pipelineId: string | undefined }) {
  return (
    <>
      <Report<Replies['/pipeline/velocity']>
        model="opportunity"
        title="Velocity"
        path="/pipeline/velocity"
        parameters={{ pipelineId }}
      >
        {({ velocities, method }) =>
          velocities.length === 0 ? (
            <Quiet>There is nothing to reckon with yet.</Quiet>
          ) : (
            <>
              <Table
                label="Velocity"
                head={[
                  'Currency',
                  'Open deals',
                  'Won',
                  'Lost',
                  'Win rate',
                  'Average size',
                  'Days to win',
                  'In a day',
                ]}
              >
                {velocities.map((each) => (
                  <tr key={each.currency}>
                    <td>{each.currency}</td>
                    <td>{count(each.open)}</td>
                    <td>{count(each.won)}</td>
                    <td>{count(each.lost)}</td>
                    <td>{each.rate === null ? <Nothing /> : percent(each.rate)}</td>
                    <td>
                      <MoneyOrNothing amount={each.average} currency={each.currency} />
                    </td>
                    <td>{each.cycleDays === null ? <Nothing /> : count(each.cycleDays, 1)}</td>
                    <td>
                      <MoneyOrNothing amount={each.perDay} currency={each.currency} />
                    </td>
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <Report<Replies['/pipeline/deal-sizes']>
        model="opportunity"
        title="Size of won deals"
        path="/pipeline/deal-sizes"
        parameters={{ pipelineId }}
      >
        {({ sizes }) =>
          sizes.length === 0 ? (
            <Quiet>Nothing was won within a year.</Quiet>
          ) : (
            <Table label="Deal sizes" head={['Month', 'Deals', 'Average', 'Median']}>
              {sizes.map((each) => (
                <tr key={`${each.key} ${each.currency}`}>
                  <td>{each.name}</td>
                  <td>{count(each.count)}</td>
                  <td>
                    <MoneyOrNothing amount={each.average} currency={each.currency} />
                  </td>
                  <td>
                    <MoneyOrNothing amount={each.median} currency={each.currency} />
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Report>
    </>
  )
}

/** A role may hide in which currency a deal is. */
function MoneyOrNothing({ amount, currency }: { amount: number | null; currency: string | undefined }) {
  if (amount === null || currency === undefined) return <Nothing />
  return <MoneyValue value={{ amount, currency }} />
}
