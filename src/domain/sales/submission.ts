import { z } from 'zod'
import { personal } from '../personal.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { formSigns } from './genuineness.ts'

const utm = z.object({
  source: line(200).optional(),
  medium: line(200).optional(),
  campaign: line(200).optional(),
  term: line(200).optional(),
  content: line(200).optional(),
})

/** What came by a form, beside what the lead itself has. */
export const submission = z.object({
  formId: uuid,
  /** The page of ours that it stood in; null: it stood elsewhere. */
  landingPageId: uuid.nullable().optional(),
  /** The page that it stood in, and how they had come there. */
  page: personal(z.url().max(2_000)).nullable(),
  utm: personal(utm).nullable(),
  message: personal(prose(4_000)).nullable(),
  /** What they have allowed, and which wording they were shown; null: nothing. */
  consent: z.object({ purpose: line(80), textVersion: line(40) }).nullable(),
  /** Whether they are asked by e-mail whether it was them. */
  confirm: z.boolean(),
  signs: formSigns,
})
export type Submission = z.output<typeof submission>
