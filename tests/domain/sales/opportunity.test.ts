import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyDecider, decideOne, evolveOne } from '../../../src/domain/decider.ts'
import { DomainError } from '../../../src/domain/error.ts'
import type { Actor } from '../../../src/domain/event.ts'
import { type OpportunityState, opportunity } from '../../../src/domain/sales/opportunity.ts'
import type { Stage } from '../../../src/domain/sales/stage.ts'
import { given, happened, idOf, manager, noon, rep } from '../../support/given.ts'

const stage = (name: string, probability: number, kind: Stage['kind'] = 'open'): Stage => ({
  id: idOf(name),
  name,
  probability,
  kind,
})
const prospecting = stage('Prospecting', 0.1)
const proposal = stage('Proposal', 0.5)
const negotiation = stage('Negotiation', 0.8)
const won = stage('Won', 1, 'won')
const lost = stage('Lost', 0, 'lost')
const pipeline = { archived: false, stages: [prospecting, proposal, negotiation, won, lost] }
const usd = (amount: number) => ({ amount, currency: 'USD' })

const asked = {
  name: 'Forty laptops',
  accountId: idOf('account'),
  contactId: null,
  productId: null,
  ownerId: null,
  pipelineId: idOf('pipeline'),
  stageId: null,
  probability: null,
  amount: usd(100_000),
  closeDate: '2026-06-30',
  leadId: null,
  pipeline,
}
const { pipeline: _, stageId: __, ...kept } = asked
const openedData = {
  ...kept,
  ownerId: rep.id,
  stage: prospecting,
  probability: 0.1,
  probabilityOverridden: false,
}
const opened = { type: 'opportunity.opened', data: openedData } as const
const advanced = (to: Stage) =>
  ({ type: 'opportunity.stage-advanced', data: { stage: to, probability: to.probability } }) as const
const wasWon = {
  type: 'opportunity.won',
  data: { stage: won, amount: usd(90_000), closeDate: '2026-03-02' },
} as const
const wasLost = {
  type: 'opportunity.lost',
  data: { stage: lost, amount: usd(100_000), closeDate: '2026-03-02', reason: 'Price' },
} as const

describe('an opportunity is opened', () => {
  it('OPP-02 by a rep who then owns it, in the first stage with its probability', () => {
    given(opportunity).when('opportunity.open', asked).thenEvents(opened)
  })

  it('for a named owner and stage', () => {
    given(opportunity)
      .when(
        'opportunity.open',
        { ...asked, ownerId: idOf('other'), stageId: negotiation.id },
        { actor: manager },
      )
      .thenEvents({
        type: 'opportunity.opened',
        data: { ...openedData, ownerId: idOf('other'), stage: negotiation, probability: 0.8 },
      })
  })

  it('OPP-12 with a probability of its own, which is flagged', () => {
    given(opportunity)
      .when('opportunity.open', { ...asked, probability: 0.35 })
      .thenEvents({
        type: 'opportunity.opened',
        data: { ...openedData, probability: 0.35, probabilityOverridden: true },
      })
  })

  it('FAULTS 10 by anybody else, who then owns it; what a machine opens needs an owner', () => {
    const by = (actor: Actor) => given(opportunity).when('opportunity.open', asked, { actor })
    expect(by(manager).events()).toMatchObject([{ data: { ownerId: manager.id } }])
    by({ kind: 'system', id: 'saga', roles: [] }).thenRefused('opportunity.owner-missing', 'ownerId')
  })

  it.each([
    [
      'in no pipeline',
      { ...asked, ownerId: rep.id, pipelineId: null, pipeline: null },
      'opportunity.pipeline-missing',
      'pipelineId',
    ],
    [
      'in an unknown pipeline',
      { ...asked, ownerId: rep.id, pipeline: null },
      'opportunity.pipeline-unknown',
      'pipelineId',
    ],
    [
      'in an unknown stage',
      { ...asked, ownerId: rep.id, stageId: idOf('x') },
      'opportunity.stage-unknown',
      'stageId',
    ],
    [
      'in a closing stage',
      { ...asked, ownerId: rep.id, stageId: won.id },
      'opportunity.stage-closes',
      'stageId',
    ],
    [
      'in an archived pipeline',
      { ...asked, ownerId: rep.id, pipeline: { ...pipeline, archived: true } },
      'opportunity.pipeline-archived',
      'pipelineId',
    ],
  ])('but not %s', (_, input, code, field) => {
    given(opportunity).when('opportunity.open', input, { actor: manager }).thenRefused(code, field)
  })
})

