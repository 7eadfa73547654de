import { describe, expect, it } from 'vitest'
import { pipeline } from '../../../src/domain/sales/pipeline.ts'
import { given, idOf } from '../../support/given.ts'

const stage = (name: string, probability: number, kind: 'open' | 'won' | 'lost' = 'open') => ({
  id: idOf(name),
  name,
  probability,
  kind,
})
const [first, second, won, lost] = [
  stage('Prospecting', 0.1),
  stage('Proposal', 0.5),
  stage('Won', 1, 'won'),
  stage('Lost', 0, 'lost'),
]
const asked = { name: 'Sales', currency: 'USD', stages: [first, second, won, lost] }
const created = { type: 'pipeline.created', data: { ...asked, isDefault: false } } as const
const names = (it: { state: { stages: readonly { name: string }[] } }) =>
  it.state.stages.map(({ name }) => name)

describe('a pipeline', () => {
  it('OPP-10 is created with its stages in order', () => {
    given(pipeline).when('pipeline.create', asked).thenEvents(created)
  })

  it.each([
    ['no open stage', [won, lost, stage('X', 1, 'won')], 'pipeline.stage-order'],
    ['nothing lost', [first, second, won], 'pipeline.stage-order'],
    ['an open stage after the end', [first, won, lost, second], 'pipeline.stage-order'],
    ['an uncertain win', [first, stage('Won', 0.9, 'won'), lost], 'pipeline.closing-probability'],
    ['a hopeful loss', [first, won, stage('Lost', 0.1, 'lost')], 'pipeline.closing-probability'],
    ['a name twice', [first, { ...second, name: ' prospecting' }, won, lost], 'pipeline.stage-name-taken'],
    ['an id twice', [first, { ...second, id: first.id }, won, lost], 'pipeline.stage-id-taken'],
  ])('is not made of %s', (_, stages, code) => {
    given(pipeline)
      .when('pipeline.create', { ...asked, stages })
      .thenRefused(code, 'stages')
  })

  it('OPP-10 gets a stage before the closing ones, or where it is told', () => {
    const { kind: _, ...added } = stage('Legal review', 0.7)
    const it = given(pipeline, created)
    it.when('pipeline.add-stage', { stage: added }).thenEvents({
      type: 'pipeline.stage-added',
      data: { stage: { ...added, kind: 'open' }, index: 2 },
    })
    it.when('pipeline.add-stage', { stage: added, index: 3 }).thenRefused('pipeline.stage-order')
    const after = given(pipeline, created, {
      type: 'pipeline.stage-added',
      data: { stage: { ...added, kind: 'open' }, index: 0 },
    })
    expect(names(after)).toStrictEqual(['Legal review', 'Prospecting', 'Proposal', 'Won', 'Lost'])
  })

  it('changes, moves and removes stages, and says nothing when nothing changes', () => {
    const it = given(pipeline, created)
    it.when('pipeline.change-stage', { stageId: second.id, probability: 0.6 }).thenEvents({
      type: 'pipeline.stage-changed',
      data: { stageId: second.id, changes: { probability: 0.6 } },
    })
    it.when('pipeline.change-stage', { stageId: second.id, probability: 0.5 }).thenNothing()
    it.when('pipeline.change-stage', { stageId: won.id, probability: 0.5 }).thenRefused(
      'pipeline.closing-probability',
    )
    it.when('pipeline.move-stage', { stageId: second.id, index: 0 }).thenEvents({
      type: 'pipeline.stage-moved',
      data: { stageId: second.id, index: 0 },
    })
    it.when('pipeline.move-stage', { stageId: second.id, index: 1 }).thenNothing()
    it.when('pipeline.move-stage', { stageId: second.id, index: 3 }).thenRefused('pipeline.stage-order')
    it.when('pipeline.remove-stage', { stageId: won.id }).thenRefused('pipeline.stage-order')
    it.when('pipeline.remove-stage', { stageId: idOf('x') }).thenRefused('pipeline.stage-unknown', 'stageId')
    const after = given(
      pipeline,
      created,
      { type: 'pipeline.stage-moved', data: { stageId: second.id, index: 0 } },
      { type: 'pipeline.stage-removed', data: { stageId: first.id } },
    )
    expect(names(after)).toStrictEqual(['Proposal', 'Won', 'Lost'])
    after.when('pipeline.remove-stage', { stageId: second.id }).thenRefused('pipeline.stage-order')
  })

  it('OPP-11 asks something before its open stages are left, and says nothing when nothing changes', () => {
    const exit = [{ id: 'quote', name: 'A quote is written', when: { related: 'quotes' } }]
    const event = { type: 'pipeline.exit-criteria-set', data: { stageId: first.id, exit } } as const
    const it = given(pipeline, created)
    it.when('pipeline.set-exit-criteria', { stageId: first.id, exit }).thenEvents(event)
    it.when('pipeline.set-exit-criteria', { stageId: first.id, exit: [] }).thenNothing()
    it.when('pipeline.set-exit-criteria', { stageId: won.id, exit }).thenRefused('pipeline.stage-closes')
    const twice = [...exit, { id: 'other', name: ' a QUOTE is written', when: { all: [] } }]
    it.when('pipeline.set-exit-criteria', { stageId: first.id, exit: twice }).thenRefused(
      'pipeline.criterion-twice',
      'exit.1.name',
    )
    given(pipeline, created, event)
      .when('pipeline.set-exit-criteria', { stageId: first.id, exit })
      .thenNothing()
  })

  it('is not changed while archived', () => {
    const it = given(pipeline, created, { type: 'pipeline.archived', data: {} })
    it.when('pipeline.change', { name: 'Other' }).thenRefused('pipeline.archived')
    it.when('pipeline.archive', {}).thenNothing()
    it.when('pipeline.restore', {}).thenEvents({ type: 'pipeline.restored', data: {} })
  })
})
