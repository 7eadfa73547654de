import { z } from 'zod'
import { count } from './integer.ts'
import { uuid } from './uuid.ts'
import { vocabulary } from './vocabulary.ts'

/** By which version of which message template something was written. */
export const templateUse = z
  .object({ id: uuid, version: count.min(1) })
  .register(vocabulary, { id: 'TemplateUse' })
export type TemplateUse = z.output<typeof templateUse>
