import { z } from 'zod'
import { count } from '../values/integer.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/**
 * What was proposed to sell, with why: so many of so many accounts alike have it, or so many of so many deals with the other
 * product had it too. As whoever took it up was shown.
 */
export const proposal = z
  .object({
    basis: z.enum(['alike', 'together']).register(vocabulary, { id: 'ProposalBasis' }),
    productId: uuid,
    /** The product with which it is bought. */
    withProductId: uuid.nullable().default(null),
    found: count,
    of: count,
  })
  .register(vocabulary, { id: 'Proposal' })
export type Proposal = z.output<typeof proposal>
