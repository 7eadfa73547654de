import { describe, expect, it } from 'vitest'
import { activity } from '../../../src/domain/activities/activity.ts'
import { lead } from '../../../src/domain/sales/lead.ts'
import { derivedId } from '../../../src/platform/process/ids.ts'
import { activityTable } from '../../../src/projections/activities/activity.ts'
import { activityLinkTable } from '../../../src/projections/activities/activity-link.ts'
import { activityConversion } from '../../../src/sagas/activities/activity-conversion.ts'
import { activityRecurrence } from '../../../src/sagas/activities/activity-recurrence.ts'
import { activityReminder } from '../../../src/sagas/activities/activity-reminder.ts'
import { emailThread } from '../../../src/sagas/activities/email-thread.ts'
import { givenProcess, givenRows, type Happening, idOf, noon, rep } from '../../support/given.ts'

const deciders = [activity as never, lead as never]
const remindAt = '2026-03-03T09:00:00.000Z'
const id = idOf('it')

const added = (more: object = {}): Happening => ({
  type: 'activity.added',
  data: {
    kind: 'task',
    status: 'open',
    subject: 'Send the offer',
    body: null,
    priority: 'normal',
    due: null,
    recurrence: null,
    startsAt: null,
    endsAt: null,
    direction: null,
    durationSeconds: null,
    purpose: null,
    outcome: null,
    location: null,
    remindAt: null,
    regarding: [],
    participants: [],
    assigneeId: rep.id,
    followsId: null,
    dueAt: null,
    happenedAt: null,
    mentioned: [],
    ...more,
  },
})
const changed = (changes: object): Happening => ({
  type: 'activity.changed',
  data: { changes, mentioned: [] },
})
const completed = (next: object | null = null, changes: object = { happenedAt: noon }): Happening => ({
  type: 'activity.completed',
  data: { changes, mentioned: [], next },
})
const cancelled: Happening = { type: 'activity.cancelled', data: { reason: 'Not needed' } }

describe('LEAD-19 the reminder of an activity', () => {
  it('wakes at the instant that was said last, and not once it is over', () => {
    const first = givenProcess(activityReminder, deciders)
    first.when(added({ remindAt })).thenWakes({ reminder: remindAt })
    const set = givenProcess(activityReminder, deciders, added({ remindAt }))
    set.when(changed({ subject: 'Else' })).thenWakes({ reminder: remindAt })
    set.when(changed({ remindAt: '2026-03-04T09:00:00.000Z' })).thenWakes({
      reminder: '2026-03-04T09:00:00.000Z',
    })
    for (const over of [changed({ remindAt: null }), completed(), cancelled]) set.when(over).thenWakes({})
    set.whenTime(remindAt).thenSends({ command: 'activity.remind', id, body: {} })
    const again = givenProcess(activityReminder, deciders, added({ remindAt }), completed())
    again
      .when({ type: 'activity.reopened', data: { happenedAt: null, remindAt } })
      .thenWakes({ reminder: remindAt })
  })
})

describe('ACT-03 an e-mail and its answer', () => {
  const head = { from: null, to: [], cc: [], msgid: null, threadId: idOf('thread') }
  const mail = (direction: string, happenedAt: string) =>
    added({ kind: 'email', status: 'done', direction, happenedAt, email: head })
  const [one, two, three] = ['2026-03-01', '2026-03-02', '2026-03-03'].map((day) => `${day}T09:00:00.000Z`)
  const told = (repliedAt: string | undefined) => ({
    command: 'activity.note-reply',
    id,
    body: { replyId: id, repliedAt },
  })

  it('is told of what came later in its conversation, in whatever order they are filed, once', () => {
    const sent = givenProcess(emailThread, deciders, mail('outbound', two ?? ''))
    sent.when(mail('inbound', three ?? '')).thenSends(told(three))
    sent.when(mail('inbound', one ?? '')).thenSends()
    givenProcess(emailThread, deciders, mail('inbound', three ?? ''))
      .when(mail('outbound', two ?? ''))
      .thenSends(told(three))
    givenProcess(emailThread, deciders, mail('outbound', one ?? ''), mail('inbound', two ?? ''))
      .when(mail('inbound', three ?? ''))
      .thenSends()
  })
})

