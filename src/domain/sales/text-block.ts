import { z } from 'zod'
import { record } from '../record.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const textUse = z.enum(['intro', 'terms']).register(vocabulary, { id: 'TextUse' })

/** A text that quotes have again and again. A quote that took it keeps it as it was. */
export const textBlock = record('textBlock', z.object({ name: line(80), use: textUse, text: prose(4_000) }))
