import type { ComponentType } from 'react'
import { Nothing } from '../ui/values.tsx'
import type { FieldKind, OwnInput } from './field.ts'
import { Reference } from './field-value.tsx'

/** What is entered for a field of several records: their ids. */
export interface SeveralInput extends OwnInput {
  value: string[]
}

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** A field of several records of one kind; how they are chosen depends on how many there are. */
export function severalRecords(
  model: string,
  Input: ComponentType<SeveralInput>,
): Extract<FieldKind, { kind: 'own' }> {
  return {
    kind: 'own',
    Show({ value }) {
      const ids = idsIn(value)
      if (ids.length === 0) return <Nothing />
      return ids.map((id, place) => (
        <span key={id}>
          {place > 0 && ', '}
          <Reference model={model} id={id} />
        </span>
      ))
    },
    Input: (given) => <Input {...given} value={idsIn(given.value)} />,
  }
}
