import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The languages in which a form speaks by itself. */
export const formLanguages = ['en', 'de', 'fr', 'es'] as const
export type FormLanguage = (typeof formLanguages)[number]

/** What a form may ask beside the name, which it always asks. */
export const formFields = [
  'email',
  'phone',
  'company',
  'country',
  'postcode',
  'productInterest',
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

/** `https://shop.example`: what a browser calls the site of a page. */
const site = z
  .string()
  .max(200)
  .refine(isOrigin, 'must be a site such as https://www.example.com, without a path')
  .meta({ examples: ['https://www.example.com', 'https://shop.example.org:8443'] })

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
}

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
})
export type LeadFormState = RecordState<z.output<typeof fields>>

const plain = record('leadForm', fields)

/** A form by which strangers become leads; archived, it is switched off. */
export const leadForm = decider<LeadFormState>()({
  ...plain,
  decide: {
    ...plain.decide,
    'leadForm.create': (state, input, context) => {
      checkConfirmable(input)
      return plain.decide['leadForm.create'](state, input, context)
    },
    'leadForm.change': (state, input, context) => {
      checkConfirmable({ ...state, ...mentioned(input) })
      const [before, after] = [state.consent, input.consent]
      // What somebody has agreed to is known by its version.
      if (before && after && before.textVersion === after.textVersion && before.text !== after.text)
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
