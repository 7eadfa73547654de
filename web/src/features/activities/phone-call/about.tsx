import { Reference } from '../../../records/field-value.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { PhoneCall } from '../phone-call.entry.ts'

/** The records that a call is about. */
export function About({ records }: { records: NonNullable<PhoneCall['records']> }) {
  if (records.length === 0) return <Nothing />
  return records.map(({ model, id }, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Reference model={model} id={id} />
    </span>
  ))
}
