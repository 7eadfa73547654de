import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { versioned } from '../event.ts'
import { type RecordState, record } from '../record.ts'
import { formLanguages } from '../values/form-language.ts'
import { site } from '../values/site.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What a form may ask beside the name, which it always asks. */
export const formFields = [
  'email',
  'phone',
  'company',
  'country',
  'postcode',
  'productInterest',
  'subject',
  'message',
] as const
export const formField = z.enum(formFields).register(vocabulary, { id: 'LeadFormField' })
export type FormField = z.output<typeof formField>

const asked = z
  .object({ field: formField, required: z.boolean() })
  .register(vocabulary, { id: 'LeadFormQuestion' })

/** What whoever sends a form may allow us, in which words; these have a version of their own. */
const consent = z
  .object({
    purpose: line(80),
    text: prose(2_000),
    textVersion: line(40),
    required: z.boolean(),
  })
  .register(vocabulary, { id: 'LeadFormConsent' })
export type FormConsent = z.output<typeof consent>

/** What somebody is who sends one: perhaps a customer to be, or one who needs help. */
export const formMakes = z.enum(['lead', 'ticket']).register(vocabulary, { id: 'FormMakes' })

/** What a ticket has a place for. */
const ticketFields: readonly FormField[] = ['email', 'phone', 'company', 'subject', 'message']

const fields = z.object({
  name: line(80),
  title: line(120),
  intro: prose(1_000).nullable().default(null),
  language: z.enum(formLanguages).register(vocabulary, { id: 'LeadFormLanguage' }).default('en'),
  source: line(60).default('Web'),
  /** The campaign or event that its leads come by. */
  campaign: line(60).nullable().default(null),
  asks: z
    .array(asked)
    .max(formFields.length)
    .refine((all) => new Set(all.map(({ field }) => field)).size === all.length, 'must ask nothing twice')
    .default([{ field: 'email', required: true }]),
  consent: consent.nullable().default(null),
  thanks: prose(1_000),
  /** Whether who sends it is asked by e-mail whether it was them. */
  confirm: z.boolean().default(false),
  /** The sites that may show it in their pages. */
  sites: z.array(site).max(20).default([]),
  makes: formMakes.default('lead'),
  /** Of the tickets that it makes. */
  category: line(100).nullable().default(null),
  teamId: uuid.nullable().default(null),
})
export type LeadFormState = RecordState<z.output<typeof fields>>

const plain = record('leadForm', fields)

/** A form by which strangers become leads or open tickets; archived, it is switched off. */
export const leadForm = decider<LeadFormState>()({
  ...plain,
  events: {
    ...plain.events,
    'leadForm.created': versioned(plain.events['leadForm.created'], 2, {
      1: (data) => ({ ...data, makes: 'lead', category: null, teamId: null }),
    }),
  },
  decide: {
    ...plain.decide,
    'leadForm.create': (state, input, context) => {
      checkConfirmable(input)
      checkAsks(input)
      return plain.decide['leadForm.create'](state, input, context)
    },
    'leadForm.change': (state, input, context) => {
      const after = { ...state, ...mentioned(input) }
      checkConfirmable(after)
      checkAsks(after)
      const [was, is] = [state.consent, input.consent]
      // What somebody has agreed to is known by its version.
      if (was && is && was.textVersion === is.textVersion && was.text !== is.text)
        refuse(
          'leadForm.version-taken',
          'Another wording has another version, by which it is known who agreed to which.',
          {
            field: 'consent.textVersion',
          },
        )
      return plain.decide['leadForm.change'](state, input, context)
    },
  },
})

const mentioned = (input: object) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))

function checkConfirmable({ confirm, asks }: Pick<LeadFormState, 'confirm' | 'asks'>): void {
  if (confirm && !asks.some(({ field, required }) => field === 'email' && required))
    refuse(
      'leadForm.nothing-to-confirm',
      'Who is to confirm by e-mail has to give an address: ask for it, and require it.',
      {
        field: 'asks',
      },
    )
}

/** Whoever needs help says with what, and where the answer goes; a lead has no subject. */
function checkAsks({ makes, asks }: Pick<LeadFormState, 'makes' | 'asks'>): void {
  if (makes === 'lead') {
    if (asks.some(({ field }) => field === 'subject'))
      refuse('leadForm.question-unfit', 'A lead has no subject; ask for a message.', { field: 'asks' })
    return
  }
  const unfit = asks.find(({ field }) => !ticketFields.includes(field))
  if (unfit) refuse('leadForm.question-unfit', `A ticket has no place for ${unfit.field}.`, { field: 'asks' })
  for (const needed of ['email', 'message'])
    if (!asks.some(({ field, required }) => field === needed && required))
      refuse(
        'leadForm.question-missing',
        'Whoever opens a ticket says what it is about, and where the answer goes: ask for e-mail and message, and require both.',
        { field: 'asks' },
      )
}
