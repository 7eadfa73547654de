/** The natural logarithm of n!, exact to double precision for the numbers that are counted here. */
const logFactorials = [0]
function logFactorial(n: number): number {
  for (let at = logFactorials.length; at <= n; at++)
    logFactorials.push((logFactorials[at - 1] ?? 0) + Math.log(at))
  return logFactorials[n] ?? 0
}

/**
 * How likely at least `count` events in a time of length `time` are, were their rate the same as that of `others` events in a
 * time of length `otherTime`: of all of them together, each falls into the one time with the probability of its share of both.
 * Exact for small numbers too, and for a time in which nothing happened (Przyborowski and Wilenski, "Homogeneity of results in
 * testing samples from Poisson series", Biometrika 31, 1940).
 * @param count, others Whole, from 0.
 * @returns Between 0 and 1.
 */
export function chanceOfSoMany(count: number, time: number, others: number, otherTime: number): number {
  const all = count + others
  const share = time / (time + otherTime)
  let chance = 0
  for (let k = count; k <= all; k++) {
    const ways = logFactorial(all) - logFactorial(k) - logFactorial(all - k)
    chance += Math.exp(ways + k * Math.log(share) + (all - k) * Math.log1p(-share))
  }
  return Math.min(1, chance)
}
