import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count, day, monthName, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { Between, points, Told } from './figures.tsx'

type Trend = Replies['/ticket-satisfaction']
type Actions = Replies['/satisfaction-actions']
type Side = Actions['items'][number]['before']

const kinds = { correction: 'Corrective action', article: 'Article', rules: 'Routing rules' } as const

/** What customers think month by month, and before and after what was done about it, in the year up to the time shown. */
export function SatisfactionActions() {
  useLive('ticket', 'activity', 'article')
  return (
    <>
      <Report<Trend>
        model="ticket"
        title="Month by month"
        path="/ticket-satisfaction"
        parameters={{ by: 'month' }}
      >
        {({ groups, method }) =>
          groups.length === 0 ? (
            <Quiet>Nobody was asked in this year. Whether customers are asked stands under Settings.</Quiet>
          ) : (
            <>
              <Table
                label="Satisfaction by month"
                head={['Month', 'Answered', 'Satisfied', 'Share', '95 % interval']}
              >
                {groups.map((one) => (
                  <tr key={one.key}>
                    <td>
                      {monthName(one.key ?? '')} {one.few && <Tag tone="neutral">Few answers</Tag>}
                    </td>
                    <td data-right>{count(one.answered)}</td>
                    <td data-right>{count(one.satisfied)}</td>
                    <td data-right>
                      <Told value={one.share} words={percent} />
                    </td>
                    <td data-right>
                      <Between low={one.low} high={one.high} words={percent} />
                    </td>
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <Report<Actions>
        model="ticket activity article"
        title="Before and after what was done"
        path="/satisfaction-actions"
        lines={({ items }) => [
          [
            'Kind',
            'Action',
            'On',
            'Product',
            'Answered before',
            'Satisfied before',
            'Answered after',
            'Satisfied after',
            'Change',
            'From',
            'To',
          ],
          ...items.map((one) => [
            kinds[one.kind],
            one.name ?? one.id,
            one.on,
            one.productName ?? '',
            one.before.answered,
            one.before.satisfied,
            one.after.answered,
            one.after.satisfied,
            one.change,
            one.low,
            one.high,
          ]),
        ]}
      >
        {({ items, method, days }) =>
          items.length === 0 ? (
            <Quiet>
              No corrective action was done, no article published and no routing changed in this year.
            </Quiet>
          ) : (
            <>
              <Table
                label="Actions"
                head={[
                  'Action',
                  'What',
                  'On',
                  'Of',
                  `${days} days before`,
                  `${days} days after`,
                  'Change',
                  '95 % interval',
                ]}
              >
                {items.map((one) => (
                  <tr key={`${one.id} ${one.on} ${one.productId}`}>
                    <td>
                      <Reference model={one.model} id={one.id ?? ''} name={one.name ?? null} />{' '}
                      {one.few && <Tag tone="neutral">Few answers</Tag>}
                    </td>
                    <td>{kinds[one.kind]}</td>
                    <td>{day(one.on)}</td>
                    <td>
                      {one.productId ? (
                        <Reference model="product" id={one.productId} name={one.productName ?? null} />
                      ) : (
                        'All'
                      )}
                    </td>
                    <td data-right>
                      <Satisfied of={one.before} />
                    </td>
                    <td data-right>
                      <Satisfied of={one.after} />
                    </td>
                    <td data-right>
                      <Told value={one.change} words={points} />
                    </td>
                    <td data-right>
                      <Between low={one.low} high={one.high} words={points} />
                    </td>
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
    </>
  )
}

function Satisfied({ of: { satisfied, answered, where } }: { of: Side }) {
  return (
    <Opening model="ticket" where={answered > 0 ? where : null}>
      {count(satisfied)} of {count(answered)}
    </Opening>
  )
}
