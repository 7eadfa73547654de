import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../api/queries.ts'
import type { OwnInput } from '../../records/field.ts'
import { useView } from '../../time/use-time.ts'
import { Nothing } from '../../ui/values.tsx'
import type { SendingRules } from './sending-policy.entry.ts'

/** What may be sent for, as the sending policy has it. */
export function usePurposes(): readonly SendingRules['purposes'][number][] {
  const { data } = useQuery(
    derivedQuery<SendingRules>('sendingPolicy', '/settings/sending-policy', {}, useView()),
  )
  return data?.purposes ?? []
}

export function PurposeShown({ value }: { value: unknown }) {
  return typeof value === 'string' ? value : <Nothing />
}

export function PurposeInput({ label, description, withAsterisk, error, value, onChange }: OwnInput) {
  const purposes = usePurposes()
  return (
    <Select
      label={label}
      description={description}
      withAsterisk={withAsterisk ?? false}
      error={error}
      data={purposes.map(({ name }) => name)}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
    />
  )
}
