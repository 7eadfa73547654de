import { spans } from '../../../domain/analytics/spans.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { daysAfter, monthsOn } from '../../../domain/values/day.ts'
import { treeModel } from '../../lists/parts.ts'
import type { AskedGroup } from './summary-sql.ts'

/** The first day after a period that begins on this one. */
export function afterPeriod(first: string, period: AskedGroup['period']): string {
  if (period === 'day') return daysAfter(first, 1)
  return period === 'week' ? daysAfter(first, 7) : monthsOn(first, spans[period])
}

/** What shows the records of a group in their list; null where no criterion says just that. */
export function criterionOf({ name, field, period }: AskedGroup, key: string | null): Criterion | null {
  if (key === null) return { field: name, operator: 'unknown' }
  switch (field.kind) {
    case 'day':
    case 'instant':
      return {
        all: [
          { field: name, operator: 'from', value: key },
          { field: name, operator: 'before', value: afterPeriod(key, period) },
        ],
      }
    case 'texts':
      return { field: name, operator: 'contains', value: key }
    case 'records':
      return { field: name, operator: 'any-of', value: [key] }
    case 'record':
      // Who asks for a part of a tree asks for all that is part of it.
      return field.model === treeModel ? null : { field: name, operator: 'is', value: key }
    case 'number':
      return { field: name, operator: 'is', value: Number(key) }
    case 'yes-no':
      return { field: name, operator: 'is', value: key === 'true' }
    case 'money':
      return null
    case 'text':
    case 'choice':
      return key === '' ? null : { field: name, operator: 'is', value: key }
  }
}

/**
 * What a value is called: a period by its first day, a week by ISO 8601, a fiscal quarter and year by the year in which
 * it ends.
 */
export function labelOf({ field, period }: AskedGroup, key: string, fiscalYearStart: number): string {
  if (field.kind === 'yes-no') return key === 'true' ? 'yes' : 'no'
  if (field.kind !== 'day' && field.kind !== 'instant') return key
  switch (period) {
    case 'day':
      return key
    case 'week':
      return weekOf(key)
    case 'month':
      return key.slice(0, 7)
    case 'quarter':
    case 'year': {
      const [year = 0, month = 1] = key.split('-').map(Number)
      const into = (month - fiscalYearStart + 12) % 12
      const begun = month >= fiscalYearStart ? year : year - 1
      const named = fiscalYearStart === 1 ? begun : begun + 1
      const prefix = fiscalYearStart === 1 ? '' : 'FY '
      return period === 'year' ? `${prefix}${named}` : `${prefix}${named} Q${Math.floor(into / 3) + 1}`
    }
  }
}

/** `2026-W14` of a Monday: the week has the year of its Thursday. */
function weekOf(monday: string): string {
  const thursday = daysAfter(monday, 3)
  const day = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000
  return `${thursday.slice(0, 4)}-W${String(Math.floor(day / 7) + 1).padStart(2, '0')}`
}
