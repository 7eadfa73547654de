import { z } from 'zod'
import { type Customised, withCustomValues } from '../custom-values.ts'
import { decider } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { changed, type RecordState, record } from '../record.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { day } from '../values/day.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { language } from '../values/language.ts'
import { personName } from '../values/person-name.ts'
import { phone } from '../values/phone.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { withWithdrawal } from '../withdrawal.ts'
import type { Withdrawable } from '../withdrawn.ts'
import {
  forbiddenChannels,
  preferredOrNone,
  type Reachable,
  reaching,
  suppression,
  suppressionsAfter,
} from './channels.ts'
import { type Mergeable, union, withMerging } from './merging.ts'
import { newOwner, ownerFor } from './owner.ts'
import { type LetIn, lettingIn } from './portal-access.ts'
import { noReach, reach } from './reach.ts'

export const gender = z.enum(['female', 'male', 'non-binary', 'other']).register(vocabulary, { id: 'Gender' })

const fields = z.object({
  name: personName,
  email: personal(email).nullable().default(null),
  phone: personal(phone).nullable().default(null),
  /** Beside the ones that stand first. */
  otherEmails: personal(reach.otherEmails).default([]),
  otherPhones: personal(reach.otherPhones).default([]),
  addresses: personal(reach.addresses).default([]),
  social: personal(reach.social).default([]),
  title: personal(line(120)).nullable().default(null),
  accountId: uuid.nullable().default(null),
  birthDate: personal(day).nullable().default(null),
  gender: personal(gender).nullable().default(null),
  language: personal(language).nullable().default(null),
  /** Where they are at home, in the words of who sells there: a county, a sales area. */
  region: personal(line(80)).nullable().default(null),
  ownerId: uuid.nullable().default(null),
  /** Their class, as its list called it then. */
  classification: line(60).nullable().default(null),
  /** The lead it was made from. */
  leadId: uuid.nullable().default(null),
})

/** Why their data may be kept and used (GDPR, article 6), for what, and where they are from. */
const lawfulBasis = z.object({
  basis: z
    .enum([
      'consent',
      'contract',
      'legal-obligation',
      'vital-interests',
      'public-task',
      'legitimate-interests',
    ])
    .register(vocabulary, { id: 'LawfulBasis' }),
  purpose: line(200),
  /** Who or what they were collected from. */
  collectedFrom: personal(line(200)),
})
export type StatedBasis = z.output<typeof lawfulBasis> & { since: string }

/** What somebody has allowed: for what, and by which way they may be reached for it. */
const mostConsents = 500
const permitted = z.object({
  purpose: line(80),
  channel: z.enum(['email', 'phone', 'sms', 'post', 'any']).register(vocabulary, { id: 'ConsentChannel' }),
})
const given = permitted.extend({
  /** Where they said so: a form, a call, a letter. */
  source: personal(line(200)),
  /** Which wording they were shown. */
  textVersion: line(40),
})
const consent = given.extend({ givenAt: instant, withdrawnAt: instant.nullable() })
export type Consent = z.output<typeof consent>

const plain = record('contact', fields)
const person = subject('contact')
const tags = tagging('contact')
const channels = reaching('contact')
const access = lettingIn('contact')

export type ContactState = RecordState<z.output<typeof fields>> &
  AboutPerson &
  Reachable &
  Pick<LetIn, 'portal'> &
  Tagged &
  Mergeable &
  Withdrawable &
  Customised & {
    /** Absent as long as nothing was said; also those that were withdrawn. */
    consents?: readonly Consent[]
    /** Absent as long as nobody said. */
    lawfulBasis?: StatedBasis
  }

