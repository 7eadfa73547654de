import { type ScimPatchOperation, scimPatch } from 'scim-patch'
import { z } from 'zod'
import { parseInput } from '../../../commands/parse.ts'
import { flagOf } from './filter.ts'
import { refuseScim } from './refusal.ts'

/** An attribute that is kept, by its name; with its own attributes, where it has some. Every other one is passed over. */
export type Kept = Readonly<Record<string, readonly string[]>>

const longestPath = 500

const patchBody = z.looseObject({
  Operations: z
    .array(
      z.looseObject({
        op: z.string().max(20),
        path: z.string().max(longestPath).optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1000),
})

interface Operation {
  op: 'add' | 'replace' | 'remove'
  path: string
  value: unknown
}

/**
 * A resource after the operations of a PATCH (RFC 7644, section 3.5.2), in the forms in which directories send them: in any
 * letter case, with paths and without, "False" as text, and with paths to entries that are not there yet.
 */
export function patched<T extends object>(resource: T, body: unknown, kept: Kept): Record<string, unknown> {
  const { Operations } = parseInput(patchBody, keysAs(body, ['Operations']))
  const operations = Operations.flatMap((one) => operationsOf(one, kept))
  try {
    return scimPatch(structuredClone(resource) as never, operations as ScimPatchOperation[]) as never
  } catch (error) {
    const { scimCode, message } = error as { scimCode?: string; message: string }
    return refuseScim(scimCode === 'noTarget' ? 'noTarget' : 'invalidPath', message)
  }
}

function operationsOf(asked: z.output<typeof patchBody>['Operations'][number], kept: Kept): Operation[] {
  const op = asked.op.toLowerCase()
  if (op !== 'add' && op !== 'replace' && op !== 'remove')
    return refuseScim('invalidSyntax', `There is no operation ${asked.op}.`)
  if (asked.path !== undefined && asked.path !== '') return operation(op, asked.path, asked.value, kept)
  if (op === 'remove') return refuseScim('noTarget', 'What is to be removed is said by a path.')
  const { value } = asked
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuseScim('invalidSyntax', 'Without a path, the value is an object of attributes.')
  // Directories send back with it what they have read.
  const sent = Object.entries(value).filter(([path]) => !readOnly.has(path.toLowerCase()))
  return sent.flatMap(([path, one]) => operation(op, path, one, kept))
}

/** `name`, `name.givenName`, `emails[type eq "work"]` or `emails[type eq "work"].value`; null: of an attribute we do not keep. */
const pathForm = /^([a-z$][\w$-]*)(?:\[(.{1,400})\])?(?:\.([a-z$][\w$-]*))?$/i
const coreSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):/i

function operation(op: Operation['op'], path: string, value: unknown, kept: Kept): Operation[] {
  const said = path.replace(coreSchema, '')
  if (/^urn:/i.test(said)) return []
  const [, first = '', among, last] = pathForm.exec(said) ?? []
  if (first === '') return refuseScim('invalidPath', `${path} is no path.`)
  if (readOnly.has(first.toLowerCase())) {
    return refuseScim('mutability', `${first} is not changed from outside.`)
  }
  const attribute = Object.keys(kept).find((name) => name.toLowerCase() === first.toLowerCase())
  if (attribute === undefined) return []
  const parts = kept[attribute] ?? []
  const part = last && parts.find((name) => name.toLowerCase() === last.toLowerCase())
  if (last && !part) return []
  const isMany = plural.has(attribute)
  if (among !== undefined && !isMany) return refuseScim('invalidPath', `${attribute} is one.`)
  // Of many that are named by their values, those alone, be it one or none; not all, as the letter of the standard has it.
  if (op === 'remove' && isMany && among === undefined && value != null)
    return manyOf(value, parts).map((one) => ({
      op,
      path: `${attribute}[value eq ${JSON.stringify(String((one as { value?: unknown } | null)?.value))}]`,
      value: undefined,
    }))
  const where =
    among === undefined
      ? ''
      : `[${among.replace(/"(true|false)"/gi, (_, flag: string) => flag.toLowerCase())}]`
  const target = `${attribute}${where}${part ? `.${part}` : ''}`
  if (op === 'remove') return [{ op, path: target, value: undefined }]
  if (isMany && where === '' && !part) return [{ op, path: target, value: manyOf(value, parts) }]
  if (attribute === 'active' || part === 'primary')
    return [{ op, path: target, value: flagOf(value) ?? value }]
  return [{ op, path: target, value: keysAs(value, parts) }]
}

const readOnly = new Set(['id', 'meta', 'groups', 'schemas'])
const plural = new Set(['emails', 'roles', 'members'])

/** Several values of an attribute, also where one was sent, or texts instead of objects. */
export function manyOf(value: unknown, parts: readonly string[]): unknown[] {
  return (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    typeof one === 'string' ? { value: one } : keysAs(one, parts),
  )
}

/** A resource that was sent, under our spelling of its names. @throws DomainError for what is none. */
export function resourceOf(sent: unknown, kept: Kept): Record<string, unknown> {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    return refuseScim('invalidSyntax', 'A resource is an object of attributes.')
  return keysAs(sent, Object.keys(kept)) as Record<string, unknown>
}

/** The attributes of an object under our spelling of their names: theirs have no letter case (RFC 7643, section 2.1). */
export function keysAs(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key,
      one as unknown,
    ]),
  )
}
