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

/** Of the normal distribution: 95 % lie within so many standard deviations. */
const z95 = 1.959963984540054

/**
 * Between which shares the true one lies with 95 % confidence, where so many of so many were counted: Wilson, "Probable inference,
 * the law of succession, and statistical inference", JASA 22, 1927. Sound for small numbers and for none or all.
 * @param of Whole, from 1.
 * @returns Both between 0 and 1.
 */
export function shareInterval(count: number, of: number): { low: number; high: number } {
  const share = count / of
  const square = z95 * z95
  const middle = (share + square / (2 * of)) / (1 + square / of)
  const half = (z95 / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

export interface Interval {
  low: number
  high: number
}

/** How likely no more than `count` events are where so many are expected. */
function chanceOfAtMost(count: number, expected: number): number {
  if (expected === 0) return 1
  let chance = 0
  for (let k = 0; k <= count; k++) chance += Math.exp(k * Math.log(expected) - expected - logFactorial(k))
  return Math.min(1, chance)
}

/** Where a falling function of a mean has this value. */
function meanAt(value: number, of: (mean: number) => number, most: number): number {
  let [low, high] = [0, most]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (of(middle) > value) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Between which means the true one lies with at least 95 % confidence, where so many events were counted: exact (Garwood,
 * "Fiducial limits for the Poisson distribution", Biometrika 28, 1936).
 * @param count Whole, from 0.
 */
export function countInterval(count: number): Interval {
  const most = count + 10 * Math.sqrt(count + 1) + 10
  return {
    low: count === 0 ? 0 : meanAt(0.975, (mean) => chanceOfAtMost(count - 1, mean), most),
    high: meanAt(0.025, (mean) => chanceOfAtMost(count, mean), most),
  }
}

export interface Share {
  count: number
  /** Whole, from 1. */
  of: number
}

/**
 * How much larger the second share is than the first, with 95 % confidence: from Wilson's limits of each (Newcombe, "Interval
 * estimation for the difference between independent proportions", Statistics in Medicine 17, 1998, method 10).
 */
export function differenceInterval(first: Share, second: Share): Interval & { difference: number } {
  const [one, two] = [first.count / first.of, second.count / second.of]
  const [a, b] = [shareInterval(first.count, first.of), shareInterval(second.count, second.of)]
  const difference = two - one
  return {
    difference,
    low: difference - Math.hypot(two - b.low, a.high - one),
    high: difference + Math.hypot(b.high - two, one - a.low),
  }
}
