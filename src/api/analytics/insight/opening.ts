import { type Criterion, toldCriterion } from '../../../domain/criteria/criterion.ts'
import { daysAfter } from '../../../domain/values/day.ts'

/** In a reply: with what a figure is opened. */
export const opens = toldCriterion
  .nullable()
  .describe('What shows exactly these records in their list; null: there are none, or too many to be named.')

/** The first day and the last one of a field, both included. */
export const onDays = (field: string, from: string, to: string): Criterion[] => [
  { field, operator: 'from', value: from },
  { field, operator: 'before', value: daysAfter(to, 1) },
]

/** A value of a field, or that there is none. */
export const isValue = (field: string, value: string | null): Criterion =>
  value === null ? { field, operator: 'unknown' } : { field, operator: 'is', value }

/** More ids than that do not fit into an address. */
const most = 100

/** Records that no condition on their fields tells from others. */
export const theseRecords = (ids: readonly string[]): Criterion | null =>
  ids.length === 0 || ids.length > most ? null : { field: 'id', operator: 'one-of', value: [...ids] }

/** With four decimals. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
