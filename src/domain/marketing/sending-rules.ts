import { z } from 'zod'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Why somebody may be written to for a purpose (GDPR, article 6): they have allowed it, or nobody has to be asked. */
export const sendingBasis = z
  .enum(['consent', 'contract', 'legitimate-interests'])
  .register(vocabulary, { id: 'SendingBasis' })
export type SendingBasis = z.output<typeof sendingBasis>

/** What is sent to many, as who gets it knows it. */
export const sendingPurpose = z
  .object({
    name: line(80),
    basis: sendingBasis,
    /** What whoever gets it is told of it, where they choose. */
    about: line(300).nullable().default(null),
  })
  .register(vocabulary, { id: 'SendingPurpose' })
export type SendingPurpose = z.output<typeof sendingPurpose>

/** `consent`: of who has allowed the purpose `measuringPurpose`. */
const measuring = z.enum(['off', 'consent', 'all']).register(vocabulary, { id: 'Measuring' })
export type Measuring = z.output<typeof measuring>

/** What somebody allows who lets us note what they open. */
export const measuringPurpose = 'Measuring what I read'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 21:00')

/** What holds of all that is sent to many, with what holds until decided. */
export const sendingRules = z.object({
  purposes: z
    .array(sendingPurpose)
    .max(30)
    .refine(
      (all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length,
      'must each have a name of its own',
    )
    .default([{ name: 'Newsletter', basis: 'consent', about: null }]),
  /** So many mails that are sent to many anybody gets at most in so many days; null: as many as there are. */
  cap: z
    .object({ most: z.int().min(1).max(100), days: z.int().min(1).max(365) })
    .register(vocabulary, { id: 'FrequencyCap' })
    .nullable()
    .default(null),
  /** Between these times, in the organisation's zone, nothing goes out; null: it may go at any time. */
  quiet: z
    .object({ from: time, to: time })
    .refine(({ from, to }) => from !== to, 'must end at another time than it begins')
    .register(vocabulary, { id: 'QuietHours' })
    .nullable()
    .default(null),
  /** Of whom it is noted that they opened a mail, and which links they followed. */
  opens: measuring.default('consent'),
  clicks: measuring.default('all'),
})
export type SendingRules = z.output<typeof sendingRules>

/** What holds where nothing was decided. */
export const defaultSendingRules: SendingRules = sendingRules.parse({})
