import { type SocialAccountState, socialAccount } from '../../domain/activities/social-account.ts'
import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { allows } from '../../platform/people/permissions.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

/** One's own account is one's own matter; one that others read is for who may share it. */
function mustKeep({ ownerId }: Pick<SocialAccountState, 'ownerId'>, { principal, actor }: Asking): void {
  if (ownerId !== null && ownerId === actor.id) return
  if (!allows(principal.may, 'socialAccount.share'))
    refuse('socialAccount.not-own', 'Only your own account is yours to set up.', { field: 'ownerId' })
}

export const socialAccountCommands = commandsOf(socialAccount, (prepared) => {
  const kept = <B extends object>(body: B, asking: Asking<SocialAccountState>): B => {
    mustKeep(asking.state, asking as Asking)
    return body
  }
  const { commands } = socialAccount
  return {
    'socialAccount.create': {
      summary: 'Set up an account in a social network, of one’s own or a shared one',
      ...prepared(commands['socialAccount.create'].schema, async (body, asking) => {
        mustKeep(body, asking)
        await mustExist('socialAccount', body, { ownerId: user, teamId: team }, asking)
        if (body.ownerId !== null && body.teamId !== null)
          refuse('socialAccount.two-readers', 'It is somebody’s own, or a team’s.', { field: 'teamId' })
        return body
      }),
    },
    'socialAccount.change': {
      summary: 'Call an account in a social network otherwise',
      inverse: asBefore('socialAccount.change'),
      ...prepared(commands['socialAccount.change'], kept),
    },
    'socialAccount.archive': {
      summary: 'Read and post by an account in a social network no more',
      inverse: by('socialAccount.restore'),
      ...prepared(commands['socialAccount.archive'], kept),
    },
    'socialAccount.restore': {
      summary: 'Read and post by an account in a social network again',
      inverse: by('socialAccount.archive'),
      ...prepared(commands['socialAccount.restore'], kept),
    },
    'socialAccount.set-password': {
      summary: 'Name the token of an account in a social network, which is kept beside the log',
      internal: true,
      permission: 'socialAccount.change',
      ...prepared(commands['socialAccount.set-password'], kept),
    },
    'socialAccount.recognise': { summary: 'Note who we are in a social network', internal: true },
  }
})
