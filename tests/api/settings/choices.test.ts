import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choiceListId } from '../../../src/commands/settings/choice-list.ts'
import type { ListKey } from '../../../src/domain/settings/choice.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { derivedId } from '../../../src/platform/process/ids.ts'
import { furnishChoices } from '../../../src/start/furnish-choices.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, refusal } from '../../support/reply.ts'

let t: TestApp
const system = systemPrincipal('first-start', { kind: 'cli' })
/** What was written before there were any lists. */
const old: string[] = []
beforeAll(async () => {
  t = await testApp()
  for (const source of ['Newspaper', 'newspaper', 'web', 'My cousin told me'])
    old.push((await ok(t.as('rep').post('/api/leads', { name: { last: source }, source }))).id)
  await t.settled()
  await furnishChoices(t, system)
  await t.settled()
})
afterAll(() => t.close())

type Row = { id: string; items: Row[] } & Record<string, unknown>
interface Choice {
  id: string
  name: string
  names: string[]
  until: string | null
}

const ok = answered<Row>
const read = async (path: string) => {
  await t.settled()
  return ok(t.as('admin').get(path))
}
const list = async (key: ListKey) => {
  const found = await read(`/api/choice-lists/${choiceListId(key)}`)
  return { ...found, choices: found.choices as Choice[] }
}
const act = (key: ListKey, verb: string, body: object) =>
  ok(t.as('admin').post(`/api/choice-lists/${choiceListId(key)}/${verb}`, body))
const choiceIn = async (key: ListKey, name: string) =>
  (await list(key)).choices.find((one) => one.name === name) ?? expect.unreachable(`no ${name}`)
const names = async (path: string) => (await read(path)).items.map(({ source, name }) => source ?? name)

