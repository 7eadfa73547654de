import type { Kysely } from 'kysely'
import { socialConversationClaim, socialMessageClaim } from '../../../commands/activities/social-message.ts'
import { InvalidInput, KeyReused } from '../../../commands/errors.ts'
import { conversation } from '../../../domain/activities/conversation.ts'
import { socialMessage } from '../../../domain/activities/social-message.ts'
import { socialMonitor } from '../../../domain/activities/social-monitor.ts'
import { socialPost } from '../../../domain/activities/social-post.ts'
import { DomainError } from '../../../domain/error.ts'
import { cutTo, line, prose } from '../../../domain/values/text.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { Unreachable } from '../../../platform/outside/where.ts'
import { systemPrincipal } from '../../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../../platform/process/ids.ts'
import { type FoundStatus, NetworkFailed, type NewPage } from '../../../platform/social/network.ts'
import { sentimentOf } from '../../../platform/social/sentiment.ts'
import type { socialAccountTable } from '../../../projections/activities/social-account.ts'
import type { socialMonitorTable } from '../../../projections/activities/social-monitor.ts'
import type { socialPostTable } from '../../../projections/activities/social-post.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { fewAtOnce, isDue } from '../accounts-elsewhere.ts'
import { type NetworkParts, networkOf } from './network-of.ts'

export interface SocialParts
  extends Pick<Services, 'execute' | 'readModels' | 'clock' | 'log'>,
    Pick<NetworkParts, 'privateWebhooks'> {
  mail: { mailStore: MailStore }
}

type Db = Kysely<TablesOf<[typeof socialAccountTable, typeof socialMonitorTable, typeof socialPostTable]>>

const principal = systemPrincipal('social', { kind: 'saga' })
/** So many pages of one list are taken at a time; what is left waits for the next. */
const mostPages = 25
/** So long it is counted what others do with a post, in days, and of so many at a time. */
const countedDays = 30
const mostCounted = 200

/**
 * Takes what is written to us, and what monitors find, and counts what others do with our posts. A message is known by the id that
 * its server gives it, so that what is fetched again is what is there already: each step of it has a command id of its own.
 */
