import {
  CalendarClock,
  ListChecks,
  type LucideIcon,
  Mail,
  MailOpen,
  MessageSquareText,
  Phone,
  StickyNote,
} from 'lucide-react'
import type { Choice } from '../../records/field.ts'
import type { Activity, ActivityKind } from './activity.entry.ts'

export const kindNames: Readonly<Record<ActivityKind, string>> = {
  call: 'Call',
  task: 'Task',
  appointment: 'Meeting',
  note: 'Note',
  email: 'E-mail',
  sms: 'Text message',
  letter: 'Letter',
}

export const kindIcons: Readonly<Record<ActivityKind, LucideIcon>> = {
  call: Phone,
  task: ListChecks,
  appointment: CalendarClock,
  note: StickyNote,
  email: Mail,
  sms: MessageSquareText,
  letter: MailOpen,
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

/** Where the role hides what it is, something is to be shown all the same. */
export const nameOfKind = ({ kind }: Pick<Activity, 'kind'>) => (kind ? kindNames[kind] : 'Activity')
export const iconOfKind = ({ kind }: Pick<Activity, 'kind'>) => (kind ? kindIcons[kind] : ListChecks)

/** What an activity is called: its subject, or what it is. */
export function titleOfActivity(row: Pick<Activity, 'subject' | 'kind' | 'direction' | 'body'>): string {
  const { subject, kind, direction, body } = row
  if (subject) return subject
  if (kind === 'call' && direction === 'inbound') return 'Incoming call'
  const [first] = body?.split('\n') ?? []
  return (kind === 'note' || kind === 'sms') && first ? shortened(first) : nameOfKind(row)
}

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
