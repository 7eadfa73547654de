import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { hours } from '../../../ui/format.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { SlaClock, SlaExplained, Ticket } from '../ticket.entry.ts'
import classes from './ticket.module.css'

const kinds = {
  open: 'Business hours, counted',
  closed: 'Outside business hours',
  holiday: 'Holiday',
  pending: 'Waiting for the requester',
  stopped: 'Stopped',
}

const reasons = {
  request: 'It was asked for when the ticket was opened.',
  contract: 'It is that of the contract.',
  account: 'It is that of the account.',
  default: 'It is the one for everybody.',
}

const covers = {
  asset: 'it names the asset.',
  product: 'it names the product.',
  everything: 'it covers everything.',
}

/** What was promised and where each minute went: every stretch of time, whether it counted, and why. */
export function SlaPanel({ row }: { row: Ticket }) {
  const view = useView()
  const query = useQuery({
    ...derivedQuery<SlaExplained>('ticket', `/tickets/${row.id}/sla`, {}, view),
    placeholderData: keepPreviousData,
  })
  if (query.isError) return <Failure error={query.error} />
  if (!query.data) return <Waiting rows={5} />
  const { policy, calendar, clocks, chosenBy, entitlement } = query.data
  return (
    <>
      {clocks?.map((clock) => (
        <ClockPanel key={clock.clock} clock={clock} />
      ))}
      <p className={classes.quiet}>
        Promised by <Reference model="slaPolicy" id={policy.id} name={policy.name ?? null} /> version{' '}
        {policy.version}, in the hours of {calendar.name} version {calendar.version} ({calendar.timeZone}), as
        they were when the ticket was opened.{chosenBy && ` ${reasons[chosenBy]}`}
        {entitlement && (
          <>
            {' '}
            Covered by contract{' '}
            <Reference model="contract" id={entitlement.contractId} name={entitlement.number} />
            {entitlement.tier && `, ${entitlement.tier}`}: {covers[entitlement.covers]}
          </>
        )}
      </p>
    </>
  )
}

function ClockPanel({ clock }: { clock: SlaClock }) {
  const [all, setAll] = useState(false)
  const title = clock.clock === 'response' ? 'First answer' : 'Solution'
  const shown = all ? clock.stretches : clock.stretches.slice(-6)
  const used = Math.min(1, clock.spentMinutes / clock.targetMinutes)
  return (
    <Panel title={title} aside={<State clock={clock} />}>
      <p className={classes.sum}>
        {hours(clock.spentMinutes)} of {hours(clock.targetMinutes)} used
        {clock.state === 'running' && clock.dueAt && (
          <>
            , due <InstantValue at={clock.dueAt} />
          </>
        )}
      </p>
      <div className={classes.meter} data-late={clock.breached} aria-hidden>
        <i style={{ width: `${used * 100}%` }} />
      </div>
      <table className={classes.stretches}>
        <caption>Where the time went</caption>
        <tbody>
          {shown.map((stretch) => (
            <tr key={`${stretch.from}-${stretch.kind}`} data-counted={stretch.counted}>
              <td>
                <InstantValue at={stretch.from} />
              </td>
              <td>{kinds[stretch.kind]}</td>
              <td>{stretch.counted ? `+ ${hours(stretch.minutes)}` : `(${hours(stretch.minutes)})`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {clock.stretches.length > 6 && (
        <button type="button" className={classes.plain} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Only the last' : `All ${clock.stretches.length} stretches`}
        </button>
      )}
    </Panel>
  )
}

function State({ clock }: { clock: SlaClock }) {
  if (clock.breached || clock.missedAt) return <Tag tone="bad">Breached</Tag>
  if (clock.state === 'running') return <Tag tone="accent">Running</Tag>
  if (clock.state === 'pending') return <Tag tone="warn">Paused</Tag>
  return <Tag tone="good">Met</Tag>
}
