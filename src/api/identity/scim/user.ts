import { z } from 'zod'
import { parseInput } from '../../../commands/parse.ts'
import type { DirectoryEntry } from '../../../domain/identity/user.ts'
import { email as emailAddress } from '../../../domain/values/email.ts'
import { cutTo } from '../../../domain/values/text.ts'
import { timeZone } from '../../../domain/values/time-zone.ts'
import { flagOf } from './filter.ts'
import { type Kept, keysAs, manyOf, resourceOf } from './patch.ts'
import { refuseScim } from './refusal.ts'

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** What is kept of a user in the standard's attributes (RFC 7643, section 4.1). */
export const keptOfUser: Kept = {
  userName: [],
  externalId: [],
  name: ['formatted', 'givenName', 'familyName'],
  displayName: [],
  emails: ['value', 'type', 'primary', 'display'],
  active: [],
  timezone: [],
  roles: ['value', 'type', 'primary', 'display'],
}

/** A user as we have them, of the log or of a row. */
export interface Person {
  name: string
  email: string
  role: string
  timeZone: string
  active: boolean
  directory: DirectoryEntry | undefined
}

/** What a directory says a user is to be. */
export interface Wanted {
  name: string
  email: string
  timeZone: string | undefined
  /** As the directory calls it; undefined: it says none, or what it is already. */
  role: string | undefined
  active: boolean
  directory: DirectoryEntry
}

const said = z.unknown().optional()
const many = z.array(z.looseObject({ value: said, type: said, primary: said })).optional()
const text = z.string().trim().max(500).nullish()
const body = z.looseObject({
  userName: z.string().trim().min(1).max(320),
  externalId: text,
  name: z.looseObject({ formatted: text, givenName: text, familyName: text }).nullish(),
  displayName: text,
  emails: many,
  active: said.transform((value, context) => {
    const flag = value === undefined || value === null ? undefined : flagOf(value)
    if (flag === undefined && value !== undefined && value !== null)
      context.addIssue({ code: 'custom', message: 'Must be true or false.' })
    return flag
  }),
  timezone: text,
  roles: many,
})

/** What we tell of a user, without what is of the record. */
export function attributesOf({ name, email, role, timeZone: zone, active, directory }: Person) {
  const { externalId, givenName, familyName, userName } = directory ?? {}
  return {
    ...(externalId && { externalId }),
    userName: userName ?? email,
    name: {
      formatted: name,
      ...(givenName && { givenName }),
      ...(familyName && { familyName }),
    },
    displayName: name,
    emails: [{ value: email, type: 'work', primary: true }],
    active,
    timezone: zone,
    // Not marked as the primary one: a role that a directory adds is meant instead of it.
    roles: [{ value: role }],
  }
}

/**
 * What a whole resource says of a user, new or as known `before`. Where a name can be read from several attributes, what has
 * changed says it. @throws DomainError as the protocol has it.
 */
export function wantedOf(sent: unknown, before?: Person): Wanted {
  const names = resourceOf(sent, keptOfUser)
  const told = parseInput(body, {
    ...names,
    ...(names.name !== undefined && { name: keysAs(names.name, keptOfUser.name ?? []) }),
    ...(names.emails != null && { emails: manyOf(names.emails, keptOfUser.emails ?? []) }),
    ...(names.roles != null && { roles: manyOf(names.roles, keptOfUser.roles ?? []) }),
  })
  const known = before && attributesOf(before)
  const givenName = told.name?.givenName || null
  const familyName = told.name?.familyName || null
  const role = chosen(told.roles, known?.roles[0]?.value)
  return {
    name: cutTo(nameOf(told, known), 200),
    email: emailOf(told, known),
    timeZone: timeZone.safeParse(told.timezone).data,
    role: role === before?.role ? undefined : role,
    active: told.active ?? before?.active ?? true,
    directory: { userName: told.userName, externalId: told.externalId || null, givenName, familyName },
  }
}

type Said = z.output<typeof body>
type Known = ReturnType<typeof attributesOf>

function nameOf({ displayName, name, userName }: Said, known: Known | undefined): string {
  const joined = (of: { givenName?: string | null | undefined; familyName?: string | null | undefined }) =>
    [of.givenName, of.familyName].filter(Boolean).join(' ')
  const parts = joined(name ?? {})
  if (displayName && displayName !== known?.displayName) return displayName
  if (name?.formatted && name.formatted !== known?.name.formatted) return name.formatted
  if (parts && known && parts !== joined(known.name)) return parts
  return displayName || name?.formatted || parts || userName
}

function emailOf({ emails, userName }: Said, known: Known | undefined): string {
  const before = known?.emails[0]?.value
  const found = chosen(emails, before)
  const byName = emailAddress.safeParse(userName)
  // Whose address is their name goes on to be known by it.
  const follows = found === undefined || (found === before && known?.userName === before)
  const wanted = emailAddress.safeParse(follows && byName.success ? byName.data : found)
  return wanted.success
    ? wanted.data
    : refuseScim('invalidValue', 'emails: a user has an e-mail address, or one as userName.')
}

/** Of several values the one that has come to those before; else the primary one, that of work, or the first. */
function chosen(all: Said['emails'], before: string | undefined): string | undefined {
  const values = (all ?? []).filter(({ value }) => typeof value === 'string' && value.trim() !== '')
  const others = values.filter(({ value }) => value !== before)
  const isPrimary = ({ primary }: { primary?: unknown }) => flagOf(primary) === true
  const found =
    others.find(isPrimary) ??
    (before === undefined ? undefined : values.some(isPrimary) ? undefined : others[0]) ??
    values.find(isPrimary) ??
    values.find(({ type }) => type === 'work') ??
    values[0]
  return found === undefined ? undefined : String(found.value).trim()
}
