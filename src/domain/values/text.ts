import { z } from 'zod'
import { folded } from './folded.ts'

/**
 * One line of text: trimmed, with something to see, and without controls, line or paragraph separators, or marks that
 * turn the order of what stands beside them (UAX #9: embeddings, overrides, isolates). Characters that nobody sees are
 * left out (see `visible`).
 */
export const line = (max: number) =>
  z
    .string()
    .overwrite((text) => visible(text).trim())
    .min(1, 'must not be empty')
    .max(max)
    .regex(
      /^[^\p{Cc}\u2028-\u202E\u2066-\u2069]*$/u,
      'must be one line without control characters or marks that turn its direction',
    )
    .refine(hasInk, 'must have something to see')

/** Text of several lines: trimmed, with something to see. */
export const prose = (max: number) =>
  z.string().trim().min(1, 'must not be empty').max(max).refine(hasInk, 'must have something to see')

/** At most so many UTF-16 units of a text, and no half of a character (a pair that the cut would part goes with it). */
export const cutTo = (text: string, most: number): string =>
  text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

/** Letters, digits, marks of punctuation and signs; Braille's blank and the fillers of Hangul are none that show. */
const ink = /[\p{L}\p{N}\p{P}\p{S}]/u
const blank = /[\u2800\p{Default_Ignorable_Code_Point}]/gu

/** Of an empty text it is said already that it is empty. */
function hasInk(text: string): boolean {
  return text === '' || /[!-~]/.test(text) || ink.test(text.replace(blank, ''))
}

/** Letters, digits and signs of ASCII, and spaces: nothing in it is written in two ways. Most text is, and costs less then. */
export function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}

const ignorable = /\p{Default_Ignorable_Code_Point}/gu
/** Scripts that are written with joiners (Unicode Standard, chapters 9, 12 to 14 and 16), and pictures made of several. */
const joined =
  /(?:\uFE0F|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}])$/u
/** What may be followed by a selector of its form: pictures, digits of key caps, Han, Mongolian. */
const varied = /[\p{Emoji}\p{Script=Han}\p{Script=Mongolian}\p{Sm}]$/u
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const flag = /\u{1F3F4}[\u{E0020}-\u{E007E}]*$/u

/**
 * The text without characters that show nothing (Unicode's Default_Ignorable_Code_Point: zero-width spaces, soft
 * hyphens, fillers), but for those that change how their neighbours look: joiners in scripts and pictures that have them,
 * selectors of a form, tags of flags, and marks of direction where a text runs from right to left.
 */
export function visible(text: string): string {
  if (isAscii(text)) return text
  return text.replace(ignorable, (sign, at: number) => {
    const before = text.slice(Math.max(0, at - 16), at)
    if (sign === '\u200C' || sign === '\u200D') return joined.test(before) ? sign : ''
    if (/\p{Variation_Selector}/u.test(sign)) return varied.test(before) ? sign : ''
    if (/[\u200E\u200F\u061C]/.test(sign)) return rightToLeft.test(text) ? sign : ''
    if (/[\u{E0020}-\u{E007F}]/u.test(sign)) return flag.test(before) ? sign : ''
    // Refused rather than left out: without them the text may say something else.
    return /[\u202A-\u202E\u2066-\u2069]/.test(sign) ? sign : ''
  })
}

/** The form in which two writings of one name count as equal; of a name of nothing but apostrophes, itself. */
export function sameName(name: string): string {
  return folded(name) || name.normalize('NFKC').trim()
}
