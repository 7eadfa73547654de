/** A logistic regression: the logarithm of the odds as a sum, one weight for each trait that holds, beside the one for all. */
export interface Logistic {
  base: number
  weights: readonly number[]
}

export const chanceBy = ({ base, weights }: Logistic, traits: readonly number[]): number =>
  1 / (1 + Math.exp(-weights.reduce((sum, weight, place) => sum + weight * (traits[place] ?? 0), base)))

/**
 * Learned by Newton's method (iteratively reweighted least squares; McCullagh and Nelder, Generalized Linear Models, 1989, 4.4) with a ridge
 * on the weights, which keeps few examples from saying too much (le Cessie and van Houwelingen, Applied Statistics 41:191, 1992).
 * @param rows The traits of each example, 0 or 1 or a measure of about that size, and whether it happened.
 * @param ridge More draws the weights to 0; 0 is the maximum of the likelihood, and has none where a trait tells all.
 */
export function logistic(
  rows: readonly { traits: readonly number[]; happened: boolean }[],
  ridge: number,
): Logistic {
  const size = (rows[0]?.traits.length ?? 0) + 1
  let weights = Array.from({ length: size }, () => 0)
  for (let round = 0; round < 50; round++) {
    const gradient = weights.map((weight, place) => (place === 0 ? 0 : -ridge * weight))
    const curve = weights.map((_, row) =>
      weights.map((__, column) => (row === column && row > 0 ? ridge : 0)),
    )
    for (const { traits, happened } of rows) {
      const all = [1, ...traits]
      const chance =
        1 / (1 + Math.exp(-all.reduce((sum, trait, place) => sum + trait * (weights[place] ?? 0), 0)))
      const spread = Math.max(chance * (1 - chance), 1e-9)
      for (let row = 0; row < size; row++) {
        const trait = all[row] ?? 0
        if (trait === 0) continue
        gradient[row] = (gradient[row] ?? 0) + trait * (Number(happened) - chance)
        const line = curve[row]
        if (line)
          for (let column = 0; column < size; column++)
            line[column] = (line[column] ?? 0) + trait * (all[column] ?? 0) * spread
      }
    }
    const step = solved(curve, gradient)
    weights = weights.map((weight, place) => weight + Math.max(-5, Math.min(5, step[place] ?? 0)))
    if (step.every((one) => Math.abs(one) < 1e-9)) break
  }
  const [base = 0, ...rest] = weights
  return { base, weights: rest }
}

/** The solution of linear equations, by elimination with the largest pivot; 0 for what they do not say. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, place) => [...row, right[place] ?? 0])
  const size = rows.length
  for (let column = 0; column < size; column++) {
    let best = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row
    const pivot = rows[best]
    const here = rows[column]
    if (!pivot || !here || Math.abs(pivot[column] ?? 0) < 1e-12) continue
    rows[best] = here
    rows[column] = pivot
    for (const row of rows) {
      if (row === pivot) continue
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
      if (factor !== 0)
        for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0)
    }
  }
  return rows.map((row, place) =>
    Math.abs(row[place] ?? 0) < 1e-12 ? 0 : (row[size] ?? 0) / (row[place] ?? 1),
  )
}
