import { z } from 'zod'
import { record } from '../record.ts'

/** Whether and how customers are asked what they think of a ticket once it is closed, with what holds until decided. */
export const surveyRules = z.object({
  on: z.boolean().default(false),
  /** So many hours after it was closed. */
  delayHours: z.int().min(0).max(720).default(24),
  /** The best score; the worst is 1. */
  scale: z.int().min(2).max(10).default(5),
  /** So many days later who has not answered is asked once more; null: nobody is. */
  remindDays: z.int().min(1).max(90).nullable().default(3),
  /** So many days after it was asked it is too late to answer. */
  openDays: z.int().min(1).max(365).default(30),
  /** Nobody is asked again within so many days, about whatever ticket. */
  quietDays: z.int().min(0).max(3650).default(30),
})
export type SurveyRules = z.output<typeof surveyRules>

/** What holds where nothing was decided. */
export const defaultSurveyRules: SurveyRules = surveyRules.parse({})

/** There is one, and every change of it is an event. */
export const surveyPolicy = record('surveyPolicy', surveyRules)
