import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** Where the address of a letter stands, for the window of which envelope: DIN 5008, form B, on A4; or a US #10, on letter paper. */
export const letterForm = z.enum(['din-5008-b', 'us-10']).register(vocabulary, { id: 'LetterForm' })
export type LetterForm = z.output<typeof letterForm>
