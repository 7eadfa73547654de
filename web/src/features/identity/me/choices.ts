import type { Choice } from '../../../records/field.ts'
import { places } from '../../../records/places.ts'

const named = new Intl.DisplayNames('en-GB', { type: 'language' })

export const languages: readonly Choice[] = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv'].map(
  (value) => ({ value, label: named.of(value) ?? value }),
)

export const timeZones: readonly Choice[] = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}))

/** `/` is where everybody begins. */
export const startPages = (): readonly Choice[] => [
  { value: '/', label: 'Home' },
  ...places()
    .filter(({ start }) => start)
    .map(({ path, label }) => ({ value: `/${path}`, label })),
]

/** Whose numbers and dates: by their own example. */
export const locales: readonly Choice[] = [
  'en-GB',
  'en-US',
  'de-DE',
  'de-CH',
  'es-ES',
  'fr-FR',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'sv-SE',
].map((value) => ({
  value,
  label: `${named.of(value) ?? value}: ${new Intl.NumberFormat(value).format(12_345.67)}`,
}))

export const dateFormats: readonly Choice[] = [
  { value: 'locale', label: 'As numbers and dates' },
  { value: 'day-first', label: 'Day first: 30 Jun 2017' },
  { value: 'month-first', label: 'Month first: Jun 30, 2017' },
  { value: 'iso', label: 'Year first: 2017-06-30' },
]
