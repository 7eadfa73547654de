import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** The sectors of the North American Industry Classification System of 2022, each with its subsectors' codes. */
const sectors: readonly (readonly [name: string, subsectors: string])[] = [
  ['Agriculture, forestry, fishing and hunting', '111 112 113 114 115'],
  ['Mining, quarrying, and oil and gas extraction', '211 212 213'],
  ['Utilities', '221'],
  ['Construction', '236 237 238'],
  ['Manufacturing', '311 312 313 314 315 316 321 322 323 324 325 326 327 331 332 333 334 335 336 337 339'],
  ['Wholesale trade', '423 424 425'],
  ['Retail trade', '441 444 445 449 455 456 457 458 459'],
  ['Transportation and warehousing', '481 482 483 484 485 486 487 488 491 492 493'],
  ['Information', '512 513 516 517 518 519'],
  ['Finance and insurance', '521 522 523 524 525'],
  ['Real estate and rental and leasing', '531 532 533'],
  ['Professional, scientific and technical services', '541'],
  ['Management of companies and enterprises', '551'],
  ['Administrative and support, waste management and remediation services', '561 562'],
  ['Educational services', '611'],
  ['Health care and social assistance', '621 622 623 624'],
  ['Arts, entertainment and recreation', '711 712 713'],
  ['Accommodation and food services', '721 722'],
  ['Other services (except public administration)', '811 812 813 814'],
  ['Public administration', '921 922 923 924 925 926 927 928'],
]

const subsectorsOf = sectors.flatMap(([name, codes]) => codes.split(' ').map((code) => [code, name] as const))
const byCode = new Map([
  ...subsectorsOf.map(([code, name]) => [code.slice(0, 2), name] as const),
  ...subsectorsOf,
])

/** A code of NAICS 2022: a sector of two digits, a subsector of three, or what has up to six and lies within one. */
export const naics = z
  .string()
  .trim()
  .regex(/^[0-9]{2,6}$/, 'must be a NAICS code of 2 to 6 digits')
  .refine((code) => sectorOf(code) !== undefined, 'lies in no sector or subsector of NAICS 2022')
  .meta({ examples: ['54', '3345', '325412'], description: 'A NAICS code of 2022, of 2 to 6 digits.' })
  .register(vocabulary, { id: 'Naics' })

/** What the sector of a code is called; undefined for what is no code. */
export function sectorOf(code: string): string | undefined {
  return byCode.get(code.slice(0, 3))
}
