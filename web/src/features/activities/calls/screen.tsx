import { useState } from 'react'
import { useLive } from '../../../live/live.tsx'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { count, counted, duration } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { CallStatistics } from '../calls.entry.ts'
import { directions, labelOf, outcomes } from '../choices.ts'

/** Calls by who made them, by the hour and by what came of them, and how long they last (COM-12). */
export function CallsScreen() {
  const [days, setDays] = useState(30)
  const [assigneeId, setAssignee] = useState<string | null>(null)
  useLive('activity')
  const { timeZone } = formatsNow()
  const now = Date.now()
  const from = dateAt(new Date(now - (days - 1) * 86_400_000), timeZone)
  const to = dateAt(new Date(now), timeZone)
  return (
    <Screen
      title="Calls"
      about="Calls that took place: by who made them, by the hour of the day and by what came of them."
      actions={
        <>
          <NumericInput
            label="In the last"
            unit="days"
            w={150}
            min={1}
            max={366}
            value={days}
            onChange={(next) => setDays(next ?? 30)}
          />
          <RefInput label="Of" model="user" value={assigneeId} onChange={setAssignee} />
        </>
      }
    >
      <Report<CallStatistics>
        model="activity"
        title="Calls"
        path="/call-statistics"
        parameters={{ from, to, timeZone, assigneeId: assigneeId ?? undefined }}
      >
        {(found) =>
          found.calls === 0 ? <Quiet>Nobody has called in these days.</Quiet> : <Found found={found} />
        }
      </Report>
    </Screen>
  )
}

const length = (seconds: number | null) => (seconds === null ? <Nothing /> : duration(seconds * 1000))

function Found({ found }: { found: CallStatistics }) {
  const most = Math.max(...found.hours.map(({ calls }) => calls))
  return (
    <>
      <p>
        {counted(found.calls, 'call', 'calls')}, {count(found.outbound)} out and {count(found.inbound)} in;{' '}
        {count(found.reached)} reached somebody. On average {length(found.averageSeconds)}, of{' '}
        {count(found.timed)} whose length was noted.
      </p>
      <Table label="By agent" head={['Agent', 'Calls', 'Reached', 'Average']}>
        {found.agents.map((one) => (
          <tr key={one.assigneeId ?? 'nobody'}>
            <td>
              {one.assigneeId ? (
                <Reference model="user" id={one.assigneeId} name={one.assigneeName ?? null} />
              ) : (
                'Nobody’s'
              )}
            </td>
            <Measures of={one} />
          </tr>
        ))}
      </Table>
      <Table label="By hour" head={['Hour', 'Calls', 'Reached', 'Average', '']}>
        {found.hours.map((one) => (
          <tr key={one.hour}>
            <td>{String(one.hour).padStart(2, '0')}:00</td>
            <Measures of={one} />
            <td aria-hidden>
              <meter min={0} max={most} value={one.calls} />
            </td>
          </tr>
        ))}
      </Table>
      <Table label="By outcome" head={['Outcome', 'Direction', 'Calls', 'Reached', 'Average']}>
        {found.outcomes.map((one) => (
          <tr key={`${one.outcome} ${one.direction}`}>
            <td>{one.outcome ? labelOf(outcomes, one.outcome) : 'Not said'}</td>
            <td>{one.direction ? labelOf(directions, one.direction) : <Nothing />}</td>
            <Measures of={one} />
          </tr>
        ))}
      </Table>
      <Quiet>{found.method}</Quiet>
    </>
  )
}

function Measures({ of }: { of: { calls: number; reached: number; averageSeconds: number | null } }) {
  return (
    <>
      <td data-right>{count(of.calls)}</td>
      <td data-right>{count(of.reached)}</td>
      <td data-right>{length(of.averageSeconds)}</td>
    </>
  )
}
