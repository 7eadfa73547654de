import { z } from 'zod'
import { vocabulary } from '../values/vocabulary.ts'

/** How large an organisation is, by its employees; up to 249 as the European Union's recommendation 2003/361 counts. */
export const sizeBand = z
  .enum(['1-9', '10-49', '50-249', '250-999', '1000-4999', '5000+'])
  .register(vocabulary, { id: 'SizeBand' })
export type SizeBand = z.output<typeof sizeBand>

/** Null where nobody knows how many work there, or nobody does. */
export function sizeOf(employees: number | null): SizeBand | null {
  if (!employees) return null
  if (employees < 10) return '1-9'
  if (employees < 50) return '10-49'
  if (employees < 250) return '50-249'
  if (employees < 1000) return '250-999'
  return employees < 5000 ? '1000-4999' : '5000+'
}
