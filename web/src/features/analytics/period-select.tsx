import { Select } from '@mantine/core'
import { periods } from './periods.ts'

/** Chooses a quarter or a year around an instant. */
export function PeriodSelect({
  now,
  value,
  onChange,
}: {
  now: Date
  /** Its key. */
  value: string
  onChange: (key: string | undefined) => void
}) {
  return (
    <Select
      size="xs"
      w={200}
      aria-label="Period"
      allowDeselect={false}
      data={periods(now).map(({ key, label }) => ({ value: key, label }))}
      value={value}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}
