import { mustBeAnswerable } from '../../../commands/activities/social-post.ts'
import type { Execute } from '../../../commands/execute.ts'
import {
  postedText,
  type SocialOutcome,
  type SocialPostState,
  socialPost,
} from '../../../domain/activities/social-post.ts'
import { DomainError } from '../../../domain/error.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { cutTo } from '../../../domain/values/text.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import type { Clock } from '../../../platform/process/clock.ts'
import type { Effect, SendRequest } from '../../../sagas/outbox.ts'
import { begun } from '../sending-step.ts'
import { networkOf } from './network-of.ts'

interface Parts {
  execute: Execute
  clock: Clock
  mail: { mailStore: MailStore }
  privateWebhooks: boolean
}

/** So long the network knows the key of a post, in ms, less five minutes of ours. */
const keyMs = 55 * 60_000
const firstRetryMs = 30_000
const longestRetryMs = 1_800_000
/** After so many attempts, some two days, it is refused. */
const mostAttempts = 100

/**
 * Hands a post in, and then notes what came of it. Each attempt has the same key, by which the network knows it for an hour: cut
 * off, it is handed in again as long as that holds, and after that nobody can know whether it was posted (124).
 */
export function socialPostStep(parts: Parts): Effect {
  const { execute, clock } = parts
  const after = (ms: number) => new Date(Date.parse(clock()) + ms).toISOString()

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(socialPost, id)
    const { attempt } = request.body as { attempt: number }
    if (!state || privacyOf(state).erased) return { events: [] }
    const outcome = await handedIn({ id, state, attempt }, request)
    return outcome ? execute({ ...request, body: { outcome } }) : { events: [] }
  }

  async function handedIn(
    { id, state, attempt }: { id: string; state: SocialPostState; attempt: number },
    request: SendRequest,
  ): Promise<SocialOutcome | undefined> {
    const isCutOff = state.status === 'sending' && state.attempts === attempt
    const isNext = state.status === 'scheduled' && attempt === state.attempts + 1
    if (!isCutOff && !isNext) return undefined
    const unsure = state.unsureSince ?? (isCutOff ? state.startedAt : null)
    if (unsure !== null && Date.parse(clock()) - Date.parse(unsure) > keyMs)
      return {
        is: 'doubt',
        reason: 'It was cut off, and so long ago that the network cannot say whether it has it.',
      }
    const at = await networkOf(state.socialAccountId, parts)
    if (!at)
      return unsure === null
        ? { is: 'refused', reason: 'The account is not set up to post.' }
        : { is: 'doubt', reason: 'It was cut off, and the account is not set up any more.' }
    // What may be there already is only looked for by its key, whatever its person has said since.
    if (unsure === null && state.conversationId !== null)
      try {
        await mustBeAnswerable(state.conversationId, execute)
      } catch (error) {
        if (error instanceof DomainError) return { is: 'refused', reason: cutTo(error.message, 500) }
        throw error
      }
    if (isNext && !(await begun(socialPost, request, execute))) return undefined
    const { text, to, visibility, replyToId } = state
    const handed = await at.network.post({ text: postedText({ text, to }), visibility, replyToId, key: id })
    if (handed.is === 'posted') return handed
    const reason = cutTo(handed.reason, 500)
    if (handed.is === 'refused') return { is: 'refused', reason }
    const { sure, until } = handed
    if (attempt >= mostAttempts) return { is: sure && unsure === null ? 'refused' : 'doubt', reason }
    const wait = after(Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempt - 1, 10)))
    return {
      is: 'deferred',
      reason,
      nextAt: until !== null && until > wait ? until : wait,
      sure: sure && !isCutOff,
    }
  }

  return (requests) => Promise.all(requests.map(step))
}
