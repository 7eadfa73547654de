import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { WhyAssigned } from '../../sales/lead/assignment.tsx'
import type { TicketDetail } from '../ticket.entry.ts'
import classes from './ticket.module.css'

/** Whose the ticket is, why, and having the rules say it anew. */
export function Assignment({ row }: { row: TicketDetail }) {
  const [asked, setAsked] = useState(false)
  const command = useCommand()
  const isOver = row.status === 'resolved' || row.status === 'closed'
  const route = () =>
    void command
      .mutateAsync({ method: 'POST', path: `/tickets/${row.id}/route`, body: {}, touches: ['ticket'] })
      .catch((refusal: unknown) => failed('It stays with whom it is', refusal))
  return (
    <Panel
      title="Assignment"
      aside={
        !isOver && (
          <WriteButton size="compact-xs" variant="default" permission="ticket.assign" onClick={route}>
            Assign by the rules
          </WriteButton>
        )
      }
    >
      <p className={classes.quiet}>
        {row.assigneeId ? (
          <Reference model="user" id={row.assigneeId} name={row.assigneeName ?? null} />
        ) : (
          'Nobody has it yet'
        )}
        {row.routedRule && ', by a rule'}.{' '}
        <button
          type="button"
          className={classes.plain}
          onClick={() => setAsked(!asked)}
          aria-expanded={asked}
        >
          Why this agent?
        </button>
      </p>
      {asked && <WhyAssigned model="ticket" path={`/tickets/${row.id}/assignment`} />}
    </Panel>
  )
}
