import { Fragment } from 'react'
import type { OwnInput } from '../../records/field.ts'
import { Reference } from '../../records/field-value.tsx'
import { nameOf, useDirectory } from '../../records/names.ts'
import { Nothing } from '../../ui/values.tsx'
import { RecordsInput } from './inputs.tsx'

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** How several records of a kind are shown and chosen in a field that holds their ids. */
export function recordsOf(model: string) {
  function Show({ value }: { value: unknown }) {
    const ids = idsIn(value)
    if (ids.length === 0) return <Nothing />
    return ids.map((id, place) => (
      <Fragment key={id}>
        {place > 0 && ', '}
        <Reference model={model} id={id} />
      </Fragment>
    ))
  }

  function Input({ value, onChange, ...shared }: OwnInput) {
    const rows = useDirectory(model)
    const chosen = idsIn(value).map((id) => ({
      model,
      id,
      name: nameOf(rows.find((one) => one.id === id)) ?? null,
    }))
    return (
      <RecordsInput
        {...shared}
        models={[model]}
        value={chosen}
        onChange={(next) => onChange((next as { id: string }[]).map(({ id }) => id))}
      />
    )
  }

  return { Show, Input }
}
