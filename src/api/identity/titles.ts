import { session } from '../../domain/identity/session.ts'
import { user } from '../../domain/identity/user.ts'
import { titlesOf } from '../lists/titles.ts'

const endings = { 'signed-out': 'Signed out', replaced: 'Signed in anew', revoked: 'Session ended' } as const

export const userTitles = titlesOf(user, {
  'user.registered': ({ data }) => `${data.name} registered as ${data.role}`,
  'user.role-assigned': ({ data, before }) => `Role changed from ${before.role} to ${data.role}`,
  'user.password-set': ({ data: { changeBy } }) =>
    changeBy === undefined
      ? 'Password set; earlier sessions ended'
      : 'Initial password issued, to be changed at the next sign-in; earlier sessions ended',
  'user.identity-linked': ({ data }) => `Linked to an identity at ${data.issuer}`,
  'user.directory-linked': ({ data, before }) =>
    before?.directory ? 'Changed in the directory' : `Linked to ${data.userName} in the directory`,
  'user.directory-left': () => 'Deleted in the directory',
  'user.second-factor-added': () => 'Second factor added',
  'user.second-factor-removed': ({ data }) =>
    data.cause === 'own' ? 'Second factor removed' : 'Lost second factor reset; all sessions ended',
  'user.recovery-codes-issued': () => 'Recovery codes issued',
  'user.recovery-code-used': ({ data }) => `Signed in by a recovery code; ${data.left} left`,
  'user.deactivated': () => 'Deactivated; all sessions ended',
  'user.reactivated': () => 'Reactivated',
})

export const sessionTitles = titlesOf(session, {
  'session.begun': () => 'Signed in',
  'session.ended': ({ data }) => endings[data.cause],
})
