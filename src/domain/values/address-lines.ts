/** The parts of a postal address that are written differently from country to country. */
export interface Place {
  /** Street and house, or whatever stands in their place, as they are written. */
  lines: readonly string[]
  postalCode: string | null
  city: string
  /** A state, province or prefecture, where addresses have one. */
  state?: string | null
  /** ISO 3166-1 alpha-2. */
  country: string
}

/**
 * How the lines under the street are written, by the Universal Postal Union's and the countries' own rules: `P` is the postal
 * code, `C` the city, `S` the state. What an address does not have is left out, with the sign before it.
 */
const forms: readonly (readonly [countries: string, form: string])[] = [
  ['US PR GU VI AS MP UM', 'C, S P'],
  ['AU CA', 'C S P'],
  ['GB GG GI IM JE FK', 'C|P'],
  ['IE HK', 'C|S|P'],
  ['IT', 'P C S'],
  ['BR', 'C-S|P'],
  ['MX', 'P C, S'],
  ['IN', 'C P|S'],
  ['ID MY', 'P C|S'],
  ['NZ SG TH TW ZA', 'C P'],
  ['CN', 'C, S|P'],
  ['RU UA KZ', 'C|S|P'],
]
const formOf = new Map(forms.flatMap(([countries, form]) => countries.split(' ').map((one) => [one, form])))
const usual = 'P C|S'

/** Written from the large to the small: prefecture, city, then the street. */
const largeFirst = new Set(['JP', 'KR'])

/** An address as it stands on a letter, a line each; the country last, by its English name in capitals. */
export function addressLines({ lines, postalCode, city, state = null, country }: Place): string[] {
  const nation = (regions.of(country) ?? country).toLocaleUpperCase('en')
  if (largeFirst.has(country)) {
    const place = [state, city].filter(Boolean).join(' ')
    return [country === 'JP' && postalCode ? `〒${postalCode}` : postalCode, place, ...lines, nation].filter(
      (one) => one !== null && one !== '',
    ) as string[]
  }
  const parts: Readonly<Record<string, string | null>> = { P: postalCode, C: city, S: state }
  const written = (formOf.get(country) ?? usual).split('|').map((line) =>
    line.replace(/([^PCS]*)([PCS])/g, (_, before: string, part: string) => {
      const value = parts[part]
      return value ? `${before}${value}` : ''
    }),
  )
  return [...lines, ...written.map((line) => line.replace(/^[ ,-]+/, '').trim()), nation].filter(
    (line) => line !== '',
  )
}

const regions = new Intl.DisplayNames(['en'], { type: 'region' })
