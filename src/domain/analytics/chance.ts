/** Chance that falls the same way for the same seed, on every machine. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  normal(): number
  /** Of mean 1 and this variance; 1 where that is 0. */
  gamma(variance: number): number
  /** How many of what happens this often on average. */
  poisson(mean: number): number
}

/** xoshiro128** (Blackman and Vigna, ACM TOMS 47:36, 2021), its state drawn from the seed by SplitMix32. */
export function chanceOf(seed: number): Chance {
  let mixed = seed >>> 0
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  let [a, b, c, d] = [mix(), mix(), mix(), mix()]
  const turned = (x: number, by: number) => (x << by) | (x >>> (32 - by))

  function next(): number {
    const drawn = Math.imul(turned(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = turned(d, 11)
    return drawn / 4_294_967_296
  }

  /** Box and Muller, 1958. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

  /** Marsaglia and Tsang, ACM TOMS 26:363, 2000; a shape below 1 by their last remark. */
  function ofShape(shape: number): number {
    if (shape < 1) return ofShape(shape + 1) * (1 - next()) ** (1 / shape)
    const third = shape - 1 / 3
    const scale = 1 / Math.sqrt(9 * third)
    for (;;) {
      const x = normal()
      const v = (1 + scale * x) ** 3
      if (v > 0 && Math.log(1 - next()) < (x * x) / 2 + third * (1 - v + Math.log(v))) return third * v
    }
  }

  function poisson(mean: number): number {
    // A normal one is as good from here on, and takes no longer for more.
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    const least = Math.exp(-mean)
    let count = 0
    for (let product = 1 - next(); product > least; product *= 1 - next()) count++
    return count
  }

  return {
    next,
    normal,
    gamma: (variance) => (variance > 0 ? ofShape(1 / variance) * variance : 1),
    poisson,
  }
}

/** The value below which this share of sorted ones lies, between two of them in proportion (Hyndman and Fan, type 7, 1996). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}
