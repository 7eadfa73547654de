import { Select, Stack } from '@mantine/core'
import type { Money } from '../../api/types.gen.ts'
import { countries } from '../../records/address.tsx'
import type { OwnInput } from '../../records/field.ts'
import { MoneyInput, RefInput } from '../../records/field-input.tsx'
import { RowsInput } from '../../records/rows-input.tsx'
import { DayInput, NumericInput } from '../../records/typed-inputs.tsx'
import { count, counted } from '../../ui/format.ts'
import { MoneyValue, Nothing } from '../../ui/values.tsx'
import type { MarketingPlan } from './marketing-plan.entry.ts'

type Target = NonNullable<MarketingPlan['targets']>[number]

export const metrics = [
  { value: 'leads', label: 'Leads captured' },
  { value: 'deals-won', label: 'Deals won' },
  { value: 'revenue-won', label: 'Revenue won' },
  { value: 'campaign-cost', label: 'Campaign cost' },
] as const

export const isAmount = (metric: string) => metric === 'revenue-won' || metric === 'campaign-cost'

/** A count, or an amount in its currency. */
export function Figure({ value, currency }: { value: number; currency: string | null }) {
  return currency === null ? count(value) : <MoneyValue value={{ amount: value, currency } as Money} />
}

export function TargetsShown({ value }: { value: unknown }) {
  const targets = (value ?? []) as readonly Target[]
  return targets.length === 0 ? <Nothing /> : counted(targets.length, 'target', 'targets')
}

export function TargetsInput({ label, description, error, value, onChange }: OwnInput) {
  const targets = (value ?? []) as readonly Target[]
  const last = targets.at(-1)
  return (
    <RowsInput
      label={description ? `${label}: ${description.toLowerCase()}` : label}
      error={error}
      rows={targets}
      onChange={onChange}
      one="target"
      add="Add a target"
      onAdd={() =>
        onChange([
          ...targets,
          last ?? {
            metric: 'leads',
            currency: null,
            from: '',
            to: '',
            productGroupId: null,
            country: null,
            value: 0,
          },
        ])
      }
      align="start"
    >
      {({ row, place, change }) => <TargetInput label={`Target ${place + 1}`} row={row} change={change} />}
    </RowsInput>
  )
}

function TargetInput({
  label,
  row,
  change,
}: {
  label: string
  row: Target
  change: (part: Partial<Target>) => void
}) {
  return (
    <Stack gap={4} flex={1}>
      <Select
        aria-label={`${label}: what`}
        allowDeselect={false}
        data={[...metrics]}
        value={row.metric}
        onChange={(metric) =>
          metric &&
          change({
            metric: metric as Target['metric'],
            currency: isAmount(metric) ? (row.currency ?? 'EUR') : null,
          })
        }
      />
      <DayInput
        aria-label={`${label}: from`}
        w={140}
        value={row.from || null}
        onChange={(next) => change({ from: next ?? '' })}
      />
      <DayInput
        aria-label={`${label}: to`}
        w={140}
        value={row.to || null}
        onChange={(next) => change({ to: next ?? '' })}
      />
      {row.metric !== 'leads' && (
        <RefInput
          label=""
          aria-label={`${label}: product group`}
          placeholder="All products"
          model="productGroup"
          value={row.productGroupId}
          onChange={(productGroupId) => change({ productGroupId })}
        />
      )}
      {row.metric !== 'campaign-cost' && (
        <Select
          aria-label={`${label}: country`}
          placeholder="Everywhere"
          searchable
          clearable
          data={countries}
          value={row.country}
          onChange={(country) => change({ country })}
          nothingFoundMessage="Nothing found"
        />
      )}
      {row.currency === null ? (
        <NumericInput
          aria-label={`${label}: how many`}
          min={0}
          value={row.value}
          onChange={(next) => change({ value: next ?? 0 })}
        />
      ) : (
        <MoneyInput
          label={`${label}: how much`}
          value={{ amount: row.value, currency: row.currency } as Money}
          onChange={(next) => next && change({ value: next.amount, currency: next.currency })}
        />
      )}
    </Stack>
  )
}
