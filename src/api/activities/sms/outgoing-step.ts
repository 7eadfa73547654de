import { barredSince } from '../../../commands/activities/outgoing-mail.ts'
import { mustBeTextable } from '../../../commands/activities/outgoing-sms.ts'
import type { Alike } from '../../../commands/command.ts'
import type { Execute } from '../../../commands/execute.ts'
import {
  type OutgoingSmsState,
  outgoingSms,
  type SmsOutcome,
} from '../../../domain/activities/outgoing-sms.ts'
import { isSetUp, smsNumber } from '../../../domain/activities/sms-number.ts'
import { DomainError } from '../../../domain/error.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { cutTo } from '../../../domain/values/text.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import type { Clock } from '../../../platform/process/clock.ts'
import { derivedId } from '../../../platform/process/ids.ts'
import type { HandedText } from '../../../platform/sms/gateway.ts'
import { sendByKannel } from '../../../platform/sms/kannel.ts'
import { submitAll } from '../../../platform/sms/smpp.ts'
import { type Effect, NotYet, type SendRequest } from '../../../sagas/outbox.ts'
import { createAlike } from '../../customers/alike.ts'
import type { ReadModels } from '../../http/services.ts'
import { receiptAddress } from './pages.ts'

interface Parts {
  execute: Execute
  readModels: Pick<ReadModels, 'read'>
  clock: Clock
  mail: { mailStore: MailStore }
  signing: Signing
  publicUrl: string | undefined
}

const pausedMs = 15_000
const firstRetryMs = 30_000
const longestRetryMs = 1_800_000
/** After so many attempts, some two days, it is refused: a text that comes later is of no use. */
const mostAttempts = 100

/**
 * Hands a text in, and then notes what came of it. That it is begun is noted first: cut off before the outcome is, nobody can know
 * whether it went, and that is what is noted then; it is not sent again (122).
 */
export function outgoingSmsStep(parts: Parts): Effect {
  const { execute, clock, mail } = parts
  const alike: Alike = createAlike(parts)

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(outgoingSms, id)
    const { attempt } = request.body as { attempt: number }
    if (!state || state.to === null || privacyOf(state).erased) return { events: [] }
    const outcome = await sent({ id, state: { ...state, to: state.to }, attempt }, request)
    return outcome ? execute({ ...request, body: { outcome } }) : { events: [] }
  }

  async function sent(
    { id, state, attempt }: { id: string; state: OutgoingSmsState & { to: string }; attempt: number },
    request: SendRequest,
  ): Promise<SmsOutcome | undefined> {
    if (state.status === 'sending' && state.attempts === attempt)
      return { is: 'doubt', reason: 'It was cut off while it was handed in.' }
    if (state.status !== 'waiting' || attempt !== state.attempts + 1) return undefined
    const own = await execute.load(smsNumber, state.numberId)
    const password = own?.secretId && (await mail.mailStore.password(state.numberId, own.secretId))
    if (!isSetUp(own) || !password) return { is: 'refused', reason: 'The number is not set up to send.' }
    const asking = { holder: execute.holder, load: execute.load, alike }
    if (state.recipientId !== null) {
      const bar = await barredSince(state.recipientId, asking)
      if (bar?.later) throw new NotYet(new Date(Date.parse(clock()) + pausedMs).toISOString())
      if (bar) return { is: 'refused', reason: bar.reason }
    }
    try {
      const { numberId, to: number, conversationId } = state
      await mustBeTextable({ numberId, number, conversationId }, asking)
    } catch (error) {
      if (error instanceof DomainError) return { is: 'refused', reason: cutTo(error.message, 500) }
      throw error
    }
    const begin = async () => {
      try {
        await execute({
          ...request,
          command: 'outgoingSms.start',
          commandId: derivedId('outgoing-sms', request.commandId),
          id,
          body: { attempt },
        })
        return true
      } catch (error) {
        // It was taken back in this moment.
        if (error instanceof DomainError) return false
        throw error
      }
    }
    const text = { from: own.number, to: state.to, body: state.body }
    const { gateway } = own
    let handed: HandedText | undefined
    if (gateway.is === 'smpp') [handed] = await submitAll({ ...gateway, password }, [text], begin)
    else if (await begin())
      handed = await sendByKannel({ ...gateway, password }, text, receiptAddress(parts, id))
    if (handed === undefined) return undefined
    if (handed.is === 'sent') return { is: 'sent', messageIds: [...handed.messageIds] }
    if (handed.is !== 'deferred') return handed
    if (attempt >= mostAttempts) return { is: 'refused', reason: handed.reason }
    // What was put off before anything of it went was not begun: it is, so that each attempt is in its history.
    if ((await execute.load(outgoingSms, id))?.attempts !== attempt && !(await begin())) return undefined
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempt - 1, 10))
    return { ...handed, nextAt: new Date(Date.parse(clock()) + wait).toISOString() }
  }

  return (requests) => Promise.all(requests.map(step))
}
