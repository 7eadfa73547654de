import { contact } from '../../domain/customers/contact.ts'
import { type LeftOutReason, leftOut, type Reached } from '../../domain/marketing/sending.ts'
import type { SendingPurpose, SendingRules } from '../../domain/marketing/sending-rules.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { privacyOf } from '../../domain/subject.ts'
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

/** Why somebody is left out of what is sent to many; undefined: they get it. With the address that they have it at. */
export async function leftOutOf(
  ref: RecordRef,
  of: {
    purpose: SendingPurpose
    rules: SendingRules
    recent?: (most: number, days: number) => Promise<boolean>
  },
  asking: Pick<Asking, 'load' | 'holder'>,
): Promise<{ reason: LeftOutReason | undefined; address: string | null }> {
  const person = await reachedOf(ref, asking)
  const address = privacyOf(person).erased ? null : (person?.email ?? null)
  const holder = address === null ? undefined : await asking.holder(contactEmailClaim(address))
  const other = holder !== undefined && holder !== ref.id ? await asking.load(contact, holder) : undefined
  const { cap } = of.rules
  const asked = { purpose: of.purpose, rules: of.rules, alsoKnown: other ? [other as never as Reached] : [] }
  const reason = leftOut(person, asked)
  if (reason !== undefined || !cap || !of.recent) return { reason, address }
  const isTooOften = await of.recent(cap.most, cap.days)
  return { reason: isTooOften ? 'too-often' : undefined, address }
}
