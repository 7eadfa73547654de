import { Problem } from '../api/problem.ts'
import type { Field } from './field.ts'

/** Typed, so that nobody does by a slip of the hand what cannot be taken back. */
export function confirmation(word: string): { field: Field; check: (typed: unknown) => void } {
  const key = 'confirmation'
  const field: Field = { key, label: `Type “${word}” to confirm`, kind: 'text', required: true }
  return {
    field,
    check(typed) {
      if (typeof typed === 'string' && typed.trim().toLowerCase() === word) return
      throw new Problem({
        status: 400,
        code: 'not-confirmed',
        title: 'Not confirmed',
        fields: [{ field: key, rule: 'confirmation', message: `Type “${word}”` }],
      })
    },
  }
}
