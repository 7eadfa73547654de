/** How a sum is shared out among what touched somebody before they bought. */
export const attributionModels = ['first', 'last', 'linear', 'position'] as const
export type AttributionModel = (typeof attributionModels)[number]

/** Something a campaign did that somebody answered to, and when. */
export interface Touch {
  campaignId: string
  at: string
}

const ends = 0.4

/** The weight of each of so many touches, in their order. */
function weights(count: number, model: AttributionModel): number[] {
  const places = Array.from({ length: count }, (_, place) => place)
  if (model === 'first') return places.map((place) => (place === 0 ? 1 : 0))
  if (model === 'last') return places.map((place) => (place === count - 1 ? 1 : 0))
  if (model === 'linear' || count < 3) return places.map(() => 1 / count)
  return places.map((place) => (place === 0 || place === count - 1 ? ends : (1 - 2 * ends) / (count - 2)))
}

/**
 * An amount in whole minor units by weights that add up to one. What is left over when they are rounded down goes to those that lost
 * most by it, of equal ones to the earlier (largest remainders, Hamilton).
 */
export function sharedOut(amount: number, parts: readonly number[]): number[] {
  const exact = parts.map((weight) => amount * weight)
  const shares = exact.map(Math.floor)
  let left = amount - shares.reduce((sum, share) => sum + share, 0)
  const byLoss = exact
    .map((share, place) => ({ place, loss: share - Math.floor(share) }))
    .sort((one, other) => other.loss - one.loss || one.place - other.place)
  for (const { place } of byLoss) {
    if (left <= 0) break
    shares[place] = (shares[place] ?? 0) + 1
    left -= 1
  }
  return shares
}

/**
 * What each campaign has of an amount in minor units: whole units, which add up to the amount exactly.
 * `position`: 40 % to the first, 40 % to the last, the rest to those between; of two, half each. No touch: nobody has any of it.
 */
export function attributed(
  amount: number,
  touches: readonly Touch[],
  model: AttributionModel,
): Map<string, number> {
  const order = [...touches].sort((one, other) =>
    one.at === other.at ? (one.campaignId < other.campaignId ? -1 : 1) : one.at < other.at ? -1 : 1,
  )
  const shares = sharedOut(amount, weights(order.length, model))
  const sums = new Map<string, number>()
  for (const [place, { campaignId }] of order.entries())
    if (shares[place]) sums.set(campaignId, (sums.get(campaignId) ?? 0) + (shares[place] ?? 0))
  return sums
}
