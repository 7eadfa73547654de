import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { duration } from '../../../ui/format.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Lead, Progress as Told } from '../lead.entry.ts'
import { statuses } from '../lead.tsx'
import classes from './lead.module.css'

const named = (status: string | undefined) => statuses.find(({ value }) => value === status)?.label ?? status
const minute = 60_000

/** How long the lead has been in each status; each single time, and who brought it there, is one click away. */
export function Progress({ row }: { row: Lead }) {
  const [asked, setAsked] = useState(false)
  const { data, error, refetch } = useQuery(
    derivedQuery<Told>('lead', `/leads/${row.id}/progress`, {}, useView()),
  )
  // Hidden from who may not see how it stands.
  if (!row.status) return null
  return (
    <Panel title="Progress">
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={3} label="Loading its progress" />
      ) : (
        <>
          <table className={classes.reasons} aria-label="Time in each status">
            <tbody>
              {data.totals.map(({ status, minutes }) => (
                <tr key={status}>
                  <td>{named(status)}</td>
                  <td>{duration(minutes * minute)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={classes.note}>
            {named(data.status)} since <InstantValue at={data.since} />.{' '}
            <button
              type="button"
              className={classes.why}
              onClick={() => setAsked(!asked)}
              aria-expanded={asked}
            >
              Each time
            </button>
          </p>
          {asked && (
            <ol className={classes.spans}>
              {data.spans.map(({ status, from, minutes, byId }) => (
                <li key={`${status} ${from}`}>
                  {named(status)} from <InstantValue at={from} />, {duration(minutes * minute)}, by{' '}
                  {byId ? <Reference model="user" id={byId} /> : 'the system'}
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </Panel>
  )
}
