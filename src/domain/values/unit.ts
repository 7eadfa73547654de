import { z } from 'zod'
import { type Unit, units } from './units.ts'
import { vocabulary } from './vocabulary.ts'

export const unit = z
  .enum(Object.keys(units) as [Unit, ...Unit[]])
  .describe('UN/ECE Recommendation 20: C62 is a piece, HUR an hour.')
  .register(vocabulary, { id: 'Unit' })