describe('an open opportunity', () => {
  it('OPP-01 advances to a stage, taking name and probability along', () => {
    given(opportunity, opened)
      .when('opportunity.advance-stage', { stageId: proposal.id, pipeline })
      .thenEvents(advanced(proposal))
  })

  it('OPP-12 gives up an override when it enters a stage', () => {
    const { state } = given(
      opportunity,
      opened,
      { type: 'opportunity.probability-set', data: { probability: 0.9, overridden: true } },
      advanced(proposal),
    )
    expect(state).toMatchObject({ probability: 0.5, probabilityOverridden: false })
  })

  it('OPP-12 keeps the stage it was given when the pipeline changes', () => {
    const renamed = {
      ...pipeline,
      stages: [{ ...prospecting, name: 'Suspecting', probability: 0.2 }, won, lost],
    }
    given(opportunity, opened).when('opportunity.reopen', { pipeline: renamed }).thenNothing()
    expect(
      given(opportunity, opened, wasLost, {
        type: 'opportunity.reopened',
        data: { stage: prospecting, probability: 0.1 },
      }).state.stage,
    ).toStrictEqual(prospecting)
    given(opportunity, opened, wasLost)
      .when('opportunity.reopen', { pipeline: renamed })
      .thenEvents({ type: 'opportunity.reopened', data: { stage: prospecting, probability: 0.1 } })
  })

  it('does nothing when asked for the stage, amount, date, owner or names it has', () => {
    const it = given(opportunity, opened)
    it.when('opportunity.advance-stage', { stageId: prospecting.id, pipeline }).thenNothing()
    it.when('opportunity.change-amount', { amount: usd(100_000) }).thenNothing()
    it.when('opportunity.change-close-date', { closeDate: '2026-06-30' }).thenNothing()
    it.when('opportunity.assign', { ownerId: rep.id }).thenNothing()
    it.when('opportunity.change', { name: 'Forty laptops' }).thenNothing()
    it.when('opportunity.set-probability', { probability: null }).thenNothing()
  })

  it('is won on the day it happens, for another amount if told', () => {
    given(opportunity, opened)
      .when('opportunity.win', { amount: usd(90_000), pipeline, timeZone: 'UTC' })
      .thenEvents(wasWon)
    given(opportunity, opened)
      .when('opportunity.win', { pipeline, timeZone: 'UTC' }, { at: '2026-12-31T23:59:59.999Z' })
      .thenEvents({
        type: 'opportunity.won',
        data: { stage: won, amount: usd(100_000), closeDate: '2026-12-31' },
      })
  })

  it('FAULTS 26: is closed on the organisation’s day, which may be another than that of UTC', () => {
    given(opportunity, opened)
      .when('opportunity.win', { pipeline, timeZone: 'Europe/Berlin' }, { at: '2026-06-30T22:30:00.000Z' })
      .thenEvents({
        type: 'opportunity.won',
        data: { stage: won, amount: usd(100_000), closeDate: '2026-07-01' },
      })
    given(opportunity, opened)
      .when(
        'opportunity.lose',
        { reason: 'Price', pipeline, timeZone: 'America/New_York' },
        { at: '2026-07-01T03:59:59.999Z' },
      )
      .thenEvents({
        type: 'opportunity.lost',
        data: { stage: lost, amount: usd(100_000), closeDate: '2026-06-30', reason: 'Price' },
      })
  })

  it('OPP-16 is lost with a reason', () => {
    given(opportunity, opened)
      .when('opportunity.lose', { reason: 'Price', pipeline, timeZone: 'UTC' })
      .thenEvents(wasLost)
  })

  it('FAULTS 29 is not lost while a quote of it that was accepted wins it, but may be once it is reopened', () => {
    const lose = { reason: 'Price', pipeline, timeZone: 'UTC', accepted: 'Q-0001' }
    given(opportunity, opened).when('opportunity.lose', lose).thenRefused('opportunity.quote-accepted')
    const reopened = { type: 'opportunity.reopened', data: { stage: won, probability: 0.5 } } as const
    const wasWon = {
      type: 'opportunity.won',
      data: { stage: won, amount: null, closeDate: '2026-03-02' },
    } as const
    given(opportunity, opened, wasWon, reopened).when('opportunity.lose', lose).thenTypes('opportunity.lost')
  })

  it('is not moved into a closing or foreign stage', () => {
    const it = given(opportunity, opened)
    it.when('opportunity.advance-stage', { stageId: won.id, pipeline }).thenRefused(
      'opportunity.stage-closes',
      'stageId',
    )
    it.when('opportunity.advance-stage', { stageId: idOf('x'), pipeline }).thenRefused(
      'opportunity.stage-unknown',
      'stageId',
    )
  })
})

