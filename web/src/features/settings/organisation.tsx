import { Alert, Select } from '@mantine/core'
import { currencies as currencyCodes } from '../../../../src/domain/values/currency.ts'
import { AddressInput, AddressShown } from '../../records/address.tsx'
import type { Choice, OwnInput } from '../../records/field.ts'
import { picture } from '../../records/picture-input.tsx'
import { resource } from '../../records/resource.ts'
import { day } from '../../ui/format.ts'
import { Nothing } from '../../ui/values.tsx'
import { dateAt } from '../../ui/zone.ts'
import { timeZones } from '../identity/me/choices.ts'
import { organisation as entry, type Organisation } from './organisation.entry.ts'
import { type SettingRow, SettingScreen } from './setting.tsx'

type OrganisationRow = SettingRow<Organisation>

const names = new Intl.DisplayNames('en-GB', { type: 'currency' })
const currencies: readonly Choice[] = currencyCodes.map((value) => ({
  value,
  label: `${value} · ${names.of(value)}`,
}))

export const organisation = {
  ...resource<OrganisationRow>(entry)({
    title: ({ legalName }) => legalName,
    fields: [
      { key: 'legalName', label: 'Legal name', kind: 'text', required: true },
      // Large enough for a letterhead at twice the size it is shown.
      { key: 'logo', label: 'Logo', ...picture({ width: 480, height: 144 }) },
      { key: 'address', label: 'Address', kind: 'own', Show: AddressShown, Input: AddressInput },
      { key: 'taxId', label: 'Tax id', kind: 'text', hint: 'As it stands on invoices' },
      {
        key: 'baseCurrency',
        label: 'Base currency',
        kind: 'choice',
        choices: currencies,
        required: true,
        hint: 'What sums over several currencies are told in',
      },
      {
        key: 'fiscalYearStart',
        label: 'Fiscal year begins in',
        kind: 'own',
        Show: MonthShown,
        Input: MonthInput,
        required: true,
      },
      {
        key: 'timeZone',
        label: 'Business time zone',
        kind: 'choice',
        choices: timeZones,
        required: true,
        hint: 'Whose days count',
      },
      {
        key: 'iban',
        label: 'IBAN',
        kind: 'text',
        section: 'How you are paid',
        hint: 'Where invoices are paid to',
      },
      { key: 'bic', label: 'BIC', kind: 'text', section: 'How you are paid' },
      {
        key: 'paymentDays',
        label: 'Paid within',
        kind: 'number',
        unit: 'days',
        required: true,
        section: 'How you are paid',
      },
      {
        key: 'discountDays',
        label: 'Sooner, within',
        kind: 'number',
        unit: 'days',
        section: 'How you are paid',
      },
      {
        key: 'discountPercent',
        label: 'takes off',
        kind: 'number',
        places: 4,
        unit: '%',
        section: 'How you are paid',
      },
      {
        key: 'invoicesOnFulfilment',
        label: 'Invoice what goes out by itself',
        kind: 'yes-no',
        section: 'How you are paid',
      },
      {
        key: 'from',
        label: 'Holds from',
        kind: 'date',
        required: true,
        hint: 'Documents of earlier days keep what held then',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'organisation.change',
    empty: 'Who you are on quotes and invoices, and by whose calendar and currency you count.',
    initial: { baseCurrency: 'USD', fiscalYearStart: 1, timeZone: 'UTC', paymentDays: 30, from: today() },
  }),
  at: entry.at,
}

/** Who we are, on paper (USR-19). */
export function OrganisationScreen() {
  return (
    <SettingScreen
      resource={organisation}
      about="Who you are on quotes and invoices. Each change says from which day it holds."
      prepare={(row) => ({ ...row, from: today(row.timeZone) })}
      above={({ planned }) =>
        planned && (
          <Alert color="gray" title={`Something else is planned from ${day(planned)}`}>
            The history below has it. A change that you make for an earlier day takes its place.
          </Alert>
        )
      }
    />
  )
}

/** The organisation's day, as the server counts; UTC's as long as it has no zone. */
function today(timeZone = 'UTC'): string {
  return dateAt(new Date(), timeZone)
}

const monthNames = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month, 1)),
)

function MonthShown({ value }: { value: unknown }) {
  return typeof value === 'number' ? monthNames[value - 1] : <Nothing />
}

function MonthInput({ value, onChange, ...shared }: OwnInput) {
  return (
    <Select
      {...shared}
      allowDeselect={false}
      data={monthNames.map((label, place) => ({ value: String(place + 1), label }))}
      value={typeof value === 'number' ? String(value) : null}
      onChange={(next) => onChange(next === null ? null : Number(next))}
    />
  )
}
