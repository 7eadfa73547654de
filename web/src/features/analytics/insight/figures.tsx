import { count } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'

type Maybe = number | null | undefined

/** From where to where, in the words of the figure; nothing where it is not known. */
export function Between({ low, high, words }: { low: Maybe; high: Maybe; words: (value: number) => string }) {
  if (low === null || low === undefined || high === null || high === undefined) return <Nothing />
  return `${words(low)} to ${words(high)}`
}

export function Told({ value, words }: { value: Maybe; words: (value: number) => string }) {
  return value === null || value === undefined ? <Nothing /> : words(value)
}

/** To the tenth. */
export const tenth = (value: number) => count(value, 1)
export const hundredth = (value: number) => count(value, 2)

/** Percentage points, with their sign. */
export const points = (value: number) => `${value > 0 ? '+' : ''}${count(value * 100, 1)} points`
/** Days, with their sign. */
export const moreDays = (value: number) => `${value > 0 ? '+' : ''}${count(value, 1)} days`
