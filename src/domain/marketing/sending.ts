import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { channelUse, type Reachable } from '../customers/channels.ts'
import { type AboutPerson, privacyOf } from '../subject.ts'
import { within } from '../values/instant.ts'
import { vocabulary } from '../values/vocabulary.ts'
import type { Withdrawable } from '../withdrawn.ts'
import { isWithdrawn } from '../withdrawn.ts'
import { type Measuring, measuringPurpose, type SendingPurpose, type SendingRules } from './sending-rules.ts'

/** Why somebody gets nothing; the first that holds, in this order. */
export const leftOutReasons = [
  'gone',
  'restricted',
  'no-address',
  'same-address',
  'no-number',
  'same-number',
  'no-postal-address',
  'do-not-contact',
  'bounced',
  'complained',
  'unsubscribed',
  'no-consent',
  'too-often',
] as const
export const leftOutReason = z.enum(leftOutReasons).register(vocabulary, { id: 'LeftOutReason' })
export type LeftOutReason = z.output<typeof leftOutReason>

/** By which ways something is sent to many. */
export type SendingChannel = 'email' | 'sms' | 'post'

/** Of a person, what says whether they may be written to. */
export interface Reached extends Reachable, AboutPerson, Withdrawable {
  email: string | null
  archived?: boolean
  absorbedById?: string | null
  consents?: readonly { purpose: string; channel: string; withdrawnAt: string | null }[]
}

/** Why nothing may go to somebody, whatever it says: undefined, it may. */
export function barred(person: Reached | undefined, by: SendingChannel = 'email'): LeftOutReason | undefined {
  const { restricted, erased } = privacyOf(person)
  if (!person || erased || isWithdrawn(person)) return 'gone'
  if (restricted) return 'restricted'
  return channelUse(person, by).use === 'forbidden' ? 'do-not-contact' : undefined
}

/**
 * The one place that says whether somebody is sent what goes to many, for a purpose. `alsoKnown`: other records of whoever
 * has that address, which count as far as they keep them out. `recent`: so many were sent to them in the days of the cap.
 */
export function leftOut(
  person: Reached | undefined,
  of: {
    purpose: Pick<SendingPurpose, 'name' | 'basis'>
    rules: Pick<SendingRules, 'cap'>
    alsoKnown?: readonly Reached[]
    recent?: number
    /** Of what does not go by mail: where it goes to, if there is such a place, and whether whoever is there has said STOP. */
    way?: { by: 'sms' | 'post'; at: string | null; optedOut?: boolean }
  },
): LeftOutReason | undefined {
  if (person?.archived || person?.absorbedById) return 'gone'
  const by = of.way?.by ?? 'email'
  const bar = barred(person, by)
  if (bar && bar !== 'do-not-contact') return bar
  const known = person as Reached
  if (of.way?.at === null) return of.way.by === 'sms' ? 'no-number' : 'no-postal-address'
  if (!of.way && known.email === null) return 'no-address'
  const all = [known, ...(of.alsoKnown ?? [])]
  if (all.some((one) => barred(one, by) === 'do-not-contact')) return 'do-not-contact'
  const suppressions = all.flatMap((one) => one.suppressions ?? [])
  const holds = (cause: string) =>
    suppressions.some(
      (one) =>
        one.cause === cause &&
        (one.purpose === null || one.purpose === of.purpose.name) &&
        (one.address === null || one.address === known.email),
    )
  if (!of.way && holds('bounce')) return 'bounced'
  if (!of.way && holds('complaint')) return 'complained'
  if (of.way?.optedOut || holds('unsubscribe')) return 'unsubscribed'
  if (of.purpose.basis === 'consent' && !allows(known, of.purpose.name, by)) return 'no-consent'
  if (of.rules.cap && (of.recent ?? 0) >= of.rules.cap.most) return 'too-often'
  return undefined
}

/** Whether somebody has allowed a purpose by that way, and not withdrawn it. */
export function allows(
  { consents = [] }: Pick<Reached, 'consents'>,
  purpose: string,
  by: SendingChannel = 'email',
): boolean {
  return consents.some(
    (one) =>
      one.purpose === purpose && (one.channel === by || one.channel === 'any') && one.withdrawnAt === null,
  )
}

/** Whether it is noted of somebody what they do with what they get. */
export function measures(person: Pick<Reached, 'consents'>, how: Measuring): boolean {
  return how === 'all' || (how === 'consent' && allows(person, measuringPurpose))
}

/**
 * The first instant from this one on that is in no quiet hours. They may pass midnight; a clock that is put forward over their
 * end ends them at the first time there is, one that is put back at the first of the two.
 */
export function afterQuiet(at: string, quiet: SendingRules['quiet'], timeZone: string): string {
  if (!quiet) return at
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
  const time = now.toPlainTime().toString({ smallestUnit: 'minute' })
  const passesMidnight = quiet.from > quiet.to
  const isQuiet = passesMidnight
    ? time >= quiet.from || time < quiet.to
    : time >= quiet.from && time < quiet.to
  if (!isQuiet) return at
  const day = passesMidnight && time >= quiet.from ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate()
  const end = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(quiet.to) })
  const ends = within(end.epochMilliseconds)
  return ends > at ? ends : at
}
