import { z } from 'zod'
import { vocabulary } from '../values/vocabulary.ts'

export const callDirection = z.enum(['inbound', 'outbound']).register(vocabulary, { id: 'CallDirection' })
export const callOutcome = z
  .enum(['reached', 'left-message', 'no-answer', 'busy', 'wrong-number'])
  .register(vocabulary, { id: 'CallOutcome' })

/** What a policy may ask for before a call counts as logged. */
export const requirable = ['subject', 'durationSeconds', 'purpose', 'outcome', 'body'] as const
