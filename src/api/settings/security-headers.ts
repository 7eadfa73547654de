import type { Finding } from '../../domain/settings/security-check.ts'

/** A reply as far as browsers go by it; names of headers in small letters. */
export interface Reply {
  /** What was asked: `/api/me`. */
  path: string
  headers: Readonly<Record<string, unknown>>
}

interface Rule {
  header: string
  severity: Finding['severity']
  holds: (value: string | undefined, path: string) => boolean
  /** What is wrong where it does not hold. */
  text: string
}

/** Half a year, in seconds. */
const longEnough = 15_552_000

const directive = (policy: string | undefined, name: string) =>
  policy
    ?.split(';')
    .map((part) => part.trim().split(/\s+/))
    .find(([word]) => word === name)
    ?.slice(1)

/** After the OWASP Secure Headers Project and ASVS 5.0, chapter 3.4. */
const rules: readonly Rule[] = [
  {
    header: 'content-security-policy',
    severity: 'high',
    holds: (policy) => {
      const scripts = directive(policy, 'script-src')
      return scripts?.every((source) => source === "'self'" || source === "'none'") ?? false
    },
    text: 'Scripts may come from elsewhere or stand in the page: script-src must allow nothing but this origin.',
  },
  {
    header: 'content-security-policy',
    severity: 'moderate',
    holds: (policy) => directive(policy, 'frame-ancestors')?.join(' ') === "'none'",
    text: 'Other sites may show it in a frame and catch clicks: frame-ancestors must be none.',
  },
  {
    header: 'content-security-policy',
    severity: 'moderate',
    holds: (policy) =>
      directive(policy, 'object-src')?.join(' ') === "'none'" && directive(policy, 'base-uri') !== undefined,
    text: 'Plug-ins, or another base of all links, may be slipped in: object-src and base-uri must be set.',
  },
  {
    header: 'strict-transport-security',
    severity: 'moderate',
    holds: (value) => Number(/max-age=(\d+)/.exec(value ?? '')?.[1]) >= longEnough,
    text: 'Browsers may come back without TLS: max-age must be half a year or more.',
  },
  {
    header: 'x-content-type-options',
    severity: 'moderate',
    holds: (value) => value === 'nosniff',
    text: 'Browsers may guess another type than was said: it must be nosniff.',
  },
  {
    header: 'referrer-policy',
    severity: 'low',
    holds: (value) => ['no-referrer', 'same-origin', 'strict-origin'].includes(value ?? ''),
    text: 'Other sites may learn which page somebody came from: it must be no-referrer.',
  },
  {
    header: 'cross-origin-opener-policy',
    severity: 'low',
    holds: (value) => value === 'same-origin',
    text: 'Windows opened from here may reach back: it must be same-origin.',
  },
  {
    header: 'cache-control',
    severity: 'moderate',
    holds: (value, path) => !path.startsWith('/api/') || /\bno-store\b/.test(value ?? ''),
    text: 'Data may stay in caches: answers of the API must be no-store.',
  },
  {
    header: 'access-control-allow-origin',
    severity: 'high',
    holds: (value) => value === undefined,
    text: 'Other sites may read it: there must be no such header.',
  },
  {
    header: 'x-powered-by',
    severity: 'low',
    holds: (value) => value === undefined,
    text: 'It tells what it is made with: there must be no such header.',
  },
]

/** What is wrong with the headers of a reply. */
export function headerFindings({ path, headers }: Reply): Finding[] {
  return rules
    .filter(({ header, holds }) => !holds(textOf(headers[header]), path))
    .map(({ header, severity, text }) => ({ severity, subject: `${path}: ${header}`, text, url: null }))
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
