import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { preferencesOf } from '../../commands/identity/preferences.ts'
import { refuse } from '../../domain/error.ts'
import type { Notices } from '../../domain/identity/notice.ts'
import { noticeMail } from '../../domain/identity/notice-mail.ts'
import { user } from '../../domain/identity/user.ts'
import { privacyOf } from '../../domain/subject.ts'
import { instant } from '../../domain/values/instant.ts'
import { type Letter, type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { createdId } from '../../platform/process/ids.ts'
import type { ExecuteSend } from '../../sagas/outbox.ts'
import type { ReadModels } from '../http/services.ts'
import type { Callings } from '../lists/names.ts'
import { titlesOf } from '../lists/titles.ts'
import type { IdentityService } from './identity.ts'
import { recordNames, wants } from './notice.ts'

export const noticeMailTitles = (notices: Notices) =>
  titlesOf(noticeMail, {
    'noticeMail.sent': ({ data }) => `Mail sent: ${notices.titles[data.kind] ?? data.kind}`,
  })

const asked = noticeMail.commands['noticeMail.send'].schema.extend({
  actorId: z.string(),
  at: instant,
  /** When it was recorded, and so ordered. */
  since: z.string(),
  /** Of the event that is told. */
  position: z.string().transform(BigInt),
})
type About = Omit<z.output<typeof asked>, 'since' | 'position'>

export interface MailParts {
  mailer: Mailer
  execute: Execute
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  identity: Pick<IdentityService, 'reader' | 'names'>
  clock: Clock
  /** Where links lead. */
  publicUrl: string | undefined
  notices: Notices
  callings: Callings
}

/** After so long a letter that could not be delivered is for a person to look at. */
const patience = 3 * 86_400_000
const none = { events: [] }

/**
 * The step that sends a mail and then notes that it was sent. Cut off between the two it is sent again, under the same
 * Message-ID. Whether it is wanted, and what its reader may know, is asked now and not when it was ordered.
 */
export function noticeMailStep(parts: MailParts): ExecuteSend {
  const { mailer, execute, readModels, identity, clock, notices } = parts
  const inMail = new Map([...parts.callings].map(([model, one]) => [model, { ...one, label: one.inMail }]))

  async function letterFor(about: About, commandId: string): Promise<Letter | undefined> {
    const state = await execute.load(user, about.userId)
    const reader = await identity.reader(about.userId)
    if (!state || !reader || privacyOf(state).restricted || privacyOf(state).erased) return undefined
    const { notifications, locale } = await preferencesOf(about.userId, execute)
    if (!wants(notifications, about.kind, 'email')) return undefined
    const names = await recordNames(readModels, reader, [about], inMail)
    const record = names.get(about.recordId)
    if (record === undefined) return undefined
    const actors = await identity.names([about.actorId])
    return letterOf({
      id: commandId,
      to: { name: state.name, address: state.email },
      title: notices.titles[about.kind] ?? about.kind,
      by: actors.get(about.actorId),
      record,
      link: linkTo(parts, about),
      at: instantFor(about.at, locale ?? state.language, state.timeZone),
      preferences: `${root(parts)}/me/preferences`,
    })
  }

  return async (request) => {
    const { actorId, at, since, position, ...body } = asked.parse(request.body)
    const note = () => execute({ ...request, body })
    if (await execute.load(noticeMail, createdId(request.commandId))) return note()
    if (!(await readModels.waitFor(position, 5_000))) throw new Error('the read models are behind')
    const letter = await letterFor({ ...body, actorId, at }, request.commandId)
    if (!letter) return none
    try {
      await mailer.send(letter)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      if (error instanceof MailRefused) refuse('noticeMail.refused', `The mail server refuses it: ${said}`)
      if (Date.parse(clock()) - Date.parse(since) > patience)
        refuse('noticeMail.undeliverable', `It could not be delivered in three days: ${said}`)
      throw error
    }
    return note()
  }
}

const root = ({ publicUrl = '' }: Pick<MailParts, 'publicUrl'>) => publicUrl.replace(/\/+$/, '')

function linkTo(parts: Pick<MailParts, 'publicUrl' | 'callings'>, { model, recordId }: About): string {
  const { ownPage, resource = model } = parts.callings.get(model) ?? {}
  return `${root(parts)}${ownPage ?? `/${resource}/${recordId}`}`
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
