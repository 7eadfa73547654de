import { z } from 'zod'

/**
 * What things are called where the API is described: `Money`, `PersonName`, `Lead`. A name is given where the thing is
 * (`.register(vocabulary, { id: 'Money' })`), and stays: clients are generated from it.
 */
export const vocabulary = z.registry<{ id: string }>()
