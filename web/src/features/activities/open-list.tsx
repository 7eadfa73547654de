import { Link } from '@tanstack/react-router'
import { Repeat } from 'lucide-react'
import { Reference } from '../../records/field-value.tsx'
import { ActivityMenu, DoneButton, useActivityActions } from './actions.tsx'
import classes from './activities.module.css'
import type { Activity } from './activity.entry.ts'
import { iconOfKind, titleOfActivity } from './choices.ts'
import { recurrenceWords } from './inputs.tsx'
import { DueMark, PriorityMark, Records } from './shown.tsx'

/** What is still to be done, each with what there is to do about it. */
export function OpenActivities({
  rows,
  label,
  withRecords = false,
}: {
  rows: readonly Activity[]
  label: string
  /** Whether it is said what they are about, where the page does not. */
  withRecords?: boolean
}) {
  return (
    <ul className={classes.open} aria-label={label}>
      {rows.map((row) => (
        <OpenActivity key={row.id} row={row} withRecords={withRecords} />
      ))}
    </ul>
  )
}

function OpenActivity({ row, withRecords }: { row: Activity; withRecords: boolean }) {
  const actions = useActivityActions(row)
  const Icon = iconOfKind(row)
  return (
    <li className={classes.openRow}>
      <DoneButton row={row} actions={actions} />
      <Icon size={14} aria-hidden className={classes.icon} />
      <span className={classes.openTitle}>
        <Link to="/$path/$id" params={{ path: 'activities', id: row.id }} className={classes.title}>
          {titleOfActivity(row)}
        </Link>
        <PriorityMark priority={row.priority} />
        {row.recurrence && (
          <Repeat size={12} aria-label={recurrenceWords(row.recurrence)} className={classes.icon} />
        )}
        {withRecords && row.regarding && row.regarding.length > 0 && <Records value={row.regarding} />}
      </span>
      {!withRecords && row.assigneeId && (
        <span className={classes.quiet}>
          <Reference
            model="user"
            id={row.assigneeId}
            {...(row.assigneeName !== undefined && { name: row.assigneeName })}
          />
        </span>
      )}
      <DueMark row={row} />
      <ActivityMenu row={row} actions={actions} />
      {actions.dialogs}
    </li>
  )
}
