import { bookingPlace } from '../../../commands/activities/invitation.ts'
import { barredSince, checkedRecipients } from '../../../commands/activities/outgoing-mail.ts'
import type { Execute } from '../../../commands/execute.ts'
import { mailbox } from '../../../domain/activities/mailbox.ts'
import {
  type OutgoingMailState,
  outgoingMail,
  type SendingOutcome,
} from '../../../domain/activities/outgoing-mail.ts'
import { DomainError } from '../../../domain/error.ts'
import { ticket } from '../../../domain/service/ticket.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { cutTo } from '../../../domain/values/text.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { handIn } from '../../../platform/mail/smtp.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import type { Clock } from '../../../platform/process/clock.ts'
import { derivedId } from '../../../platform/process/ids.ts'
import { type Effect, NotYet, type SendRequest } from '../../../sagas/outbox.ts'
import type { Services } from '../../http/services.ts'
import { mailOf } from '../../marketing/mailing-links.ts'
import { bookingLinks, bookingPath } from '../calendar/booking.ts'

interface Parts {
  execute: Execute
  clock: Clock
  mail: { mailStore: MailStore }
  signing: Signing
  publicUrl: string | undefined
}

/** So often it is asked whether a paused mailing goes on. */
const pausedMs = 15_000
const firstRetryMs = 60_000
const longestRetryMs = 3_600_000
/** After so many attempts, some three days, it is refused. */
const mostAttempts = 75

/**
 * Hands a mail in, and then notes what came of it. That it is begun is noted first: cut off before the outcome is, nobody can know
 * whether it went, and that is what is noted then; it is not sent again.
 */
export function outgoingMailStep(parts: Parts): Effect {
  const {
    execute,
    clock,
    mail: { mailStore },
  } = parts
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(outgoingMail, id)
    const attempt = (request.body as { attempt: number }).attempt
    if (!state || privacyOf(state).erased) return { events: [] }
    const outcome = await sent({ id, state, attempt }, request)
    return outcome ? execute({ ...request, body: { outcome } }) : { events: [] }
  }

  async function sent(
    { id, state, attempt }: { id: string; state: OutgoingMailState; attempt: number },
    request: SendRequest,
  ): Promise<SendingOutcome | undefined> {
    if (state.status === 'sending' && state.attempts === attempt)
      return { is: 'doubt', reason: 'It was cut off while it was handed in.' }
    if (state.status !== 'waiting' || attempt !== state.attempts + 1) return undefined
    const box = await execute.load(mailbox, state.mailboxId)
    const password = box?.secretId && (await mailStore.password(state.mailboxId, box.secretId))
    if (!box || box.archived || box.smtp === null || !password)
      return { is: 'refused', reason: 'The mailbox is not set up to send.' }
    const asking = { holder: execute.holder, load: execute.load }
    if (state.recipientId !== null) {
      const bar = await barredSince(state.recipientId, asking)
      if (bar?.later) throw new NotYet(new Date(Date.parse(clock()) + pausedMs).toISOString())
      if (bar) return { is: 'refused', reason: bar.reason }
    }
    const written = await mailOf(parts, state)
    if (!written) return { is: 'refused', reason: 'Nobody has said where this is reached from outside.' }
    try {
      await checkedRecipients(state, asking)
    } catch (error) {
      if (error instanceof DomainError) return { is: 'refused', reason: cutTo(error.message, 500) }
      throw error
    }
    const withLink = (of: { text: string }) =>
      state.invitation ? { ...of, text: linked(of.text, state.invitation.activityId, parts) } : of
    const begun = await execute({
      ...request,
      command: 'outgoingMail.start',
      commandId: derivedId('outgoing-mail', request.commandId),
      id,
      body: { attempt },
    }).catch((error: unknown) => {
      // It was taken back in this moment.
      if (error instanceof DomainError) return undefined
      throw error
    })
    if (!begun) return undefined
    const handed = await handIn(
      { ...box.smtp, login: box.login, password },
      {
        from: { name: box.name, address: box.address },
        to: state.to,
        cc: state.cc,
        bcc: state.bcc,
        subject: state.subject,
        ...withLink(written),
        ...(state.invitation?.text && {
          invitation: { method: state.invitation.method, text: state.invitation.text },
        }),
        msgid: state.msgid,
        inReplyTo: state.inReplyTo,
        references: state.references,
      },
    )
    if (handed.is !== 'deferred') return handed
    if (attempt >= mostAttempts) return { is: 'refused', reason: handed.reason }
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempt - 1, 10))
    return { ...handed, nextAt: new Date(Date.parse(clock()) + wait).toISOString() }
  }

  return (requests) => Promise.all(requests.map(step))
}

/** Whoever booked gets a link of their own to move or cancel it; none where nobody has said where we are. */
function linked(text: string, activityId: string, { signing, publicUrl }: Parts): string {
  if (publicUrl === undefined)
    return text
      .split('\n')
      .filter((line) => !line.includes(bookingPlace))
      .join('\n')
      .trimEnd()
  const link = bookingLinks(signing).tokenOf({ activityId })
  return text.replaceAll(bookingPlace, new URL(`${bookingPath}?link=${link}`, publicUrl).href)
}

/** Orders the mail that an agent's answer on a ticket is: what it says is read from the ticket itself. */
export function ticketMailStep({ execute, events }: Pick<Services, 'execute' | 'events'>): Effect {
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { ticketId, eventId, conversationId } = request.body as Record<string, string>
    const state = await execute.load(ticket, ticketId ?? '')
    const replied = (await events(ticket, ticketId ?? '')).find(({ id }) => id === eventId)
    const address = state?.requester?.email
    if (!state || !replied || !address || privacyOf(state).erased) return { events: [] }
    const { body } = replied.data as { body: string }
    const isNumbered = state.subject.includes(`[${state.number}]`)
    const subject = `Re: ${state.subject}${isNumbered ? '' : ` [${state.number}]`}`
    return execute({
      ...request,
      body: {
        conversationId,
        ticketId,
        to: [{ name: state.requester?.name ?? null, address }],
        subject: cutTo(subject, 300),
        body,
      },
    })
  }
  return (requests) => Promise.all(requests.map(step))
}