describe('a closed opportunity', () => {
  it.each([
    ['opportunity.win', { pipeline, timeZone: 'UTC' }],
    ['opportunity.lose', { reason: 'Price', pipeline, timeZone: 'UTC' }],
    ['opportunity.advance-stage', { stageId: proposal.id, pipeline }],
    ['opportunity.change-amount', { amount: null }],
    ['opportunity.change-close-date', { closeDate: null }],
    ['opportunity.set-probability', { probability: 0.5 }],
  ] as const)('refuses %s', (type, input) => {
    given(opportunity, opened, wasWon)
      .when(type, input as never)
      .thenRefused('opportunity.already-won')
    given(opportunity, opened, wasLost)
      .when(type, input as never)
      .thenRefused('opportunity.already-lost')
  })

  it('is reopened in the stage it left, or another', () => {
    const it = given(opportunity, opened, advanced(negotiation), wasWon)
    it.when('opportunity.reopen', { pipeline }).thenEvents({
      type: 'opportunity.reopened',
      data: { stage: negotiation, probability: 0.8 },
    })
    it.when('opportunity.reopen', { stageId: proposal.id, pipeline }).thenEvents({
      type: 'opportunity.reopened',
      data: { stage: proposal, probability: 0.5 },
    })
  })
})

describe('what its stages ask', () => {
  const unmet = [{ stage: 'Prospecting', name: 'A quote is written' }]

  it('OPP-11 holds it up, on its way and where it comes back, and is set aside with what was not met', () => {
    const it = given(opportunity, opened)
    it.when('opportunity.advance-stage', { stageId: proposal.id, pipeline, unmet }).thenRefused(
      'opportunity.exit-unmet',
      'stageId',
    )
    given(opportunity, opened, wasLost)
      .when('opportunity.reopen', { stageId: proposal.id, pipeline, unmet })
      .thenRefused('opportunity.exit-unmet', 'stageId')
    it.when('opportunity.override-stage', {
      stageId: proposal.id,
      reason: 'By telephone',
      pipeline,
      unmet,
    }).thenEvents({
      type: 'opportunity.stage-advanced',
      data: { stage: proposal, probability: 0.5, override: { reason: 'By telephone', unmet } },
    })
  })
})

describe('its lines', () => {
  const asked = fc.record({
    quantity: fc
      .integer({ min: -5_000, max: 5_000 })
      .filter((many) => many !== 0)
      .map((many) => many / 1_000),
    unitPrice: fc.integer({ min: 0, max: 50_000_000 }).map((price) => usd(price / 10_000)),
    discountPercent: fc.integer({ min: 0, max: 10_000 }).map((share) => share / 100),
    taxPercent: fc.constantFrom(0, 7, 19),
  })

  it('OPP-05 come to its amount exactly, whatever they are, and part for part', () => {
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 20 }), (some) => {
        const decider = opportunity as never as AnyDecider
        const before = evolveOne(decider, undefined, happened([decider], opened)) as OpportunityState
        const lines = some.map((each) => ({ ...each, productId: null, product: null, description: 'Part' }))
        try {
          const [event] = decideOne(
            decider,
            'opportunity.change-lines',
            before,
            { lines, currency: 'USD' },
            { id: idOf('it'), at: noon, actor: rep },
          )
          const after = evolveOne(decider, before, happened([decider], event as never)) as OpportunityState
          const parts = after.lines.map(({ net }) => BigInt(net.amount))
          expect(BigInt(after.amount?.amount ?? -1)).toBe(parts.reduce((sum, part) => sum + part, 0n))
          for (const { quantity, unitPrice, net, discount } of after.lines)
            expect(Math.abs(net.amount + discount.amount - quantity * unitPrice.amount)).toBeLessThanOrEqual(
              0.5001,
            )
        } catch (error) {
          // More is taken back than sold.
          if (!(error instanceof DomainError)) throw error
          expect(error.code).toBe('line.total-negative')
        }
      }),
    )
  })
})

describe('however it is moved about', () => {
  const move = fc.oneof(
    fc
      .constantFrom(...pipeline.stages.map(({ id }) => id))
      .map((stageId) => ['opportunity.advance-stage', { stageId, pipeline, unmet: [] }]),
    fc.constant(['opportunity.win', { pipeline, timeZone: 'UTC' }]),
    fc.constant(['opportunity.lose', { reason: 'Price', pipeline, timeZone: 'UTC' }]),
    fc.constant(['opportunity.reopen', { pipeline, unmet: [] }]),
    fc.constantFrom(null, 0, 0.33, 1).map((probability) => ['opportunity.set-probability', { probability }]),
  ) as fc.Arbitrary<[string, object]>

  it('its status is that of its stage, and its probability the stage’s unless flagged', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const decider = opportunity as never as AnyDecider
        let state = evolveOne(decider, undefined, happened([decider], opened)) as OpportunityState
        for (const [type, input] of moves) {
          try {
            for (const event of decideOne(decider, type, state, input, {
              id: idOf('it'),
              at: noon,
              actor: rep,
            })) {
              state = evolveOne(decider, state, happened([decider], event)) as OpportunityState
            }
          } catch (error) {
            if (!(error instanceof DomainError)) throw error
          }
          expect(state.status).toBe(state.stage.kind)
          expect(state.openStage.kind).toBe('open')
          expect(state.probabilityOverridden).toBe(state.probability !== state.stage.probability)
          expect(state.lostReason === null).toBe(state.status !== 'lost')
        }
      }),
    )
  })
})
