import PostalMime, { type Address, type Email } from 'postal-mime'
import { type Itip, itipOf } from './itip.ts'

/** Somebody as a header names them; whether the address is one of ours to write is not looked at. */
export interface Named {
  name: string | null
  address: string
}

/** A message (RFC 5322) as it is read: everything is text, with its ends. */
export interface Message {
  from: Named | null
  to: readonly Named[]
  cc: readonly Named[]
  subject: string | null
  /** As the header says it; any text. */
  date: string | null
  /** Message-IDs without their brackets, as they come. */
  msgid: string | null
  inReplyTo: readonly string[]
  references: readonly string[]
  /** What is to be read of it, at most 20,000 characters; of a page only, what remains without tags. */
  text: string | null
  attachments: readonly { name: string; content: Uint8Array }[]
  automatic: 'bounce' | 'auto-reply' | 'list' | null
  /** Of a report that a mail did not arrive (RFC 3464). */
  bounce: { msgid: string | null; status: string | null; reason: string | null } | null
  /** What a calendar answers to an invitation. */
  answer: Itip | null
  /** Undefined: it was not asked for. */
  authenticity: { result: 'pass' | 'fail' | 'none'; by: 'server' | 'dmarc' } | undefined
}

/** Of whom it is asked whether From is true: of the server of that name (RFC 8601), else of the keys in the DNS. */
export interface Checking {
  checkedBy: string | null
  /** Looks up names; the system's resolver unless told. */
  resolver?: (domain: string, type: string) => Promise<unknown>
}

export class NoMessage extends Error {
  override name = 'NoMessage'
}

const depth = 50

/** @throws NoMessage for what is none, or is nested too deeply. */
export async function parseMessage(raw: Uint8Array): Promise<Email> {
  // Else a report's parts would be shown as its text (RFC 3464).
  const options = { maxNestingDepth: depth, forceRfc822Attachments: true }
  const mail = await PostalMime.parse(raw, options).catch((cause: unknown) => {
    throw new NoMessage('This is no message that can be read.', { cause })
  })
  if (!mail.from && !mail.to && !mail.messageId) throw new NoMessage('This is no message.')
  return mail
}

/** @throws NoMessage */
export async function readMessage(raw: Uint8Array, checking?: Checking): Promise<Message> {
  const mail = await parseMessage(raw)
  const text = mail.text ?? textOf(mail.html)
  return {
    from: boxes(mail.from ? [mail.from] : [])[0] ?? null,
    to: boxes(mail.to),
    cc: boxes(mail.cc),
    subject: plain(mail.subject, 300),
    date: mail.date ?? null,
    msgid: ids(mail.messageId)[0] ?? null,
    inReplyTo: ids(mail.inReplyTo),
    references: ids(mail.references),
    text: plain(text, 20_000),
    attachments: mail.attachments.map(({ filename, mimeType, content }, n) => ({
      name: fileNameOf(filename ?? undefined, nameless(mimeType, n + 1)),
      content: bytesOf(content),
    })),
    ...whatKind(mail),
    answer: answerIn(mail),
    authenticity: checking && (await authenticityOf(raw, mail, checking)),
  }
}

function answerIn({ attachments }: Email): Itip | null {
  for (const { mimeType, content } of attachments) {
    if (mimeType !== 'text/calendar' && mimeType !== 'application/ics') continue
    const found = itipOf(Buffer.from(bytesOf(content)).toString('utf8'))
    if (found) return found
  }
  return null
}

const nameless = (type: string, n: number) =>
  type === 'message/rfc822' ? `Attachment ${n}.eml` : `Attachment ${n}`

const boxes = (all: readonly Address[] = []): Named[] =>
  all
    .flatMap((one) => one.group ?? [one])
    .flatMap(({ name, address }) => (address ? [{ name: plain(name, 200), address }] : []))

const ids = (text = '') => text.match(/[^\s<>]+/g) ?? []

export const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

/** Text as a field takes it: without control characters, and no longer; null: there is none. */
export function plain(text: string | undefined, most: number): string | null {
  const clean = repaired(text ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '')
  const one = most > 300 ? clean : clean.replace(/\s+/g, ' ')
  const short = Array.from(one.trim())
    .slice(0, most - 1)
    .join('')
  return short.slice(0, most).trim() || null
}

const cp1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** What Outlook writes as windows-1252, Node 20 decodes as ISO 8859-1: there every euro is a control character. */
const repaired = (text: string) =>
  text.replace(/[\u0080-\u009f]/g, (one) => cp1252[one.charCodeAt(0) - 0x80] ?? one)

const signs: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

const unread = new Set(['script', 'style', 'head', 'title'])
const ending = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4'])

