import { SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { Report } from '../../../records/report.tsx'
import { count, day, monthName } from '../../../ui/format.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'

type Reply = Replies['/performance/lead-to-won']
type Spread = Reply['total']

const days = (value: number | null) => (value === null ? <Nothing /> : count(value, 1))
const quartiles = ['A quarter within', 'Median', 'Three quarters within']

/** How long it takes from a lead to a deal that is won, month by month, and whether that has changed since a day. */
export function LeadToWon() {
  const [cohort, setCohort] = useState<'won' | 'captured'>('won')
  const [split, setSplit] = useState('')
  return (
    <Report<Reply>
      model="opportunity"
      title="Days from lead to won"
      path="/performance/lead-to-won"
      parameters={{ cohort, split: /^\d{4}-\d\d-\d\d$/.test(split) ? split : undefined }}
      lines={({ cohorts }) => [
        ['Month', 'Leads', 'Won', ...quartiles],
        ...cohorts.map((one) => [
          one.month,
          one.captured,
          one.won,
          one.firstQuartile,
          one.median,
          one.thirdQuartile,
        ]),
      ]}
      aside={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Cohorts"
            value={cohort}
            onChange={(next) => setCohort(next === 'captured' ? 'captured' : 'won')}
            data={[
              { value: 'won', label: 'By month won' },
              { value: 'captured', label: 'By month of the lead' },
            ]}
          />
          <TextInput
            size="xs"
            type="date"
            aria-label="Compare before and after"
            value={split}
            onChange={({ currentTarget }) => setSplit(currentTarget.value)}
          />
        </>
      }
    >
      {({ cohorts, total, before, after, change, method }) =>
        total.won === 0 ? (
          <Quiet>No deal that came from a lead was won within a year.</Quiet>
        ) : (
          <>
            {before && after && (
              <Facts
                facts={[
                  [`Before ${day(split)}`, <Half key="before" of={before} />],
                  ['Since', <Half key="after" of={after} />],
                  [
                    'Change of the median',
                    change === null ? (
                      <Nothing key="change" />
                    ) : (
                      `${change > 0 ? '+' : ''}${count(change, 1)} days`
                    ),
                  ],
                ]}
              />
            )}
            <Table
              label="Days from lead to won"
              head={['Month', ...(cohort === 'captured' ? ['Leads'] : []), 'Won', ...quartiles]}
            >
              {cohorts.map((one) => (
                <tr key={one.month}>
                  <td>{monthName(one.month)}</td>
                  {cohort === 'captured' && <td>{count(one.captured ?? 0)}</td>}
                  <td>{count(one.won)}</td>
                  <td>{days(one.firstQuartile)}</td>
                  <td>{days(one.median)}</td>
                  <td>{days(one.thirdQuartile)}</td>
                </tr>
              ))}
              <tr>
                <th>In all</th>
                {cohort === 'captured' && <td />}
                <td>{count(total.won)}</td>
                <td>{days(total.firstQuartile)}</td>
                <td>{days(total.median)}</td>
                <td>{days(total.thirdQuartile)}</td>
              </tr>
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function Half({ of: { won, firstQuartile, median, thirdQuartile } }: { of: Spread }) {
  if (median === null || firstQuartile === null || thirdQuartile === null) return 'None won'
  return `${count(median, 1)} days (${count(firstQuartile, 1)} to ${count(thirdQuartile, 1)}), of ${count(won)}`
}
