import type { FieldKind, OwnInput } from '../../records/field.ts'
import { NumericInput } from '../../records/typed-inputs.tsx'
import { counted } from '../../ui/format.ts'
import { Nothing } from '../../ui/values.tsx'

/** A whole number that is counted in something: "15 minutes". */
export function inUnits(one: string, many: string): Extract<FieldKind, { kind: 'own' }> {
  function Show({ value }: { value: unknown }) {
    return typeof value === 'number' ? counted(value, one, many) : <Nothing />
  }
  function Input({ value, onChange, ...shared }: OwnInput) {
    return (
      <NumericInput
        {...shared}
        unit={value === 1 ? one : many}
        value={typeof value === 'number' ? value : null}
        onChange={onChange}
      />
    )
  }
  return { kind: 'own', Show, Input }
}
