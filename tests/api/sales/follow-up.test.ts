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
  let leadId: string
  let dealId: string
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  /** As it happened so many days ago. */
  const before = async (days: number, path: string, body: object) =>
    answered<{ id: string }>(t.as('admin').post(path, body, { 'x-occurred-at': ago(days) }))
  beforeAll(async () => {
    t = await testApp()
    await furnish(t)
    const ownerId = t.ids.rep
    const name = { first: 'Ada', last: 'Quiet' }
    leadId = (await before(4, '/api/leads', { name, source: 'manual', ownerId })).id
    dealId = (await before(15, '/api/opportunities', { name: 'Lenses', ownerId })).id
  })
  afterAll(() => t.close())

  const suggested = async (who: Person = 'rep', query = '') => {
    await t.settled()
    return (await answered<{ items: Suggestion[] }>(t.as(who).get(`/api/follow-up-suggestions${query}`)))
      .items
  }
  const of = async (id: string) => (await suggested()).find(({ recordId }) => recordId === id)
  const asideOf = ({ reason, model, recordId, since }: Suggestion) => ({ reason, model, recordId, since })

  it('says who is to be followed up and why, until a task is planned', async () => {
    expect(await of(leadId)).toMatchObject({
      reason: 'lead-quiet',
      words: 'Nothing has happened with this lead for 4 days',
      task: 'Follow up: Ada Quiet',
    })
    const found = await of(dealId)
    expect(found).toMatchObject({ reason: 'deal-quiet', regarding: { model: 'opportunity', id: dealId } })
    // Two days ago neither had been quiet for so long.
    expect(await suggested('rep', `?asOf=${ago(2)}`)).toEqual([])
    await make(t.as('rep'), '/api/activities', {
      kind: 'task',
      subject: found?.task,
      due: { day: ago(0).slice(0, 10) },
      regarding: [found?.regarding],
    })
    expect(await of(dealId)).toBeUndefined()
  })

  it('sets one aside for a while or for good, for who asked only, and brings it back', async () => {
    const aside = asideOf((await of(leadId)) as Suggestion)
    expect(await problem(t.as('rep').post('/api/follow-ups', { ...aside, until: ago(1) }))).toEqual([
      422,
      'followUp.past',
    ])
    expect(await problem(t.as('agent').post('/api/follow-ups', aside))).toEqual([
      422,
      'followUp.record-unknown',
    ])
    const id = await make(t.as('rep'), '/api/follow-ups', { ...aside, until: ago(-1) })
    expect(await of(leadId)).toBeUndefined()
    expect((await suggested('manager', '?all=true')).map((one) => one.recordId)).toContain(leadId)
    await answered(t.as('rep').post(`/api/follow-ups/${id}/bring-back`))
    expect(await of(leadId)).toBeDefined()
    await make(t.as('rep'), '/api/follow-ups', aside)
    expect(await of(leadId)).toBeUndefined()
    expect((await t.as('rep2').get(`/api/follow-ups/${id}`)).statusCode).toBe(404)
  })

  it('suggests again what was set aside once something has happened and it is quiet again', async () => {
    const name = { first: null, last: 'Worked' }
    const { id } = await before(9, '/api/leads', { name, source: 'manual', ownerId: t.ids.rep })
    await make(t.as('rep'), '/api/follow-ups', asideOf((await of(id)) as Suggestion))
    expect(await of(id)).toBeUndefined()
    await before(6, `/api/leads/${id}/disqualify`, { reason: 'No budget' })
    await before(5, `/api/leads/${id}/reopen`, {})
    expect(await of(id)).toMatchObject({ words: 'Nothing has happened with this lead for 5 days' })
  })

  it('INT-04 says of each channel whether it is set up, and what waits', async () => {
    await make(t.as('admin'), '/api/mailboxes', {
      name: 'Sales',
      address: 'sales@larkspur.example',
      smtp: { host: '127.0.0.1', port: 2525, tls: 'none' },
      login: 'sales',
    })
    await t.settled()
    const { channels } = await answered<{ channels: { channel: string; state: string; lines: object[] }[] }>(
      t.as('admin').get('/api/channels'),
    )
    expect(channels.map(({ channel }) => channel)).toEqual([
      'email',
      'sms',
      'phone',
      'social',
      'chat',
      'post',
      'calendar',
      'webhook',
      'notices',
    ])
    // Without its password nothing pretends to send.
    expect(channels[0]).toMatchObject({
      state: 'not-set-up',
      deadLetters: 0,
      lines: [
        { direction: 'in', name: 'Sales', state: 'not-set-up' },
        { direction: 'out', name: 'Sales', state: 'not-set-up', queued: 0, trouble: null },
      ],
    })
    expect((await t.as('rep').get('/api/channels')).statusCode).toBe(403)
  })
})
