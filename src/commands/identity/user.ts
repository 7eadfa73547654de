import { refuse } from '../../domain/error.ts'
import type { Authorities } from '../../domain/identity/authority.ts'
import { team } from '../../domain/identity/team.ts'
import { type DirectoryEntry, type UserState, user } from '../../domain/identity/user.ts'
import { type Asking, commandsOf } from '../command.ts'
import { subjectCommands } from '../subject.ts'
import { mayActAs, mayGive } from './role.ts'

/** The claim on an e-mail address, by which sign-in finds the user. */
export const emailClaim = (email: string) => ({ kind: 'user-email', value: email })

/** The claim on who somebody is at a provider, by which it signs them in. */
export const identityClaim = ({ issuer, subject }: { issuer: string; subject: string }) => ({
  kind: 'user-identity',
  value: JSON.stringify([issuer, subject]),
})

/** The claim on the name by which the directory knows somebody. */
export const directoryClaim = ({ userName }: Pick<DirectoryEntry, 'userName'>) => ({
  kind: 'user-directory-name',
  value: userName.toLowerCase(),
})

/** A directory makes, changes and deactivates users by this one right (`/scim/v2`). */
export const provisioning = 'user.provision'

export const userCommands = (authorities: Authorities) =>
  commandsOf(
    user,
    (prepared) => ({
      'user.register': {
        summary: 'Register a user',
        ...prepared(user.commands['user.register'].schema, async (body, asking) => {
          await mustBeTeam(body.teamId, asking)
          await mayGive(body.role, asking, authorities)
          return body
        }),
      },
      'user.change': {
        summary: 'Change name, e-mail, team, skills, phone, language or time zone of a user',
        ...prepared(user.commands['user.change'], async (body, asking) => {
          await mustBeTeam(body.teamId, asking)
          if (body.email !== undefined) await mayActAs(asking.id, asking, authorities)
          return body
        }),
      },
      'user.assign-role': {
        summary: 'Give a user another role; nobody gives rights they lack',
        ...prepared(user.commands['user.assign-role'], async (body, asking) => {
          await mayGive(body.role, asking, authorities)
          return body
        }),
      },
      'user.set-password': {
        summary: 'Set the password of a user',
        internal: true,
        ...prepared(user.commands['user.set-password'], async (body, asking) => {
          await mayActAs(asking.id, asking, authorities)
          return body
        }),
      },
      'user.change-profile': { summary: 'Change the own profile', internal: true },
      'user.link-identity': { summary: 'Link the identity at a provider', internal: true },
      'user.provision': {
        summary: 'Register a user of the directory',
        internal: true,
        ...prepared(user.commands['user.provision'].schema, async (body, asking) => {
          await mustBeTeam(body.teamId, asking)
          await mayGive(body.role, asking, authorities)
          return body
        }),
      },
      'user.follow-directory': {
        summary: 'Follow what the directory says of a user',
        internal: true,
        permission: provisioning,
        ...prepared(user.commands['user.follow-directory'], async (body, asking) => {
          if (body.role !== undefined && body.role !== asking.state.role)
            await mayGive(body.role, asking, authorities)
          await mayActAs(asking.id, asking, authorities)
          return body
        }),
      },
      'user.leave-directory': {
        summary: 'Deactivate a user whom the directory has deleted',
        internal: true,
        permission: provisioning,
      },
      'user.add-second-factor': { summary: 'Add a second factor', internal: true },
      'user.remove-second-factor': { summary: 'Remove the second factor', internal: true },
      'user.issue-recovery-codes': { summary: 'Issue recovery codes', internal: true },
      'user.use-recovery-code': { summary: 'Use a recovery code', internal: true },
      'user.deactivate': { summary: 'Deactivate a user; all sessions end at once' },
      'user.reactivate': { summary: 'Let a deactivated user sign in again' },
      ...subjectCommands('user'),
    }),
    {
      unique: ({ email, identity, directory }) => [
        emailClaim(email),
        ...(identity ? [identityClaim(identity)] : []),
        ...(directory ? [directoryClaim(directory)] : []),
      ],
    },
  )

async function mustBeTeam(id: string | null | undefined, { load }: Asking<UserState>): Promise<void> {
  if (!id) return
  const found = await load(team, id)
  if (!found || found.archived)
    refuse('user.unknown-team', 'There is no such team.', { field: 'teamId', details: { teamId: id } })
}
