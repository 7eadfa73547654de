import { smsNumber } from '../../domain/activities/sms-number.ts'
import { contact } from '../../domain/customers/contact.ts'
import { type LeftOutReason, leftOut, type Reached } from '../../domain/marketing/sending.ts'
import type { SendingPurpose, SendingRules } from '../../domain/marketing/sending-rules.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { privacyOf } from '../../domain/subject.ts'
import { asE164, isTextable } from '../../domain/values/e164.ts'
import { hasOptedOut } from '../activities/sms-opt-out.ts'
import type { Asking, RecordRef } from '../command.ts'
import { contactEmailClaim } from '../customers/contact.ts'

/** The kinds of records of people to whom something is sent. */
export const personModels = ['contact', 'lead'] as const
export type PersonModel = (typeof personModels)[number]

/** Of a person, what says whether they may be written to. */
export async function reachedOf(
  { model, id }: RecordRef,
  { load }: Pick<Asking, 'load'>,
): Promise<Reached | undefined> {
  if (model === 'contact') return (await load(contact, id)) as Reached | undefined
  const found = model === 'lead' ? await load(lead, id) : undefined
  return found && { ...(found as never as Reached), consents: consentsOf(found) }
}

/** What somebody has allowed by a form; where they were to say by mail that it was them, once they have. */
function consentsOf({ submission, confirmed }: LeadState): NonNullable<Reached['consents']> {
  if (!submission?.consent || (submission.confirm && !confirmed)) return []
  return [{ purpose: submission.consent.purpose, channel: 'email', withdrawnAt: null }]
}

/** At which number somebody is texted, in E.164; null: they have none, or only such as no text arrives at. */
export function textNumberOf(person: Reached | undefined, country: string): string | null {
  const {
    phone,
    otherPhones,
    addresses,
    country: own,
  } = (person ?? {}) as {
    phone?: string | null
    otherPhones?: readonly { phone: string }[]
    addresses?: readonly { country: string | null }[]
    country?: string | null
  }
  const of = addresses?.[0]?.country ?? own ?? country
  const written = [...(phone ? [phone] : []), ...(otherPhones ?? []).map((one) => one.phone)]
  const numbers = written.flatMap((one) => asE164(one, of) ?? [])
  return numbers.find(isTextable) ?? null
}

/** Why somebody is left out of what is sent to many; undefined: they get it. With the address, or number, that they have it at. */
export async function leftOutOf(
  ref: RecordRef,
  of: {
    purpose: SendingPurpose
    rules: SendingRules
    recent?: (most: number, days: number) => Promise<boolean>
    /** Of what goes by text: the number of ours that it is from. */
    numberId?: string | null | undefined
    /** Whether it goes by post. Neither: it goes by mail. */
    byPost?: boolean
  },
  asking: Pick<Asking, 'load' | 'holder'>,
): Promise<{ reason: LeftOutReason | undefined; address: string | null }> {
  const person = await reachedOf(ref, asking)
  const { numberId = null } = of
  if (numberId !== null || of.byPost) {
    const way = numberId !== null ? await textWay(person, numberId, asking) : postWay(person)
    const reason = leftOut(person, { purpose: of.purpose, rules: of.rules, way })
    return { reason: reason ?? (await tooOften(of)), address: way.at }
  }
  const address = privacyOf(person).erased ? null : (person?.email ?? null)
  const holder = address === null ? undefined : await asking.holder(contactEmailClaim(address))
  const other = holder !== undefined && holder !== ref.id ? await asking.load(contact, holder) : undefined
  const asked = { purpose: of.purpose, rules: of.rules, alsoKnown: other ? [other as never as Reached] : [] }
  const reason = leftOut(person, asked)
  return { reason: reason ?? (await tooOften(of)), address }
}

async function tooOften({ rules: { cap }, recent }: Parameters<typeof leftOutOf>[1]) {
  return cap && (await recent?.(cap.most, cap.days)) ? ('too-often' as const) : undefined
}

async function textWay(
  person: Reached | undefined,
  numberId: string,
  asking: Pick<Asking, 'load' | 'holder'>,
) {
  const own = await asking.load(smsNumber, numberId)
  const at = privacyOf(person).erased || !own ? null : textNumberOf(person, own.country)
  return { by: 'sms' as const, at, optedOut: at !== null && (await hasOptedOut(numberId, at, asking)) }
}

function postWay(person: Reached | undefined) {
  const { addresses } = (person ?? {}) as {
    addresses?: readonly { lines: readonly string[]; city: string }[]
  }
  const [first] = privacyOf(person).erased ? [] : (addresses ?? [])
  return { by: 'post' as const, at: first ? [...first.lines, first.city].join(', ') : null }
}
