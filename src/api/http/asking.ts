import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import type { Match } from '../../commands/execute.ts'
import type { Reason } from '../../domain/event.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { isStorable } from './text.ts'

/** What a caller may say in headers; read in one place, so that every route understands the same. */
export interface Headers {
  idempotencyKey?: string
  ifMatch?: Match
  reason?: Reason
  occurredAt?: string
  correlationId?: string
  minPosition?: bigint
}

const token = (length: number, ...examples: string[]) =>
  z
    .string()
    .max(length, `at most ${length} characters`)
    .regex(/^[\x21-\x7e]+$/, 'printable ASCII without spaces')
    .meta({ examples })

/** Free text travels percent-encoded, because header values are Latin-1 at best. */
const encodedText = z
  .string()
  .meta({ examples: ['asked%20for%20by%20phone'] })
  .transform((value, context) => {
    try {
      const text = decodeURIComponent(value).trim()
      if (text.length <= 500 && isStorable(text)) return text
    } catch {
      // Said below.
    }
    context.addIssue({ code: 'custom', message: 'at most 500 characters, percent-encoded UTF-8' })
    return z.NEVER
  })

/** One entity tag, weak or not, and the rest of a list (RFC 9110, sections 5.6.1 and 8.8.3). */
const tagged = /^[ \t,]*(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"[ \t]*(?=,|$)/

/**
 * `*`, or a list of entity tags: any record that is there, or one at one of these revisions. Tags are compared strongly
 * (section 13.1.1), so that a weak one, or one that is none of ours, fits no record.
 */
const entityTags = z
  .string()
  .meta({ examples: ['"3"', '*'] })
  .transform((value, context): Match => {
    if (value.trim() === '*') return 'any'
    const revisions: number[] = []
    let rest = value
    for (let tag = tagged.exec(rest); tag; tag = tagged.exec(rest)) {
      if (tag[1] === undefined && /^\d{1,15}$/.test(tag[2] ?? '')) revisions.push(Number(tag[2]))
      rest = rest.slice(tag[0].length)
    }
    if (rest !== value && /^[ \t,]*$/.test(rest)) return revisions
    context.addIssue({
      code: 'custom',
      message: 'the ETag as it was read (a revision in double quotes), a list of them, or *',
    })
    return z.NEVER
  })

/** Header name to rule; `note` is for the API document. */
export const headerRules = {
  'idempotency-key': {
    rule: token(200, '0f6b1c9e-4711'),
    note: 'The same key with the same request has effect once.',
  },
  'if-match': {
    rule: entityTags,
    note: 'The revision that was read, in double quotes, several of them, or *; refused with 412 if it is none of them.',
  },
  'x-reason': { rule: encodedText, note: 'Why, in words (percent-encoded UTF-8); kept with the event.' },
  'x-reason-code': { rule: token(100, 'by-phone'), note: 'Why, as a code; kept with the event.' },
  'x-occurred-at': { rule: instant, note: 'When it happened, if not now; needs the right to import.' },
  'x-correlation-id': {
    rule: token(100, 'batch-2026-11'),
    note: 'Groups what belongs together across requests.',
  },
} as const

export const minPositionRule = {
  rule: position.transform(BigInt),
  note: 'Waits until the answer is at least as new as this position; 503 if that takes too long.',
} as const

export function headersOf(request: FastifyRequest): Headers {
  const read = reader(request)
  const rules = headerRules
  const idempotencyKey = read('idempotency-key', rules['idempotency-key'].rule)
  const ifMatch = read('if-match', rules['if-match'].rule)
  const code = read('x-reason-code', rules['x-reason-code'].rule)
  const text = read('x-reason', rules['x-reason'].rule)
  const occurredAt = read('x-occurred-at', rules['x-occurred-at'].rule)
  const correlationId = read('x-correlation-id', rules['x-correlation-id'].rule)
  const minPosition = read('x-min-position', minPositionRule.rule)
  return {
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(ifMatch !== undefined && { ifMatch }),
    ...((code || text) && { reason: { ...(code && { code }), ...(text && { text }) } }),
    ...(occurredAt !== undefined && { occurredAt }),
    ...(correlationId !== undefined && { correlationId }),
    ...(minPosition !== undefined && { minPosition }),
  }
}

function reader(request: FastifyRequest) {
  return <T>(name: string, rule: z.ZodType<T>): T | undefined => {
    const value = request.headers[name]
    if (value === undefined || value === '') return undefined
    const result = rule.safeParse(value)
    if (result.success) return result.data
    throw new InvalidInput(
      result.error.issues.map(({ message }) => ({
        field: name,
        rule: 'format',
        message: `Must be ${message}.`,
      })),
    )
  }
}

/** The id in the path. @throws InvalidInput when it is no UUID. */
export function pathId(request: FastifyRequest): string {
  const { id } = request.params as { id?: string }
  const result = uuid.safeParse(id)
  if (result.success) return result.data
  throw new InvalidInput([{ field: 'id', rule: 'uuid', message: 'The id in the path must be a UUID.' }])
}

export const timeParameters = z.object({
  asOf: instant.optional().describe('The instant to answer for, in the place of now.'),
  basis: z
    .enum(['occurred', 'recorded'])
    .register(vocabulary, { id: 'TimeBasis' })
    .optional()
    .describe('What had happened by `asOf`, or what was known by then.'),
})
export type TimeParameters = z.output<typeof timeParameters>
