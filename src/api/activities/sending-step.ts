import { barredSince } from '../../commands/activities/outgoing-mail.ts'
import type { Execute } from '../../commands/execute.ts'
import type { AnyDecider, StateOf } from '../../domain/decider.ts'
import { DomainError } from '../../domain/error.ts'
import { privacyOf } from '../../domain/subject.ts'
import { cutTo } from '../../domain/values/text.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Effect, NotYet, type SendRequest } from '../../sagas/outbox.ts'

/** What came of handing something in, as its channel tells it. */
type Handed<Sent> = Sent | { is: 'deferred' | 'refused' | 'doubt'; reason: string }

/** How a channel hands its things in. */
export interface SendingChannel<D extends AnyDecider, Sent extends { is: 'sent' }> {
  /** The record of what is sent. */
  of: D
  /** Until it is tried again after the first attempt; doubled after each, up to the longest. */
  firstRetryMs: number
  longestRetryMs: number
  /** After so many attempts it is refused. */
  mostAttempts: number
  /**
   * Hands it in, after `begin` has noted that it is begun; undefined: it was taken back before (`begin` says false).
   * @throws DomainError before it is begun: it is refused for that reason.
   */
  handIn(
    id: string,
    state: StateOf<D>,
    begin: () => Promise<boolean>,
    request: SendRequest,
  ): Promise<Handed<Sent> | undefined>
}

/** What each record of something to be sent has. */
interface ToBeSent {
  status: string
  attempts: number
  /** Of a mailing, whom it is for. */
  recipientId?: string | null
}

/** So often it is asked whether a paused mailing goes on. */
const pausedMs = 15_000

/** Notes that an attempt is begun; false: what was to be sent was taken back in this moment. */
export async function begun(of: AnyDecider, request: SendRequest, execute: Execute): Promise<boolean> {
  try {
    await execute({
      ...request,
      command: `${of.name}.start`,
      commandId: derivedId(of.name, request.commandId),
      body: { attempt: (request.body as { attempt: number }).attempt },
    })
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

/**
 * Hands something in, and then notes what came of it. That it is begun is noted first: cut off before the outcome is, nobody can know
 * whether it went, and that is what is noted then; it is not sent again (122).
 */
export function sendingStep<D extends AnyDecider, Sent extends { is: 'sent' }>(
  channel: SendingChannel<D, Sent>,
  { execute, clock }: { execute: Execute; clock: Clock },
): Effect {
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const state = await execute.load(channel.of, request.id ?? '')
    if (!state || privacyOf(state).erased) return { events: [] }
    const outcome = await outcomeOf(state as StateOf<D> & ToBeSent, request)
    return outcome ? execute({ ...request, body: { outcome } }) : { events: [] }
  }

  async function outcomeOf(state: StateOf<D> & ToBeSent, request: SendRequest) {
    const { attempt } = request.body as { attempt: number }
    if (state.status === 'sending' && state.attempts === attempt)
      return { is: 'doubt', reason: 'It was cut off while it was handed in.' }
    if (state.status !== 'waiting' || attempt !== state.attempts + 1) return undefined
    if (state.recipientId) {
      const bar = await barredSince(state.recipientId, { holder: execute.holder, load: execute.load })
      if (bar?.later) throw new NotYet(later(pausedMs))
      if (bar) return { is: 'refused', reason: bar.reason }
    }
    let isBegun = false
    const begin = async () => {
      isBegun = await begun(channel.of, request, execute)
      return isBegun
    }
    const handed = await channel.handIn(request.id ?? '', state, begin, request).catch((error: unknown) => {
      if (!(error instanceof DomainError) || isBegun) throw error
      return { is: 'refused' as const, reason: cutTo(error.message, 500) }
    })
    if (handed?.is !== 'deferred') return handed
    if (attempt >= channel.mostAttempts) return { is: 'refused', reason: handed.reason }
    // What was put off before anything of it went is begun all the same, so that each attempt is in its history.
    if (!isBegun && !(await begin())) return undefined
    const wait = Math.min(channel.longestRetryMs, channel.firstRetryMs * 2 ** Math.min(attempt - 1, 10))
    return { ...handed, nextAt: later(wait) }
  }

  const later = (ms: number) => new Date(Date.parse(clock()) + ms).toISOString()
  return (requests) => Promise.all(requests.map(step))
}