export function createSocialReceiving(parts: SocialParts) {
  const { execute, readModels, clock, log } = parts
  const { mailStore } = parts.mail

  /** False: it is being done already, or it is not set up. What goes wrong stands with `id`. */
  async function fetch(socialAccountId: string): Promise<boolean> {
    const at = await networkOf(socialAccountId, parts)
    if (!at) return false
    return standing(socialAccountId, async (seen) => {
      const known = await at.network.knownAs()
      await execute({ principal, command: 'socialAccount.recognise', id: socialAccountId, body: known })
      return takeAll(socialAccountId, seen, at.network.toUs, (one) => take(socialAccountId, one))
    })
  }

  async function listen(monitorId: string): Promise<boolean> {
    const of = await execute.load(socialMonitor, monitorId)
    const at = of && !of.archived ? await networkOf(of.socialAccountId, parts) : undefined
    if (!of || !at) return false
    const { network } = at
    return standing(monitorId, (seen) =>
      takeAll(
        monitorId,
        seen,
        (since) =>
          of.is === 'hashtag' ? network.withHashtag(of.term, since) : network.withWords(of.term, since),
        (one) => find({ socialAccountId: of.socialAccountId, monitorId }, one),
      ),
    )
  }

  /** False: the network could not be asked; why stands with the account. */
  async function count(socialAccountId: string): Promise<boolean> {
    const at = await networkOf(socialAccountId, parts)
    if (!at) return false
    const since = new Date(Date.parse(clock()) - countedDays * 86_400_000).toISOString()
    const posts = await look((db) =>
      db
        .selectFrom('socialPost')
        .select('id')
        .where('socialAccountId', '=', socialAccountId)
        .where('status', '=', 'posted')
        .where('postedAt', '>', since)
        .orderBy('postedAt', 'desc')
        .limit(mostCounted)
        .execute(),
    )
    try {
      for (const { id } of posts) {
        const networkId = (await execute.load(socialPost, id))?.networkId
        const counted = networkId ? await at.network.counted(networkId) : undefined
        if (counted) await orNot(execute({ principal, command: 'socialPost.count', id, body: counted }))
      }
      return true
    } catch (error) {
      if (!isTheirs(error)) throw error
      await mailStore.failed(socialAccountId, error.message, untilIn(error))
      return false
    }
  }

  /** Keeps how far it got, and how it went. */
  async function standing(id: string, work: (seen: string | null) => Promise<void>): Promise<boolean> {
    return mailStore.alone(id, async () => {
      const { seen } = await mailStore.standing(id)
      try {
        await work(seen)
      } catch (error) {
        if (!isTheirs(error)) log.warn({ err: error, id }, 'a social network could not be read')
        await mailStore.failed(
          id,
          isTheirs(error) ? error.message : 'It could not be read; the log says more.',
          untilIn(error),
        )
      }
    })
  }

  /** Takes page after page, the oldest first; what was taken is not taken again where a later one cannot be. */
  async function takeAll(
    id: string,
    from: string | null,
    pageOf: (seen: string | null) => Promise<NewPage>,
    each: (one: FoundStatus) => Promise<void>,
  ): Promise<void> {
    let seen = from
    for (let pages = 0; pages < mostPages; pages++) {
      const page = await pageOf(seen)
      for (const one of page.items)
        if (!one.own)
          await each(one).catch((error: unknown) => {
            if (!(error instanceof InvalidInput)) throw error
            log.warn({ err: error, id }, 'a message that cannot be kept was left out')
          })
      const isOn = page.more && page.seen !== seen
      seen = page.seen
      await mailStore.went(id, seen ?? undefined)
      if (!isOn) break
    }
  }

  /** What is to us goes into a conversation with whoever wrote it: with them alone, or for all to see. */
  async function take(socialAccountId: string, one: FoundStatus): Promise<void> {
    const under = stepsOf(socialAccountId, one)
    const direct = one.visibility === 'direct'
    const conversationId = await conversationWith(
      { socialAccountId, handle: one.handle, direct },
      under('conversation'),
    )
    const there = await execute.holder(socialMessageClaim({ socialAccountId, networkId: one.networkId }))
    if (there === undefined)
      await orKnown(
        execute({
          principal,
          commandId: under('message'),
          command: 'socialMessage.receive',
          body: { ...receivedOf(one), socialAccountId, monitorId: null, conversationId },
        }),
      )
    const socialId = there ?? createdId(under('message'))
    await join(socialId, conversationId)
  }

  /** Takes a message into its conversation; what was found before, and is to us, too, goes there then. */
  async function join(socialId: string, conversationId: string): Promise<void> {
    const message = await execute.load(socialMessage, socialId)
    if (!message) return
    if (message.conversationId === null)
      await orNot(
        execute({ principal, command: 'socialMessage.take', id: socialId, body: { conversationId } }),
      )
    const into = message.conversationId ?? conversationId
    const about = await execute.load(conversation, into)
    if (about && !about.socialIds?.includes(socialId))
      await orNot(execute({ principal, command: 'conversation.add-social', id: into, body: { socialId } }))
  }

  /** What a monitor finds waits in the queue. */
  async function find(by: { socialAccountId: string; monitorId: string }, one: FoundStatus): Promise<void> {
    const { socialAccountId } = by
    if (
      (await execute.holder(socialMessageClaim({ socialAccountId, networkId: one.networkId }))) !== undefined
    )
      return
    await orKnown(
      execute({
        principal,
        commandId: stepsOf(socialAccountId, one)('message'),
        command: 'socialMessage.receive',
        body: { ...receivedOf(one), ...by, conversationId: null },
      }),
    )
  }

  /** Takes what was found into the inbox. Undefined: there is no such message. */
  async function takeFound(socialId: string): Promise<string | undefined> {
    const message = await execute.load(socialMessage, socialId)
    if (!message) return undefined
    const { socialAccountId, handle, visibility, conversationId } = message
    const into =
      conversationId ??
      (await conversationWith(
        { socialAccountId, handle, direct: visibility === 'direct' },
        derivedId('social-taken', socialId),
      ))
    await join(socialId, into)
    return into
  }

  async function conversationWith(
    of: { socialAccountId: string; handle: string; direct: boolean },
    commandId: string,
  ): Promise<string> {
    const claim = socialConversationClaim(of)
    const there = await execute.holder(claim)
    if (there !== undefined) return there
    try {
      const { socialAccountId, handle, direct } = of
      await execute({
        principal,
        commandId,
        command: 'conversation.begin',
        body: { socialAccountId, handle, direct },
      })
      return createdId(commandId)
    } catch (error) {
      // Somebody has begun it in this moment.
      const found = await execute.holder(claim)
      if (found === undefined) throw error
      return found
    }
  }

  async function fetchAll(signal?: AbortSignal): Promise<void> {
    const accounts = await accountIds()
    const monitors = await look((db) =>
      db
        .selectFrom('socialMonitor')
        .select(['id', 'socialAccountId'])
        .where('archived', '=', false)
        .execute(),
    )
    await fewAtOnce(accounts, signal, async (id) => {
      if (await isDue(id, parts)) await fetch(id)
      // One after the other: they are asked at the same server, with one token.
      for (const monitor of monitors)
        if (
          monitor.socialAccountId === id &&
          !signal?.aborted &&
          (await isDue(id, parts)) &&
          (await isDue(monitor.id, parts))
        )
          await listen(monitor.id)
    })
  }

  async function countAll(signal?: AbortSignal): Promise<void> {
    await fewAtOnce(await accountIds(), signal, async (id) => {
      if (await isDue(id, parts)) await count(id)
    })
  }

  async function accountIds(): Promise<string[]> {
    const rows = await look((db) =>
      db
        .selectFrom('socialAccount')
        .select('id')
        .where('archived', '=', false)
        .where('hasPassword', '=', true)
        .execute(),
    )
    return rows.map(({ id }) => id)
  }

  const look = <T>(work: (db: Db) => Promise<T>) =>
    readModels.read(principal, {}, (db) => work(db as never as Db))

  return { fetch, listen, count, takeFound, fetchAll, countAll }
}

