import { describe, expect, it } from 'vitest'
import { noticeTable as tableOf } from '../../../src/projections/identity/notice.ts'
import { catalogue, deciders } from '../../../src/registry.ts'
import { mailing as mailingOf } from '../../../src/sagas/identity/notice-mail.ts'
import {
  givenProcess,
  givenRows,
  type Happening,
  happened,
  idOf,
  manager,
  noon,
  rep,
} from '../../support/given.ts'

const noticeTable = tableOf(catalogue.notices)
const mailing = mailingOf(catalogue.notices)
const lead = idOf('lead')
const captured = (ownerId: string | null): Happening => ({
  id: lead,
  type: 'lead.captured',
  data: {
    name: { first: 'Ada', last: 'Okello' },
    source: 'web',
    email: null,
    phone: null,
    company: null,
    country: null,
    productInterest: null,
    ownerId,
  },
})
const assigned: Happening = {
  id: lead,
  type: 'lead.assigned',
  data: { ownerId: rep.id },
  actor: manager,
}
const escalated = (to: object): Happening => ({
  id: idOf('ticket'),
  type: 'ticket.escalated',
  data: { level: 1, cause: 'manual', note: null, assigneeId: null, teamId: null, ...to },
  actor: manager,
})

/** To whom a notice of this event stands in the app, and to whom mails go. */
function toldOf(event: Happening) {
  const recorded = happened(deciders, event)
  const keys = [noticeTable.on[event.type]?.key(recorded as never) ?? []].flat()
  const rows = givenRows(noticeTable, deciders, event)
  const shown = keys.flatMap((key) => rows.row(key)?.userId ?? rows.row(key)?.teamId ?? [])
  const sent = givenProcess(mailing, deciders, event).sent.map(
    ({ body }) => (body as { userId: string }).userId,
  )
  return { shown, sent }
}
const nobody = { shown: [], sent: [] }
const only = (id: string) => ({ shown: [id], sent: [id] })

describe('USR-03 who is told of what', () => {
  it('tells who is given a lead by somebody else, in the app and by mail, by ids alone', () => {
    expect(toldOf(assigned)).toEqual(only(rep.id))
    expect(toldOf({ ...captured(rep.id), actor: manager })).toEqual(only(rep.id))
    const body = {
      kind: 'lead.assigned',
      model: 'lead',
      recordId: lead,
      userId: rep.id,
      actorId: manager.id,
      at: noon,
      since: noon,
      position: '0',
    }
    const process = givenProcess(mailing, deciders).when(assigned)
    process.thenSends({ command: 'noticeMail.send', body })
    process.thenDone()
  })

  it('tells nobody of what they did themselves, and costs nothing then', () => {
    expect(toldOf({ ...assigned, actor: rep })).toEqual(nobody)
    expect(toldOf(captured(rep.id))).toEqual(nobody)
    expect(toldOf(captured(null))).toEqual(nobody)
    for (const event of [captured(rep.id), captured(null)])
      expect(mailing.on['lead.captured']?.key(happened(deciders, event) as never)).toBeUndefined()
  })

  it.each(['import', 'cli'] as const)('tells nobody of what came by %s', (kind) => {
    const event = happened(deciders, assigned)
    const loaded = { ...event, metadata: { ...event.metadata, via: { kind } } }
    expect(mailing.on['lead.assigned']?.key(loaded as never)).toBeUndefined()
    expect(noticeTable.on['lead.assigned']?.key(loaded as never)).toEqual([])
  })

  it('tells nobody of what was entered long after it happened, but of a deadline that passed unseen', () => {
    const event = happened(deciders, assigned)
    const late = { ...event, recordedAt: new Date(Date.parse(noon) + 25 * 3_600_000).toISOString() }
    expect(noticeTable.on['lead.assigned']?.key(late as never)).toEqual([])
    const byClock = { ...late, revision: 3, metadata: { ...late.metadata, via: { kind: 'timer' } } }
    expect(noticeTable.on['lead.assigned']?.key(byClock as never)).toHaveLength(1)
  })

  it('tells who makes what a process makes for them of what they asked for, and of nothing beside', () => {
    const event = happened(deciders, captured(idOf('other')))
    const made = { ...event, metadata: { ...event.metadata, via: { kind: 'saga' } } }
    expect(noticeTable.on['lead.captured']?.key(made as never)).toEqual([])
  })

  it('tells the new and the former assignee of an escalated ticket, and the team where it has none', () => {
    const [agent, other, team] = [idOf('agent'), idOf('other'), idOf('team')]
    expect(toldOf(escalated({ assigneeId: agent, takenFrom: other }))).toEqual({
      shown: [agent, other],
      sent: [agent, other],
    })
    expect(toldOf(escalated({ teamId: team, takenFrom: other }))).toEqual({
      shown: [other, team],
      sent: [other],
    })
    expect(toldOf(escalated({ assigneeId: agent, teamId: team }))).toEqual(only(agent))
  })

  it('tells who owns a quote of the answer, and each person once of a training', () => {
    const rejected = { type: 'quote.rejected', data: { reason: null, ownerId: rep.id }, actor: manager }
    expect(toldOf(rejected)).toEqual(only(rep.id))
    expect(toldOf({ ...rejected, data: { reason: null } })).toEqual(nobody)
    const training = {
      type: 'training.assigned',
      data: {
        title: 'Forged mail',
        text: 'Look.',
        dueOn: '2026-04-01',
        userIds: [rep.id, manager.id, rep.id],
      },
      actor: manager,
    }
    expect(toldOf(training)).toEqual(only(rep.id))
  })

  it('shows a notice to its person only', () => {
    const rows = givenRows(noticeTable, deciders, assigned)
    const [key = ''] = [
      noticeTable.on[assigned.type]?.key(happened(deciders, assigned) as never) ?? [],
    ].flat()
    rows.thenGrants([`own:${rep.id}`], key)
    expect(JSON.stringify(rows.row(key))).not.toMatch(/Ada|Okello/)
  })
})
