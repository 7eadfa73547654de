import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alertCheck } from '../../src/api/settings/security-alert.ts'
import { defaultLimits as limits } from '../../src/domain/settings/alert-policy.ts'
import { suspicionsIn } from '../../src/domain/settings/suspicion.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

let t: TestApp
let check: () => Promise<void>
let now = '2026-03-03T12:30:00.000Z'
beforeAll(async () => {
  t = await testApp({ clock: () => now })
  const once = alertCheck({ sessions: t.sessions, ...t.services })
  // The product checks each minute as well; who comes second is told that it is under way.
  check = () => eventually(once)
})
afterAll(() => t.close())

interface Alert {
  id: string
  kind: string
  actorId: string | null
  status: string
  count: number
  links: { audit: string; accessLog: string } | null
}
const alerts = async (query = '') => {
  await t.settled()
  const reply = await t.as('admin').get(`/api/security-alerts?${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ items: Alert[] }>().items
}

describe('USR-11 SEC-05 SEC-09 alerts', () => {
  it('are raised once an hour by failed sign-ins', async () => {
    for (let n = 0; n < limits.failedSignIns; n++) await t.sessions.refused('203.0.113.7', t.ids.rep)
    await check()
    await check()
    const found = await alerts('kind=failed-sign-ins')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ actorId: t.ids.rep, status: 'open', count: 5 })
  })

  it('lead to everything the actor did and read in that time', async () => {
    for (let n = 0; n < limits.refusedRequests; n++) await t.as('agent').get('/api/audit')
    await check()
    const [found] = await alerts('kind=refused-access')
    expect(found).toMatchObject({ actorId: t.ids.agent })
    const accesses = await t.as('admin').get(found?.links?.accessLog ?? '')
    expect(accesses.json<{ items: { kind: string }[] }>().items.map(({ kind }) => kind)).toContain('denied')
    expect((await t.as('admin').get(found?.links?.audit ?? '')).statusCode).toBe(200)
  })

  it('are taken up and closed by people, which is history too', async () => {
    const [found] = await alerts('kind=failed-sign-ins')
    const url = `/api/security-alerts/${found?.id}`
    expect((await t.as('rep').post(`${url}/acknowledge`)).statusCode).toBe(403)
    expect((await t.as('admin').post(`${url}/acknowledge`)).statusCode).toBe(200)
    const body = { verdict: 'harmless', note: 'Forgot the password' }
    expect((await t.as('admin').post(`${url}/close`, body)).statusCode).toBe(200)
    expect((await t.as('admin').post(`${url}/close`, body)).statusCode).toBe(409)
    await check()
    expect((await alerts('status=closed')).map(({ id }) => id)).toEqual([found?.id])
    const history = await t.as('admin').get(`${url}/history`)
    expect(history.json<{ items: { type: string }[] }>().items.map(({ type }) => type)).toEqual([
      'securityAlert.closed',
      'securityAlert.acknowledged',
      'securityAlert.raised',
    ])
  })

  it('are told from a limit on, and not below it', () => {
    const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z' }
    const conduct = { actorId: 'a', shown: 0, exports: 0, refused: 0, offHours: 0 }
    const of = (more: object) =>
      suspicionsIn(period, limits, [{ ...conduct, ...more }], []).map(({ kind }) => kind)
    expect(of({ shown: limits.recordsRead - 1, exports: limits.exports - 1 })).toEqual([])
    expect(of({ shown: limits.recordsRead, exports: limits.exports })).toEqual([
      'mass-export',
      'mass-reading',
    ])
    expect(of({ offHours: limits.offHoursRequests })).toEqual(['off-hours'])
  })

  it('FAULTS 12 are not raised by an ordinary afternoon: the same records again, or as many as ever', async () => {
    const read = (actorId: string, at: string, records: string[]) =>
      t.services.access.note({
        ...{ at, actorId, actorKind: 'user', roles: [], via: 'session', kind: 'list', model: 'contact' },
        ...{ records, what: 'GET /contacts', parameters: [], asOf: null, requestId: '', ip: null },
        ...{ userAgent: null, count: records.length },
      })
    const ids = (count: number) => Array.from({ length: count }, () => randomUUID())
    const page = ids(50)
    for (let n = 0; n < 60; n++) read(t.ids.rep, now, page)
    read(t.ids.manager, now, ids(limits.recordsRead))
    // A program that reads a thousand records every hour, and now somewhat more.
    for (let hour = 1; hour <= 20; hour++)
      read(t.ids.agent, new Date(Date.parse(now) - hour * 3_600_000).toISOString(), ids(1000))
    read(t.ids.agent, now, ids(2500))
    await check()
    const actors = async () => (await alerts('kind=mass-reading')).map(({ actorId }) => actorId)
    expect(await actors()).toEqual([t.ids.manager])
    read(t.ids.agent, now, ids(1500))
    await check()
    expect((await actors()).sort()).toEqual([t.ids.manager, t.ids.agent].sort())
  })

  it('keep to limits that are decided here, each change with who made it', async () => {
    const url = '/api/settings/alert-policy'
    const before = await t.as('auditor').get(url)
    expect(before.json()).toMatchObject({ failedSignIns: 5, recordsRead: 2000, calendarId: null })
    expect((await t.as('rep').get(url)).statusCode).toBe(403)
    expect((await t.as('manager').patch(url, { exports: 9 })).statusCode).toBe(403)
    expect((await t.as('admin').patch(url, { exports: 0 })).statusCode).toBe(400)
    const unknown = { calendarId: '00000000-0000-4000-8000-000000000000' }
    expect((await t.as('admin').patch(url, unknown)).json().type).toBe(
      '/problems/alertPolicy.calendar-unknown',
    )
    const changed = await t.as('admin').patch(url, { failedSignIns: 2 })
    expect(changed.statusCode, changed.body).toBe(200)
    for (let n = 0; n < 2; n++) await t.sessions.refused('203.0.113.8', t.ids.agent)
    await check()
    const raised = (await alerts('kind=failed-sign-ins')).filter(({ actorId }) => actorId === t.ids.agent)
    expect(raised).toMatchObject([{ count: 2 }])
    const audit = await t.as('auditor').get('/api/audit?aggregate=alertPolicy')
    expect(audit.json().items).toMatchObject([{ type: 'alertPolicy.created', actor: { id: t.ids.admin } }])
  })

  it('judge off-hours by the zone of the organisation, and by a calendar where one was chosen', async () => {
    const settings = { legalName: 'Ours', timeZone: 'Asia/Tokyo', from: '2026-01-01' }
    const organised = await t.as('admin').patch('/api/settings/organisation', settings)
    expect(organised.statusCode, organised.body).toBe(200)
    const work = async (who: 'rep' | 'rep2') => {
      for (let n = 0; n < limits.offHoursRequests; n++) await t.as(who).get('/api/leads')
      await check()
      return (await alerts(`kind=off-hours&actorId=${t.ids[who]}`)).length
    }
    // 12:30 in UTC is 21:30 in Tokyo; an hour later it is night there.
    expect(await work('rep')).toBe(0)
    now = '2026-03-03T13:30:00.000Z'
    expect(await work('rep')).toBe(1)
    const weekly = [{ day: 2, from: '09:00', to: '17:00' }]
    const calendar = await t
      .as('admin')
      .post('/api/business-calendars', { name: 'Office', timeZone: 'Europe/Berlin', weekly, holidays: [] })
    expect(calendar.statusCode, calendar.body).toBe(201)
    const { id } = calendar.json<{ id: string }>()
    const chosen = await t.as('admin').patch('/api/settings/alert-policy', { calendarId: id })
    expect(chosen.statusCode, chosen.body).toBe(200)
    // A Tuesday at 15:30 in Berlin, however late it is in Tokyo; and two hours later.
    now = '2026-03-03T14:30:00.000Z'
    expect(await work('rep2')).toBe(0)
    now = '2026-03-03T16:30:00.000Z'
    expect(await work('rep2')).toBe(1)
  })
})
