import type { Replies } from '../../../api/types.gen.ts'

export type Board = Replies['/pipeline']
export type BoardStage = Board['stages'][number]
export type StageAmount = BoardStage['amounts'][number]
export type Card = BoardStage['cards'][number]

/** Where a card stands on the board. */
export function find(board: Board, id: string): { stage: BoardStage; card: Card } | undefined {
  for (const stage of board.stages) {
    const card = stage.cards.find((each) => each.id === id)
    if (card) return { stage, card }
  }
  return undefined
}

/**
 * The board after a card has moved, as the server will say it: the card takes the probability of its new stage, and
 * counts and sums follow. What the client does not know is left to the server's answer.
 */
export function moved(board: Board, id: string, to: string): Board {
  const from = find(board, id)
  const target = board.stages.find((stage) => stage.id === to)
  if (!from || !target || from.stage.id === to) return board
  const probability = target.probability ?? from.card.probability
  const card: Card = {
    ...from.card,
    stageId: target.id,
    ...(target.name !== undefined && { stageName: target.name }),
    ...(probability !== undefined && { probability }),
    probabilityOverridden: false,
  }
  return {
    ...board,
    stages: board.stages.map((stage) => {
      if (stage.id === from.stage.id) {
        return {
          ...stage,
          count: stage.count - 1,
          amounts: added(stage.amounts, from.card, -1),
          cards: stage.cards.filter((each) => each.id !== id),
        }
      }
      if (stage.id === to) {
        return {
          ...stage,
          count: stage.count + 1,
          amounts: added(stage.amounts, card, 1),
          cards: [...stage.cards, card].sort(byCloseDate),
        }
      }
      return stage
    }),
  }
}

function added(amounts: readonly StageAmount[], { amount, probability }: Card, sign: 1 | -1): StageAmount[] {
  // Who does not see an amount is shown no sums.
  if (!amount || probability === undefined) return [...amounts]
  const weighted = Math.round(amount.amount * probability)
  const part = { currency: amount.currency, amount: sign * amount.amount, weighted: sign * weighted }
  const known = amounts.some(({ currency }) => currency === part.currency)
  const sums = known ? amounts : [...amounts, { currency: part.currency, amount: 0, weighted: 0 }]
  return sums
    .map((sum) =>
      sum.currency === part.currency
        ? { ...sum, amount: plus(sum.amount, part.amount), weighted: plus(sum.weighted, part.weighted) }
        : sum,
    )
    .filter((sum) => sum.amount !== 0 || sum.weighted !== 0)
}

/** What is too large to be told stays so until the server says otherwise. */
const plus = (sum: number | null | undefined, part: number) => (sum === null ? null : (sum ?? 0) + part)

/** As the server orders open deals: those due first stand first, those without a date last. */
function byCloseDate(a: Card, b: Card): number {
  return (a.closeDate ?? '9').localeCompare(b.closeDate ?? '9') || a.id.localeCompare(b.id)
}
