import { SegmentedControl } from '@mantine/core'
import { type CSSProperties, useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Report } from '../../../records/report.tsx'
import { count, monthName, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import classes from '../report/result.module.css'
import { Flow } from './flow.tsx'

type Cohorts = Replies['/cohorts']
type Cell = Cohorts['cohorts'][number]['cells'][number]

const words = {
  lead: { began: 'Leads', came: 'Converted' },
  opportunity: { began: 'Deals', came: 'Won' },
} as const
type Model = keyof typeof words

/** What became of what began in each month, as a heat map that is its own table; and the ways between the stages. */
export function Cohorts() {
  const [model, setModel] = useState<Model>('lead')
  useLive(model)
  const { began, came } = words[model]
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label="Of which records"
      value={model}
      onChange={(next) => setModel(next === 'opportunity' ? 'opportunity' : 'lead')}
      data={Object.entries(words).map(([value, { began: label }]) => ({ value, label }))}
    />
  )
  return (
    <>
      <Report<Cohorts>
        model={model}
        title={`${came}, by the month they began`}
        path="/cohorts"
        parameters={{ model }}
        aside={choice}
        lines={({ cohorts }) => [
          ['Month', began, 'Months later', came, 'Share', 'From', 'To'],
          ...cohorts.flatMap(({ month, began: of, cells }) =>
            cells.map(({ months, succeeded, share, low, high }) => [
              month,
              of,
              months,
              succeeded,
              share,
              low,
              high,
            ]),
          ),
        ]}
      >
        {({ cohorts, method }) =>
          cohorts.every(({ began: of }) => of === 0) ? (
            <Quiet>None began in the twelve months before this one.</Quiet>
          ) : (
            <>
              <Table
                label={`${came} by cohort`}
                head={[
                  'Month',
                  began,
                  ...cohorts.map((_, index) => (index === 0 ? 'Same month' : `+${index}`)),
                ]}
              >
                {cohorts.map((cohort) => (
                  <tr key={cohort.month}>
                    <th scope="row">
                      {monthName(cohort.month)}{' '}
                      {cohort.few && cohort.began > 0 && <Tag tone="neutral">Few</Tag>}
                    </th>
                    <td data-right>
                      <Opening model={model} where={cohort.where}>
                        {count(cohort.began)}
                      </Opening>
                    </td>
                    {cohort.cells.map((cell) => (
                      <Heat key={cell.months} model={model} cell={cell} />
                    ))}
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <Flow model={model} />
    </>
  )
}

function Heat({ model, cell: { succeeded, share, low, high, where } }: { model: Model; cell: Cell }) {
  return (
    <td
      className={classes.cell}
      style={{ '--heat': share } as CSSProperties}
      title={`${count(succeeded)}; 95 % interval: ${percent(low)} to ${percent(high)}`}
    >
      <Opening model={model} where={where}>
        {percent(share)}
      </Opening>
    </td>
  )
}
