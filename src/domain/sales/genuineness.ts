import { isDisposableEmailDomain } from 'disposable-email-domains-js'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'
import { likeness } from '../customers/likeness.ts'
import { domainOf } from '../values/email.ts'
import { count } from '../values/integer.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Counts with each change of what is looked at here, and of the lists and plans of numbers that it is looked up in. */
export const checkVersion = 1
/** Those of version 1; a test holds them against what is installed. */
export const lookedUpIn = { 'disposable-email-domains-js': '1.26.0', 'libphonenumber-js': '1.13.16' }

export const checkNames = ['email', 'disposable', 'phone', 'duplicate', 'bot'] as const
export const checkResult = z.enum(['pass', 'warn', 'fail']).register(vocabulary, { id: 'CheckResult' })
type Result = z.output<typeof checkResult>

/** What a check may find: what that is, what it takes off a hundred, and how it is said. */
const findings = {
  plausible: ['pass', 0, 'The address is well formed, at a domain that may exist'],
  'no-email': ['pass', 0, 'No e-mail address was given'],
  unreachable: ['warn', 30, 'Neither an e-mail address nor a telephone number was given'],
  'reserved-domain': ['fail', 50, 'The domain is reserved: no mail can ever arrive there'],
  'example-domain': ['warn', 10, 'The domain is one of those for examples'],
  nobodys: ['warn', 5, 'The address is of an office, or of a machine, and of nobody in particular'],
  lasting: ['pass', 0, 'The domain is not known for addresses to throw away'],
  'thrown-away': ['fail', 60, 'The domain gives addresses to throw away'],
  'valid-number': ['pass', 0, 'The number is one that its country gives out'],
  'no-phone': ['pass', 0, 'No telephone number was given'],
  'no-country': ['warn', 5, 'The number has no country, and neither has the lead'],
  'no-such-number': ['fail', 30, 'Its country gives out no such number'],
  'other-country': ['warn', 10, 'The number is of another country than the lead'],
  unknown: ['pass', 0, 'Nobody like that is known yet'],
  'not-looked': ['warn', 0, 'Nobody could look who is known'],
  'known-contact': ['warn', 0, 'A contact is probably the same person'],
  'like-lead': ['warn', 10, 'Another lead is probably the same person'],
  'same-lead': ['fail', 30, 'Another open lead has the same e-mail address'],
  'not-public': ['pass', 0, 'It did not come by a public form'],
  proven: ['pass', 0, 'The form was filled in by a browser that took the time'],
  hasty: ['warn', 20, 'The form was filled in faster than people write'],
  unproven: ['fail', 40, 'The browser did not do the work that keeps programs away'],
  trapped: ['fail', 80, 'A field was filled in that people do not see'],
} as const satisfies Record<string, readonly [Result, number, string]>

export type Finding = keyof typeof findings
const finding = z.enum(Object.keys(findings) as [Finding, ...Finding[]]).register(vocabulary, {
  id: 'LeadFinding',
})

export const wordsOf = (found: Finding): string => findings[found][2]
export const resultOf = (found: Finding): Result => findings[found][0]

/** Another record that is probably the same person. */
export const twin = z.object({ model: z.enum(['lead', 'contact']), id: uuid })

/** What was found of a lead, and what that says of whether there is somebody behind it. */
export const genuineness = z.object({
  checkVersion: count.min(1),
  genuineness: z.int().min(0).max(100),
  checks: z.array(
    z.object({ check: z.enum(checkNames), result: checkResult, finding, points: z.int().min(0) }),
  ),
  twins: z.array(twin).max(40),
})
export type Genuineness = z.output<typeof genuineness>

/** Others with the same address or number, as they stood; null: nobody could look. */
export const lookedUp = z.object({
  twins: z
    .array(twin.extend({ reasons: z.array(likeness), open: z.boolean() }))
    .max(40)
    .nullable(),
})
export type LookedUp = z.output<typeof lookedUp>

