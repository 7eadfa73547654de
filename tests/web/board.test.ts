import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Board, type Card, find, moved } from '../../web/src/features/analytics/pipeline/board.ts'

const probabilities = [0.1, 0.5, 0.8]

function card(id: string, amount: number | null, stage: number, closeDate: string | null): Card {
  return {
    id,
    revision: 1,
    position: '1',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    name: `Deal ${id}`,
    accountId: null,
    contactId: null,
    productId: null,
    leadId: null,
    ownerId: 'someone',
    pipelineId: 'one',
    stageId: `s${stage}`,
    stageName: `Stage ${stage}`,
    stageSince: '2026-01-01T00:00:00.000Z',
    probability: probabilities[stage] ?? 0,
    probabilityOverridden: false,
    amount: amount === null ? null : { amount, currency: amount % 2 === 0 ? 'EUR' : 'USD' },
    closeDate,
    status: 'open',
    lostReason: null,
    closedAt: null,
    accountName: null,
    ownerName: null,
  }
}

function boardOf(cards: readonly Card[]): Board {
  return {
    pipeline: { id: 'one', name: 'One', currency: 'EUR' },
    stages: probabilities.map((probability, stage) => {
      const here = cards.filter(({ stageId }) => stageId === `s${stage}`)
      const currencies = [...new Set(here.flatMap(({ amount }) => amount?.currency ?? []))].sort()
      return {
        id: `s${stage}`,
        name: `Stage ${stage}`,
        kind: 'open',
        probability,
        count: here.length,
        amounts: currencies.map((currency) => {
          const some = here.flatMap(({ amount }) => (amount?.currency === currency ? amount.amount : []))
          return {
            currency,
            amount: some.reduce((sum, each) => sum + each, 0),
            weighted: some.reduce((sum, each) => sum + Math.round(each * probability), 0),
          }
        }),
        cards: here,
      }
    }),
  }
}

const dates = fc.constantFrom('2026-01-05', '2026-03-01', null)
const cards = fc
  .array(fc.tuple(fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: null }), fc.nat(2), dates), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) => all.map(([amount, stage, date], index) => card(`c${index}`, amount, stage, date)))
const sorted = (board: Board) =>
  board.stages.map((stage) => ({
    ...stage,
    amounts: stage.amounts
      .filter(({ amount }) => amount !== 0)
      .toSorted((a, b) => String(a.currency).localeCompare(String(b.currency))),
    cards: stage.cards.map(({ id }) => id).sort(),
  }))

describe('the board, before the server has answered', () => {
  it('OPP-01 shows what it will show after: cards, counts and sums in every currency', () => {
    fc.assert(
      fc.property(cards, fc.nat(11), fc.nat(2), (all, which, to) => {
        const chosen = all[which % all.length]
        if (!chosen) return
        const shown = moved(boardOf(all), chosen.id, `s${to}`)
        const after = all.map((each) =>
          each.id === chosen.id ? { ...each, stageId: `s${to}`, probability: probabilities[to] ?? 0 } : each,
        )
        expect(sorted(shown)).toEqual(sorted(boardOf(after)))
        expect(find(shown, chosen.id)?.stage.id).toBe(`s${to}`)
      }),
    )
  })

  it('stays the same object when nothing moves', () => {
    const board = boardOf([card('a', 1000, 0, null)])
    expect(moved(board, 'a', 's0')).toBe(board)
    expect(moved(board, 'nobody', 's1')).toBe(board)
    expect(moved(board, 'a', 'nowhere')).toBe(board)
  })
})
