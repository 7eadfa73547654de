import { calm } from './machine.ts'
import type { Sample } from './sample.ts'

/** Medians over the rounds. */
export interface Measured {
  perSecond: number
  /** In ms; undefined where single operations were not timed. */
  p50: number | undefined
  p99: number | undefined
  /** Operations a second, round by round. */
  rounds: readonly number[]
  /** CPU time of one operation by whom, in µs: less at the mercy of what else the machine does than rates are. */
  cpu: Readonly<Record<string, number>>
}

/** One line of a table: what was measured, against its limit in the same run. */
export interface Row {
  what: string
  /** As people read it, with its unit. */
  value: string
  limit?: string
  /** Of value to limit, in the sense the aim has. */
  ratio?: number
  aim?: string
  met?: boolean
  /** The numbers behind the texts, for the JSON. */
  figures: Readonly<Record<string, unknown>>
}

export interface Report {
  title: string
  /** What the columns mean, and what was and was not measured. */
  about: string
  rows: readonly Row[]
}

/** One of the benchmarks that `npm run bench -- <name>` runs. */
export interface Benchmark {
  name: string
  run(options: { rounds: number; say: (line: string) => void }): Promise<Report>
}

/**
 * Runs every contender once in each round, in turn and beginning with another one each time, so that whatever else the
 * machine does meets all of them; each is warmed up by a run that does not count.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<Sample>>>,
  between: () => Promise<void> = async () => {},
): Promise<Record<Name, Measured>> {
  const names = Object.keys(contenders) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + Math.max(round, 0)) % names.length] as Name
      await calm()
      const sample = await contenders[name]()
      if (round >= 0) samples[name].push(sample)
      await between()
    }
  }
  return Object.fromEntries(names.map((name) => [name, measured(samples[name])])) as Record<Name, Measured>
}

export function measured(samples: readonly Sample[]): Measured {
  const rounds = samples.map(({ operations, seconds }) => operations / seconds)
  const quantiles = (share: number) => {
    const each = samples.flatMap(({ latencies }) => (latencies ? [quantile(latencies, share)] : []))
    return each.length > 0 ? median(each) : undefined
  }
  const parts = Object.keys(samples[0]?.cpu ?? {})
  const cpu = Object.fromEntries(
    parts.map((part) => [
      part,
      Math.round(median(samples.map((one) => ((one.cpu?.[part] ?? 0) * 1000) / one.operations))),
    ]),
  )
  return { perSecond: median(rounds), p50: quantiles(0.5), p99: quantiles(0.99), rounds, cpu }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least this share of them does not exceed; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `12,345/s` or, below ten, `3.4/s`. */
export function rate(perSecond: number, unit = ''): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : whole.format(perSecond)}${unit && ` ${unit}`}/s`
}

export function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return ''
  return `${ms < 10 ? ms.toFixed(2) : whole.format(ms)} ms`
}
