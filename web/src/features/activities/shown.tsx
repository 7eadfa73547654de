import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Flag } from 'lucide-react'
import { Reference } from '../../records/field-value.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { useReferenceNow } from '../../time/use-time.ts'
import { day, duration, nearDay } from '../../ui/format.ts'
import { Prose } from '../../ui/prose.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'
import classes from './activities.module.css'
import type { Activity, Due, Invited, Recurrence, Regarded } from './activity.entry.ts'
import { labelOf, priorities, responses } from './choices.ts'
import { recurrenceWords } from './inputs.tsx'

/** A text with the people it mentions as links. */
export function Written({ text }: { text: string }) {
  return (
    <Prose
      text={text}
      mention={(id, words) => (
        <Link to="/$path/$id" params={{ path: 'users', id }} className={classes.mention}>
          {words}
        </Link>
      )}
    />
  )
}

export const WrittenValue = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? <Written text={value} /> : <Nothing />

export function DueValue({ value }: { value: unknown }) {
  const due = value as Due | null
  return due ? (
    <>
      {day(due.day)}
      {due.time && ` ${due.time}`} <span className={classes.quiet}>{due.timeZone}</span>
    </>
  ) : (
    <Nothing />
  )
}

export const RecurrenceValue = ({ value }: { value: unknown }) =>
  value ? recurrenceWords(value as Recurrence) : <Nothing />

export const DurationValue = ({ value }: { value: unknown }) =>
  typeof value === 'number' ? duration(value * 1000) : <Nothing />

/** The records that something is about, each a link. */
export function Records({ value }: { value: unknown }) {
  const refs = (value ?? []) as readonly Regarded[]
  if (refs.length === 0) return <Nothing />
  return (
    <span className={classes.refs}>
      {refs.map(({ model, id, name }) => (
        <Reference key={id} model={model} id={id} {...(name !== undefined && { name })} />
      ))}
    </span>
  )
}

/** Who takes part, with what they answered. */
export function People({ value }: { value: unknown }) {
  const people = (value ?? []) as readonly Invited[]
  if (people.length === 0) return <Nothing />
  return (
    <span className={classes.refs}>
      {people.map(({ model, id, name, response }) => (
        <span key={id}>
          <Reference model={model} id={id} {...(name !== undefined && { name })} />{' '}
          {response && (
            <Tag tone={responses.find(({ value: one }) => one === response)?.tone ?? 'neutral'}>
              {labelOf(responses, response)}
            </Tag>
          )}
        </span>
      ))}
    </span>
  )
}

/** When it is due; marked where that is past and it is open. */
export function DueMark({ row }: { row: Pick<Activity, 'dueAt' | 'status' | 'due' | 'kind'> }) {
  const now = useReferenceNow()
  const { dueAt, status, due } = row
  if (!dueAt) return <Nothing />
  const isLate = status === 'open' && Date.parse(dueAt) <= now.getTime()
  return (
    <span className={classes.due} data-late={isLate}>
      {due && !due.time ? <NearDay date={due.day} now={now} /> : <InstantValue at={dueAt} />}
      {isLate && <span className={classes.late}>overdue</span>}
    </span>
  )
}

/** A day without a time, the whole of it on hover. */
function NearDay({ date, now }: { date: string; now: Date }) {
  return (
    <Tooltip label={day(date)}>
      <time dateTime={date}>{nearDay(date, now)}</time>
    </Tooltip>
  )
}

/** What stands out: the usual needs no word. */
export function PriorityMark({ priority }: { priority: Activity['priority'] | undefined }) {
  if (!priority || priority === 'normal') return null
  return (
    <span className={classes.priority} data-priority={priority}>
      <Flag size={11} aria-hidden /> {labelOf(priorities, priority)}
    </span>
  )
}
