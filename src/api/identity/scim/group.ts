import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseInput } from '../../../commands/parse.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import { type Kept, manyOf, resourceOf } from './patch.ts'
import { refuseScim } from './refusal.ts'

export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** What is kept of a group: it is a team (RFC 7643, section 4.2). */
export const keptOfGroup: Kept = {
  displayName: [],
  externalId: [],
  members: ['value', 'type', 'display', '$ref'],
}

export interface Team {
  name: string
  externalId: string | null
  /** The ids of its members. */
  members: readonly string[]
}

const body = z.looseObject({
  displayName: z.string().trim().min(1).max(200),
  externalId: z.string().trim().max(500).nullish(),
  members: z.array(z.looseObject({ value: z.unknown().optional(), type: z.unknown().optional() })).optional(),
})

/** What we tell of a team, without what is of the record. */
export function groupAttributes({ name, externalId, members }: Team) {
  return {
    ...(externalId && { externalId }),
    displayName: name,
    members: members.map((value) => ({ value })),
  }
}

/** What a whole resource says a team is to be. @throws DomainError as the protocol has it. */
export function wantedTeam(sent: unknown): Team {
  const names = resourceOf(sent, keptOfGroup)
  const {
    displayName,
    externalId,
    members = [],
  } = parseInput(body, {
    ...names,
    members: names.members == null ? [] : manyOf(names.members, keptOfGroup.members ?? []),
  })
  const ids = members.map(({ value, type }) => {
    if (type != null && (typeof type !== 'string' || type.toLowerCase() !== 'user'))
      return refuseScim('invalidValue', 'members: a group has users as members, and no groups.')
    const id = String(value).toLowerCase()
    return isUuid(id) ? id : refuseScim('invalidValue', `members: there is no user ${String(value)}.`)
  })
  return { name: displayName, externalId: externalId || null, members: [...new Set(ids)] }
}

/** A team and who is in it, as one version. */
export function versionOf(revision: number, members: readonly string[]): string {
  const hash = createHash('sha256')
    .update([...members].sort().join(' '))
    .digest('hex')
  return `W/"${revision}-${hash.slice(0, 12)}"`
}
