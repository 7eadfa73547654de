import { z } from 'zod'
import { conversation } from '../../domain/activities/conversation.ts'
import { isSetUp, socialAccount } from '../../domain/activities/social-account.ts'
import { socialMessage } from '../../domain/activities/social-message.ts'
import { socialPost, toNobody } from '../../domain/activities/social-post.ts'
import { mustBeFree } from '../../domain/customers/channels.ts'
import { contact } from '../../domain/customers/contact.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { lead } from '../../domain/sales/lead.ts'
import { mustBeUsable } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'

const { commands } = socialPost
const { shape } = commands['socialPost.write'].schema

/** So long an answer waits, in ms, that nobody has said a later time of: as long it can be taken back. */
const undoMs = 10_000

const write = z.object({
  /** By which account it is posted; an answer is by the account of its conversation. */
  socialAccountId: uuid.nullable().default(null),
  /** What it answers: the newest message of that conversation. */
  conversationId: uuid.nullable().default(null),
  text: shape.text,
  /** Who sees a post; an answer is seen by whom its question was. */
  visibility: shape.visibility.default('public'),
  campaignId: uuid.nullable().default(null),
  /** Null: it stays a draft. Left out, a post does, and an answer goes in ten seconds. */
  publishAt: shape.publishAt.optional(),
})

export const socialPostCommands = commandsOf(socialPost, (prepared) => ({
  'socialPost.write': {
    summary: 'Write a post, or an answer in a conversation, to be posted at some time or kept as a draft',
    ...prepared(write, async ({ socialAccountId, conversationId, publishAt, ...body }, asking) => {
      await mustExist('socialPost', body, { campaignId: campaign }, asking)
      if ((socialAccountId === null) === (conversationId === null))
        refuse('socialPost.from', 'It is by an account, or in a conversation.', { field: 'socialAccountId' })
      if (conversationId !== null) return answerIn(conversationId, { ...body, publishAt }, asking)
      const own =
        socialAccountId === null || (await asking.access('socialAccount', socialAccountId)) === undefined
          ? undefined
          : await asking.load(socialAccount, socialAccountId)
      if (!own || socialAccountId === null)
        refuse('socialPost.account-unknown', 'There is no such account of ours.', {
          field: 'socialAccountId',
        })
      if (!isSetUp(own)) conflict('socialPost.not-set-up', 'This account is not set up to post.')
      if (body.visibility === 'direct') toNobody()
      const { ownerId, teamId } = own
      const about = { conversationId: null, to: null, replyToId: null }
      return { ...body, ...about, socialAccountId, ownerId, teamId, publishAt: publishAt ?? null }
    }),
  },
  'socialPost.change': {
    summary: 'Change what is to be posted',
    inverse: asBefore('socialPost.change'),
    ...prepared(commands['socialPost.change'], async (body, asking) => {
      await mustExist('socialPost', body, { campaignId: campaign }, asking)
      return body
    }),
  },
  'socialPost.schedule': { summary: 'Say when it is posted; what is past is at once' },
  'socialPost.take-back': { summary: 'Make a draft again of what has not been posted yet' },
  'socialPost.discard': { summary: 'Throw away what has not been posted' },
  'socialPost.start': { summary: 'Hand a post in', internal: true },
  'socialPost.publish': { summary: 'Note what came of handing a post in', internal: true },
  'socialPost.count': { summary: 'Note what others did with a post', internal: true },
  ...subjectCommands('socialPost'),
}))

async function answerIn(
  conversationId: string,
  {
    publishAt,
    visibility,
    ...body
  }: Pick<z.output<typeof write>, 'text' | 'visibility' | 'campaignId' | 'publishAt'>,
  asking: Asking,
) {
  const may = await asking.access('conversation', conversationId)
  const about = may === undefined ? undefined : await asking.load(conversation, conversationId)
  if (!about)
    refuse('socialPost.conversation-unknown', 'There is no such conversation.', { field: 'conversationId' })
  mustBeUsable('conversation', about, 'conversation.answer', asking.actor.kind === 'system')
  const { social, socialIds = [], ownerId, teamId } = about
  if (!social)
    refuse('socialPost.other-channel', 'That conversation is in no social network.', {
      field: 'conversationId',
    })
  if (!isSetUp(await asking.load(socialAccount, social.socialAccountId)))
    conflict('socialPost.not-set-up', 'This account is not set up to post.')
  await mustBeAnswerable(conversationId, asking)
  const messages = await Promise.all(socialIds.slice(-20).map((id) => asking.load(socialMessage, id)))
  const last = messages.findLast((one) => one !== undefined)
  return {
    ...body,
    socialAccountId: social.socialAccountId,
    ownerId,
    teamId,
    conversationId,
    to: social.handle,
    replyToId: last?.networkId ?? null,
    // What was for few is not answered before all.
    visibility: last?.visibility ?? (social.direct ? ('direct' as const) : visibility),
    publishAt: publishAt === undefined ? new Date(Date.parse(asking.at) + undoMs).toISOString() : publishAt,
  }
}

/**
 * The one place that says whether somebody may be written to in a social network: asked when an answer is written and, of one
 * that waits, again when it goes. Whoever the conversation is filed with is who it is with. @throws DomainError
 */
export async function mustBeAnswerable(
  conversationId: string,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  const about = await load(conversation, conversationId)
  for (const { model, id } of about?.records ?? []) {
    const of = model === 'contact' ? contact : model === 'lead' ? lead : undefined
    const state = of && (await load(of, id))
    if (!of || !state) continue
    mustBeUsable(of.name, state, `${of.name}.write-to`, false)
    mustBeFree(of.name, state, 'social')
  }
}
