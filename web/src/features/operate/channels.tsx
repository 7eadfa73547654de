import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { count, counted, money } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Nothing, Tag, type Tone } from '../../ui/values.tsx'
import type { ChannelsHealth } from './channels.entry.ts'

type State = ChannelsHealth['channels'][number]['state']

const states: Readonly<Record<State, { label: string; tone: Tone }>> = {
  'not-set-up': { label: 'Not set up', tone: 'neutral' },
  well: { label: 'Well', tone: 'good' },
  waiting: { label: 'Nothing yet', tone: 'neutral' },
  failing: { label: 'Trouble', tone: 'bad' },
}

const At = ({ at }: { at: string | null }) => (at === null ? <Nothing /> : <InstantValue at={at} />)

/** How each channel stands, and what waits in it (INT-04). */
export function ChannelsScreen() {
  return (
    <Screen
      title="Channels"
      about="Each way in and out: set up or not, what went well and wrong last, what waits, and what it costs."
    >
      <Report<ChannelsHealth> model="mailbox" title="How they stand" path="/channels">
        {(found) =>
          found.channels.map(({ channel, label, state, deadLetters, lines }) => (
            <section key={channel} aria-label={label}>
              <Text fw={600} mt={12}>
                {label} <Tag tone={states[state].tone}>{states[state].label}</Tag>
              </Text>
              {deadLetters > 0 && (
                <Text size="sm">
                  {counted(deadLetters, 'order was', 'orders were')} refused for good:{' '}
                  <Link to="/$path" params={{ path: 'status' }}>
                    look at them
                  </Link>
                </Text>
              )}
              {lines.length === 0 ? (
                <Quiet>None is set up, so nothing comes or goes by it.</Quiet>
              ) : (
                <Table
                  label={label}
                  head={[
                    'Which',
                    'State',
                    'Last success',
                    'Last trouble',
                    'Queue',
                    'Tried again',
                    'Doubt',
                    'Cost',
                  ]}
                >
                  {lines.map((line) => (
                    <tr key={`${line.direction} ${line.record?.id ?? line.name}`}>
                      <td>
                        {line.direction === 'in' ? 'In: ' : 'Out: '}
                        {line.record ? (
                          <Reference model={line.record.model} id={line.record.id} name={line.name} />
                        ) : (
                          line.name
                        )}
                      </td>
                      <td>
                        <Tag tone={states[line.state].tone}>{states[line.state].label}</Tag>
                      </td>
                      <td>
                        <At at={line.lastSuccessAt} />
                      </td>
                      <td>
                        <At at={line.lastTroubleAt} /> {line.trouble}
                      </td>
                      <td data-right>{count(line.queued)}</td>
                      <td data-right>
                        {count(line.retrying)}
                        {line.nextTryAt && (
                          <>
                            {', next '}
                            <InstantValue at={line.nextTryAt} />
                          </>
                        )}
                      </td>
                      <td data-right>{count(line.doubtful)}</td>
                      <td data-right>{line.cost.map((one) => money(one)).join(', ')}</td>
                    </tr>
                  ))}
                </Table>
              )}
            </section>
          ))
        }
      </Report>
    </Screen>
  )
}
