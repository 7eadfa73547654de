import { z } from 'zod'
import { conversation } from '../../domain/activities/conversation.ts'
import { socialAccount } from '../../domain/activities/social-account.ts'
import { socialMessage } from '../../domain/activities/social-message.ts'
import { socialMonitor } from '../../domain/activities/social-monitor.ts'
import { refuse } from '../../domain/error.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { by } from '../inverse.ts'
import { mustBeKnown } from '../references.ts'
import { subjectCommands } from '../subject.ts'

/** There is one conversation of an account with somebody for all to see, and one with them alone. */
export const socialConversationClaim = ({
  socialAccountId,
  handle,
  direct,
}: {
  socialAccountId: string
  handle: string
  direct: boolean
}) => ({
  kind: 'conversation-handle',
  value: `${socialAccountId} ${handle.toLowerCase()} ${direct ? 'direct' : 'public'}`,
})

/** One message of the network is one record of an account, whichever way it came. */
export const socialMessageClaim = (of: { socialAccountId: string; networkId: string }) => ({
  kind: 'social-message',
  value: `${of.socialAccountId} ${of.networkId}`,
})

const { commands } = socialMessage
const receive = commands['socialMessage.receive'].schema

export const socialMessageCommands = commandsOf(
  socialMessage,
  (prepared) => ({
    'socialMessage.receive': {
      summary: 'Take what somebody has written in a social network',
      internal: true,
      ...prepared(receive.omit({ ownerId: true, teamId: true }), async (body, asking) => {
        const own = await asking.load(socialAccount, body.socialAccountId)
        if (!own)
          refuse('socialMessage.account-unknown', 'There is no such account of ours.', {
            field: 'socialAccountId',
          })
        await mustBeKnown(
          'socialMessage',
          body,
          { monitorId: socialMonitor, conversationId: conversation },
          asking,
        )
        return { ...body, ownerId: own.ownerId, teamId: own.teamId }
      }),
    },
    'socialMessage.correct-mood': {
      summary: 'Say what a message really sounds like; null lets its words count again',
      inverse: ({ corrected }) => ({ command: 'socialMessage.correct-mood', body: { mood: corrected } }),
    },
    'socialMessage.take': {
      summary: 'Take what was found into its conversation',
      internal: true,
      ...prepared(z.object({ conversationId: uuid }), async (body, asking) => {
        await mustBeKnown('socialMessage', body, { conversationId: conversation }, asking as Asking)
        return body
      }),
    },
    'socialMessage.set-aside': {
      summary: 'Set aside what was found: there is nothing to do',
      inverse: by('socialMessage.put-back'),
    },
    'socialMessage.put-back': {
      summary: 'Put what was set aside back into the queue',
      inverse: by('socialMessage.set-aside'),
    },
    ...subjectCommands('socialMessage'),
  }),
  { unique: (state) => [socialMessageClaim(state)] },
)
