import type { Authority } from '../../domain/identity/authority.ts'
import { withParts } from '../../domain/parent.ts'
import { keyOf, type Masks } from '../../platform/people/permissions.ts'

/** A record that was shared with somebody, until it expires (ISO-8601 UTC; null: until it is taken back). */
export interface Shared {
  recordId: string
  level: 'read' | 'write'
  expiresAt: string | null
}

/** What decides what one person sees, at one instant. */
export interface Facts {
  userId: string
  teamId: string | null
  authority: Authority
  /** Teams this person manages, with all that are part of them, and their members. */
  managed: { teams: readonly string[]; members: readonly string[] }
  /** With this person or their team. */
  shared: readonly Shared[]
  at: string
}

/** The teams somebody manages: their own and, however deep, what is part of them. */
export function managedTeams(
  managerId: string,
  teams: readonly { id: string; managerId: string | null; parentId: string | null }[],
): string[] {
  const own = teams.filter((team) => team.managerId === managerId).map(({ id }) => id)
  return withParts(own, teams)
}

/** The grant keys that follow from the facts; the same rule for now and for any instant of the past. */
export function keysOf({ userId, teamId, authority, managed, shared, at }: Facts): string[] {
  const { seesAll, seesMembers, queues } = authority
  return [
    keyOf.user(userId),
    keyOf.own(userId),
    ...(teamId ? [keyOf.team(teamId), keyOf.own(teamId)] : []),
    ...seesAll.map(keyOf.all),
    ...queues.map(keyOf.queue),
    ...(seesMembers
      ? [
          keyOf.members,
          ...managed.teams.flatMap((team) => [keyOf.team(team), keyOf.own(team)]),
          ...managed.members.map(keyOf.user),
        ]
      : []),
    ...shared
      .filter(({ expiresAt }) => expiresAt === null || expiresAt > at)
      .flatMap(({ recordId, level }) => [
        keyOf.record(recordId),
        ...(level === 'write' ? [keyOf.edit(recordId)] : []),
      ]),
  ]
}

export function masksOf({ hidden, readOnly }: Authority): Masks {
  return { hidden, readOnly }
}