const own = decider<ContactState>()({
  name: 'contact',
  events: {
    ...plain.events,
    ...person.events,
    ...tags.events,
    ...channels.events,
    ...access.events,
    'contact.created': versioned(plain.events['contact.created'], 3, {
      1: (data) => ({ ...data, classification: null }),
      2: (data) => ({ ...data, ...noReach, birthDate: null, gender: null, language: null, region: null }),
    }),
    'contact.lawful-basis-stated': lawfulBasis,
    'contact.consent-given': given,
    'contact.consent-withdrawn': permitted,
  },
  commands: {
    ...plain.commands,
    ...person.commands,
    ...tags.commands,
    ...channels.commands,
    ...access.commands,
    'contact.create': creates(fields.extend({ ownerId: newOwner })),
    'contact.state-lawful-basis': lawfulBasis,
    'contact.give-consent': given,
    'contact.withdraw-consent': permitted,
    /** The same with the lead's own data, so that no copy of a person's data has to wait in a saga. */
    'contact.create-from-lead': creates(
      fields.extend({
        consent: given.nullable().default(null),
        suppressions: z.array(suppression).max(200).default([]),
      }),
    ),
  },
  evolve: {
    ...plain.evolve,
    ...person.evolve,
    ...tags.evolve,
    ...channels.evolve,
    ...access.evolve,
    'contact.lawful-basis-stated': (state, stated, { at }) => ({
      ...state,
      lawfulBasis: { ...stated, since: at },
    }),
    'contact.consent-given': (state, consent, { at }) => ({
      ...state,
      consents: consentsAfter.given(state.consents, consent, at),
    }),
    'contact.consent-withdrawn': (state, consent, { at }) => ({
      ...state,
      consents: consentsAfter.withdrawn(state.consents, consent, at),
    }),
  },
  decide: {
    ...plain.decide,
    ...person.decide,
    ...tags.decide,
    ...channels.decide,
    ...access.decide,
    'contact.create': (_, input, { actor }) => [
      { type: 'contact.created', data: { ...input, ownerId: ownerFor(input.ownerId, actor) } },
    ],
    'contact.create-from-lead': (_, { consent: allowed, suppressions, ...input }) => [
      { type: 'contact.created', data: input },
      ...(allowed ? [{ type: 'contact.consent-given' as const, data: allowed }] : []),
      ...suppressions.map(({ since: _since, ...data }) => ({
        type: 'contact.mail-suppressed' as const,
        data,
      })),
    ],
    'contact.state-lawful-basis': ({ lawfulBasis: before }, input) => {
      const news = changed<Partial<StatedBasis>>(before ?? {}, input)
      return Object.keys(news).length > 0 ? [{ type: 'contact.lawful-basis-stated', data: input }] : []
    },
    'contact.give-consent': (state, input) => {
      const [before] = matching(state, input)
      const same = before?.withdrawnAt === null && before.textVersion === input.textVersion
      return same ? [] : [{ type: 'contact.consent-given', data: input }]
    },
    'contact.withdraw-consent': (state, input) => {
      const standing = matching(state, input).some(({ withdrawnAt }) => withdrawnAt === null)
      return standing ? [{ type: 'contact.consent-withdrawn', data: input }] : []
    },
  },
})

const customised = withCustomValues('contact', own, { create: 'contact.create', change: 'contact.change' })
const linked = withLinks('contact', customised, z.object({ accountId: uuid.nullable() }))

/** A person we deal with, mostly at an account. */
export const contact = withWithdrawal(
  'contact',
  withMerging(
    'contact',
    linked,
    z.object({
      consents: z.array(consent).max(mostConsents),
      doNotContact: forbiddenChannels,
      preferredChannel: preferredOrNone,
      suppressions: z.array(suppression).max(200),
    }),
  ),
)

/**
 * What one contact has to say of another that it turns out to be: what either forbids is forbidden, and of what both were asked
 * the last word counts.
 */
export function bothSay(one: ContactState, other: ContactState) {
  const { consents = [], doNotContact = [], preferredChannel = null } = one
  const lastWord = ({ givenAt, withdrawnAt }: Consent) => withdrawnAt ?? givenAt
  const later = (other.consents ?? []).filter((each) =>
    matching(one, each).every((mine) => lastWord(mine) < lastWord(each)),
  )
  const forbidden = (other.doNotContact ?? []).filter(
    ({ channel }) => !doNotContact.some((mine) => mine.channel === channel),
  )
  return {
    consents: [...later.reduce(without, consents), ...later],
    doNotContact: union(doNotContact, forbidden),
    preferredChannel: preferredChannel ?? other.preferredChannel ?? null,
    suppressions: suppressionsAfter.both(one.suppressions, other.suppressions),
  }
}

type Permitted = z.output<typeof permitted>

const isFor = (asked: Permitted) => (one: Consent) =>
  one.purpose === asked.purpose && one.channel === asked.channel

function matching({ consents = [] }: ContactState, asked: Permitted): readonly Consent[] {
  return consents.filter(isFor(asked))
}

const without = (all: readonly Consent[], asked: Permitted) => all.filter((one) => !isFor(asked)(one))

/** All consents after somebody gave one, or withdrew it. */
export const consentsAfter = {
  given: (all: readonly Consent[] = [], consent: z.output<typeof given>, at: string): Consent[] => [
    ...without(all, consent),
    { ...consent, givenAt: at, withdrawnAt: null },
  ],
  withdrawn: (all: readonly Consent[] = [], asked: Permitted, at: string): Consent[] => [
    ...without(all, asked),
    ...all.filter(isFor(asked)).map((one) => ({ ...one, withdrawnAt: at })),
  ],
}
