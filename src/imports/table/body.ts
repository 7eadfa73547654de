import { changed } from '../../domain/record.ts'
import { type AddressParts, addressIssue } from './address.ts'
import type { Body, Kind } from './kinds.ts'
import type { Facts } from './translate.ts'

/** One command that brings a record on. */
export interface Step {
  command: string
  body: Body
}

/** A deal's stage, which is entered by commands of its own. */
export interface StageFact {
  id: string
  kind: 'open' | 'won' | 'lost'
}

/** What a row says as the body of the command that makes the record; and what of it could not be taken. */
export function bodyOf(
  facts: Facts,
  before?: Body,
): { body: Body; gaps: readonly { field: string; message: string }[] } {
  const body: Record<string, unknown> = {}
  const name: Record<string, string> = {}
  const custom: Record<string, unknown> = {}
  const addresses = new Map<string, AddressParts>()
  const gaps: { field: string; message: string }[] = []
  for (const [key, value] of facts) {
    const [root = '', kind = '', part = ''] = key.split('.')
    if (key === 'createdAt' || key === 'deleted' || key === 'lostReason') continue
    if (root === 'name' && kind) name[kind] = String(value)
    else if (root === 'custom') custom[kind] = value
    else if (root === 'addresses') addresses.set(kind, { ...addresses.get(kind), [part]: String(value) })
    else if (root === 'otherPhones' || root === 'otherEmails')
      body[root] = withKind(body[root] ?? before?.[root], kind, {
        kind,
        [root === 'otherPhones' ? 'phone' : 'email']: value,
      })
    else body[root] = value
  }
  const person = personIn(name)
  if (person) body.name = person
  if (Object.keys(custom).length > 0) body.custom = custom
  for (const [kind, parts] of addresses) {
    const issue = addressIssue(parts)
    if (issue) gaps.push({ field: `addresses.${kind}`, message: issue })
    else
      body.addresses = withKind(body.addresses ?? before?.addresses, kind, {
        kind,
        lines: (parts.street ?? '')
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter(Boolean)
          .slice(0, 4),
        postalCode: parts.postalCode ?? null,
        city: parts.city,
        state: parts.state ?? null,
        country: parts.country,
      })
  }
  return { body, gaps }
}

/** The list with one of its kind in the place of the former one. */
function withKind(list: unknown, kind: string, one: object): object[] {
  const others = (Array.isArray(list) ? (list as { kind: string }[]) : []).filter(
    (each) => each.kind !== kind,
  )
  return [...others, one]
}

/** First and last name; of a name in one piece the last word is the last name, or what stands before a comma. */
function personIn({ first, last, full }: Record<string, string>) {
  if (last) return { first: first || null, last }
  if (full) {
    const [, family, given] = /^([^,]+), *([^,]+)$/.exec(full) ?? []
    if (family && given) return { first: given, last: family }
    const words = full.split(' ')
    return { first: words.slice(0, -1).join(' ') || null, last: words.at(-1) ?? full }
  }
  return first ? { first: null, last: first } : undefined
}

/** What a record is, as the body that would make it; of a deal with its stage. */
export function bodyOfState(kind: Kind, state: object): Body {
  if (kind.model !== 'opportunity') return state as Body
  const { stage, status } = state as { stage: { id: string }; status: StageFact['kind'] }
  return { ...state, stage: { id: stage.id, kind: status } satisfies StageFact }
}

/**
 * What is to be done so that a record becomes what it is after, from what it was before; without that it is made. What is not
 * mentioned after stays as it is.
 */
export function stepsTo(
  kind: Kind,
  before: Body | undefined,
  after: Body,
  how: { lostReason: string; onlyGaps?: boolean },
): Step[] {
  const { stage, ...rest } = after as Body & { stage?: StageFact }
  if (!before) {
    const open = stage?.kind === 'open' ? { stageId: stage.id } : {}
    return [{ command: kind.create, body: { ...rest, ...open } }, ...endOf(stage, how.lostReason)]
  }
  const { custom, ...plain } = rest as Body & { custom?: Body }
  const news: Record<string, unknown> = changed(before, plain)
  const own = changed((before.custom ?? {}) as Body, custom ?? {})
  if (Object.keys(own).length > 0) news.custom = own
  if (how.onlyGaps) for (const key of Object.keys(news)) if (!isGap(key, before, news)) delete news[key]
  const steps: Step[] = []
  const was = before.stage as StageFact | undefined
  const is = stage ?? was
  // Of a deal that ended it is the day on which it did.
  if (is && is.kind !== 'open') delete news.closeDate
  const isReopened = was !== undefined && was.kind !== 'open' && news.amount !== undefined
  const moves =
    stage !== undefined && was !== undefined && !how.onlyGaps && (!isSame(stage, was) || isReopened)
  // A deal that ended takes no new amount before it is open again.
  if (moves && was.kind !== 'open')
    steps.push({ command: 'opportunity.reopen', body: stage.kind === 'open' ? { stageId: stage.id } : {} })
  else if (moves && stage.kind === 'open')
    steps.push({ command: 'opportunity.advance-stage', body: { stageId: stage.id } })
  const byCommand = new Map<string, Record<string, unknown>>()
  for (const [key, value] of Object.entries(news)) {
    const command = kind.changedBy[key] ?? `${kind.model}.change`
    byCommand.set(command, { ...byCommand.get(command), [key]: value })
  }
  for (const [command, body] of byCommand) steps.push({ command, body })
  if (moves) steps.push(...endOf(stage, how.lostReason))
  return steps
}

const isSame = (a: StageFact, b: StageFact) => (a.kind === 'open' ? a.id === b.id : a.kind === b.kind)

function endOf(stage: StageFact | undefined, reason: string): Step[] {
  if (stage?.kind === 'won') return [{ command: 'opportunity.win', body: {} }]
  return stage?.kind === 'lost' ? [{ command: 'opportunity.lose', body: { reason } }] : []
}

function isGap(key: string, before: Body, news: Record<string, unknown>): boolean {
  if (key === 'custom') {
    const had = (before.custom ?? {}) as Body
    const gaps = Object.entries(news.custom as Body).filter(([own]) => had[own] === undefined)
    news.custom = Object.fromEntries(gaps)
    return gaps.length > 0
  }
  const had = before[key]
  return had === null || had === undefined || (Array.isArray(had) && had.length === 0)
}