/** What is to be read of a message that is a page only; how it looked, the message itself has kept. */
function textOf(html = ''): string {
  let inside: string | undefined
  let text = ''
  for (const piece of html.split(/(<[^<>]*>)/)) {
    const [, closing, tag = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece) ?? []
    const name = tag.toLowerCase()
    if (inside !== undefined) inside = closing && name === inside ? undefined : inside
    else if (!closing && unread.has(name)) inside = name
    else if (!/^<[^<>]*>$/.test(piece)) text += piece.replace(/\s+/g, ' ')
    else if (ending.has(name) && (closing || name === 'br')) text += '\n'
  }
  return text.replace(/&(?:#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/g, (_, code?: string, name = '') =>
    code === undefined
      ? (signs[name] ?? '')
      : Number(code) < 0x110000
        ? String.fromCodePoint(Number(code))
        : '',
  )
}

/** As a file can be called: no folders in it. */
export function fileNameOf(text: string | undefined, otherwise: string): string {
  const clean = plain(text?.replace(/[/\\]/g, '_'), 300) ?? otherwise
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(clean)?.[1] ?? ''
  return clean.length <= 190 ? clean : `${clean.slice(0, 190 - extension.length)}.${extension}`
}

function whatKind(mail: Email): Pick<Message, 'automatic' | 'bounce'> {
  const header = (key: string) =>
    mail.headers
      .find((one) => one.key === key)
      ?.value.trim()
      .toLowerCase()
  const report = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status')
  if (report) {
    const said = Buffer.from(bytesOf(report.content)).toString('latin1')
    // A report may say that it was delivered, or will be tried again.
    if (/^action:\s*failed/im.test(said)) return { automatic: 'bounce', bounce: bounceOf(mail, said) }
    return { automatic: 'auto-reply', bounce: null }
  }
  const submitted = header('auto-submitted')
  const isAnswer =
    (submitted !== undefined && !submitted.startsWith('no')) ||
    header('x-autoreply') !== undefined ||
    /^auto.?reply/.test(header('precedence') ?? '') ||
    header('return-path') === '<>'
  if (isAnswer) return { automatic: 'auto-reply', bounce: null }
  const isList = header('list-id') !== undefined || /^(bulk|list|junk)/.test(header('precedence') ?? '')
  return { automatic: isList ? 'list' : null, bounce: null }
}

function bounceOf(mail: Email, said: string): NonNullable<Message['bounce']> {
  const original = mail.attachments.find(({ mimeType }) =>
    ['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers'].includes(mimeType),
  )
  const head = original
    ? Buffer.from(bytesOf(original.content))
        .subarray(0, 64 * 1024)
        .toString('latin1')
    : ''
  const [, status = null] = /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(said) ?? []
  const [, why] = /^diagnostic-code:\s*(?:[\w-]+;)?\s*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im.exec(said) ?? []
  const [, msgid = null] = /^message-id:\s*<([^<>\s]+)>/im.exec(head) ?? []
  return { msgid, status, reason: plain(why, 300) }
}

async function authenticityOf(
  raw: Uint8Array,
  mail: Email,
  { checkedBy, resolver }: Checking,
): Promise<NonNullable<Message['authenticity']>> {
  const domain = mail.from?.address?.split('@').at(-1)?.toLowerCase() ?? ''
  if (checkedBy !== null) {
    // The own server is the last that writes one, above all others, and takes those away that only claim to be its own.
    const results = mail.headers.find(
      ({ key, value }) =>
        key === 'authentication-results' &&
        value.trim().split(/[\s;]/, 1)[0]?.toLowerCase() === checkedBy.toLowerCase(),
    )
    return { result: resultIn(results?.value ?? '', domain), by: 'server' }
  }
  // Most products that run read no mail, and it takes a tenth of what they load.
  const { authenticate } = await import('mailauth')
  const checked = await authenticate(Buffer.from(raw), {
    disableArc: true,
    disableBimi: true,
    ...(resolver && { resolver: resolver as never }),
  }).catch(() => undefined)
  const dmarc = checked?.dmarc ? checked.dmarc.status.result : 'none'
  if (dmarc === 'pass' || dmarc === 'fail') return { result: dmarc, by: 'dmarc' }
  const signed = checked?.dkim?.results?.some(
    ({ status }) => status.result === 'pass' && status.aligned && isOf(String(status.aligned), domain),
  )
  return { result: signed ? 'pass' : 'none', by: 'dmarc' }
}

/** DMARC where it was checked; else a DKIM signature of the domain that From names. */
function resultIn(results: string, domain: string): 'pass' | 'fail' | 'none' {
  const said = results.replace(/\([^()]*\)/g, '').toLowerCase()
  const [, dmarc] = /;\s*dmarc\s*=\s*(\w+)/.exec(said) ?? []
  if (dmarc === 'pass' || dmarc === 'fail') return dmarc
  const isSigned = said.split(';').some((one) => {
    const [, signer] =
      /^\s*dkim\s*=\s*pass\b.*\bheader\.(?:d|i)\s*=\s*(?:[^\s@]*@)?([^\s;]+)/s.exec(one) ?? []
    return signer !== undefined && isOf(signer, domain)
  })
  return isSigned ? 'pass' : 'none'
}

/** Whether a domain vouches for another: it is that one, or stands above it. */
const isOf = (signer: string, domain: string) =>
  domain !== '' && (signer === domain || (signer.includes('.') && domain.endsWith(`.${signer}`)))
