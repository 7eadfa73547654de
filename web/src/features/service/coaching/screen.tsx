import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import type { Search } from '../../../time/time.ts'
import { useReferenceNow } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { count, percent } from '../../../ui/format.ts'
import { done } from '../../../ui/notices.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { PeriodSelect } from '../../analytics/period-select.tsx'
import { periodOf } from '../../analytics/periods.ts'
import type { Coaching } from '../coaching.entry.ts'

type Agent = Coaching['items'][number]
type Rate = Agent['reopened']

const head = ['Agent', 'Resolved', 'Reopened', 'Late', 'Median hours', 'Dissatisfied', '']

/** Who could be helped by what, and a training for them (TIC-19). */
export function CoachingScreen() {
  const now = useReferenceNow(600_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const [teamId, setTeam] = useState<string | null>(null)
  const [asked, ask] = useState<Agent | null>(null)
  useLive('ticket')
  const period = periodOf(search.period, now)
  return (
    <Screen
      title="Coaching"
      about="What came back, what was late, how long it took and what customers think, by agent. Who stands out comes first."
      actions={
        <>
          <RefInput label="Team" model="team" value={teamId} onChange={setTeam} />
          <PeriodSelect
            now={now}
            value={period.key}
            onChange={(next) =>
              void navigate({
                to: '.',
                search: (before: Search) => ({ ...before, period: next }),
                replace: true,
              })
            }
          />
        </>
      }
    >
      <Report<Coaching>
        model="ticket"
        title="By agent"
        path="/coaching"
        parameters={{ from: period.from, to: period.to, ...(teamId && { teamId }) }}
        lines={({ items }) => [
          ['Agent', 'Resolved', 'Reopened', 'Late', 'Of', 'Median hours', 'Answered', 'Dissatisfied'],
          ...items.map((one) => [
            one.agentName ?? one.agentId,
            one.tickets,
            one.reopened.count,
            one.breached.count,
            one.breached.of,
            one.medianHours,
            one.dissatisfied.of,
            one.dissatisfied.count,
          ]),
        ]}
      >
        {({ items, all, method }) =>
          items.length === 0 ? (
            <Quiet>No ticket was resolved in this time.</Quiet>
          ) : (
            <>
              <Table label="By agent" head={head}>
                {items.map((one) => (
                  <tr key={one.agentId}>
                    <td>
                      <Reference model="user" id={one.agentId} name={one.agentName} />{' '}
                      {one.few && <Tag tone="neutral">Few tickets</Tag>}
                    </td>
                    <Cells of={one} />
                    <td>
                      <WriteButton
                        size="compact-xs"
                        variant="default"
                        permission="training.assign"
                        onClick={() => ask(one)}
                      >
                        Assign a training
                      </WriteButton>
                    </td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">All</th>
                  <Cells of={all} />
                  <td />
                </tr>
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      {asked && <Assign agent={asked} onClose={() => ask(null)} />}
    </Screen>
  )
}

function Cells({ of }: { of: Coaching['all'] }) {
  return (
    <>
      <td data-right>{count(of.tickets)}</td>
      <Share of={of.reopened} />
      <Share of={of.breached} />
      <td data-right>{of.medianHours === null ? <Nothing /> : count(of.medianHours, 1)}</td>
      <Share of={of.dissatisfied} />
    </>
  )
}

function Share({ of: { count: some, of, share, low, high, remarkable } }: { of: Rate }) {
  return (
    <td data-right>
      {share === null ? (
        <Nothing />
      ) : (
        <span title={`95 % interval: ${percent(low ?? 0)} to ${percent(high ?? 0)}`}>
          {percent(share)} ({count(some)} of {count(of)}) {remarkable && <Tag tone="warn">Stands out</Tag>}
        </span>
      )}
    </td>
  )
}

/** What stands out is what the training is suggested to be about. */
function Assign({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const command = useCommand()
  const about = [
    agent.reopened.remarkable && 'tickets that come back',
    agent.breached.remarkable && 'answering in time',
    agent.dissatisfied.remarkable && 'what customers expect',
  ].filter(Boolean)
  return (
    <AskDialog
      title={`A training for ${agent.agentName ?? 'this agent'}`}
      fields={[
        { key: 'title', label: 'Title', kind: 'text', required: true },
        { key: 'text', label: 'What is to be known', kind: 'long-text', required: true },
        { key: 'dueOn', label: 'Due on', kind: 'date', required: true },
      ]}
      initial={{ title: about.length > 0 ? `About ${about.join(' and ')}` : '' }}
      submit="Assign"
      onClose={onClose}
      onSubmit={async (answers) => {
        await command.mutateAsync({
          method: 'POST',
          path: '/trainings',
          body: { ...answers, userIds: [agent.agentId] },
          touches: ['training'],
        })
        done('The training is assigned')
      }}
    >
      <p>They read it on their own page and acknowledge it; whether they have stands under Trainings.</p>
    </AskDialog>
  )
}
