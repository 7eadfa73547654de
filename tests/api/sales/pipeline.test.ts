import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { opportunity } from '../../../src/domain/sales/opportunity.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { answered } from '../../support/reply.ts'

interface Board {
  stages: { id: string; name: string; probability: number | null; count: number }[]
}

const ok = answered<{ id: string; revision: number } & Record<string, unknown>>

const stages = [
  { name: 'Qualification', probability: 0.2, kind: 'open' },
  { name: 'Proposal', probability: 0.5, kind: 'open' },
  { name: 'Negotiation', probability: 0.8, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let pipelineId: string
beforeAll(async () => {
  t = await testApp()
  const made = await ok(
    t.as('admin').post('/api/pipelines', { name: 'Direct', currency: 'EUR', isDefault: true, stages }),
  )
  pipelineId = made.id
})
afterAll(() => t.close())

const board = async (query = '') =>
  (await t.as('manager').get(`/api/pipeline?pipelineId=${pipelineId}${query}`)).json<Board>().stages

const stageIds = async () => Object.fromEntries((await board()).map(({ name, id }) => [name, id]))

describe('the stages of a pipeline', () => {
  it('OPP-10 OPP-12 are changed by administrators, and the board of last year shows those of last year', async () => {
    const admin = t.as('admin')
    const before = await stageIds()
    const deal = await ok(t.as('rep').post('/api/opportunities', { name: 'Old deal', pipelineId }))
    await t.settled()
    const lastYear = await instantBetween()
    const to = (verb: string, body: object) => ok(admin.post(`/api/pipelines/${pipelineId}/${verb}`, body))
    await to('add-stage', { stage: { name: 'Legal review', probability: 0.9 } })
    await to('move-stage', { stageId: before.Negotiation, index: 1 })
    await to('change-stage', { stageId: before.Qualification, name: 'First talk', probability: 0.3 })
    await to('remove-stage', { stageId: before.Proposal })
    await t.settled()
    expect((await board()).map(({ name, probability }) => [name, probability])).toStrictEqual([
      ['First talk', 0.3],
      ['Negotiation', 0.8],
      ['Legal review', 0.9],
      ['Won', 1],
      ['Lost', 0],
    ])
    // The deal keeps what it was given, and the stage of its day what it was called.
    expect(await ok(t.as('rep').get(`/api/opportunities/${deal.id}`))).toMatchObject({
      stageName: 'Qualification',
      probability: 0.2,
    })
    expect((await board(`&asOf=${lastYear}`)).map(({ name }) => name)).toStrictEqual([
      'Qualification',
      'Proposal',
      'Negotiation',
      'Won',
      'Lost',
    ])
    const denied = await t.as('rep').post(`/api/pipelines/${pipelineId}/remove-stage`, {
      stageId: before.Negotiation,
    })
    expect(denied.statusCode).toBe(403)
  })
})

interface Refused {
  type: string
  detail: string
  details?: { unmet: { stage: string; name: string }[] }
}

describe('what is asked before a deal leaves a stage', () => {
  let ids: Record<string, string>
  let own: string
  const rep = () => t.as('rep')
  const move = (id: string, stage: string, more: object = {}) =>
    rep().post(`/api/opportunities/${id}/advance-stage`, { stageId: ids[stage], ...more })
  const set = (stage: string, exit: object[]) =>
    t.as('admin').post(`/api/pipelines/${own}/set-exit-criteria`, { stageId: ids[stage], exit })

  beforeAll(async () => {
    const made = await ok(t.as('admin').post('/api/pipelines', { name: 'Guarded', currency: 'EUR', stages }))
    own = made.id
    await t.settled()
    const { stages: known } = await ok(t.as('admin').get(`/api/pipelines/${own}`))
    ids = Object.fromEntries((known as { id: string; name: string }[]).map(({ id, name }) => [name, id]))
    await ok(
      set('Qualification', [
        { name: 'A quote is written', when: { related: 'quotes' } },
        { name: 'The amount is known', when: { field: 'amount', operator: 'known' } },
      ]),
    )
    await ok(set('Proposal', [{ name: 'Signed terms', when: { field: 'contactId', operator: 'known' } }]))
  })

  it('OPP-11 refuses the move with 422 and names what is not met, also of what else depends on the deal', async () => {
    const { id } = await ok(rep().post('/api/opportunities', { name: 'Guarded deal', pipelineId: own }))
    const refused = (await move(id, 'Proposal')).json<Refused>()
    expect(refused).toMatchObject({
      status: 422,
      type: '/problems/opportunity.exit-unmet',
      errors: [{ field: 'stageId' }],
      details: {
        unmet: [
          { stage: 'Qualification', name: 'A quote is written' },
          { stage: 'Qualification', name: 'The amount is known' },
        ],
      },
    })
    expect(refused.detail).toContain('“A quote is written” (Qualification)')
    // Whoever passes over a stage is asked what that one asks, too.
    expect((await move(id, 'Negotiation')).json<Refused>().details?.unmet).toHaveLength(3)
    await ok(
      rep().post(`/api/opportunities/${id}/change-amount`, { amount: { amount: 5_000, currency: 'EUR' } }),
    )
    // What was written a moment ago counts, whether or not a reader would see it yet.
    expect((await move(id, 'Proposal')).json<Refused>().details?.unmet).toStrictEqual([
      { stage: 'Qualification', name: 'A quote is written' },
    ])
    await ok(rep().post('/api/quotes', { opportunityId: id, validUntil: '2099-12-31' }))
    await ok(move(id, 'Proposal'))
    // Back it goes as it likes; on again it is asked again, and lost deals do not come back past it.
    await ok(move(id, 'Qualification'))
    await ok(move(id, 'Proposal'))
    await ok(rep().post(`/api/opportunities/${id}/lose`, { reason: 'Price' }))
    const past = await rep().post(`/api/opportunities/${id}/reopen`, { stageId: ids.Negotiation })
    expect(past.json<Refused>().type).toBe('/problems/opportunity.exit-unmet')
    await ok(rep().post(`/api/opportunities/${id}/reopen`, {}))
  })

  it('OPP-11 is set aside by a right of its own and a reason, both in the event and in the audit trail', async () => {
    const { id } = await ok(rep().post('/api/opportunities', { name: 'Rushed deal', pipelineId: own }))
    const path = `/api/opportunities/${id}/override-stage`
    const reason = 'The board has agreed by telephone'
    const denied = await rep().post(path, { stageId: ids.Proposal, reason })
    expect([denied.statusCode, denied.body]).toStrictEqual([
      403,
      expect.stringContaining('pipeline.override-exit'),
    ])
    const unsaid = await t.as('manager').post(path, { stageId: ids.Proposal })
    expect(unsaid.statusCode).toBe(400)
    await ok(t.as('manager').post(path, { stageId: ids.Proposal, reason }))
    await t.settled()
    expect(await ok(rep().get(`/api/opportunities/${id}`))).toMatchObject({ stageName: 'Proposal' })
    const { items } = (await rep().get(`/api/opportunities/${id}/history`)).json<{
      items: { type: string; title: string; actor: { id: string } }[]
    }>()
    expect(items[0]).toMatchObject({
      type: 'opportunity.stage-advanced',
      actor: { id: t.ids.manager },
    })
    expect((await t.services.events(opportunity, id)).at(-1)).toMatchObject({
      data: {
        override: {
          reason,
          unmet: [
            { stage: 'Qualification', name: 'A quote is written' },
            { stage: 'Qualification', name: 'The amount is known' },
          ],
        },
      },
    })
    expect(items[0]?.title).toBe(
      `Stage advanced from Qualification to Proposal, overriding what was not met (A quote is written; The amount is known): ${reason}`,
    )
    const audit = await t.as('auditor').get(`/api/audit?id=${id}&kind=opportunity.stage-advanced`)
    expect(audit.json<{ items: object[] }>().items).toMatchObject([{ actor: { id: t.ids.manager } }])
    expect(audit.body).toContain(reason)
  })

  it('OPP-11 takes what can be asked of a deal, with its place where not, and asks what was taken over nothing', async () => {
    const bad = await set('Negotiation', [
      { name: 'Fine', when: { all: [] } },
      { name: 'Not fine', when: { all: [{ field: 'colour', operator: 'is', value: 'red' }] } },
    ])
    expect(bad.json()).toMatchObject({
      status: 422,
      type: '/problems/pipeline.criterion-refused',
      errors: [{ field: 'exit.1.when.all.0.field' }],
    })
    const closing = await set('Won', [{ name: 'Fine', when: { all: [] } }])
    expect(closing.json()).toMatchObject({ status: 422, type: '/problems/pipeline.stage-closes' })
    const twice = await set('Negotiation', [
      { name: 'Fine', when: { all: [] } },
      { name: ' fine', when: { all: [] } },
    ])
    expect(twice.json()).toMatchObject({ status: 422, errors: [{ field: 'exit.1.name' }] })
    const { id } = await ok(rep().post('/api/opportunities', { name: 'Brought along', pipelineId: own }))
    await t.execute({
      command: 'opportunity.advance-stage',
      id,
      body: { stageId: ids.Negotiation },
      principal: {
        actor: { kind: 'system', id: 'test', roles: [] },
        via: { kind: 'import' },
        may: ['*'],
        keys: ['all:*'],
        masks: { hidden: {}, readOnly: {} },
      },
    })
    await t.settled()
    const history = await t.as('admin').get(`/api/pipelines/${own}/history`)
    expect(history.body).toContain('Asked before a deal leaves Proposal: Signed terms')
  })
})
