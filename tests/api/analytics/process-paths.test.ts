import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered } from '../../support/reply.ts'

interface Paths {
  records: number
  reworked: number
  others: number
  paths: { places: string[]; count: number; share: number; rework: boolean; medianDays: number | null }[]
  hops: { from: string; to: string; count: number; back: number; medianDays: number }[]
  walked: { id: string; name: string | null }[] | null
}

let t: TestApp
let [first, second] = ['', '']
let dealIds: string[] = []

/** As if it had been done on that day. */
async function does(command: string, body: object, day: string, id?: string): Promise<string> {
  const principal = systemPrincipal('test', { kind: 'import' })
  const occurredAt = `${day}T09:00:00.000Z`
  return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
}

beforeAll(async () => {
  t = await testApp()
  const { pipelineId } = await furnish(t)
  const { stages } = await answered<{ stages: { id: string; name: string; kind: string }[] }>(
    t.as('admin').get(`/api/pipelines/${pipelineId}`),
  )
  const open = stages.filter(({ kind }) => kind === 'open')
  first = open[0]?.name ?? ''
  second = open[1]?.name ?? ''
  const open1 = open[0]?.id ?? ''
  const open2 = open[1]?.id ?? ''
  const begin = (n: number, ownerId: string) =>
    does('opportunity.open', { name: `Deal ${n}`, pipelineId, stageId: open1, ownerId }, '2026-01-01')
  const move = (id: string, stageId: string, day: string) =>
    does('opportunity.advance-stage', { stageId }, day, id)
  dealIds = [
    await begin(0, t.ids.rep),
    await begin(1, t.ids.rep),
    await begin(2, t.ids.rep2),
    await begin(3, t.ids.rep2),
  ]
  const [a = '', b = '', c = ''] = dealIds
  for (const id of [a, b]) {
    await move(id, open2, '2026-01-11')
    await does('opportunity.change', { name: `Renamed ${id}` }, '2026-01-12', id)
    await does('opportunity.win', {}, '2026-01-21', id)
  }
  // There and back, and there again.
  await move(c, open2, '2026-01-03')
  await move(c, open1, '2026-01-05')
  await move(c, open2, '2026-01-09')
  await t.settled()
})
afterAll(() => t.close())

const ask = (person: Person, more = '') =>
  answered<Paths>(t.as(person).get(`/api/pipeline/paths?from=2026-01-01&to=2026-12-31${more}`))

describe('BEY-07 the ways that records go', () => {
  it('BEY-07 tells each way once, whose counts are all records, with the time of each step and what came back', async () => {
    const found = await ask('admin')
    expect(found.records).toBe(4)
    expect(
      found.paths.map(({ places, count, rework, medianDays }) => [places, count, rework, medianDays]),
    ).toEqual(
      expect.arrayContaining([
        [[first, second, 'Won'], 2, false, 20],
        [[first, second, first, second], 1, true, 8],
        [[first], 1, false, null],
      ]),
    )
    expect(found.paths.reduce((sum, { count }) => sum + count, 0) + found.others).toBe(found.records)
    expect(found.reworked).toBe(1)
    expect(found.hops).toEqual(
      expect.arrayContaining([
        { from: first, to: second, count: 4, back: 1, medianDays: 7 },
        { from: second, to: first, count: 1, back: 1, medianDays: 2 },
        { from: second, to: 'Won', count: 2, back: 0, medianDays: 10 },
      ]),
    )
  })

  it('BEY-07 opens the records of a way, shows each reader theirs, and goes back in time', async () => {
    const way = encodeURIComponent(JSON.stringify([first, second, 'Won']))
    const { walked } = await ask('admin', `&places=${way}`)
    expect(walked?.map(({ id }) => id).sort()).toEqual(dealIds.slice(0, 2).sort())
    expect((await ask('rep')).records).toBe(2)
    const then = await ask('admin', '&asOf=2026-01-04T00:00:00Z')
    expect(then.paths.map(({ places, count }) => [places, count])).toEqual(
      expect.arrayContaining([
        [[first], 3],
        [[first, second], 1],
      ]),
    )
    expect(then.reworked).toBe(0)
  })

  it('BEY-07 does the same for leads and tickets', async () => {
    await answered(t.as('agent').post('/api/tickets', { subject: 'It hums' }))
    await answered(t.as('admin').post('/api/leads', { name: { last: 'Auma' }, company: 'Acme' }))
    await t.settled()
    for (const path of ['/api/lead-paths', '/api/ticket-paths']) {
      const found = await answered<Paths>(t.as('admin').get(path))
      expect(found.paths.reduce((sum, { count }) => sum + count, 0) + found.others).toBe(found.records)
      expect(found.records).toBeGreaterThan(0)
    }
    expect((await t.as('rep').get('/api/ticket-paths')).statusCode).toBeLessThan(404)
    expect((await t.as('admin').get('/api/lead-paths?places=3')).statusCode).toBe(400)
  })
})
