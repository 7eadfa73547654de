import { afterAll, beforeAll, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered } from '../../support/reply.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

it('COM-12 tells calls by agent, hour and outcome, and the average of those whose length was noted', async () => {
  const called = (as: Person, startsAt: string, more: object) =>
    make(t.as(as), '/api/activities', { kind: 'call', direction: 'outbound', startsAt, ...more })
  await called('rep', '2026-03-02T08:10:00Z', { outcome: 'reached', durationSeconds: 120 })
  await called('rep', '2026-03-02T08:40:00Z', { outcome: 'reached', durationSeconds: 60 })
  await called('rep', '2026-03-02T22:30:00Z', { outcome: 'no-answer' })
  await called('agent', '2026-03-02T09:00:00Z', { direction: 'inbound', durationSeconds: 300 })
  await called('rep', '2026-03-04T09:00:00Z', { outcome: 'busy' })
  await t.settled()
  const told = (query: string, as: Person = 'admin') =>
    answered<Record<string, unknown>>(t.as(as).get(`/api/call-statistics?${query}`))
  expect(await told('from=2026-03-02&to=2026-03-02')).toMatchObject({
    calls: 4,
    reached: 2,
    inbound: 1,
    outbound: 3,
    timed: 3,
    averageSeconds: 160,
    agents: [
      { assigneeId: t.ids.rep, calls: 3, reached: 2, averageSeconds: 90 },
      { assigneeId: t.ids.agent, calls: 1, averageSeconds: 300 },
    ],
    hours: [
      { hour: 8, calls: 2 },
      { hour: 9, calls: 1 },
      { hour: 22, calls: 1, averageSeconds: null },
    ],
  })
  // In Berlin the last one was half an hour before midnight; a day there ends an hour earlier.
  expect(await told('from=2026-03-02&to=2026-03-02&timeZone=Europe/Berlin')).toMatchObject({
    hours: [{ hour: 9 }, { hour: 10 }, { hour: 23 }],
  })
  expect(await told('from=2026-03-03&to=2026-03-03&timeZone=Europe/Berlin')).toMatchObject({
    calls: 0,
    agents: [],
  })
  expect(await told(`from=2026-03-01&to=2026-03-31&assigneeId=${t.ids.rep}`)).toMatchObject({ calls: 4 })
  // What somebody may not see is not counted.
  expect(await told('from=2026-03-02&to=2026-03-02', 'agent')).toMatchObject({ calls: 1 })
})
