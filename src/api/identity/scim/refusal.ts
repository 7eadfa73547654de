import { DomainError } from '../../../domain/error.ts'
import type { Problem } from '../../http/problem.ts'

/** What is wrong with a request, in the words of RFC 7644, section 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'uniqueness'

const prefix = 'scim.'

/** Refuses a request as the protocol has it. */
export function refuseScim(type: ScimType, message: string): never {
  throw new DomainError(type === 'uniqueness' ? 'conflict' : 'rule', `${prefix}${type}`, message)
}

/** A problem as an error of the protocol: what a rule of ours refuses is a value that it cannot take. */
export function scimError({ type, status, detail }: Problem) {
  const code = type.replace('/problems/', '')
  const [said, scimType] = code.startsWith(prefix)
    ? [status === 409 ? 409 : 400, code.slice(prefix.length)]
    : code.endsWith('-taken')
      ? [409, 'uniqueness']
      : code.includes('.')
        ? [400, 'invalidValue']
        : [status, status === 400 ? 'invalidSyntax' : undefined]
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  return { schemas, status: String(said), ...(scimType && { scimType }), detail }
}
