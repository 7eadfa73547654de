import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

interface Suggestion {
  reason: string
  model: string
  recordId: string
  since: string
  words: string
  task: string
  regarding: { model: string; id: string }
}

describe('follow-up suggestions (COM-25)', () => {
  let t: TestApp
  let shift = 0
  const day = 86_400_000
  const clock = () => new Date(Date.now() + shift).toISOString()
  let dealId: string
  let leadId: string
  beforeAll(async () => {
    t = await testApp({ clock })
    await furnish(t)
    leadId = await make(t.as('rep'), '/api/leads', {
      name: { first: 'Ada', last: 'Quiet' },
      source: 'manual',
      ownerId: t.ids.rep,
    })
    dealId = await make(t.as('rep'), '/api/opportunities', { name: 'Lenses', ownerId: t.ids.rep })
  })
  afterAll(() => t.close())

  const suggested = async (who: Person = 'rep', query = '') => {
    await t.settled()
    return (await answered<{ items: Suggestion[] }>(t.as(who).get(`/api/follow-up-suggestions${query}`)))
      .items
  }
  const of = async (id: string) => (await suggested()).find(({ recordId }) => recordId === id)

  it('says who is to be followed up and why, until a task is planned', async () => {
    expect(await of(leadId)).toBeUndefined()
    shift = 4 * day
    expect(await of(leadId)).toMatchObject({
      reason: 'lead-quiet',
      words: 'Nothing has happened with this lead for 4 days',
      task: 'Follow up: Ada Quiet',
    })
    expect(await of(dealId)).toBeUndefined()
    shift = 15 * day
    const found = await of(dealId)
    expect(found).toMatchObject({ reason: 'deal-quiet', regarding: { model: 'opportunity', id: dealId } })
    // What was known earlier is what is said as of then.
    const before = new Date(Date.now() + 5 * day).toISOString()
    const { items } = await answered<{ items: Suggestion[] }>(
      t.as('rep').get(`/api/follow-up-suggestions?asOf=${before}`),
    )
    expect(items.map(({ recordId }) => recordId)).toContain(leadId)
    expect(items.map(({ recordId }) => recordId)).not.toContain(dealId)
    await make(t.as('rep'), '/api/activities', {
      kind: 'task',
      subject: found?.task,
      due: { day: clock().slice(0, 10) },
      regarding: [found?.regarding],
    })
    expect(await of(dealId)).toBeUndefined()
  })

  it('sets one aside for a while or for good, for who asked only, and brings it back', async () => {
    const found = await of(leadId)
    const { reason, model, recordId, since } = found as Suggestion
    const aside = { reason, model, recordId, since }
    expect(
      await problem(t.as('rep').post('/api/follow-ups', { ...aside, until: '2020-01-01T00:00:00Z' })),
    ).toEqual([422, 'followUp.past'])
    expect(await problem(t.as('rep2').post('/api/follow-ups', aside))).toEqual([
      422,
      'followUp.record-unknown',
    ])
    const id = await make(t.as('rep'), '/api/follow-ups', {
      ...aside,
      until: new Date(Date.parse(clock()) + day).toISOString(),
    })
    expect(await of(leadId)).toBeUndefined()
    expect((await suggested('manager', '?all=true')).map((one) => one.recordId)).toContain(leadId)
    await answered(t.as('rep').post(`/api/follow-ups/${id}/bring-back`))
    expect(await of(leadId)).toBeDefined()
    await make(t.as('rep'), '/api/follow-ups', aside)
    expect(await of(leadId)).toBeUndefined()
    // A call, and it goes quiet again: that is another reason.
    await make(t.as('rep'), '/api/activities', {
      kind: 'call',
      subject: 'Talked',
      direction: 'out',
      happenedAt: clock(),
      regarding: [{ model: 'lead', id: leadId }],
    })
    shift += 4 * day
    expect(await of(leadId)).toMatchObject({ reason: 'lead-quiet' })
    expect((await t.as('rep2').get(`/api/follow-ups/${id}`)).statusCode).toBe(404)
  })
})
