import { CalendarClock, ListChecks, type LucideIcon, Phone, StickyNote } from 'lucide-react'
import type { Choice } from '../../records/field.ts'
import type { Activity, ActivityKind } from './activity.entry.ts'

export const kindNames: Readonly<Record<ActivityKind, string>> = {
  call: 'Call',
  task: 'Task',
  appointment: 'Meeting',
  note: 'Note',
}

export const kindIcons: Readonly<Record<ActivityKind, LucideIcon>> = {
  call: Phone,
  task: ListChecks,
  appointment: CalendarClock,
  note: StickyNote,
}

export const kinds: readonly Choice[] = Object.entries(kindNames).map(([value, label]) => ({ value, label }))

export const statuses: readonly Choice[] = [
  { value: 'open', label: 'Open', tone: 'accent' },
  { value: 'done', label: 'Done', tone: 'good' },
  { value: 'cancelled', label: 'Cancelled', tone: 'neutral' },
]

export const priorities: readonly Choice[] = [
  { value: 'urgent', label: 'Urgent' },
  { value: 'high', label: 'High' },
  { value: 'normal', label: 'Normal' },
  { value: 'low', label: 'Low' },
]

export const directions: readonly Choice[] = [
  { value: 'outbound', label: 'Outbound' },
  { value: 'inbound', label: 'Inbound' },
]

export const outcomes: readonly Choice[] = [
  { value: 'reached', label: 'Reached' },
  { value: 'left-message', label: 'Left a message' },
  { value: 'no-answer', label: 'No answer' },
  { value: 'busy', label: 'Busy' },
  { value: 'wrong-number', label: 'Wrong number' },
]

export const responses: readonly Choice[] = [
  { value: 'accepted', label: 'Accepted', tone: 'good' },
  { value: 'tentative', label: 'Tentative', tone: 'warn' },
  { value: 'declined', label: 'Declined', tone: 'bad' },
]

export const labelOf = (choices: readonly Choice[], value: string | null | undefined) =>
  choices.find((choice) => choice.value === value)?.label ?? value ?? ''

/** What an activity is called: its subject, or what it is. */
export function titleOfActivity({ subject, kind, direction, body }: Partial<Activity>): string {
  if (subject) return subject
  if (kind === 'call') return direction === 'inbound' ? 'Incoming call' : 'Call'
  const [first] = body?.split('\n') ?? []
  return kind === 'note' && first ? shortened(first) : kindNames[kind ?? 'note']
}

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