const stepsOf = (socialAccountId: string, { networkId }: FoundStatus) => {
  const base = derivedId('social', socialAccountId, networkId)
  return (step: string) => derivedId(base, step)
}

const authorName = line(200)
const words = prose(20_000)

/** What others write in a field of theirs may be what no field of ours takes: then it is left out. */
function receivedOf({ own: __, text, authorName: name, language, ...one }: FoundStatus) {
  const cleaned = name && cutTo(name.replace(/[\p{Cc}\u2028-\u202E\u2066-\u2069]+/gu, ' '), 200)
  return {
    ...one,
    authorName: authorName.safeParse(cleaned).data ?? null,
    text: words.safeParse(text).data ?? null,
    language: line(20).safeParse(language).data ?? null,
    sentiment: sentimentOf(text, language),
  }
}

const isTheirs = (error: unknown): error is Error =>
  error instanceof NetworkFailed || error instanceof Unreachable

const untilIn = (error: unknown) => (error instanceof NetworkFailed ? (error.until ?? undefined) : undefined)

/** It was erased, or is restricted, or was done in this moment. */
async function orNot(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
  })
}

/** It was taken before, while something was said in other words; or was found in this moment, another way. */
async function orKnown(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError) && !(error instanceof KeyReused)) throw error
  })
}
