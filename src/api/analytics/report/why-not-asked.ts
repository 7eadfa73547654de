import { FieldsForbidden, Forbidden, InvalidInput, NotFound } from '../../../commands/errors.ts'
import { DomainError } from '../../../domain/error.ts'
import { cutTo } from '../../../domain/values/text.ts'

/** Why somebody is not told what a report comes to, where that is for good; undefined: it is worth another try. */
export function whyNotAsked(error: unknown): string | undefined {
  if (error instanceof NotFound) return 'The report is not shared with them.'
  if (error instanceof Forbidden || error instanceof FieldsForbidden)
    return 'They may not see what it is asked of.'
  if (error instanceof InvalidInput) return cutTo(error.issues.map(({ message }) => message).join(' '), 500)
  if (error instanceof DomainError) return cutTo(error.message, 500)
  return undefined
}
