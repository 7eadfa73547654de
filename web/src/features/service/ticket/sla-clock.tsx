import { Tooltip } from '@mantine/core'
import { CircleCheck, Clock, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import { useView } from '../../../time/use-time.ts'
import { useNow } from '../../../ui/clock.ts'
import { duration, exactly } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'
import type { Ticket } from '../ticket.entry.ts'
import classes from './ticket.module.css'

interface Reading {
  tone: 'calm' | 'soon' | 'late' | 'still' | 'met'
  icon: LucideIcon
  words: string
  hover: string
}

const soonMs = 30 * 60_000

/** How a ticket stands with what was promised: an icon and words, the colour only repeats them. */
export function SlaClock({ row }: { row: Ticket }) {
  const view = useView()
  const present = useNow(1000)
  if (!row.sla) return <Nothing />
  const { tone, icon: Icon, words, hover } = read(row, view ? new Date(view.asOf) : present)
  return (
    <Tooltip label={<span style={{ whiteSpace: 'pre-line' }}>{hover}</span>}>
      <span className={classes.clock} data-tone={tone}>
        <Icon size={13} aria-hidden />
        {words}
      </span>
    </Tooltip>
  )
}

/** Pure: the same ticket at the same instant reads the same. */
export function read(
  { sla, dueAt, breached, status }: Pick<Ticket, 'sla' | 'dueAt' | 'breached' | 'status'>,
  now: Date,
): Reading {
  if (!sla)
    return {
      tone: 'still',
      icon: Clock,
      words: 'Nothing promised',
      hover: 'No service level applies to this ticket.',
    }
  const answering = sla.respondedAt === null
  const due = dueAt ?? (answering ? sla.responseDueAt : sla.resolutionDueAt)
  if (status === 'resolved' || status === 'closed') {
    return breached
      ? { tone: 'still', icon: TriangleAlert, words: 'Done, too late', hover: missed(sla) }
      : { tone: 'met', icon: CircleCheck, words: 'Done in time', hover: `As ${sla.policy} promises.` }
  }
  if (sla.pausedAt) {
    const since = duration(now.getTime() - Date.parse(sla.pausedAt))
    const late = breached ? ' (breached)' : ''
    return {
      tone: breached ? 'late' : 'still',
      icon: Pause,
      words: `Paused ${since}${late}`,
      hover: `The clocks stand still while the ticket is pending, since\n${exactly(sla.pausedAt)}`,
    }
  }
  if (!due) return { tone: 'still', icon: Clock, words: 'No clock runs', hover: `As ${sla.policy} promises.` }
  const left = Date.parse(due) - now.getTime()
  const what = answering ? 'answer' : 'resolve'
  if (left <= 0) {
    return {
      tone: 'late',
      icon: TriangleAlert,
      words: `Breached ${duration(left)} ago`,
      hover: `To ${what} by\n${exactly(due)}\nas ${sla.policy} promises.`,
    }
  }
  const before = breached ? 'Breached, ' : ''
  return {
    tone: breached ? 'late' : left < soonMs ? 'soon' : 'calm',
    icon: breached || left < soonMs ? TriangleAlert : Clock,
    words: `${before}${duration(left)} to ${what}`,
    hover: `To ${what} by\n${exactly(due)}\nas ${sla.policy} promises.`,
  }
}

function missed({ breached }: NonNullable<Ticket['sla']>): string {
  const which = [
    ...(breached.response ? ['the first answer'] : []),
    ...(breached.resolution ? ['the solution'] : []),
  ]
  return `Too late: ${which.join(' and ')}.`
}
