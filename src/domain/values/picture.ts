import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/**
 * A small picture as a data URL: it is kept in the log, where every version stays. No format that can hold a script,
 * and only what begins as its format does.
 */
export const picture = z
  .string()
  .max(60_000, 'must be smaller than 45 kB')
  .regex(
    /^data:image\/(png;base64,iVBORw0KGgo|jpeg;base64,\/9j\/|webp;base64,UklGR)[A-Za-z0-9+/]*={0,2}$/,
    'must be a PNG, JPEG or WebP picture',
  )
  .meta({ examples: [dot], description: 'A small picture as a data URL.' })
  .register(vocabulary, { id: 'Picture' })
