import { folded, type Sought, soughtIn } from './folded.ts'
import { cutTo } from './text.ts'

/** What a record is found by: the texts of its fields, and what it is called. */
export interface Written {
  texts: readonly string[]
  /** The parts of its name, in their order. */
  name: readonly string[]
}

/** How well a record fits what somebody typed: that is its name or a number or address of it, its name begins so, or it has the words. */
export const fits = ['exact', 'name', 'words'] as const
export type Fit = (typeof fits)[number]

/** What begins a mark that stands for more than a word. */
const whole = '='
const beginning = '^'
const digits = '#'

/** Nobody types more of a word, or of a name; in characters. */
const longest = 100
/** Nobody looks for more words at once. */
const mostWords = 20
/** As in `soughtIn`. */
const shortestNumber = 5

const cut = (text: string) => cutTo(text, longest)

/**
 * The marks under which a record stands in the index: each word of its folded texts and the rest of it from each part
 * (`doe@acme.example` and `acme.example` of `jane.doe@acme.example`), its name and each number or address as a whole, how its
 * name begins, and of a number each end, since nobody types all of a telephone number or its country. What is asked for is looked up among their beginnings.
 */
export function marksOf({ texts, name }: Written): string[] {
  const marks = new Set<string>()
  for (const text of texts) {
    const plain = folded(text)
    if (/[\d@]/.test(plain)) marks.add(whole + cut(plain))
    for (const word of plain.split(/[\s,;:()"/-]+/)) {
      for (const { index } of word.matchAll(/(?<![^.@_&+#'])[^.@_&+#']/gu)) marks.add(cut(word.slice(index)))
      if (word !== '') marks.add(cut(word))
    }
    for (const number of numbersIn(text))
      for (let from = 0; number.length - from >= shortestNumber; from++)
        marks.add(digits + cut(number.slice(from)))
  }
  const called = name.map(folded).filter((part) => part !== '')
  if (called.length > 0) marks.add(whole + cut(called.join(' ')))
  for (const part of [called.join(' '), ...called]) if (part !== '') marks.add(beginning + cut(part))
  return [...marks]
}

/** The digits of numbers that are written in groups, without leading zeros. */
function numbersIn(text: string): string[] {
  return (text.replaceAll('(0)', ' ').match(/\+?\d[\d\s()./-]*\d/g) ?? [])
    .map((number) => number.replace(/\D/g, '').replace(/^0+/, ''))
    .filter((number) => number.length >= shortestNumber)
}

/** What somebody typed, as it is looked up: everything of it is to be found, in any order. */
export interface Typed {
  parts: readonly Part[]
  /** Marks of which a record that is that very thing has one, as it stands. */
  exact: readonly string[]
  /** How the mark of its name begins. */
  name: string
}

/** Words that belong together, or the same as a number: beginnings of marks. */
interface Part {
  words: readonly string[]
  numbers: readonly string[]
}

export function typed(text: string): Typed {
  const sought = soughtIn(text).slice(0, mostWords)
  const parts = sought.map((part) => ({
    words: part.words.slice(0, mostWords).map(cut),
    numbers: numbersOf(part).map((number) => digits + cut(number)),
  }))
  // Nothing but signs is looked for as it stands.
  const plain = cut(folded(text) || text)
  return {
    parts,
    exact: [whole + plain, ...(parts.length === 1 ? (parts[0]?.numbers ?? []) : [])],
    name: beginning + plain,
  }
}

/** With the country's prefix it is that of the same number written without, whose length nobody tells. */
function numbersOf({ words, digits: number }: Sought): string[] {
  if (number === undefined) return []
  if (!/^(\+|00)/.test(words[0] ?? '')) return [number]
  const domestic = [1, 2, 3].map((length) => number.slice(length).replace(/^0+/, ''))
  return [number, ...domestic.filter((rest) => rest.length >= shortestNumber + 2)]
}

/** The same for a record whose marks are at hand; undefined: it is not what was looked for. */
export function fitOf(marks: readonly string[], { parts, exact, name }: Typed): Fit | undefined {
  if (exact.some((mark) => marks.includes(mark))) return 'exact'
  if (marks.some((mark) => mark.startsWith(name))) return 'name'
  return parts.every((part) => says(marks, part)) ? 'words' : undefined
}

/** Whether these marks have one part of it. */
export function says(marks: readonly string[], { words, numbers }: Part): boolean {
  const begins = (start: string) => marks.some((mark) => mark.startsWith(start))
  return words.every(begins) || numbers.some(begins)
}

/** The same in Postgres's terms. */
export function tsqueryOf({ parts, exact, name }: Typed): { [fit in Fit]: string } {
  const begins = (mark: string) => `${quoted(mark)}:*`
  const of = ({ words, numbers }: Part) =>
    `(${[`(${words.map(begins).join(' & ')})`, ...numbers.map(begins)].join(' | ')})`
  return { exact: exact.map(quoted).join(' | '), name: begins(name), words: parts.map(of).join(' & ') }
}

/** A mark in Postgres's terms, whatever signs are in it. */
export function quoted(mark: string): string {
  return `'${mark.replace(/['\\]/g, '$&$&')}'`
}