describe('ACT-04 a task that comes again', () => {
  it('is made anew when it was done, and only where it was said when', () => {
    const due = { day: '2026-03-09', time: null, timeZone: 'UTC' }
    const recurrence = { every: 'week', interval: 1, weekdays: [], until: null, from: '2026-03-02' }
    const next = { due, dueAt: '2026-03-10T00:00:00.000Z', recurrence, remindAt: null }
    const open = givenProcess(activityRecurrence, deciders, added())
    open.when(completed(next)).thenSends({ command: 'activity.repeat', body: { followsId: id } })
    open.when(completed()).thenSends()
  })
})

describe('LEAD-18 what was done with a lead', () => {
  const regarding = [{ model: 'lead', id: idOf('lead') }]
  const converted: Happening = {
    type: 'lead.converted',
    id: idOf('lead'),
    data: { accountId: null, contactId: idOf('contact'), opportunityId: idOf('deal') },
  }
  const records = [
    { model: 'opportunity', id: idOf('deal') },
    { model: 'contact', id: idOf('contact') },
  ]

  it('goes into what it becomes, whichever comes first', () => {
    givenProcess(activityConversion, deciders, added({ regarding }))
      .when(converted)
      .thenSends({ command: 'activity.link', id, body: { records } })
    givenProcess(activityConversion, deciders, converted)
      .when(added({ regarding }))
      .thenSends({ command: 'activity.link', id, body: { records } })
    givenProcess(activityConversion, deciders, added()).when(converted).thenSends()
  })
})

describe('the rows of an activity', () => {
  const deal = { model: 'opportunity', id: idOf('deal') }
  const contact = { model: 'contact', id: idOf('contact') }
  const colleague = { model: 'user', id: idOf('colleague') }
  const row = (...events: readonly Happening[]) => givenRows(activityTable, deciders, ...events)
  const dueAt = '2026-03-05T09:00:00.000Z'

  it('have their place in the story: when it took place or was cancelled, or is due', () => {
    row(added({ dueAt })).thenRow({ at: dueAt, status: 'open', urgency: 3, madeById: rep.id })
    row(added()).thenRow({ at: noon })
    row(added({ dueAt }), completed()).thenRow({ at: noon, status: 'done', happenedAt: noon })
    row(added({ dueAt }), completed(), cancelled).thenRow({
      at: noon,
      status: 'cancelled',
      happenedAt: null,
      cancelledReason: 'Not needed',
    })
    row(added({ dueAt }), changed({ dueAt: remindAt, priority: 'urgent' })).thenRow({
      at: remindAt,
      urgency: 1,
    })
  })

  it('are seen by who is to do it, made it or takes part', () => {
    row(added({ assigneeId: idOf('other'), participants: [contact, colleague] })).thenGrants([
      `user:${idOf('other')}`,
      `user:${rep.id}`,
      `user:${colleague.id}`,
    ])
  })

  it('have links to what they are about as long as these stand', () => {
    const linkId = (as: string, of: string) => derivedId(id, as, of)
    const links = (...events: readonly Happening[]) => givenRows(activityLinkTable, deciders, ...events)
    const first = links(added({ regarding: [deal], participants: [contact, colleague] }))
    expect(first.row(linkId('regarding', deal.id))).toEqual({
      activityId: id,
      model: 'opportunity',
      recordId: deal.id,
      as: 'regarding',
    })
    expect(first.row(linkId('participant', contact.id))).toMatchObject({ recordId: contact.id })
    expect(first.row(linkId('participant', colleague.id))).toBeUndefined()
    const without = links(
      added({ regarding: [deal], participants: [contact] }),
      { type: 'activity.unlinked', data: { records: [deal] } },
      { type: 'activity.linked', data: { records: [contact] } },
      { type: 'activity.uninvited', data: { participants: [contact] } },
    )
    expect(without.row(linkId('regarding', deal.id))).toBeUndefined()
    expect(without.row(linkId('participant', contact.id))).toBeUndefined()
    // Whoever takes part no more may still be whom it is about.
    expect(without.row(linkId('regarding', contact.id))).toBeDefined()
  })
})
