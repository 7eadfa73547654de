import { z } from 'zod'
import { InvalidInput, mustMay } from '../../../commands/errors.ts'
import type { Request } from '../../../commands/execute.ts'
import { regardedModels } from '../../../domain/activities/activity.ts'
import { callDirection } from '../../../domain/activities/call.ts'
import type { EmailAsked } from '../../../domain/activities/email.ts'
import { fileName } from '../../../domain/activities/file.ts'
import { instant, instantOf } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { Files } from '../../../platform/files/files.ts'
import { fileNameOf, NoMessage } from '../../../platform/mail/message.ts'
import type { MessageReader } from '../../../platform/mail/reader.ts'
import { derivedId } from '../../../platform/process/ids.ts'
import { endpoint } from '../../http/endpoint.ts'
import { problemOf } from '../../http/problem.ts'
import { answer, askedBy, outcomeSchema } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import { bodyOf, takeFile } from '../file/content.ts'
import { headOf } from './head.ts'

const filed = outcomeSchema
  .extend({
    notTaken: z
      .array(z.object({ name: z.string(), reason: z.string() }).register(vocabulary, { id: 'NotTaken' }))
      .describe('Attachments that no file was made of, and why; the e-mail as it came has them all.'),
  })
  .register(vocabulary, { id: 'EmailFiled' })

const mostAttachments = 50

/** What the file of a whole message is called. */
export const messageName = (called: string | null): string =>
  `${fileNameOf(called ?? undefined, 'E-mail').replace(/\.eml$/i, '')}.eml`

/** An e-mail as a mail program saves it becomes an activity, with itself and its attachments as files (ACT-02). */
export const emailFileEndpoints =
  ({ files, mail: { reader } }: { files: Files; mail: { reader: MessageReader } }): Extension =>
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
        mustMay(principal(), 'file.add')
        const whole = await wholeOf(bodyOf(request, files.largest))
        const mail = await reader.read(whole).catch((error: unknown) => {
          throw error instanceof NoMessage ? noEmail : error
        })
        const head = headOf(mail)
        const asked = askedBy(request, 'activity.add')
        const outcome = await services.execute({
          ...asked,
          command: 'activity.add',
          body: {
            kind: 'email',
            subject: mail.subject,
            body: mail.text,
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
            { name: messageName(name ?? mail.subject), content: whole },
            ...mail.attachments.map(({ name: of, content }) => ({ name: of, content: Buffer.from(content) })),
          ],
        })
        reply.header('location', `/api/activities/${outcome.id}`)
        return { ...answer(reply, outcome), notTaken }
      },
    }),
  ]

const noEmail = new InvalidInput([
  { field: '', rule: 'email', message: 'This is no e-mail as a mail program saves it (.eml).' },
])

async function wholeOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function directionOf({ execute }: Pick<Services, 'execute'>, { from }: EmailAsked) {
  const holder = from && (await execute.holder({ kind: 'user-email', value: from.address }))
  return holder ? 'outbound' : 'inbound'
}

interface Content {
  name: string
  content: Buffer
}

/** Puts each with the activity; what is refused is told, and keeps nothing else out. */
export async function filesOf(
  services: Pick<Services, 'execute' | 'clock'>,
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
