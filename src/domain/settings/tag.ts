import { z } from 'zod'
import { record } from '../record.ts'
import { tagName } from '../tagging.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const tagTone = z
  .enum(['neutral', 'accent', 'good', 'warn', 'bad'])
  .register(vocabulary, { id: 'TagTone' })

/** A word that people put on records of any kind. */
export const tag = record('tag', z.object({ name: tagName, tone: tagTone.default('neutral') }))
