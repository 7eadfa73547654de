import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { personal } from '../personal.ts'
import { type RecordState, record } from '../record.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { email } from '../values/email.ts'
import { personName } from '../values/person-name.ts'
import { phone } from '../values/phone.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { newOwner, ownerFor } from './owner.ts'

const fields = z.object({
  name: personName,
  email: personal(email).nullable().default(null),
  phone: personal(phone).nullable().default(null),
  title: personal(line(120)).nullable().default(null),
  accountId: uuid.nullable().default(null),
  ownerId: uuid.nullable().default(null),
  /** Their class, as its list called it then. */
  classification: line(60).nullable().default(null),
  /** The lead it was made from. */
  leadId: uuid.nullable().default(null),
})

/** What somebody has allowed: for what, and by which way they may be reached for it. */
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
type Consent = z.output<typeof given> & { givenAt: string; withdrawnAt: string | null }

const plain = record('contact', fields)
const person = subject('contact')
const tags = tagging('contact')

export type ContactState = RecordState<z.output<typeof fields>> &
  AboutPerson &
  Tagged & {
    /** Absent as long as nothing was said; also those that were withdrawn. */
    consents?: readonly Consent[]
  }

/** A person we deal with, mostly at an account. */
export const contact = decider<ContactState>()({
  name: 'contact',
  events: {
    ...plain.events,
    ...person.events,
    ...tags.events,
    'contact.created': versioned(plain.events['contact.created'], 2, {
      1: (data) => ({ ...data, classification: null }),
    }),
    'contact.consent-given': given,
    'contact.consent-withdrawn': permitted,
  },
  commands: {
    ...plain.commands,
    ...person.commands,
    ...tags.commands,
    'contact.create': creates(fields.extend({ ownerId: newOwner })),
    'contact.give-consent': given,
    'contact.withdraw-consent': permitted,
    /** The same with the lead's own data, so that no copy of a person's data has to wait in a saga. */
    'contact.create-from-lead': creates(fields),
  },
  evolve: {
    ...plain.evolve,
    ...person.evolve,
    ...tags.evolve,
    'contact.consent-given': (state, consent, { at }) => ({
      ...state,
      consents: [...without(state, consent), { ...consent, givenAt: at, withdrawnAt: null }],
    }),
    'contact.consent-withdrawn': (state, consent, { at }) => ({
      ...state,
      consents: [
        ...without(state, consent),
        ...matching(state, consent).map((one) => ({ ...one, withdrawnAt: at })),
      ],
    }),
  },
  decide: {
    ...plain.decide,
    ...person.decide,
    ...tags.decide,
    'contact.create': (_, input, { actor }) => [
      { type: 'contact.created', data: { ...input, ownerId: ownerFor(input.ownerId, actor) } },
    ],
    'contact.create-from-lead': (_, input) => [{ type: 'contact.created', data: input }],
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

const isFor = (asked: z.output<typeof permitted>) => (one: Consent) =>
  one.purpose === asked.purpose && one.channel === asked.channel

function matching({ consents = [] }: ContactState, asked: z.output<typeof permitted>): readonly Consent[] {
  return consents.filter(isFor(asked))
}

function without({ consents = [] }: ContactState, asked: z.output<typeof permitted>): readonly Consent[] {
  return consents.filter((one) => !isFor(asked)(one))
}
