import type { RecordedEvent } from '../domain/event.ts'
import { allows, type Principal } from '../platform/people/permissions.ts'

/** One thing wrong with the input: `field` is a dotted path, `rule` a stable name, `message` for people. */
export interface Issue {
  field: string
  rule: string
  message: string
}

/** What was asked does not have the right shape; nothing was changed. */
export class InvalidInput extends Error {
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[]) {
    super(
      issues.map((issue) => (issue.field ? `${issue.field}: ${issue.message}` : issue.message)).join('; '),
    )
    this.name = 'InvalidInput'
    this.issues = issues
  }
}

/** It does not exist, or the asker may not know that it does. */
export class NotFound extends Error {
  constructor(what: string) {
    super(`There is no ${what}.`)
    this.name = 'NotFound'
  }
}

/** The asker's rights do not cover this. */
export class Forbidden extends Error {
  readonly permission: string
  constructor(permission: string) {
    super(`This needs the permission ${permission}.`)
    this.name = 'Forbidden'
    this.permission = permission
  }
}

/** @throws Forbidden by the first of these permissions that whoever asks has not. */
export function mustMay({ may }: Pick<Principal, 'may'>, ...permissions: readonly string[]): void {
  const lacking = permissions.find((one) => !allows(may, one))
  if (lacking !== undefined) throw new Forbidden(lacking)
}

/** The asker's role hides these fields from them, or lets them only be read. */
export class FieldsForbidden extends Error {
  readonly model: string
  readonly fields: readonly string[]
  constructor(model: string, fields: readonly string[]) {
    super(`Your role does not let you use ${fields.join(', ')} of a ${model} this way.`)
    this.name = 'FieldsForbidden'
    this.model = model
    this.fields = fields
  }
}

/** If-Match names an older revision; `since` is what happened after it. */
export class StaleRevision extends Error {
  /** Undefined: it names none that this record ever had. */
  readonly expected: number | undefined
  readonly current: number
  readonly since: readonly RecordedEvent[]
  constructor(expected: number | undefined, current: number, since: readonly RecordedEvent[]) {
    super(
      expected === undefined
        ? `This is at revision ${current}, which If-Match does not name.`
        : `This was changed since revision ${expected}; it is now at revision ${current}.`,
    )
    this.name = 'StaleRevision'
    this.expected = expected
    this.current = current
    this.since = since
  }
}

/** This command must say which revision it is about. */
export class PreconditionRequired extends Error {
  constructor() {
    super('Send If-Match with the revision you read.')
    this.name = 'PreconditionRequired'
  }
}

/** The same idempotency key came with another request. */
export class KeyReused extends Error {
  constructor() {
    super('This idempotency key was used for another request.')
    this.name = 'KeyReused'
  }
}

/** The first request with this idempotency key has not been answered yet. */
export class InFlight extends Error {
  constructor() {
    super('A request with this idempotency key is being carried out.')
    this.name = 'InFlight'
  }
}

/** Others kept writing to the same record; worth trying again. */
export class Contention extends Error {
  constructor() {
    super('Others are changing this record at the same time; try again.')
    this.name = 'Contention'
  }
}

/** Revisions that the store has let go of; `to` is not known when none is left. */
export interface Missing {
  from: number
  to: number | null
}

/** An operator of the event store has let a part of a record go: what is left does not say what the record is. */
export class Truncated extends Error {
  readonly stream: string
  readonly missing: Missing

  constructor(stream: string, missing: Missing) {
    super(
      `The event store has let go of the events of ${stream} from revision ${missing.from} to ${missing.to ?? 'its end'}: an ` +
        'operator has deleted or limited this stream. Nothing is decided on what is left.',
    )
    this.name = 'Truncated'
    this.stream = stream
    this.missing = missing
  }
}

/** A step of a history cannot be, and so none of it is written: `step` counts from 0, `cause` says why. */
export class StepRefused extends Error {
  readonly step: number
  constructor(step: number, cause: unknown) {
    super(`Step ${step + 1}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'StepRefused'
    this.step = step
  }
}
