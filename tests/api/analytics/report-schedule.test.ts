import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

// A Friday, two days before Berlin's clocks go forward; later than any of it is recorded.
let now = '2027-03-26T12:00:00.000Z'

let t: TestApp
let mail: MailServer
let people: Map<Person, Client>
let reportId: string
beforeAll(async () => {
  mail = await mailServer()
  t = await testApp({
    clock: () => now,
    mail: { url: mail.url, from: { name: 'Hindsight', address: 'crm@hindsight.example' }, plain: true },
    publicUrl: 'https://crm.example',
  })
  await at(now)
  const { pipelineId } = await furnish(t)
  for (const [n, ownerId] of [t.ids.rep, t.ids.rep2, t.ids.rep].entries())
    await make(as('manager'), '/api/opportunities', { name: `Deal ${n}`, pipelineId, ownerId })
  reportId = await make(as('manager'), '/api/reports', {
    name: 'Deals by owner',
    shared: true,
    definition: {
      model: 'opportunity',
      groups: [{ field: 'ownerId' }],
      measures: [{ of: 'count' }],
      chart: 'bar',
    },
  })
})
afterAll(async () => {
  await t.close()
  await mail.close()
})

/** It is then; whoever was signed in is signed in anew. */
async function at(instant: string): Promise<void> {
  now = instant
  const all = (['admin', 'manager', 'rep', 'rep2', 'agent'] as const).map(
    async (person) => [person, await signedInAgain(t, person)] as const,
  )
  people = new Map(await Promise.all(all))
}
const as = (person: Person): Client => people.get(person) as Client

interface Delivery {
  recipientId: string
  asOf: string
  status: string
  hash: string | null
  records: number | null
  reason: string | null
}
const ok = answered<
  { id: string; hash: string; records: number; nextAt: string | null; archived: boolean } & Record<
    string,
    unknown
  >
>
async function deliveries(scheduleId: string, person: Person = 'manager') {
  await t.settled()
  const { items } = await ok(
    as(person).get(`/api/report-deliveries?scheduleId=${scheduleId}&sort=asOf&limit=100`),
  )
  return items as Delivery[]
}
const allSettled = (scheduleId: string, count: number) =>
  eventually(async () => {
    const all = await deliveries(scheduleId)
    expect(all.filter(({ status }) => status !== 'waiting')).toHaveLength(count)
    return all
  })
const schedule = (body: object, person: Person = 'manager') =>
  make(as(person), '/api/report-schedules', {
    reportId,
    format: 'csv',
    start: { day: '2027-03-29', time: '08:00', timeZone: 'Europe/Berlin' },
    recurrence: { every: 'week' },
    recipientIds: [t.ids.manager, t.ids.rep],
    ...body,
  })
const lettersTo = (person: Person) =>
  mail.letters.filter(
    ({ to, headers }) => to === `${person}@hindsight.example` && headers.subject === 'Deals by owner',
  )

