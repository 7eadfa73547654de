import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered } from '../../support/reply.ts'

interface Found {
  items: {
    definition: object
    understood: { text: string; as: string; field: string | null; name: string }[]
    value: { number: number | null; amounts: { amount: number; currency: string }[] | null }
    records: number
  }[]
  unknown: string[]
  figures: string[]
}

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const { pipelineId } = await furnish(t)
  const admin = t.as('admin')
  const teamId = await make(admin, '/api/teams', { name: 'West' })
  await answered(admin.patch(`/api/users/${t.ids.rep}`, { teamId }))
  const accountId = await make(admin, '/api/accounts', { name: 'Blue Harbor' })
  for (const [n, ownerId] of [t.ids.rep, t.ids.rep, t.ids.rep2].entries()) {
    const day = ['2026-03-10', '2026-04-10', '2026-03-20'][n] ?? ''
    const does = async (command: string, body: object, id?: string) => {
      const principal = systemPrincipal('test', { kind: 'import' })
      const occurredAt = `${day}T09:00:00.000Z`
      return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
    }
    const id = await does('opportunity.open', {
      name: `Deal ${n}`,
      pipelineId,
      ownerId,
      amount: { amount: 100_000 * (n + 1), currency: 'EUR' },
      closeDate: day,
      ...(n === 2 && { accountId }),
    })
    await does('opportunity.win', {}, id)
  }
  await t.settled()
})
afterAll(() => t.close())

const ask = (q: string, person: Person = 'admin', more = '') =>
  answered<Found>(t.as(person).get(`/api/figures?q=${encodeURIComponent(q)}${more}`))
const amounts = ({ items }: Found) => items.map(({ value }) => value.amounts?.[0]?.amount)

describe('REP-14 a figure by the words for it', () => {
  it('REP-14 finds won revenue of March of a team, and the question opens as a report', async () => {
    const found = await ask('Won revenue March 2026 West')
    expect(amounts(found)).toEqual([100_000])
    expect(found.items[0]?.understood.map(({ text, as, name }) => [text, as, name])).toEqual([
      ['won revenue', 'figure', 'won revenue'],
      ['march 2026', 'period', '2026-03-01 to 2026-03-31'],
      ['west', 'value', 'West'],
    ])
    const definition = encodeURIComponent(JSON.stringify(found.items[0]?.definition))
    const result = await answered<{ records: number }>(
      t.as('admin').get(`/api/report-results?definition=${definition}`),
    )
    expect(result.records).toBe(found.items[0]?.records)
    expect(amounts(await ask('revenue 2026'))).toEqual([600_000])
    expect(amounts(await ask('revenue in 2026-03 of blue harbor'))).toEqual([300_000])
    expect((await ask('how many won deals in q1 2026')).items[0]?.value.number).toBe(2)
  })

  it('REP-14 tells no figure where it does not know a word, and says which', async () => {
    expect(await ask('won revenue March Atlantis')).toMatchObject({ items: [], unknown: ['atlantis'] })
    const nothing = await ask('weather')
    expect(nothing.items).toEqual([])
    expect(nothing.figures).toContain('won revenue')
  })

  it('REP-14 counts what the reader may see, as of when they ask', async () => {
    expect(amounts(await ask('revenue 2026', 'rep'))).toEqual([300_000])
    const before = await ask('revenue', 'admin', '&asOf=2026-03-15T00:00:00Z')
    expect(amounts(before)).toEqual([100_000])
    expect((await t.as('manager').get('/api/figures?q=')).statusCode).toBe(400)
  })
})
