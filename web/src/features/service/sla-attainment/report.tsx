import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Parameters } from '../../../api/client.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, counted, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import type { Attainment, AttainmentTickets } from '../contract.entry.ts'

type Group = NonNullable<Attainment['groups']>[number]
type Clock = 'response' | 'resolution'

const head = [
  'Answered in time',
  'Answered late',
  'Answers kept',
  'Solved in time',
  'Solved late',
  'Solutions kept',
]
const firsts = { month: 'Month', agent: 'Agent', account: 'Account', contract: 'Contract' }
const models = { agent: 'user', account: 'account', contract: 'contract' } as const

/** What a number stands for: its group, its clock, and whether it was kept. */
interface Opened {
  key: string
  name: string
  clock: Clock
  outcome: 'met' | 'missed'
}

/** Promises that were kept and missed; each number opens its tickets (SLA-07). */
export function AttainmentReport({
  title,
  parameters,
}: {
  title: string
  parameters: Parameters & { by: string }
}) {
  const [opened, open] = useState<Opened | null>(null)
  useLive('ticket')
  return (
    <>
      <Report<Attainment>
        model="ticket"
        title={title}
        path="/sla-attainment"
        parameters={parameters}
        lines={({ groups, by }) => [
          [firsts[by], ...head],
          ...groups.map((one) => [one.name ?? one.key, ...numbersOf(one)]),
        ]}
      >
        {({ groups, total, by, method }) => (
          <>
            {groups.length === 0 ? (
              <Quiet>No promise was kept or missed in this time.</Quiet>
            ) : (
              <Table label={title} head={[firsts[by], ...head]}>
                {groups.map((one) => (
                  <tr key={one.key}>
                    <td>
                      <Name by={by} of={one} />
                    </td>
                    <Cells of={one} onOpen={open} />
                  </tr>
                ))}
                {total && (
                  <tr>
                    <th scope="row">All</th>
                    <Cells of={total} />
                  </tr>
                )}
              </Table>
            )}
            <Quiet>{method}</Quiet>
          </>
        )}
      </Report>
      {opened && <Tickets opened={opened} parameters={parameters} />}
    </>
  )
}

function numbersOf({ response, resolution }: Pick<Group, 'response' | 'resolution'>) {
  return [response, resolution].flatMap((one) => [one?.met ?? 0, one?.missed ?? 0, one?.rate ?? null])
}

function Name({ by, of: { key, name } }: { by: keyof typeof firsts; of: Group }) {
  if (!key) return by === 'agent' ? 'Nobody' : 'None'
  if (by === 'month') return key
  return <Reference model={models[by]} id={key} name={name ?? null} />
}

function Cells({ of, onOpen }: { of: Partial<Group>; onOpen?: (what: Opened) => void }) {
  return (['response', 'resolution'] as const).flatMap((clock) => {
    const kept = of[clock]
    const cell = (outcome: 'met' | 'missed') => {
      const number = kept?.[outcome] ?? 0
      const { key, name } = of
      return (
        <td key={`${clock} ${outcome}`} data-right>
          {onOpen && key && number > 0 ? (
            <Anchor
              component="button"
              type="button"
              onClick={() => onOpen({ key, name: name ?? key, clock, outcome })}
            >
              {count(number)}
            </Anchor>
          ) : (
            count(number)
          )}
        </td>
      )
    }
    return [
      cell('met'),
      cell('missed'),
      <td key={`${clock} rate`} data-right>
        {kept?.rate === null || kept?.rate === undefined ? <Nothing /> : percent(kept.rate)}
      </td>,
    ]
  })
}

const clocks = { response: 'first answers', resolution: 'solutions' }

function Tickets({ opened, parameters }: { opened: Opened; parameters: Parameters }) {
  const { key, name, clock, outcome } = opened
  return (
    <Report<AttainmentTickets>
      model="ticket"
      title={`${name}: ${clocks[clock]} ${outcome === 'met' ? 'in time' : 'too late'}`}
      path="/sla-attainment/tickets"
      parameters={{ ...parameters, key, clock, outcome }}
      lines={({ tickets }) => [
        ['Number', 'Subject', 'When', 'Agent'],
        ...tickets.map((one) => [one.number, one.subject, one.at, one.agentName]),
      ]}
    >
      {({ tickets, count: all }) => (
        <>
          <Table label="Tickets" head={['Ticket', 'Subject', 'When', 'Agent', '']}>
            {tickets.map((one) => (
              <tr key={one.id}>
                <td>
                  {one.id && (
                    <Link to="/$path/$id" params={{ path: 'tickets', id: one.id }}>
                      {one.number}
                    </Link>
                  )}
                </td>
                <td>{one.subject}</td>
                <td>{one.at && <InstantValue at={one.at} />}</td>
                <td>
                  {one.agentId ? (
                    <Reference model="user" id={one.agentId} name={one.agentName ?? null} />
                  ) : (
                    'Nobody'
                  )}
                </td>
                <td>{one.met ? <Tag tone="good">Kept</Tag> : <Tag tone="bad">Missed</Tag>}</td>
              </tr>
            ))}
          </Table>
          {all > tickets.length && (
            <Quiet>
              The last {tickets.length} of {counted(all, 'ticket', 'tickets')}.
            </Quiet>
          )}
        </>
      )}
    </Report>
  )
}
