import { z } from 'zod'

/** One line of text: trimmed, not empty, no control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must be one line without control characters')

/** Text of several lines: trimmed, not empty. */
export const prose = (max: number) => z.string().trim().min(1, 'must not be empty').max(max)

/** The form in which two writings of one name count as equal: case, width and runs of spaces do not matter. */
export function sameName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
