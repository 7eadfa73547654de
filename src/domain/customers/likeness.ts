import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { folded } from '../values/folded.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What two records of a customer have in common. */
export const likenesses = ['email', 'phone', 'name', 'near-name', 'domain'] as const
export const likeness = z.enum(likenesses).register(vocabulary, { id: 'Likeness' })
export type Likeness = z.output<typeof likeness>

/** What a customer is known by. */
export interface Known {
  /** The parts of its name. */
  name: readonly string[]
  emails: readonly string[]
  phones: readonly string[]
  /** Of its web site and its addresses. */
  domains: readonly string[]
}

/** How much each of them says that two are one, by kind: some of it holds of many who are two. */
const ofPeople = { email: 0.9, phone: 0.6, name: 0.6, 'near-name': 0.4, domain: 0.1 }
const weights = {
  contact: ofPeople,
  lead: ofPeople,
  account: { email: 0.7, phone: 0.6, name: 0.8, 'near-name': 0.5, domain: 0.6 },
} as const satisfies Record<string, Record<Likeness, number>>
export type LikenessKind = keyof typeof weights

/** Less is no candidate. */
const least = 0.4
/** So much of a name may be written otherwise: one sign in five. */
const near = 0.8
/** Shorter ends of numbers belong to many. */
const ownDigits = 7

/** How much speaks for two being one, between 0 and 1, and what; undefined: too little. */
export function likenessOf(
  kind: LikenessKind,
  one: Known,
  other: Known,
): { score: number; reasons: Likeness[] } | undefined {
  const reasons: Likeness[] = []
  if (shared(one.emails, other.emails)) reasons.push('email')
  if (phonesAlike(one.phones, other.phones)) reasons.push('phone')
  const alike = namesAlike(one.name, other.name)
  if (alike) reasons.push(alike)
  // The same address is at the same domain; that is said once.
  if (!reasons.includes('email') && shared(ownDomains(one.domains), ownDomains(other.domains)))
    reasons.push('domain')
  const against = reasons.reduce((left, reason) => left * (1 - weights[kind][reason]), 1)
  const score = Math.round((1 - against) * 100) / 100
  return score < least ? undefined : { score, reasons }
}

/** Whether two names are the same as people mean it, or nearly: with other forms of a company, in another order, mistyped. */
function namesAlike(one: readonly string[], other: readonly string[]): 'name' | 'near-name' | undefined {
  const [mine, theirs] = [folded(one.join(' ')), folded(other.join(' '))]
  if (mine === '' || theirs === '') return undefined
  if (mine === theirs) return 'name'
  const [bare, otherBare] = [bareName(mine), bareName(theirs)]
  const longest = Math.max(bare.length, otherBare.length)
  return longest > 3 && 1 - distance(bare, otherBare) / longest >= near ? 'near-name' : undefined
}

/** Its words in one order, without what a company is by law. */
function bareName(name: string): string {
  const words = wordsOf(name)
  const own = words.filter((word) => !legalForms.has(word))
  return (own.length > 0 ? own : words).sort().join(' ')
}

const wordsOf = (name: string) =>
  name
    .replaceAll('.', '')
    .split(/[\s,;:()"/&+-]+/)
    .filter((word) => word !== '')

const legalForms = new Set(
  `ab ag as bv co company corp corporation eg ek ev eurl gbr gmbh inc incorporated kft kg kgaa limited llc llp ltd mbh nv
  og ohg oy oyj plc pte pty sa sarl sas sasu se sl sp srl spa sro ug und and`.split(/\s+/),
)

/** Addresses there say nothing of who somebody works for. */
const everybodys = new Set(
  `aol.com gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hotmail.com icloud.com live.com mail.com mail.ru me.com
  msn.com outlook.com proton.me protonmail.com qq.com t-online.de web.de yahoo.com yandex.ru 163.com 126.com`.split(
    /\s+/,
  ),
)

const ownDomains = (domains: readonly string[]) => domains.filter((domain) => !everybodys.has(domain))

/** Its digits, without the leading zero that stands in the place of a country; none where they are too few to be its own. */
export function digitsOf(phone: string): string {
  const digits = phone
    .replace(/ ext\. .*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
  return digits.length < ownDigits ? '' : digits
}

/** A number is the same with and without its country. */
const phonesAlike = (one: readonly string[], other: readonly string[]) =>
  one
    .map(digitsOf)
    .some((mine) =>
      other
        .map(digitsOf)
        .some((theirs) => mine !== '' && theirs !== '' && (mine.endsWith(theirs) || theirs.endsWith(mine))),
    )

/** How the marks of a number end that may be the same. */
const endOf = (phone: string) => digitsOf(phone).slice(-ownDigits)

const shared = (one: readonly string[], other: readonly string[]) =>
  one.some((each) => each !== '' && other.includes(each))

/** Where a record that may be the same is looked for: marks of it (domain/values/searched), or beginnings of such. */
export interface Traces {
  marks: readonly string[]
  /** All of one of these are to be there. */
  beginnings: readonly (readonly string[])[]
}

export function tracesOf({ name, emails, phones, domains }: Known): Traces {
  const whole = folded(name.join(' '))
  const starts = wordsOf(whole)
    .filter((word) => !legalForms.has(word))
    .map((word) => word.slice(0, 3))
    .slice(0, 3)
  return {
    marks: [
      ...(whole === '' ? [] : [`=${whole}`]),
      ...emails.map((email) => `=${folded(email)}`),
      ...ownDomains(domains),
      ...phones.map(endOf).flatMap((end) => (end === '' ? [] : [`#${end}`])),
    ],
    beginnings: starts.length === 0 ? [] : [starts],
  }
}
