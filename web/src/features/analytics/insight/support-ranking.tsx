import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { useCountedBy } from '../counted-by.tsx'
import { Opening } from '../opening.tsx'
import { Between, hundredth, Told, tenth } from './figures.tsx'

type Ranking = Replies['/support-ranking']
type Ranked = Ranking['items'][number]

const words = { agent: 'Agent', rule: 'Routing rule', channel: 'Channel' } as const
const nobody = { agent: 'Nobody', rule: 'No rule', channel: 'None' } as const
const apart = { better: 'Better', worse: 'Worse' } as const
const tones = { better: 'good', worse: 'warn' } as const

/** Which people and which ways of working resolve tickets well, alike work held against alike. */
export function SupportRanking() {
  const { by, period, inputs } = useCountedBy(words)
  useLive('ticket')
  return (
    <Report<Ranking>
      model="ticket"
      title="Who and what resolves well"
      path="/support-ranking"
      parameters={{ by, from: period.from, to: period.to }}
      aside={inputs}
      lines={({ items }) => [
        [
          words[by],
          'Resolved',
          'Well',
          'Expected',
          'Index',
          'From',
          'To',
          'Median hours',
          'Answered',
          'Satisfied',
        ],
        ...items.map((one) => [
          one.name ?? one.key ?? '',
          one.tickets,
          one.well,
          one.expected,
          one.index,
          one.low,
          one.high,
          one.medianHours,
          one.satisfaction.answered,
          one.satisfaction.satisfied,
        ]),
      ]}
    >
      {({ items, method }) =>
        items.length === 0 ? (
          <Quiet>No ticket was resolved in this time.</Quiet>
        ) : (
          <>
            <Table
              label={`By ${words[by].toLowerCase()}`}
              head={[
                words[by],
                'Resolved',
                'Well',
                'Expected',
                'Index',
                '95 % interval',
                'Median hours',
                'Satisfied',
              ]}
            >
              {items.map((one) => (
                <tr key={one.key ?? ''}>
                  <td>
                    {one.key === null || one.key === undefined ? (
                      nobody[by]
                    ) : by === 'agent' ? (
                      <Reference model="user" id={one.key} name={one.name ?? null} />
                    ) : (
                      (one.name ?? one.key)
                    )}{' '}
                    {one.few && <Tag tone="neutral">Few tickets</Tag>}
                    {one.apart !== 'no' && <Tag tone={tones[one.apart]}>{apart[one.apart]}</Tag>}
                  </td>
                  <td data-right>
                    <Opening model="ticket" where={one.where}>
                      {count(one.tickets)}
                    </Opening>
                  </td>
                  <td data-right>{count(one.well)}</td>
                  <td data-right>{tenth(one.expected)}</td>
                  <td data-right>
                    <Told value={one.index} words={hundredth} />
                  </td>
                  <td data-right>
                    <Between low={one.low} high={one.high} words={hundredth} />
                  </td>
                  <td data-right>
                    <Told value={one.medianHours} words={tenth} />
                  </td>
                  <td data-right>
                    <Satisfied of={one.satisfaction} />
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

function Satisfied({ of: { share, satisfied, answered } }: { of: Ranked['satisfaction'] }) {
  if (share === null) return <Nothing />
  return `${percent(share)} (${count(satisfied)} of ${count(answered)})`
}
