import type { Choice } from '../../../records/field.ts'

const named = new Intl.DisplayNames('en-GB', { type: 'language' })

export const languages: readonly Choice[] = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv'].map(
  (value) => ({ value, label: named.of(value) ?? value }),
)

export const timeZones: readonly Choice[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}))

/** `/` leaves it to the role. */
export const startPages: readonly Choice[] = [
  { value: '/', label: 'As usual for my role' },
  { value: '/pipeline', label: 'Pipeline' },
  { value: '/forecast', label: 'Forecast' },
  { value: '/leads', label: 'Leads' },
  { value: '/opportunities', label: 'Opportunities' },
  { value: '/contacts', label: 'Contacts' },
  { value: '/tickets', label: 'Tickets' },
]
