import { valuesAfter } from '../domain/custom-values.ts'
import type { CustomisedKind, CustomValues, GivenValues } from '../domain/settings/custom-field.ts'
import { type Column, json } from './projection.ts'

/** The values of fields of the organisation's own, by key; the row begins with none. */
export const customColumn: Column<CustomValues> = json<CustomValues>()

type Fold = <Row extends { custom: CustomValues }>(
  row: Row | undefined,
  event: { data: GivenValues },
) => Row | undefined

const fold: Fold = (row, { data }) => row && { ...row, custom: valuesAfter(row.custom, data) }

/** The names that mean these values. */
export const customNames = ['custom', 'customNames', 'values', 'personal'] as const

/** What becomes of a record's row when such fields are given values. */
export function customFolds<const N extends CustomisedKind>(name: N) {
  return { [`${name}.custom-values-set`]: fold } as { [K in `${N}.custom-values-set`]: Fold }
}
