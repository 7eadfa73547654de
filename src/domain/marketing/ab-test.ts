/** How many were sent a subject, and how many of them opened it. */
export interface Arm {
  sent: number
  opened: number
}

/** So many must have got each for the test to say anything. */
const fewest = 30

export const abMethod =
  'Two-sided z-test of two proportions, pooled, at 5 %: the share of those sent it who opened it, machines left out. It says ' +
  'nothing before each subject was sent to 30, and at least five of either kind are expected of each.'

/**
 * Whether one of two subjects is opened more often than chance explains (two-proportion z-test; Fleiss, Statistical Methods for
 * Rates and Proportions, 1981, 2.1).
 */
export function abTest(a: Arm, b: Arm) {
  const told = { method: abMethod, measure: 'opened' }
  const pooled = (a.opened + b.opened) / (a.sent + b.sent || 1)
  const expected = [a, b].flatMap(({ sent }) => [sent * pooled, sent * (1 - pooled)])
  if (a.sent < fewest || b.sent < fewest || expected.some((one) => one < 5))
    return { ...told, winner: null, p: null }
  const [rateA, rateB] = [a.opened / a.sent, b.opened / b.sent]
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / a.sent + 1 / b.sent))
  const p = deviation === 0 ? 1 : 2 * (1 - normal(Math.abs(rateA - rateB) / deviation))
  return {
    ...told,
    winner: p >= 0.05 ? null : rateA > rateB ? ('a' as const) : ('b' as const),
    p: Math.round(p * 1e6) / 1e6,
  }
}

/** The standard normal distribution, to seven decimals (Abramowitz and Stegun, 1964, 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
}