describe('CUS-07 lists of choices at a first start', () => {
  it('have what several records share, and take other texts where there were any', async () => {
    const sources = await list('lead-source')
    expect(sources).toMatchObject({ name: 'Sources of leads', others: true })
    const all = sources.choices.map(({ name }) => name)
    expect(all.slice(0, 2)).toEqual(['Manual', 'Web'])
    expect(all.filter((name) => /newspaper/i.test(name))).toHaveLength(1)
    expect(all).not.toContain('My cousin told me')
    expect(await list('classification')).toMatchObject({ others: false })
    expect((await list('classification')).choices.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
  })

  it('are made once, and what was written before stays readable and is found', async () => {
    await act('classification', 'add-choice', { choice: { name: 'Prospect' } })
    await furnishChoices(t, system)
    expect((await list('classification')).choices).toHaveLength(4)
    expect(await read(`/api/leads/${old[3]}`)).toMatchObject({ source: 'My cousin told me' })
    expect(await names('/api/leads?source=My%20cousin%20told%20me')).toEqual(['My cousin told me'])
    expect((await names('/api/leads?source=NEWSPAPER')).length).toBe(2)
  })
})

describe('CUS-07 what is chosen from a list', () => {
  const account = (classification: string | null, more: object = {}) =>
    t
      .as('rep')
      .post('/api/accounts', { name: `Of ${classification} ${Math.random()}`, classification, ...more })

  it('is called as the list calls it, and nothing else is taken', async () => {
    const { id } = await ok(account('a'))
    expect(await read(`/api/accounts/${id}`)).toMatchObject({ classification: 'A' })
    expect(await refusal(account('Z'))).toEqual([422, 'account.classification-unlisted', 'classification'])
    const reply = (await account('Z')).json<{ detail: string; details: { choices: string[] } }>()
    expect(reply.details.choices).toEqual(['A', 'B', 'C', 'Prospect'])
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { classification: null }))
    expect(await read(`/api/accounts/${id}`)).toMatchObject({ classification: null })
    const contact = t.as('rep').post('/api/contacts', { name: { last: 'Okello' }, classification: 'X' })
    expect(await refusal(contact)).toEqual([422, 'contact.classification-unlisted', 'classification'])
  })

  it('keeps its name of that day, and is found by what it is called now', async () => {
    const { id } = await ok(account('B'))
    const before = (await read(`/api/accounts/${id}`)).updatedAt
    const choice = await choiceIn('classification', 'B')
    await act('classification', 'change-choice', { choiceId: choice.id, name: 'Growing' })
    const later = await ok(account('b'))
    expect(await read(`/api/accounts/${id}`)).toMatchObject({ classification: 'B' })
    expect(await read(`/api/accounts/${later.id}`)).toMatchObject({ classification: 'Growing' })
    for (const asked of [
      '/api/accounts?classification=growing',
      '/api/accounts?classification=B',
      `/api/accounts?where=${encodeURIComponent('{"field":"classification","operator":"one-of","value":["Growing","A"]}')}`,
    ]) {
      const found = (await read(asked)).items.map((one) => one.id)
      expect(found, asked).toEqual(expect.arrayContaining([id, later.id]))
    }
    const not = encodeURIComponent('{"field":"classification","operator":"is-not","value":"Growing"}')
    const others = (await read(`/api/accounts?where=${not}`)).items.map((one) => one.id)
    expect(others).not.toContain(id)
    expect(others.length).toBeGreaterThan(0)
    // As of then the list was another one.
    const then = await read(`/api/choice-lists/${choiceListId('classification')}?asOf=${String(before)}`)
    expect((then.choices as Choice[]).map(({ name }) => name)).toContain('B')
  })

  it('is offered between its days, as of the instant at which it is chosen', async () => {
    await act('classification', 'add-choice', {
      choice: { name: 'Fair 2024', from: '2024-03-01', until: '2024-03-05' },
    })
    expect(await refusal(account('Fair 2024'))).toEqual([
      422,
      'account.classification-not-offered',
      'classification',
    ])
    const at = (when: string) =>
      t
        .as('admin')
        .post(
          '/api/accounts',
          { name: `Met ${when}`, classification: 'Fair 2024' },
          { 'x-occurred-at': when },
        )
    await ok(at('2024-03-02T10:00:00Z'))
    expect((await refusal(at('2024-03-05T10:00:00Z')))[1]).toBe('account.classification-not-offered')
    const choice = await choiceIn('classification', 'C')
    await act('classification', 'retire-choice', { choiceId: choice.id })
    expect((await refusal(account('C')))[1]).toBe('account.classification-not-offered')
    await act('classification', 'change-choice', { choiceId: choice.id, until: null })
    await ok(account('C'))
  })

  it('may be any text where the list takes others, or is archived', async () => {
    const lead = (source: string) => t.as('rep').post('/api/leads', { name: { last: 'Any' }, source })
    await ok(lead('A poster'))
    await ok(t.as('admin').patch(`/api/choice-lists/${choiceListId('lead-source')}`, { others: false }))
    expect(await refusal(lead('Another poster'))).toEqual([422, 'lead.source-unlisted', 'source'])
    // What the record has already is no news.
    await ok(t.as('rep').patch(`/api/leads/${old[3]}`, { source: 'My cousin told me', company: 'Cousins' }))
    await act('lead-source', 'archive', {})
    await ok(lead('Another poster'))
    await act('lead-source', 'restore', {})
    expect((await refusal(lead('Another one')))[1]).toBe('lead.source-unlisted')
  })

  it('LEAD-24, OPP-16, TIC-09: a reason and a category are on their lists', async () => {
    const { id } = await ok(t.as('rep').post('/api/leads', { name: { last: 'Student' }, source: 'web' }))
    const disqualify = (reason: string) => t.as('rep').post(`/api/leads/${id}/disqualify`, { reason })
    expect(await refusal(disqualify('Just because'))).toEqual([422, 'lead.reason-unlisted', 'reason'])
    await ok(disqualify('no budget'))
    expect(await read(`/api/leads/${id}`)).toMatchObject({ disqualifiedReason: 'No budget' })
    expect((await read('/api/leads?disqualifiedReason=No%20budget')).items).toMatchObject([{ id }])
    const ticket = (category: string) => t.as('agent').post('/api/tickets', { subject: 'It hums', category })
    expect(await refusal(ticket('Humming'))).toEqual([422, 'ticket.category-unlisted', 'category'])
    const opened = await ok(ticket('hardware'))
    expect((await read('/api/tickets?category=Hardware')).items).toMatchObject([{ id: opened.id }])
    // Colleagues who ask for help choose none.
    await ok(t.as('rep').post('/api/me/support', { subject: 'Where', text: 'is it?', screen: '/leads' }))
  })

  it('is taken as it is where it is brought along from elsewhere', async () => {
    const line = (id: string, source: string) =>
      JSON.stringify({
        source: { system: 'old', id },
        history: [
          { command: 'lead.capture', at: '2024-01-01T10:00:00Z', body: { name: { last: id }, source } },
        ],
      })
    const reply = await t.app.inject({
      method: 'POST',
      url: '/api/histories',
      headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': 'application/x-ndjson' },
      payload: `${line('one', 'Yellow pages')}\n${line('two', 'MANUAL')}\n`,
    })
    expect(
      reply.body
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one).status),
    ).toEqual(['created', 'created'])
    expect((await names('/api/leads?source=Yellow%20pages')).length).toBe(1)
    expect(await names('/api/leads?q=two')).toEqual(['Manual'])
  })
})

describe('CUS-07 who keeps a list', () => {
  it('are managers and administrators; everybody reads it, in history too', async () => {
    const path = `/api/choice-lists/${choiceListId('deal-loss')}`
    expect((await t.as('rep').post(`${path}/add-choice`, { choice: { name: 'Delay' } })).statusCode).toBe(403)
    await ok(t.as('manager').post(`${path}/add-choice`, { choice: { name: 'Delay' }, index: 0 }))
    await t.settled()
    const seen = await ok(t.as('rep').get(path))
    expect((seen.choices as Choice[])[0]).toMatchObject({ name: 'Delay' })
    const { items } = await ok(t.as('rep').get(`${path}/history`))
    expect(items.map(({ title }) => title)).toEqual(['Delay added', expect.stringMatching(/^List Why deals/)])
  })

  it('offers its choices to criteria, also those it has retired', async () => {
    const { models } = (await t.as('rep').get('/api/criteria')).json<{
      models: { name: string; fields: { name: string; kind: string; options?: string[] }[] }[]
    }>()
    const field = models
      .find(({ name }) => name === 'account')
      ?.fields.find(({ name }) => name === 'classification')
    expect(field).toMatchObject({
      kind: 'text',
      options: expect.arrayContaining(['A', 'Growing', 'Fair 2024']),
    })
  })

  it('finds nothing of a list that is not one of them', async () => {
    expect((await t.as('admin').get(`/api/choice-lists/${derivedId('x')}`)).statusCode).toBe(404)
  })
})