describe('REP-06 reports that are sent by themselves', () => {
  it('REP-06 keeps the hour of the zone when clocks change, and gives each what they may see', async () => {
    const id = await schedule({ start: { day: '2027-03-22', time: '08:00', timeZone: 'Europe/Berlin' } })
    expect(await ok(as('manager').get(`/api/report-schedules/${id}`))).toMatchObject({
      name: 'Deals by owner',
      // What it would have been due on before is over.
      nextAt: '2027-03-29T06:00:00.000Z',
    })
    expect(await deliveries(id)).toEqual([])
    await at('2027-03-29T06:00:01.000Z')
    const all = await allSettled(id, 2)
    const of = (person: Person) => all.find(({ recipientId }) => recipientId === t.ids[person])
    expect(of('manager')).toMatchObject({ status: 'sent', records: 3, asOf: '2027-03-29T06:00:00.000Z' })
    expect(of('rep')).toMatchObject({ status: 'sent', records: 2 })
    expect(await ok(as('rep').get(`/api/report-schedules/${id}`))).toMatchObject({
      nextAt: '2027-04-05T06:00:00.000Z',
    })

    const attached = async (person: Person) =>
      (await PostalMime.parse(lettersTo(person)[0]?.raw ?? '')).attachments
    // Who may not take records along finds the way to where they are.
    expect(await attached('rep')).toEqual([])
    const { text = '' } = await PostalMime.parse(lettersTo('rep')[0]?.raw ?? '')
    expect(text).toContain(`https://crm.example/reports/${reportId}`)
    const [file] = await attached('manager')
    expect(file?.filename).toBe('Deals by owner.csv')
    // The same question as of the same instant is the same bytes.
    const then = 'asOf=2027-03-29T06:00:00.000Z&basis=recorded'
    for (const person of ['manager', 'rep'] as const)
      expect(await ok(as(person).get(`/api/reports/${reportId}/result?${then}`))).toMatchObject({
        hash: of(person)?.hash,
      })
    const again = await as('manager').get(`/api/reports/${reportId}/csv?${then}`)
    expect(Buffer.from(file?.content as ArrayBuffer).equals(again.rawPayload)).toBe(true)
    await ok(as('manager').post(`/api/report-schedules/${id}/archive`, {}))
  })

  it('REP-06 sends what was missed late, each as of when it was due, and says who was left out and why', async () => {
    const hidden = await make(as('manager'), '/api/reports', {
      name: 'Of the manager alone',
      definition: { model: 'lead', columns: ['company'] },
    })
    const id = await schedule({
      reportId: hidden,
      format: 'pdf',
      start: { day: '2027-03-30', time: '08:00', timeZone: 'Europe/Berlin' },
      recurrence: { every: 'day' },
      recipientIds: [t.ids.manager, t.ids.agent],
    })
    await at('2027-04-01T10:00:00.000Z')
    const all = await allSettled(id, 6)
    expect([...new Set(all.map(({ asOf }) => asOf))]).toEqual([
      '2027-03-30T06:00:00.000Z',
      '2027-03-31T06:00:00.000Z',
      '2027-04-01T06:00:00.000Z',
    ])
    expect(
      all.filter(({ recipientId }) => recipientId === t.ids.manager).map(({ status }) => status),
    ).toEqual(['sent', 'sent', 'sent'])
    const left = all.filter(({ recipientId }) => recipientId === t.ids.agent)
    expect(left.map(({ reason }) => reason)).toEqual(Array(3).fill('The report is not shared with them.'))
    expect(lettersTo('agent')).toEqual([])
    // Nobody else finds it.
    expect((await as('rep').get(`/api/report-schedules/${id}`)).statusCode).toBe(404)
    await ok(as('manager').post(`/api/report-schedules/${id}/archive`, {}))
    await at('2027-04-04T10:00:00.000Z')
    expect(await deliveries(id)).toHaveLength(6)
    // Who goes on with it does not get what would have been sent meanwhile.
    await ok(as('manager').post(`/api/report-schedules/${id}/restore`, {}))
    await t.settled()
    expect(await ok(as('manager').get(`/api/report-schedules/${id}`))).toMatchObject({
      nextAt: '2027-04-05T06:00:00.000Z',
    })
    await ok(as('manager').post(`/api/report-schedules/${id}/archive`, {}))
  })

  it('REP-06 lets whoever is sent it have that end, and only whose it is change it', async () => {
    const id = await schedule({ start: { day: '2027-05-03', time: '08:00', timeZone: 'UTC' } })
    await t.settled()
    const change = as('rep').patch(`/api/report-schedules/${id}`, { format: 'xlsx' })
    expect(await problem(change)).toEqual([422, 'reportSchedule.not-yours'])
    await ok(as('rep').post(`/api/report-schedules/${id}/leave`, {}))
    await t.settled()
    expect(await ok(as('manager').get(`/api/report-schedules/${id}`))).toMatchObject({
      recipientIds: [t.ids.manager],
    })
    await ok(as('manager').post(`/api/report-schedules/${id}/leave`, {}))
    await t.settled()
    expect(await ok(as('manager').get(`/api/report-schedules/${id}`))).toMatchObject({
      archived: true,
      nextAt: null,
    })
    const nobody = await as('manager').post('/api/report-schedules', {
      reportId,
      format: 'csv',
      start: { day: '2027-05-03', time: '08:00', timeZone: 'Mars/Base' },
      recurrence: { every: 'week' },
      recipientIds: [],
    })
    expect(nobody.statusCode).toBe(400)
  })
})
