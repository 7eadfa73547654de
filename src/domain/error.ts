/** How a refusal is to be understood: `rule` (what was asked breaks a rule) or `conflict` (not in this state). */
export type RefusalKind = 'rule' | 'conflict'

/**
 * A command refused by the domain. `code` is stable and part of the public API (`opportunity.already-closed`);
 * the message is for people; `field` names the input it is about, as a path (`lines.0.quantity`).
 */
export class DomainError extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly field: string | undefined
  readonly details: Record<string, unknown> | undefined

  constructor(
    kind: RefusalKind,
    code: string,
    message: string,
    about: { field?: string; details?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.name = 'DomainError'
    this.kind = kind
    this.code = code
    this.field = about.field
    this.details = about.details
  }
}

/** Refuses what breaks a rule (422). */
export function refuse(
  code: string,
  message: string,
  about?: { field?: string; details?: Record<string, unknown> },
): never {
  throw new DomainError('rule', code, message, about)
}

/** Refuses what the present state does not allow (409). */
export function conflict(code: string, message: string, details?: Record<string, unknown>): never {
  throw new DomainError('conflict', code, message, details ? { details } : {})
}
