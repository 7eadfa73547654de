import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** A place in the log: later events have greater ones. Text, because it may be more than a JSON number holds. */
export const position = z
  .string()
  .regex(/^\d{1,19}$/, 'a position as a command returned it')
  .meta({
    examples: ['184467'],
    description: 'A place in the log, as a whole number: later events have greater ones.',
  })
  .register(vocabulary, { id: 'Position' })
