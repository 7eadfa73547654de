import { bookingPlace } from '../../../commands/activities/invitation.ts'
import { checkedRecipients } from '../../../commands/activities/outgoing-mail.ts'
import type { Execute } from '../../../commands/execute.ts'
import { mailbox } from '../../../domain/activities/mailbox.ts'
import { outgoingMail } from '../../../domain/activities/outgoing-mail.ts'
import { ticket } from '../../../domain/service/ticket.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { cutTo } from '../../../domain/values/text.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { handIn } from '../../../platform/mail/smtp.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import type { Clock } from '../../../platform/process/clock.ts'
import type { Effect, SendRequest } from '../../../sagas/outbox.ts'
import type { Services } from '../../http/services.ts'
import { mailOf } from '../../marketing/mailing-links.ts'
import { bookingLinks, bookingPath } from '../calendar/booking.ts'
import { sendingStep } from '../sending-step.ts'

interface Parts {
  execute: Execute
  clock: Clock
  mail: { mailStore: MailStore }
  signing: Signing
  publicUrl: string | undefined
}

/** Hands mails in by SMTP; refused after so many attempts, some three days. */
export function outgoingMailStep(parts: Parts): Effect {
  const { execute } = parts
  const asking = { holder: execute.holder, load: execute.load }
  return sendingStep(
    {
      of: outgoingMail,
      firstRetryMs: 60_000,
      longestRetryMs: 3_600_000,
      mostAttempts: 75,
      async handIn(_, state, begin) {
        const box = await execute.load(mailbox, state.mailboxId)
        const password = box?.secretId && (await parts.mail.mailStore.password(state.mailboxId, box.secretId))
        if (!box || box.archived || box.smtp === null || !password)
          return { is: 'refused', reason: 'The mailbox is not set up to send.' }
        const written = await mailOf(parts, state)
        if (!written) return { is: 'refused', reason: 'Nobody has said where this is reached from outside.' }
        await checkedRecipients(state, asking)
        if (!(await begin())) return undefined
        const withLink = (of: { text: string }) =>
          state.invitation ? { ...of, text: linked(of.text, state.invitation.activityId, parts) } : of
        return handIn(
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
      },
    },
    parts,
  )
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
