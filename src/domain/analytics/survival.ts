/** A time from its beginning to an end, as far as it was watched. In any one unit. */
export interface Spell {
  /** How old it was when it began to be watched: later than 0 is delayed entry, or left truncation. */
  entry: number
  /** How old it was at its end, or when it was last seen. */
  exit: number
  /** How it ended; null: it had not (censored). */
  cause: string | null
}

/** One age at which something ended. */
export interface LifeTableRow {
  age: number
  /** How many were watched just before. */
  atRisk: number
  /** How many ended so, by cause. */
  ended: Readonly<Record<string, number>>
}

/**
 * Those ages at which spells ended, in order, with whom that could have happened to: who entered before, and had neither
 * ended nor been lost from sight. Whoever was not watched at an age says nothing of it, which is all it takes for spells
 * whose beginning nobody saw. (Klein and Moeschberger, Survival Analysis, 2nd ed. 2003, section 4.6.)
 */
export function lifeTable(spells: readonly Spell[]): LifeTableRow[] {
  const watched = spells.filter(({ entry, exit }) => exit > entry)
  const entries = watched.map(({ entry }) => entry).sort((a, b) => a - b)
  const exits = watched.toSorted((a, b) => a.exit - b.exit)
  const rows: LifeTableRow[] = []
  let entered = 0
  for (let at = 0; at < exits.length; ) {
    const age = exits[at]?.exit ?? 0
    while (entered < entries.length && (entries[entered] ?? 0) < age) entered++
    const atRisk = entered - at
    const ended: Record<string, number> = {}
    for (; exits[at]?.exit === age; at++) {
      const cause = exits[at]?.cause ?? null
      if (cause !== null) ended[cause] = (ended[cause] ?? 0) + 1
    }
    if (Object.keys(ended).length > 0) rows.push({ age, atRisk, ended })
  }
  return rows
}

export interface Survived {
  age: number
  atRisk: number
  /** The share that had not ended after this age. */
  survival: number
  /** Greenwood's (1926). */
  standardError: number
}

const all = (ended: LifeTableRow['ended']) => Object.values(ended).reduce((sum, each) => sum + each, 0)

/** The share that is left after each age at which one ended (Kaplan and Meier, JASA 53:457, 1958). */
export function kaplanMeier(spells: readonly Spell[]): Survived[] {
  let [survival, variance] = [1, 0]
  return lifeTable(spells).map(({ age, atRisk, ended }) => {
    const gone = all(ended)
    survival *= 1 - gone / atRisk
    variance += atRisk > gone ? gone / (atRisk * (atRisk - gone)) : 0
    return { age, atRisk, survival, standardError: survival * Math.sqrt(variance) }
  })
}

/**
 * The share that has ended by each cause up to each age, where causes compete (Aalen and Johansen, Scand. J. Statist. 5:141,
 * 1978). With what is left they add up to 1.
 */
export function aalenJohansen(
  spells: readonly Spell[],
): { age: number; survival: number; ended: Record<string, number> }[] {
  let survival = 1
  let shares: Record<string, number> = {}
  return lifeTable(spells).map(({ age, atRisk, ended }) => {
    shares = { ...shares }
    for (const [cause, count] of Object.entries(ended))
      shares[cause] = (shares[cause] ?? 0) + (survival * count) / atRisk
    survival *= 1 - all(ended) / atRisk
    return { age, survival, ended: shares }
  })
}

/** How often something was seen in a group, and how often it was to be expected by what is known of all. */
export interface SeenAndExpected {
  seen: number
  expected: number
}

/**
 * How much groups truly differ from each other: the variance of their rates relative to all, beyond what chance alone makes of
 * counts this small (moments, after Clayton and Kaldor, Biometrics 43:671, 1987). 0: no more than chance.
 */
export function spreadOf(groups: readonly SeenAndExpected[]): number {
  const sum = (of: (group: SeenAndExpected) => number) =>
    groups.reduce((total, group) => total + of(group), 0)
  const squares = sum(({ expected }) => expected ** 2)
  return squares === 0
    ? 0
    : Math.max(0, sum(({ seen, expected }) => (seen - expected) ** 2 - expected) / squares)
}

/**
 * What of a group's own rate, relative to all, is to be believed: the mean of the gamma-Poisson posterior (same source). Of a
 * small group it is next to 1, of a large one what was seen.
 */
export function shrunk({ seen, expected }: SeenAndExpected, spread: number): number {
  if (spread === 0) return 1
  return (seen + 1 / spread) / (expected + 1 / spread)
}
