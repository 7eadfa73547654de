/** Ranges of code points, as what stands between the brackets of a regular expression; `u` writes one of them. */
type Ranges = readonly (readonly [first: number, last: number])[]

const one = (...codes: readonly number[]): Ranges => codes.map((code) => [code, code])

/** Signs that people type for an apostrophe: quotation marks, primes, accents that stand alone, modifier letters. */
const apostrophes: Ranges = [
  ...one(0x27, 0x60, 0xb4, 0x2b9, 0x2c8, 0x55a, 0x5f3, 0x7f4, 0x2032, 0x2035, 0xa78c, 0xff07, 0xff40),
  [0x2bb, 0x2bd],
  [0x2018, 0x201b],
]
/** Unicode's Default_Ignorable_Code_Point: what nobody sees. */
const ignorables: Ranges = [
  ...one(0xad, 0x34f, 0x61c, 0x3164, 0xfeff, 0xffa0),
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfff0, 0xfff8],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
]
/** The blocks of combining diacritical marks. Marks of other scripts are vowels, and stay. */
const accents: Ranges = [
  [0x300, 0x36f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
]
const dashes: Ranges = [
  ...one(0x2d, 0x58a, 0x5be, 0x1400, 0x1806, 0x2043, 0x2212, 0x301c, 0x3030, 0xfe58, 0xfe63, 0xff0d),
  [0x2010, 0x2015],
  [0x2e3a, 0x2e3b],
  [0xfe31, 0xfe32],
]
const spaces: Ranges = [
  [0x09, 0x0d],
  ...one(0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000),
  [0x2000, 0x200a],
]
/** Letters with a stroke, and letters of two, which Unicode takes apart no further. In SQL's `translate` and `replace`. */
const single = { from: 'øłđħŧðςı', to: 'oldhtdσi' } as const
const double = [
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
  ['ß', 'ss'],
] as const

const classOf = (ranges: Ranges, write: (code: number) => string) =>
  `[${ranges.map(([first, last]) => (first === last ? write(first) : `${write(first)}-${write(last)}`)).join('')}]`

const here = (ranges: Ranges) =>
  new RegExp(`${classOf(ranges, (code) => `\\u{${code.toString(16)}}`)}+`, 'gu')
const [apostrophe, unseen, dash, space] = [
  here(apostrophes),
  here([...apostrophes, ...ignorables, ...accents]),
  here(dashes),
  here(spaces),
]
const letters = new Map<string, string>([
  ...Array.from(single.from, (from, n) => [from, Array.from(single.to)[n] ?? ''] as const),
  ...double,
])
const letter = new RegExp(`[${[...letters.keys()].join('')}]`, 'g')

/** What most text is: folding it takes a few signs away, and is done often. */
const plain = /^[\x20-\x7e]*$/

/**
 * The form in which two writings of one text are equal: neither case, width, accents, the sign for an apostrophe or whether
 * there is one, the kind of dash, runs of spaces nor what nobody sees matter (Unicode NFKC, UAX #15; TR36), and ß is ss.
 * Search, filters and unique names compare by it; `foldedInSql` is the same for Postgres, and a law holds them together.
 */
export function folded(text: string): string {
  if (plain.test(text)) return trimmed(text.replace(/['`]+/g, '').toLowerCase().replace(/-+/g, '-'))
  const bare = text
    .replace(apostrophe, '')
    .normalize('NFKD')
    .replace(unseen, '')
    .toUpperCase()
    .toLowerCase()
    .replace(letter, (sign) => letters.get(sign) ?? sign)
    .normalize('NFKC')
    .replace(dash, '-')
  return trimmed(bare)
}

const trimmed = (text: string) => text.replace(space, ' ').replace(/^ | $/g, '')

/** The body of a function in SQL that gives `folded` of its argument `written`. Plain text, which most is, goes a short way. */
export function foldedInSql(): string {
  const inSql = (ranges: Ranges) =>
    `'${classOf(ranges, (code) => (code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`))}+'`
  const icu = 'collate "und-x-icu"'
  const bare = `regexp_replace(normalize(regexp_replace(written collate "C", ${inSql(apostrophes)}, '', 'g'), NFKD),
    ${inSql([...apostrophes, ...ignorables, ...accents])}, '', 'g')`
  const cased = `translate(lower(upper(${bare} ${icu}) ${icu}) collate "C", '${single.from}', '${single.to}')`
  const spelled = double.reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, cased)
  const spaced = (sql: string) => `btrim(regexp_replace(${sql}, ${inSql(spaces)}, ' ', 'g'), ' ')`
  return `select case when octet_length(written) = length(written)
    then ${spaced(`regexp_replace(translate(lower(written collate "C"), '''\`', ''), '-+', '-', 'g')`)}
    else ${spaced(`regexp_replace(normalize(${spelled}, NFKC), ${inSql(dashes)}, '-', 'g')`)} end`
}

/** What is asked for, to be found in any order: words of `folded` text, and numbers written in whatever groups. */
export interface Sought {
  words: readonly string[]
  /** Its digits without leading zeros: so a telephone number is found with or without its country's or trunk prefix. */
  digits?: string
}

/** Shorter ones would be found everywhere. */
const shortestNumber = 5

/** Reads what somebody typed into a search: each part is to be found. */
export function soughtIn(typed: string): Sought[] {
  const text = folded(typed.replaceAll('(0)', ' '))
  const words = text.split(/[\s,;:()"/-]+/).filter((word) => word !== '' && word !== '.')
  // Nothing but signs: they are looked for as they stand.
  if (words.length === 0) return [{ words: [text || typed] }]
  const parts: { words: string[]; digits: string }[] = []
  let last: (typeof parts)[number] | undefined
  for (const word of words) {
    const isNumber = /^[+.\d]*\d[+.\d]*$/.test(word)
    if (!isNumber || last === undefined) parts.push({ words: [], digits: '' })
    const part = parts.at(-1) as (typeof parts)[number]
    part.words.push(word)
    if (isNumber) part.digits += word.replace(/\D/g, '')
    last = isNumber ? part : undefined
  }
  return parts.map(({ words, digits }) => {
    const bare = digits.replace(/^0+/, '')
    return bare.length >= shortestNumber ? { words, digits: bare } : { words }
  })
}
