import { activitiesDue, activityDetail, activityList } from '../../api/activities/activity.ts'
import { activityRelations } from '../../api/activities/activity-person.ts'
import { activityCalendar } from '../../api/activities/calendar/activity.ts'
import { availability } from '../../api/activities/calendar/availability.ts'
import { callStatistics } from '../../api/activities/call-statistics.ts'
import { emailFileEndpoints } from '../../api/activities/mail/file.ts'
import { activityTitles } from '../../api/activities/titles.ts'
import { activityCommands } from '../../commands/activities/activity.ts'
import { activity as decider } from '../../domain/activities/activity.ts'
import { told } from '../../domain/identity/notice.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { takenTimeTable } from '../../projections/activities/taken-time.ts'
import { activityConversion } from '../../sagas/activities/activity-conversion.ts'
import { activityRecurrence } from '../../sagas/activities/activity-recurrence.ts'
import { activityReminder } from '../../sagas/activities/activity-reminder.ts'
import { appointmentReminders } from '../../sagas/activities/appointment-reminders.ts'
import { emailThread } from '../../sagas/activities/email-thread.ts'
import { feature } from '../feature.ts'

const whole = { may: ['activity.*'] } as const

const colleagues = (participants: readonly { model: string; id: string }[]) =>
  participants.filter(({ model }) => model === 'user').map(({ id }) => id)

export const activity = feature({
  decider,
  resource: 'activities',
  grants: ({ assigneeId, madeById, participants }) => [
    ...(assigneeId ? [keyOf.user(assigneeId)] : []),
    ...(madeById ? [keyOf.user(madeById)] : []),
    ...colleagues(participants).map(keyOf.user),
  ],
  seenWith: ({ regarding, participants }) => [
    ...regarding,
    ...participants.filter(({ model }) => model !== 'user'),
  ],
  authority: { manager: whole, rep: whole, agent: whole },
  table: activityTable,
  tables: [activityLinkTable, takenTimeTable],
  linkedIn: { table: activityLinkTable, by: 'activityId', columns: ['recordId'] },
  commands: activityCommands,
  queries: [activityList, activityDetail, activitiesDue, availability, callStatistics],
  titles: activityTitles,
  sagas: [activityReminder, appointmentReminders, activityRecurrence, activityConversion, emailThread],
  inMail: [],
  origin: { field: 'followsId', aggregate: 'activity' },
  ownership: { column: 'assigneeId', command: 'activity.assign', while: { status: 'open' } },
  told: told(decider)(
    {
      'activity.assigned': 'Something was given to you to do',
      'activity.invited': 'You were invited',
      'activity.mentioned': 'You were mentioned',
      'activity.reminder': 'A reminder',
    },
    {
      'activity.added': ({ data: { kind, status, assigneeId, participants, mentioned } }) => [
        // A call that was logged is nothing to do.
        { kind: 'activity.assigned', userIds: kind === 'call' && status === 'done' ? [] : [assigneeId] },
        // Who was written to knows it.
        {
          kind: 'activity.invited',
          userIds: kind === 'email' || kind === 'sms' || kind === 'letter' ? [] : colleagues(participants),
        },
        { kind: 'activity.mentioned', userIds: mentioned },
      ],
      'activity.assigned': ({ data }) => ({ kind: 'activity.assigned', userIds: [data.assigneeId] }),
      'activity.invited': ({ data }) => ({
        kind: 'activity.invited',
        userIds: colleagues(data.participants),
      }),
      'activity.changed': ({ data }) => ({ kind: 'activity.mentioned', userIds: data.mentioned }),
      'activity.completed': ({ data }) => ({ kind: 'activity.mentioned', userIds: data.mentioned }),
      'activity.reminded': ({ data }) => ({ kind: 'activity.reminder', userIds: data.userIds }),
    },
  ),
  relations: activityRelations,
  retained: true,
  endpoints: [() => activityCalendar, emailFileEndpoints],
})
