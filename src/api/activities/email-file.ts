import PostalMime, { type Address, type Email } from 'postal-mime'
import { z } from 'zod'
import { Forbidden, InvalidInput } from '../../commands/errors.ts'
import type { Request } from '../../commands/execute.ts'
import { callDirection, regardedModels } from '../../domain/activities/activity.ts'
import { type EmailAsked, msgid } from '../../domain/activities/email.ts'
import { fileName } from '../../domain/activities/file.ts'
import { extensionOf } from '../../domain/activities/file-type.ts'
import { email as emailAddress } from '../../domain/values/email.ts'
import { instant, instantOf } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Files } from '../../platform/files/files.ts'
import { allows } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { problemOf } from '../http/problem.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { bodyOf, takeFile } from './file-content.ts'

const filed = outcomeSchema
  .extend({
    notTaken: z
      .array(z.object({ name: z.string(), reason: z.string() }).register(vocabulary, { id: 'NotTaken' }))
      .describe('Attachments that no file was made of, and why; the e-mail as it came has them all.'),
  })
  .register(vocabulary, { id: 'EmailFiled' })

const mostAttachments = 50

/** An e-mail as a mail program saves it becomes an activity, with itself and its attachments as files (ACT-02). */
export const emailFileEndpoints =
  ({ files }: { files: Files }): Extension =>
  (_app, services) => [
    endpoint({
      name: 'fileEmail',
      method: 'POST',
      path: '/activities/emails',
      summary: 'File an e-mail with a record: the message as a mail program saves it (.eml), as the body',
      tag: 'activities',
      access: { permission: 'activity.add' },
      headers: 'command',
      parameters: z.object({
        model: z.enum(regardedModels).register(vocabulary, { id: 'RegardedModel' }),
        recordId: uuid,
        name: fileName.optional().describe('What its file is called; its subject unless told.'),
        direction: callDirection
          .optional()
          .describe('Unless told, it was sent where it is from a user, and has come otherwise.'),
        remindAt: instant.optional().describe('Of one that was sent: when to remind, if no answer has come.'),
      }),
      file: true,
      reply: filed,
      status: 201,
      async run({ parameters: { model, recordId, name, direction, remindAt }, principal, request, reply }) {
        if (!allows(principal().may, 'file.add')) throw new Forbidden('file.add')
        const whole = await wholeOf(bodyOf(request, files.largest))
        const mail = await parsed(whole)
        const head = headIn(mail)
        const asked = askedBy(request, 'activity.add')
        const outcome = await services.execute({
          ...asked,
          command: 'activity.add',
          body: {
            kind: 'email',
            subject: plain(mail.subject, 300),
            body: plain(mail.text ?? textOf(mail.html), 20_000),
            direction: direction ?? (await directionOf(services, head)),
            startsAt: instantOf(mail.date ?? '') ?? null,
            email: head,
            remindAt: remindAt ?? null,
            regarding: [{ model, id: recordId }],
          },
        })
        const notTaken = await filesOf(services, files, asked, {
          activityId: outcome.id,
          contents: [
            {
              name: `${named(name ?? mail.subject, 'E-mail').replace(/\.eml$/i, '')}.eml`,
              content: whole,
            },
            ...attachmentsIn(mail),
          ],
        })
        reply.header('location', `/api/activities/${outcome.id}`)
        return { ...answer(reply, outcome), notTaken }
      },
    }),
  ]

async function wholeOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

const noEmail = new InvalidInput([
  { field: '', rule: 'email', message: 'This is no e-mail as a mail program saves it (.eml).' },
])

async function parsed(whole: Buffer): Promise<Email> {
  const mail = await PostalMime.parse(whole, { maxNestingDepth: 50 }).catch(() => {
    throw noEmail
  })
  if (!mail.from && !mail.to && !mail.messageId) throw noEmail
  return mail
}

/** Whom it names; an address that is none of ours to write is left out. */
function headIn({ from, to, cc, messageId: own, inReplyTo, references }: Email): EmailAsked {
  const boxes = (all: readonly Address[] = []) =>
    all
      .flatMap((one) => one.group ?? [one])
      .flatMap(({ name, address }) => {
        const { data } = emailAddress.safeParse(address)
        return data === undefined ? [] : [{ name: plain(name, 200), address: data }]
      })
      .slice(0, 50)
  const ids = (text = '') => (text.match(/[^\s<>]+/g) ?? []).filter((one) => msgid.safeParse(one).success)
  const said = ids(references)
  return {
    from: boxes(from ? [from] : [])[0] ?? null,
    to: boxes(to),
    cc: boxes(cc),
    msgid: ids(own)[0] ?? null,
    inReplyTo: ids(inReplyTo)[0] ?? null,
    // The first began it, and the last is what it answers.
    references: [...said.slice(0, 1), ...said.slice(1).slice(-19)],
  }
}

async function directionOf({ execute }: Pick<Services, 'execute'>, { from }: EmailAsked) {
  const holder = from && (await execute.holder({ kind: 'user-email', value: from.address }))
  return holder ? 'outbound' : 'inbound'
}

/** Text as a field takes it: without control characters, and no longer; null: there is none. */
function plain(text: string | undefined, most: number): string | null {
  const clean = (text ?? '').replace(/\r\n?/g, '\n').replace(/[^\P{C}\n\t]/gu, '')
  const one = most > 300 ? clean : clean.replace(/\s+/g, ' ')
  const short = Array.from(one.trim())
    .slice(0, most - 1)
    .join('')
  return short.slice(0, most).trim() || null
}

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

interface Content {
  name: string
  content: Buffer
}

function attachmentsIn({ attachments }: Email): Content[] {
  return attachments.map(({ filename, content }, n) => ({
    name: named(filename ?? undefined, `Attachment ${n + 1}`),
    content: typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer),
  }))
}

/** As a file can be called. */
function named(text: string | undefined, otherwise: string): string {
  const clean = plain(text?.replace(/[/\\]/g, '_'), 300) ?? otherwise
  const extension = extensionOf(clean)
  const most = 190 - extension.length
  return clean.length <= 190 ? clean : `${clean.slice(0, most)}.${extension}`
}

/** Puts each with the activity; what is refused is told, and keeps nothing else out. */
async function filesOf(
  services: Services,
  files: Files,
  { commandId, ...asked }: Omit<Request, 'command' | 'body'>,
  { activityId, contents }: { activityId: string; contents: readonly Content[] },
) {
  const notTaken: { name: string; reason: string }[] = []
  const body = { record: { model: 'activity', id: activityId } }
  for (const [n, { name, content }] of contents.entries()) {
    const under = commandId === undefined ? {} : { commandId: derivedId('email-file', commandId, String(n)) }
    const request = { ...asked, ...under, command: 'file.add' }
    try {
      if (n > mostAttachments)
        throw new InvalidInput([{ field: '', rule: 'most', message: 'There are too many.' }])
      await takeFile(services, files, () => once(content), request, { body: { ...body, name }, before: [] })
    } catch (error) {
      const problem = await problemOf(error)
      if (!problem || problem.status >= 500) throw error
      notTaken.push({ name, reason: problem.detail })
    }
  }
  return notTaken
}

async function* once(content: Buffer) {
  yield content
}
