import { PassThrough } from 'node:stream'
import { createTransport } from 'nodemailer'
import { whereIs } from '../outside/where.ts'
import type { Access } from './imap.ts'

/** A mail as it is handed in. */
export interface Outgoing {
  from: { name: string; address: string }
  to: readonly Recipient[]
  cc: readonly Recipient[]
  bcc: readonly Recipient[]
  subject: string
  text: string
  /** The same as a page (HTML). */
  page?: string
  /** Further header fields, by name: such as are folded nowhere. */
  headers?: Readonly<Record<string, string>>
  /** A message between calendars that it carries (RFC 6047). */
  invitation?: { method: string; text: string }
  /** Message-IDs without brackets. */
  msgid: string
  inReplyTo: string | null
  references: readonly string[]
}
interface Recipient {
  name: string | null
  address: string
}

/** `doubt`: all of it was handed in, and no word came back whether it was taken. */
export type Handed =
  | { is: 'sent' }
  | { is: 'deferred'; reason: string }
  | { is: 'refused'; reason: string }
  | { is: 'doubt'; reason: string }

/** Hands a mail in by SMTP (RFC 5321), one connection each. What goes wrong is told, and not thrown. */
export async function handIn(access: Access, mail: Outgoing): Promise<Handed> {
  /** Whether its last byte has gone: then the server may have taken it, whatever comes after. */
  let isGone = false
  try {
    const transport = createTransport({
      host: await whereIs(access.host),
      port: access.port,
      secure: access.tls === 'implicit',
      requireTLS: access.tls === 'starttls',
      ignoreTLS: access.tls === 'none',
      tls: { servername: access.host },
      auth: { user: access.login, pass: access.password },
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 60_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    transport.use('stream', (whole, done) => {
      whole.message.transform(
        () =>
          new PassThrough({
            flush(end) {
              isGone = true
              end()
            },
          }),
      )
      done()
    })
    await transport.sendMail({
      from: clean({ name: mail.from.name, address: mail.from.address }),
      to: mail.to.map(clean),
      cc: mail.cc.map(clean),
      bcc: mail.bcc.map(clean),
      subject: inOneLine(mail.subject),
      text: mail.text,
      ...(mail.page !== undefined && { html: mail.page }),
      ...(mail.headers && {
        headers: Object.entries(mail.headers).map(([key, value]) => ({
          key,
          value: { prepared: true, foldLines: false, value: inOneLine(value) } as never,
        })),
      }),
      ...(mail.invitation && {
        icalEvent: { method: mail.invitation.method, content: mail.invitation.text, filename: 'invite.ics' },
      }),
      messageId: `<${mail.msgid}>`,
      ...(mail.inReplyTo && { inReplyTo: `<${mail.inReplyTo}>` }),
      ...(mail.references.length > 0 && { references: mail.references.map((id) => `<${id}>`) }),
    })
    return { is: 'sent' }
  } catch (error) {
    return failure(error, { password: access.password, mail, isGone })
  }
}

function failure(
  error: unknown,
  { password, mail: { to, cc, bcc }, isGone }: { password: string; mail: Outgoing; isGone: boolean },
): Handed {
  const {
    responseCode,
    response,
    code,
    message = String(error),
  } = error as {
    responseCode?: number
    response?: string
    code?: string
    message?: string
  }
  const told = [...to, ...cc, ...bcc].reduce(
    (text, { address }) => text.replaceAll(address, 'the address'),
    (response ?? message).replaceAll(password, '…'),
  )
  const reason = inOneLine(told).slice(0, 300) || 'It could not be handed in.'
  if (responseCode !== undefined) {
    // What it says of a login may be put right; of this mail it is its last word.
    const isFinal = responseCode >= 500 && code !== 'EAUTH'
    return { is: isFinal ? 'refused' : 'deferred', reason }
  }
  return { is: isGone ? 'doubt' : 'deferred', reason }
}

const clean = ({ name, address }: Recipient) => ({ name: inOneLine(name ?? ''), address: inOneLine(address) })

/** A line break in a header would begin another one. */
const inOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
