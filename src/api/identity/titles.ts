import { session } from '../../domain/identity/session.ts'
import { user } from '../../domain/identity/user.ts'
import { titlesOf } from '../titles.ts'

/** The events of users and sessions in words. */
export const identityTitles = {
  ...titlesOf(user, {
    'user.registered': ({ data }) => `${data.name} registered as ${data.role}`,
    'user.role-assigned': ({ data, before }) => `Role changed from ${before.role} to ${data.role}`,
    'user.password-set': () => 'Password set; earlier sessions ended',
    'user.deactivated': () => 'Deactivated; all sessions ended',
    'user.reactivated': () => 'Reactivated',
  }),
  ...titlesOf(session, {
    'session.begun': () => 'Signed in',
    'session.ended': ({ data }) => (data.cause === 'replaced' ? 'Signed in anew' : 'Signed out'),
  }),
}
