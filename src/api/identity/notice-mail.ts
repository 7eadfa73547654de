import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { preferencesOf } from '../../commands/identity/preferences.ts'
import { refuse } from '../../domain/error.ts'
import type { Notices } from '../../domain/identity/notice.ts'
import { noticeMail } from '../../domain/identity/notice-mail.ts'
import { user } from '../../domain/identity/user.ts'
import { privacyOf } from '../../domain/subject.ts'
import { nextHour } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { type Letter, type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { createdId } from '../../platform/process/ids.ts'
import { type Effect, NotYet } from '../../sagas/outbox.ts'
import { html } from '../http/html.ts'
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
type Asked = z.output<typeof asked>

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

/** When mails of a day go out, where their reader is. */
const morning = 7

/**
 * The step that sends what waits for one person as one mail, and then notes each as sent. Cut off between the two it is
 * sent again, under the same Message-ID. Whether it is wanted, and what its reader may know, is asked now and not when
 * it was ordered.
 */
export function noticeMailStep(parts: MailParts): Effect {
  const { mailer, execute, readModels, identity, clock, notices } = parts
  const inMail = new Map([...parts.callings].map(([model, one]) => [model, { ...one, label: one.inMail }]))

  /** @throws NotYet for who wants one mail a day. */
  async function letterFor(
    all: readonly Asked[],
    id: string,
  ): Promise<{ letter: Letter; told: readonly Asked[] } | undefined> {
    const userId = all[0]?.userId ?? ''
    const state = await execute.load(user, userId)
    const reader = await identity.reader(userId)
    if (!state || !reader || privacyOf(state).restricted || privacyOf(state).erased) return undefined
    const { notifications, locale, mails } = await preferencesOf(userId, execute)
    const wanted = all.filter(({ kind }) => wants(notifications, kind, 'email'))
    const oldest = wanted.map(({ since }) => since).toSorted()[0]
    if (oldest === undefined) return undefined
    if (mails === 'daily') {
      const at = nextHour(morning, oldest, state.timeZone)
      if (at > clock()) throw new NotYet(at)
    }
    const names = await recordNames(readModels, reader, wanted, inMail)
    const told = wanted.filter(({ recordId }) => names.has(recordId))
    if (told.length === 0) return undefined
    const actors = await identity.names([...new Set(told.map(({ actorId }) => actorId))])
    const letter = letterOf({
      id,
      to: { name: state.name, address: state.email },
      items: told.map((about) => ({
        title: notices.titles[about.kind] ?? about.kind,
        by: actors.get(about.actorId),
        record: names.get(about.recordId) ?? '',
        link: linkTo(parts, about),
        at: instantFor(about.at, locale ?? state.language, state.timeZone),
      })),
      notices: `${root(parts)}/me/notices`,
      preferences: `${root(parts)}/me/preferences`,
    })
    return { letter, told }
  }

  return async (requests) => {
    const waiting = requests.map((request) => ({ request, about: asked.parse(request.body) }))
    const all = waiting.map(({ about }) => about)
    const newest = all.reduce((last, { position }) => (position > last ? position : last), 0n)
    if (!(await readModels.waitFor(newest, 5_000))) throw new Error('the read models are behind')
    const notes = await Promise.all(
      requests.map(({ commandId }) => execute.load(noticeMail, createdId(commandId))),
    )
    const noted = new Set(all.filter((_, at) => notes[at] !== undefined))
    const made = await letterFor(all, requests[0]?.commandId ?? '')
    if (made && noted.size === 0) await deliver(made.letter, all)
    const answers: { events: readonly string[] }[] = []
    // The first note says of all that they are sent.
    for (const { request, about } of waiting) {
      const { kind, model, recordId, userId } = about
      const isSent = noted.has(about) || made?.told.includes(about)
      answers.push(
        isSent ? await execute({ ...request, body: { userId, kind, model, recordId } }) : { events: [] },
      )
    }
    return answers
  }

  async function deliver(letter: Letter, all: readonly Asked[]): Promise<void> {
    try {
      await mailer.send(letter)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      if (error instanceof MailRefused) refuse('noticeMail.refused', `The mail server refuses it: ${said}`)
      if (all.every(({ since }) => Date.parse(clock()) - Date.parse(since) > patience))
        refuse('noticeMail.undeliverable', `It could not be delivered in three days: ${said}`)
      throw error
    }
  }
}

const root = ({ publicUrl = '' }: Pick<MailParts, 'publicUrl'>) => publicUrl.replace(/\/+$/, '')

function linkTo(parts: Pick<MailParts, 'publicUrl' | 'callings'>, { model, recordId }: Asked): string {
  const { ownPage, resource = model } = parts.callings.get(model) ?? {}
  return `${root(parts)}${ownPage ?? `/${resource}/${recordId}`}`
}

/** As the person writes dates, where they are. */
function instantFor(at: string, locale: string, timeZone: string): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone } as const
  return `${new Intl.DateTimeFormat(locale, format).format(new Date(at))} (${timeZone})`
}

interface Item {
  title: string
  by: string | undefined
  /** What it is called; empty where that is hidden. */
  record: string
  link: string
  at: string
}

/** More than so many nobody reads in a mail. */
const mostListed = 100

function letterOf(of: {
  id: string
  to: Letter['to']
  items: readonly Item[]
  notices: string
  preferences: string
}): Letter {
  const { id, to, items, notices, preferences } = of
  const listed = items.slice(0, mostListed)
  const more = items.length - listed.length
  const rest = `and ${more} more, which stand in the app:`
  const why = 'You get this because you have not switched off mails of this kind:'
  const text = [
    ...listed.flatMap((item) => [
      told(item),
      '',
      ...(item.record ? [item.record] : []),
      item.link,
      '',
      item.at,
      '',
    ]),
    ...(more > 0 ? [rest, notices, ''] : []),
    why,
    preferences,
    '',
  ].join('\n')
  const page = html`${listed.map(
    (item) => html`<p>${told(item)}</p>
<p><a href="${item.link}">${item.record || 'Open it in Hindsight'}</a></p>
<p>${item.at}</p>
`,
  )}${
    more > 0 &&
    html`<p>${rest} <a href="${notices}">your notices</a>.</p>
`
  }<p><small>${why} <a href="${preferences}">your preferences</a>.</small></p>`
  return { id, to, subject: subjectOf(items), text, html: page.text }
}

const told = ({ title, by }: Item): string => (by === undefined ? `${title}.` : `${title} by ${by}.`)

function subjectOf(items: readonly Item[]): string {
  const [first] = items
  if (!first) return ''
  if (items.length > 1) return `${items.length} notices: ${first.title}, and more`
  return first.record ? `${first.title}: ${first.record}` : first.title
}
