import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { preferencesOf } from '../../commands/identity/preferences.ts'
import { refuse } from '../../domain/error.ts'
import { mail } from '../../domain/identity/mail.ts'
import { noticeTitles } from '../../domain/identity/notice.ts'
import { user } from '../../domain/identity/user.ts'
import { privacyOf } from '../../domain/subject.ts'
import { type Letter, type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { createdId } from '../../platform/process/ids.ts'
import type { ExecuteSend } from '../../sagas/outbox.ts'
import type { ReadModels } from '../http/services.ts'
import { titlesOf } from '../lists/titles.ts'
import type { IdentityService } from './identity.ts'
import { labels, recordNames, wants } from './notice.ts'

export const mailTitles = titlesOf(mail, {
  'mail.sent': ({ data }) => `Mail sent: ${noticeTitles[data.kind]}`,
})

const asked = mail.commands['mail.send'].schema.extend({
  actorId: z.string(),
  at: z.string(),
  /** When it was recorded, and so ordered. */
  since: z.string(),
  /** Of the event that is told. */
  position: z.string().transform(BigInt),
})
type About = Omit<z.output<typeof asked>, 'since' | 'position'>

export interface MailParts {
  /** Undefined: mail is not set up. */
  mailer: Mailer | undefined
  execute: Execute
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  identity: Pick<IdentityService, 'reader' | 'names'>
  clock: Clock
  /** Where links lead. */
  publicUrl: string
  /** The path of each model's records: `leads`. */
  resources: ReadonlyMap<string, string>
}

/** After so long a letter that could not be delivered is for a person to look at. */
const patience = 3 * 86_400_000
const none = { events: [] }

/**
 * The step that sends a mail and then notes that it was sent. Cut off between the two it is sent again, under the same
 * Message-ID. Whether it is wanted, and what its reader may know, is asked now and not when it was ordered.
 */
export function mailStep(parts: MailParts): ExecuteSend {
  const { mailer, execute, readModels, identity, clock } = parts

  async function letterFor(about: About, commandId: string): Promise<Letter | undefined> {
    const state = await execute.load(user, about.userId)
    const reader = await identity.reader(about.userId)
    if (!state || !reader || privacyOf(state).restricted || privacyOf(state).erased) return undefined
    const { notifications, locale } = await preferencesOf(about.userId, execute)
    if (!wants(notifications, about.kind, 'email')) return undefined
    const names = await recordNames(readModels, reader, [about], labelsInMail)
    const record = names.get(about.recordId)
    if (record === undefined) return undefined
    const actors = await identity.names([about.actorId])
    return letterOf({
      id: commandId,
      to: { name: state.name, address: state.email },
      title: noticeTitles[about.kind],
      by: actors.get(about.actorId),
      record: nameless.has(about.model) ? '' : record,
      link: linkTo(parts, about),
      at: instantFor(about.at, locale ?? state.language, state.timeZone),
      preferences: `${root(parts)}/me/preferences`,
    })
  }

  return async (request) => {
    const { actorId, at, since, position, ...body } = asked.parse(request.body)
    const note = () => execute({ ...request, body })
    if (await execute.load(mail, createdId(request.commandId))) return note()
    if (!mailer) throw new Error('mail is not set up')
    if (!(await readModels.waitFor(position, 5_000))) throw new Error('the read models are behind')
    const letter = await letterFor({ ...body, actorId, at }, request.commandId)
    if (!letter) return none
    try {
      await mailer.send(letter)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      if (error instanceof MailRefused) refuse('mail.refused', `The mail server refuses it: ${said}`)
      if (Date.parse(clock()) - Date.parse(since) > patience)
        refuse('mail.undeliverable', `It could not be delivered in three days: ${said}`)
      throw error
    }
    return note()
  }
}

/** What is in a mailbox cannot be erased: no person's name goes there but a colleague's, and no words of a customer. */
const labelsInMail = { ...labels, ticket: { model: 'ticket', label: ['number'] } }
const nameless = new Set(['lead', 'contact'])

const root = ({ publicUrl }: Pick<MailParts, 'publicUrl'>) => publicUrl.replace(/\/+$/, '')

function linkTo(parts: Pick<MailParts, 'publicUrl' | 'resources'>, { model, recordId }: About): string {
  // Trainings are read on one's own page.
  if (model === 'training') return `${root(parts)}/me`
  return `${root(parts)}/${parts.resources.get(model) ?? model}/${recordId}`
}

/** As the person writes dates, where they are. */
function instantFor(at: string, locale: string, timeZone: string): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone } as const
  return `${new Intl.DateTimeFormat(locale, format).format(new Date(at))} (${timeZone})`
}

function letterOf(of: {
  id: string
  to: Letter['to']
  title: string
  by: string | undefined
  record: string
  link: string
  at: string
  preferences: string
}): Letter {
  const { id, to, title, by, record, link, at, preferences } = of
  const told = by === undefined ? `${title}.` : `${title} by ${by}.`
  const why = 'You get this because you have not switched off mails of this kind:'
  const text = [told, '', ...(record ? [record] : []), link, '', at, '', why, preferences, ''].join('\n')
  const html = [
    `<p>${escaped(told)}</p>`,
    `<p><a href="${escaped(link)}">${escaped(record || 'Open it in Hindsight')}</a></p>`,
    `<p>${escaped(at)}</p>`,
    `<p><small>${escaped(why)} <a href="${escaped(preferences)}">your preferences</a>.</small></p>`,
  ].join('\n')
  return { id, to, subject: record ? `${title}: ${record}` : title, text, html }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
