import { z } from 'zod'
import { record } from '../record.ts'
import { language } from '../values/language.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

const word = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z][a-zA-Z0-9.-]*$/, 'must be a name such as leads')
  .meta({ examples: ['leads', 'status', 'opportunity.assigned'] })
const few = <V extends z.ZodType>(values: V) =>
  z.record(word, values).refine((of) => Object.keys(of).length <= 100, 'at most 100 entries')

const savedView = z.object({
  id: z.uuid(),
  /** The list it is of: `leads`. */
  list: word,
  name: line(100),
  /** By parameter of the list; `where` is a criterion as JSON. */
  filters: few(z.string().max(4_000)).refine(
    (of) => Object.values(of).join('').length <= 5_000,
    'must have at most 5,000 characters in all',
  ),
  columns: z.array(word).max(50).optional(),
  sort: z.string().max(100).optional(),
  isDefault: z.boolean().default(false),
})

const widget = z
  .object({
    id: word,
    x: z.int().min(0).max(100),
    y: z.int().min(0).max(1000),
    width: z.int().min(1).max(100),
    height: z.int().min(1).max(100),
    settings: few(z.string().max(500)).default({}),
  })
  .register(vocabulary, { id: 'Widget' })

/** What people set for themselves: how things look, and what they are told of. */
export const preferencesShown = z.object({
  /** For numbers and dates; null: as the profile's language has it. */
  locale: language.nullable().default(null),
  dateFormat: z.enum(['locale', 'iso', 'day-first', 'month-first']).default('locale'),
  startPage: z
    .string()
    .max(200)
    .regex(/^\/([\x21-\x2e\x30-\x5b\x5d-\x7e][\x21-\x7e]*)?$/, 'must be a path in this app such as /leads')
    .meta({ examples: ['/', '/leads'] })
    .default('/'),
  /** Columns by list. */
  columns: few(z.array(word).max(50)).default({}),
  savedViews: z.array(savedView).max(100).default([]),
  /** By kind of notice; what is not named is on. */
  notifications: few(z.object({ inApp: z.boolean(), email: z.boolean() })).default({}),
  /** As things happen, which they do when nothing was said, or once a day in the morning. */
  mails: z.enum(['each', 'daily']).optional(),
  dashboard: z.array(widget).max(50).default([]),
  onboardingDismissed: z.boolean().default(false),
})
export type Preferences = z.output<typeof preferencesShown>

export const defaultPreferences: Preferences = preferencesShown.parse({})

/** One for each user. */
export const preferences = record('preferences', preferencesShown.extend({ userId: z.uuid() }))
