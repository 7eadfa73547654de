import { z } from 'zod'
import { isDecimal, percentPlaces } from './rounding.ts'
import { vocabulary } from './vocabulary.ts'

/** A number of at most `places` decimals, as people write it: 12.5 but not 12.3456789. */
export const decimal = (places: number) =>
  z.number().refine((value) => isDecimal(value, places), `must have at most ${places} decimals`)

/** A share in percent, 0 to 100, with at most four decimals. */
export const percentage = decimal(percentPlaces)
  .min(0)
  .max(100)
  .describe('In percent.')
  .register(vocabulary, { id: 'Percentage' })

/** How likely something is, 0 to 1, in whole percents. */
export const probability = decimal(2)
  .min(0)
  .max(1)
  .describe('How likely: 0 is never, 1 is for certain.')
  .register(vocabulary, { id: 'Probability' })
