import { createRequire } from 'node:module'

let known: ReadonlySet<string> | undefined

/** The list is large and rarely asked: it is read the first time. It came with the program; nothing is downloaded. */
function list(): ReadonlySet<string> {
  if (known) return known
  const load = createRequire(import.meta.url)
  const { dictionary } = load('@zxcvbn-ts/language-common') as {
    dictionary: { 'passwords-common': string[] }
  }
  known = new Set(dictionary['passwords-common'])
  return known
}

/**
 * Whether a password is known from breaches, or is hardly more than such a one: said twice or more, or with digits and
 * signs around it. Case does not matter.
 */
export function isKnownPassword(password: string): boolean {
  const plain = password.toLowerCase()
  const words = [plain, plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''), plain.replace(/\P{L}/gu, '')]
  return words.some((word) => list().has(word) || list().has(repeated(word)))
}

/** The part of which a text is nothing but repetitions; the text itself where there is none. */
function repeated(text: string): string {
  const period = `${text}${text}`.indexOf(text, 1)
  return text.slice(0, period)
}