/** By what a submission of a form is told from that of a program. */
export const formSigns = z.object({
  /** Whether the field that is hidden from people was filled in. */
  trapped: z.boolean(),
  /** Whether the browser has done the work that was asked of it. */
  proven: z.boolean(),
  /** Between showing the form and sending it. */
  seconds: count,
})
export type FormSigns = z.output<typeof formSigns>

interface Checked {
  email: string | null
  phone: string | null
  country: string | null
  submission?: { signs: FormSigns } | null | undefined
}

/** Pure: the same of the same, as long as the version is. */
export function genuinenessOf(lead: Checked, { twins }: LookedUp): Genuineness {
  const found: Readonly<Record<(typeof checkNames)[number], Finding>> = {
    email: ofEmail(lead),
    disposable: ofDomain(domainOf(lead.email)),
    phone: ofPhone(lead),
    duplicate: twins === null ? 'not-looked' : ofTwins(twins),
    bot: ofSigns(lead.submission?.signs),
  }
  const checks = checkNames.map((check) => {
    const [result, points] = findings[found[check]]
    return { check, result, finding: found[check], points }
  })
  const lost = checks.reduce((sum, { points }) => sum + points, 0)
  return {
    checkVersion,
    genuineness: Math.max(0, 100 - lost),
    checks,
    twins: (twins ?? []).map(({ model, id }) => ({ model, id })),
  }
}

export const hasFailed = (found: Pick<Genuineness, 'checks'> | null): boolean =>
  found?.checks.some(({ result }) => result === 'fail') ?? false

/** RFC 2606, RFC 6761, RFC 6762, RFC 7686 and what ICANN keeps for inner networks. */
const reserved = /(^|\.)(test|invalid|localhost|local|internal|onion|arpa)$/
const forExamples = /(^|\.)(example|example\.(com|net|org))$/
const offices = new Set(
  'abuse admin billing contact hello help hostmaster info mail mailer-daemon no-reply noreply office postmaster sales support webmaster'.split(
    ' ',
  ),
)

function ofEmail({ email, phone }: Checked): Finding {
  const domain = domainOf(email)
  if (email === null || domain === null) return phone === null ? 'unreachable' : 'no-email'
  if (reserved.test(domain)) return 'reserved-domain'
  if (forExamples.test(domain)) return 'example-domain'
  return offices.has(email.slice(0, email.lastIndexOf('@'))) ? 'nobodys' : 'plausible'
}

/** Subdomains of such a domain are its own. */
function ofDomain(domain: string | null): Finding {
  if (domain === null) return 'no-email'
  const labels = domain.split('.')
  const above = labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'))
  return above.some(isDisposableEmailDomain) ? 'thrown-away' : 'lasting'
}

function ofPhone({ phone, country }: Checked): Finding {
  if (phone === null) return 'no-phone'
  const home = country !== null && isSupportedCountry(country) ? country : undefined
  const isWhole = phone.startsWith('+') || phone.startsWith('(+')
  if (!isWhole && home === undefined) return 'no-country'
  const parsed = parsePhoneNumberFromString(phone.replace(/ ext\. .*$/, ''), home)
  if (!parsed?.isValid()) return 'no-such-number'
  return home !== undefined && parsed.country !== undefined && parsed.country !== home
    ? 'other-country'
    : 'valid-number'
}

function ofTwins(twins: NonNullable<LookedUp['twins']>): Finding {
  const leads = twins.filter(({ model }) => model === 'lead')
  if (leads.some(({ open, reasons }) => open && reasons.includes('email'))) return 'same-lead'
  if (leads.length > 0) return 'like-lead'
  return twins.length > 0 ? 'known-contact' : 'unknown'
}

/** Nobody reads a form and writes a name in less. */
const fewest = 3

function ofSigns(signs: FormSigns | undefined): Finding {
  if (!signs) return 'not-public'
  if (signs.trapped) return 'trapped'
  if (!signs.proven) return 'unproven'
  return signs.seconds < fewest ? 'hasty' : 'proven'
}
