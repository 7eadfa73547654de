import { Anchor } from '@mantine/core'
import { useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { inUnits } from '../../../ui/export-csv.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { MoneyValues, Nothing } from '../../../ui/values.tsx'
import { useCountedBy } from '../counted-by.tsx'
import { Behind, type Opened } from './behind.tsx'
import { LeadToWon } from './lead-to-won.tsx'

type Performance = Replies['/performance']
type Performer = Performance['performers'][number]

const words: Readonly<Record<Opened['by'], string>> = { person: 'People', team: 'Teams' }
const head = [
  'Activities done',
  'Leads converted',
  'Conversion',
  'Won',
  'Lost',
  'Win rate',
  'Revenue',
  'Average deal',
  'Days to win',
]

/** What came of the work of each person or team in a period, by whose it was then. */
export function PerformanceScreen() {
  const [opened, open] = useState<Opened | undefined>()
  useLive('opportunity')
  const { by, period, inputs } = useCountedBy(words)
  const asked = { from: period.from, to: period.to, by }
  return (
    <Screen
      title="Performance"
      about="What came of work, counted for whoever had it at that time. A number opens the records behind it."
      actions={inputs}
    >
      <Report<Performance>
        model="opportunity"
        title={words[by]}
        path="/performance"
        parameters={asked}
        lines={linesOf}
      >
        {({ performers, total, method }) =>
          performers.length === 0 ? (
            <Quiet>Nothing was done, won or lost in this period that you may see.</Quiet>
          ) : (
            <>
              <Table label="Leaderboard" head={[by === 'team' ? 'Team' : 'Person', ...head]}>
                {performers.map((one) => (
                  <tr key={one.id ?? ''}>
                    <td>
                      {one.id ? (
                        <Reference model={by === 'team' ? 'team' : 'user'} id={one.id} name={one.name} />
                      ) : by === 'team' ? (
                        'No team'
                      ) : (
                        'Nobody'
                      )}
                    </td>
                    <Figures
                      of={one}
                      open={(outcome) =>
                        open({ ...asked, outcome, id: one.id ?? undefined, of: nameOf(one, by) })
                      }
                    />
                  </tr>
                ))}
                <tr>
                  <th>In all</th>
                  <Figures of={total} />
                </tr>
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <LeadToWon />
      <Behind opened={opened} onClose={() => open(undefined)} />
    </Screen>
  )
}

const nameOf = ({ id, name }: Performer, by: string) =>
  name ?? (id ? 'Unknown' : by === 'team' ? 'No team' : 'Nobody')

function Figures({ of, open }: { of: Performance['total']; open?: (outcome: Opened['outcome']) => void }) {
  const opens = (outcome: Opened['outcome'], many: number) =>
    open && many > 0 ? (
      <Anchor component="button" type="button" onClick={() => open(outcome)}>
        {count(many)}
      </Anchor>
    ) : (
      count(many)
    )
  return (
    <>
      <td>{opens('activity', of.activities)}</td>
      <td>{opens('converted', of.converted)}</td>
      <td>{of.conversion === null ? <Nothing /> : percent(of.conversion)}</td>
      <td>{opens('won', of.won)}</td>
      <td>{opens('lost', of.lost)}</td>
      <td>{of.winRate === null ? <Nothing /> : percent(of.winRate)}</td>
      <td>
        <MoneyValues values={of.revenue} />
      </td>
      <td>
        <MoneyValues values={of.revenue.map(({ average, currency }) => ({ amount: average, currency }))} />
      </td>
      <td>{of.days === null ? <Nothing /> : count(of.days, 1)}</td>
    </>
  )
}

/** A line for each currency, as none is added to another. */
function linesOf({ performers, by }: Performance) {
  return [
    [
      by === 'team' ? 'Team' : 'Person',
      ...head.slice(0, 6),
      'Days to win',
      'Currency',
      'Revenue',
      'Average deal',
    ],
    ...performers.flatMap((one) =>
      (one.revenue.length > 0 ? one.revenue : [undefined]).map((sum) => [
        nameOf(one, by),
        one.activities,
        one.converted,
        one.conversion,
        one.won,
        one.lost,
        one.winRate,
        one.days,
        sum?.currency,
        inUnits(sum?.amount, sum?.currency),
        inUnits(sum?.average, sum?.currency),
      ]),
    ),
  ]
}
