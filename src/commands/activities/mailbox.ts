import { type MailboxState, mailbox } from '../../domain/activities/mailbox.ts'
import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { allows } from '../../platform/people/permissions.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

export const mailboxClaim = (address: string) => ({ kind: 'mailbox-address', value: address })

/** One's own mailbox is one's own matter; one that others read is for who may share it. */
function mustKeep({ ownerId }: Pick<MailboxState, 'ownerId'>, { principal, actor }: Asking): void {
  if (ownerId !== null && ownerId === actor.id) return
  if (!allows(principal.may, 'mailbox.share'))
    refuse('mailbox.not-own', 'Only your own mailbox is yours to set up.', { field: 'ownerId' })
}

export const mailboxCommands = commandsOf(
  mailbox,
  (prepared) => {
    const kept = <B extends object>(body: B, asking: Asking<MailboxState>): B => {
      mustKeep(asking.state, asking as Asking)
      return body
    }
    return {
      'mailbox.create': {
        summary: 'Set up a mailbox, of one’s own or a shared one',
        ...prepared(mailbox.commands['mailbox.create'].schema, async (body, asking) => {
          mustKeep(body, asking)
          await mustExist('mailbox', body, { ownerId: user, teamId: team }, asking)
          if (body.ownerId !== null && body.teamId !== null)
            refuse('mailbox.two-readers', 'It is somebody’s own, or a team’s.', { field: 'teamId' })
          return body
        }),
      },
      'mailbox.change': {
        summary: 'Change how a mailbox is reached, and what becomes of its mails',
        inverse: asBefore('mailbox.change'),
        ...prepared(mailbox.commands['mailbox.change'], kept),
      },
      'mailbox.archive': {
        summary: 'Fetch and send by a mailbox no more',
        inverse: by('mailbox.restore'),
        ...prepared(mailbox.commands['mailbox.archive'], kept),
      },
      'mailbox.restore': {
        summary: 'Fetch and send by a mailbox again',
        inverse: by('mailbox.archive'),
        ...prepared(mailbox.commands['mailbox.restore'], kept),
      },
      'mailbox.set-password': {
        summary: 'Name the password of a mailbox, which is kept beside the log',
        internal: true,
        permission: 'mailbox.change',
        ...prepared(mailbox.commands['mailbox.set-password'], kept),
      },
    }
  },
  { unique: ({ address }) => [mailboxClaim(address)] },
)
