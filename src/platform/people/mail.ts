import { createTransport } from 'nodemailer'

export interface MailConfig {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  url: string
  from: Address
  /** Whether it may go without checked TLS: to this machine, or by the operator's word. */
  plain: boolean
}

export interface Address {
  name: string
  address: string
}

export interface Letter {
  /** The same for the same letter: a server that has it already can tell. */
  id: string
  to: Address
  subject: string
  text: string
  html: string
  attachments?: readonly { filename: string; contentType: string; content: Buffer }[]
}

export interface Mailer {
  /** Resolves once the server has taken it. @throws MailRefused, or what went wrong on the way. */
  send(letter: Letter): Promise<void>
}

/** The server will never take this letter, however often it is tried (5xx); the message names no address. */
export class MailRefused extends Error {
  override name = 'MailRefused'
}

/** Sends by SMTP (RFC 5321), one connection a letter: they are few, and each outcome is its own. */
export function createMailer({ url, from, plain }: MailConfig): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url)
  const transport = createTransport({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(port !== '' && { port: Number(port) }),
    secure: protocol === 'smtps:',
    requireTLS: !plain,
    tls: { rejectUnauthorized: !plain },
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    async send({ id, to, subject, text, html, attachments = [] }) {
      const letter = {
        messageId: `<${id}@${domain}>`,
        from: oneLine(from),
        to: oneLine(to),
        subject: inOneLine(subject),
        text,
        html,
        attachments: [...attachments],
        // Nobody who is away answers this (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      }
      try {
        await transport.sendMail(letter)
      } catch (error) {
        throw refusalOf(error, to.address) ?? withoutAddress(error, to.address)
      }
    },
  }
}

/** What the server says of sender, recipient or content is about this letter; of a password, about us. */
function refusalOf(error: unknown, address: string): MailRefused | undefined {
  const { code, responseCode, response } = error as {
    code?: string
    responseCode?: number
    response?: string
  }
  const isFinal = responseCode !== undefined && responseCode >= 500 && responseCode < 600
  if (!isFinal || (code !== 'EENVELOPE' && code !== 'EMESSAGE')) return undefined
  return new MailRefused(anonymous(response ?? String(responseCode), address))
}

function withoutAddress(error: unknown, address: string): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return Object.assign(new Error(anonymous(message, address)), { name })
}

/** Servers repeat the address they refuse, and what they say is kept. */
function anonymous(said: string, address: string): string {
  const pattern = address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return inOneLine(said).replace(new RegExp(pattern, 'gi'), 'the address').slice(0, 500)
}

function oneLine({ name, address }: Address): Address {
  return { name: inOneLine(name), address: inOneLine(address) }
}

/** A line break in a header would begin another one. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** `Hindsight <crm@example.com>` or the address alone; undefined: neither. */
export function parseAddress(text: string): Address | undefined {
  const [, name = '', inBrackets, alone] =
    /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>\s]+)>|([^<>\s]+))$/u.exec(text.trim()) ?? []
  const address = inBrackets ?? alone
  return address !== undefined && /^[^\s@]+@[^\s@]+$/.test(address) ? { name, address } : undefined
}
