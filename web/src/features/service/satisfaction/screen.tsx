import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Parameters } from '../../../api/client.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { useCountedBy } from '../../analytics/counted-by.tsx'
import type { RatedTickets, TicketSatisfaction } from '../satisfaction.entry.ts'

const words = { month: 'Month', agent: 'Agent', product: 'Product' } as const
type Grouping = keyof typeof words
const models = { agent: 'user', product: 'product' } as const
const head = ['Asked', 'Answered', 'Satisfied', 'Share', '95 % interval', 'Mean']

type Group = TicketSatisfaction['groups'][number]

/** What customers think of closed tickets, as of the instant on screen (TIC-18). */
export function SatisfactionScreen() {
  const [opened, open] = useState<{ group: string; name: string } | null>(null)
  useLive('ticket')
  const { by, period, inputs } = useCountedBy(words, () => open(null))
  const parameters = { by, from: period.from, to: period.to }
  return (
    <Screen
      title="Satisfaction"
      about="What customers answered when they were asked about a closed ticket. A number of answers opens them."
      actions={inputs}
    >
      <Report<TicketSatisfaction>
        model="ticket"
        title={`By ${words[by].toLowerCase()}`}
        path="/ticket-satisfaction"
        parameters={parameters}
        lines={({ groups }) => [
          [words[by], 'Asked', 'Answered', 'Satisfied', 'Share', 'From', 'To', 'Mean'],
          ...groups.map((one) => [
            one.name ?? one.key ?? '',
            one.asked,
            one.answered,
            one.satisfied,
            one.share,
            one.low,
            one.high,
            one.mean,
          ]),
        ]}
      >
        {({ groups, total, method }) =>
          groups.length === 0 ? (
            <Quiet>Nobody was asked in this time. Whether customers are asked stands under Settings.</Quiet>
          ) : (
            <>
              <Table label={`By ${words[by].toLowerCase()}`} head={[words[by], ...head]}>
                {groups.map((one) => (
                  <tr key={one.key ?? ''}>
                    <td>
                      <Name by={by} of={one} />
                    </td>
                    <Cells of={one} onOpen={() => open({ group: one.key ?? '', name: one.name ?? '' })} />
                  </tr>
                ))}
                <tr>
                  <th scope="row">All</th>
                  <Cells of={total} />
                </tr>
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      {opened && <Answers {...opened} parameters={parameters} />}
    </Screen>
  )
}

function Name({ by, of: { key, name } }: { by: Grouping; of: Group }) {
  if (!key) return by === 'agent' ? 'Nobody' : 'None'
  return by === 'month' ? key : <Reference model={models[by]} id={key} name={name ?? null} />
}

function Cells({ of, onOpen }: { of: TicketSatisfaction['total']; onOpen?: () => void }) {
  const { asked, answered, satisfied, share, low, high, mean, few } = of
  return (
    <>
      <td data-right>{count(asked)}</td>
      <td data-right>
        {onOpen && answered > 0 ? (
          <Anchor component="button" type="button" onClick={onOpen}>
            {count(answered)}
          </Anchor>
        ) : (
          count(answered)
        )}
      </td>
      <td data-right>{count(satisfied)}</td>
      <td data-right>{share === null ? <Nothing /> : percent(share)}</td>
      <td data-right>
        {low === null || high === null ? <Nothing /> : `${percent(low)} to ${percent(high)}`}{' '}
        {few && <Tag tone="warn">Few answers</Tag>}
      </td>
      <td data-right>{mean === null ? <Nothing /> : percent(mean)}</td>
    </>
  )
}

function Answers({ group, name, parameters }: { group: string; name: string; parameters: Parameters }) {
  return (
    <Report<RatedTickets>
      model="ticket"
      title={`Answers: ${name || 'none'}`}
      path="/ticket-satisfaction/tickets"
      parameters={{ ...parameters, key: group }}
    >
      {({ tickets }) => (
        <Table label="Answers" head={['Ticket', 'Subject', 'Score', 'Comment', 'When', 'Agent']}>
          {tickets.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to="/$path/$id" params={{ path: 'tickets', id: one.id }}>
                  {one.number}
                </Link>
              </td>
              <td>{one.subject}</td>
              <td>
                {one.score} of {one.scale}
              </td>
              <td>{one.comment ?? <Nothing />}</td>
              <td>{one.ratedAt ? <InstantValue at={one.ratedAt} /> : <Nothing />}</td>
              <td>
                {one.agentId ? <Reference model="user" id={one.agentId} name={one.agentName} /> : 'Nobody'}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Report>
  )
}
