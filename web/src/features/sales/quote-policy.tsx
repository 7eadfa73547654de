import { isRecord } from '../../api/problem.ts'
import type { OwnInput } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { RowsInput } from '../../records/rows-input.tsx'
import { NumericInput } from '../../records/typed-inputs.tsx'
import { Nothing } from '../../ui/values.tsx'
import { RoleInput, RoleName } from '../identity/role-choice.tsx'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { quotePolicy as entry, type QuoteRules } from './quote-policy.entry.ts'

interface Limit {
  role: string | null
  percent: number | null
}

const limitsIn = (value: unknown): Limit[] =>
  Array.isArray(value)
    ? value.filter(isRecord).map(({ role, percent }) => ({
        role: typeof role === 'string' ? role : null,
        percent: typeof percent === 'number' ? percent : null,
      }))
    : []

function Limits({ value }: { value: unknown }) {
  const limits = limitsIn(value)
  if (limits.length === 0) return <Nothing />
  return limits.map(({ role, percent }, place) => (
    <span key={role}>
      {place > 0 && ' · '}
      <RoleName value={role} />: {percent} %
    </span>
  ))
}

function LimitsInput({ label, error, value, onChange }: OwnInput) {
  const limits = limitsIn(value)
  return (
    <RowsInput
      label={label}
      error={error}
      rows={limits}
      onChange={onChange}
      one="limit"
      add="Add a role"
      onAdd={() => onChange([...limits, { role: null, percent: 10 }])}
      align="flex-end"
    >
      {({ row, place, change }) => (
        <>
          <RoleInput
            label={`Role ${place + 1}`}
            value={row.role}
            onChange={(role) => change({ role: role as string | null })}
          />
          <NumericInput
            label="Up to"
            unit="%"
            places={4}
            min={0}
            max={100}
            value={row.percent}
            onChange={(percent) => change({ percent })}
          />
        </>
      )}
    </RowsInput>
  )
}

export const quotePolicy = {
  ...resource<SettingRow<QuoteRules>>(entry)({
    title: () => 'limits of discounts',
    fields: [
      {
        key: 'discountLimit',
        label: 'Everybody may give away',
        kind: 'number',
        places: 4,
        unit: '%',
        hint: 'Of the list prices; left empty: as much as they like',
      },
      {
        key: 'discountLimits',
        label: 'Who has one of these roles instead',
        kind: 'own',
        Show: Limits,
        Input: LimitsInput,
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'quotePolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** How much quotes may give away before somebody has to approve it (QTC-04). */
export function QuotePolicyScreen() {
  return (
    <SettingScreen
      resource={quotePolicy}
      about="How much of the list prices a quote may give away, by discounts, lower prices and what is taken back. Above it somebody whose limit is higher approves it before it is sent."
    />
  )
}
