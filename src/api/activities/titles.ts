import { type ActivityKind, activity } from '../../domain/activities/activity.ts'
import { titlesOf } from '../lists/titles.ts'

const ofKind: Readonly<Record<ActivityKind, string>> = {
  call: 'Call',
  task: 'Task',
  appointment: 'Appointment',
  note: 'Note',
  email: 'E-mail',
  sms: 'Text message',
  letter: 'Letter',
}

/** What there was of it first: logged where it has taken place, else planned. */
const addedAs = (kind: ActivityKind, isDone: boolean) => {
  if (kind === 'note') return 'written'
  if (kind === 'email' || kind === 'sms' || kind === 'letter') return 'filed'
  if (kind === 'task') return isDone ? 'logged as done' : 'added'
  return isDone ? 'logged' : 'planned'
}

const answers = { accepted: 'Accepted', tentative: 'Accepted tentatively', declined: 'Declined' } as const

/** The events of an activity in the words of the product. */
export const activityTitles = titlesOf(activity, {
  'activity.added': ({ data: { kind, status, subject } }) =>
    `${ofKind[kind]} ${addedAs(kind, status === 'done')}${subject ? `: ${subject}` : ''}`,
  'activity.changed': ({ data: { changes }, before }) => {
    if (changes.due !== undefined) return changes.due ? `Due on ${changes.due.day}` : 'Due no more'
    if (changes.startsAt) return 'Moved to another time'
    return before.kind === 'note' ? 'Note edited' : `${ofKind[before.kind]} changed`
  },
  'activity.linked': () => 'Linked to more records',
  'activity.unlinked': () => 'Taken off records',
  'activity.invited': ({ data }) => `${data.participants.length} more invited`,
  'activity.uninvited': ({ data }) => `${data.participants.length} invited no more`,
  'activity.assigned': ({ data }) =>
    data.assigneeId ? 'Given to another person' : 'Given back: nobody is to do it',
  'activity.completed': ({ data, before }) =>
    data.next
      ? `${ofKind[before.kind]} done; it comes again on ${data.next.due.day}`
      : `${ofKind[before.kind]} done`,
  'activity.reopened': () => 'Reopened',
  'activity.cancelled': ({ data, before }) => {
    const what = before.status === 'done' ? 'Withdrawn' : 'Cancelled'
    return data.reason ? `${what}: ${data.reason}` : what
  },
  'activity.responded': ({ data }) => answers[data.response],
  'activity.countered': () => 'Another time asked for',
  'activity.replied': () => 'Answered',
  'activity.reminded': () => 'Reminded',
})
