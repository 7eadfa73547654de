import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alertCheck } from '../../src/api/settings/alert.ts'
import { limits, suspicionsIn } from '../../src/domain/settings/suspicion.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

let t: TestApp
let check: () => Promise<void>
beforeAll(async () => {
  t = await testApp({ clock: () => '2026-03-03T12:30:00.000Z' })
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
  const reply = await t.as('admin').get(`/api/alerts?${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ items: Alert[] }>().items
}

describe('USR-11 SEC-05 SEC-09 alerts', () => {
  it('are raised once an hour by failed sign-ins', async () => {
    for (let n = 0; n < limits['failed-sign-ins']; n++) await t.sessions.refused('203.0.113.7', t.ids.rep)
    await check()
    await check()
    const found = await alerts('kind=failed-sign-ins')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ actorId: t.ids.rep, status: 'open', count: 5 })
  })

  it('lead to everything the actor did and read in that time', async () => {
    for (let n = 0; n < limits['refused-access']; n++) await t.as('agent').get('/api/audit')
    await check()
    const [found] = await alerts('kind=refused-access')
    expect(found).toMatchObject({ actorId: t.ids.agent })
    const accesses = await t.as('admin').get(found?.links?.accessLog ?? '')
    expect(accesses.json<{ items: { kind: string }[] }>().items.map(({ kind }) => kind)).toContain('denied')
    expect((await t.as('admin').get(found?.links?.audit ?? '')).statusCode).toBe(200)
  })

  it('are taken up and closed by people, which is history too', async () => {
    const [found] = await alerts('kind=failed-sign-ins')
    const url = `/api/alerts/${found?.id}`
    expect((await t.as('rep').post(`${url}/acknowledge`)).statusCode).toBe(403)
    expect((await t.as('admin').post(`${url}/acknowledge`)).statusCode).toBe(200)
    const body = { verdict: 'harmless', note: 'Forgot the password' }
    expect((await t.as('admin').post(`${url}/close`, body)).statusCode).toBe(200)
    expect((await t.as('admin').post(`${url}/close`, body)).statusCode).toBe(409)
    await check()
    expect((await alerts('status=closed')).map(({ id }) => id)).toEqual([found?.id])
    const history = await t.as('admin').get(`${url}/history`)
    expect(history.json<{ items: { type: string }[] }>().items.map(({ type }) => type)).toEqual([
      'alert.closed',
      'alert.acknowledged',
      'alert.raised',
    ])
  })

  it('are told from a limit on, and not below it', () => {
    const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z' }
    const conduct = { actorId: 'a', shown: 0, exports: 0, refused: 0, atNight: 0 }
    const of = (more: object) => suspicionsIn(period, [{ ...conduct, ...more }], []).map(({ kind }) => kind)
    expect(of({ shown: limits['mass-reading'] - 1, exports: limits['mass-export'] - 1 })).toEqual([])
    expect(of({ shown: limits['mass-reading'], exports: limits['mass-export'] })).toEqual([
      'mass-export',
      'mass-reading',
    ])
    expect(of({ atNight: limits['off-hours'] })).toEqual(['off-hours'])
  })
})
