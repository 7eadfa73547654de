import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { activityOf, invitedAt } from '../../../commands/activities/invitation.ts'
import { mailKey } from '../../../commands/activities/outgoing-mail.ts'
import { KeyReused } from '../../../commands/errors.ts'
import { activity, type InviteResponse } from '../../../domain/activities/activity.ts'
import { conversation } from '../../../domain/activities/conversation.ts'
import type { EmailAsked } from '../../../domain/activities/email.ts'
import { type MailboxState, mailbox } from '../../../domain/activities/mailbox.ts'
import { DomainError } from '../../../domain/error.ts'
import { cutTo } from '../../../domain/values/text.ts'
import type { Files } from '../../../platform/files/files.ts'
import { type Fetched, fetchNew, MailboxFailed } from '../../../platform/mail/imap.ts'
import type { Itip } from '../../../platform/mail/itip.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { type Message, NoMessage } from '../../../platform/mail/message.ts'
import type { MessageReader } from '../../../platform/mail/reader.ts'
import { Unreachable } from '../../../platform/outside/where.ts'
import { type Principal, systemPrincipal } from '../../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../../platform/process/ids.ts'
import type {
  conversationMessageTable,
  conversationTable,
} from '../../../projections/activities/conversation.ts'
import type { mailboxTable } from '../../../projections/activities/mailbox.ts'
import type { outgoingMailTable } from '../../../projections/activities/outgoing-mail.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { fewAtOnce, isDue } from '../accounts-elsewhere.ts'
import { filesOf, messageName } from './file.ts'
import { headOf } from './head.ts'

export interface ReceivingParts extends Pick<Services, 'execute' | 'readModels' | 'clock' | 'log'> {
  store: { lastPosition(): Promise<bigint | undefined> }
  files: Files
  mail: { mailStore: MailStore; reader: MessageReader }
}

type Db = Kysely<
  TablesOf<
    [typeof conversationTable, typeof conversationMessageTable, typeof outgoingMailTable, typeof mailboxTable]
  >
>

const eyes = systemPrincipal('mailbox', { kind: 'saga' })

/**
 * Takes what has come to mailboxes. A message is known by its bytes, so that one that is fetched again (because we were killed,
 * or because the server counts anew) is the one that is there already: every step of it has a command id of its own.
 */
export function createReceiving(parts: ReceivingParts) {
  const { execute, readModels, clock, log, files } = parts
  const { mailStore, reader } = parts.mail

  /** False: it is being fetched already, or not set up. What goes wrong stands with the mailbox. */
  async function fetch(mailboxId: string): Promise<boolean> {
    const box = await execute.load(mailbox, mailboxId)
    const password = box?.secretId && (await mailStore.password(mailboxId, box.secretId))
    if (!box || box.archived || box.imap === null || !password) return false
    const { imap, login } = box
    return mailStore.alone(mailboxId, async () => {
      try {
        const last = await parts.store.lastPosition()
        if (last !== undefined && !(await readModels.waitFor(last, 20_000)))
          throw new MailboxFailed('The read models are behind.')
        const taken = new Map<string, string>()
        await fetchNew({ ...imap, login, password }, await mailStore.standing(mailboxId), {
          largest: files.largest,
          take: async (one, uidValidity) => {
            await take({ mailboxId, box, taken }, one)
            await mailStore.reached(mailboxId, { uidValidity, uid: one.uid })
          },
        })
        await mailStore.went(mailboxId)
      } catch (error) {
        const isTheirs = error instanceof MailboxFailed || error instanceof Unreachable
        if (!isTheirs) log.warn({ err: error, mailboxId }, 'a mailbox could not be fetched')
        const { message } = error instanceof Error ? error : new Error(String(error))
        await mailStore.failed(mailboxId, isTheirs ? message : 'It could not be fetched; the log says more.')
      }
    })
  }

  async function fetchAll(signal?: AbortSignal): Promise<void> {
    const rows = await readModels.read(eyes, {}, (db) =>
      (db as never as Db)
        .selectFrom('mailbox')
        .select('id')
        .where('archived', '=', false)
        .where('imap', 'is not', null)
        .where('hasPassword', '=', true)
        .execute(),
    )
    await fewAtOnce(rows, signal, async ({ id }) => {
      if (await isDue(id, parts)) await fetch(id)
    })
  }

  async function take(
    { mailboxId, box, taken }: { mailboxId: string; box: MailboxState; taken: Map<string, string> },
    one: Fetched,
  ): Promise<void> {
    const base = derivedId('came', mailboxId, createHash('sha256').update(one.raw).digest('hex'))
    const under = (step: string) => derivedId(base, step)
    const activityId = createdId(under('mail'))
    const there = await execute.load(activity, activityId)
    const known = there?.email && (await execute.load(conversation, there.email.threadId))
    if (known?.messages.some((message) => message.activityId === activityId)) return
    const message = await read(one, box)
    const head = headIn(message, box)
    const own = head.msgid === null ? null : mailKey(head.msgid)
    // What we have sent ourselves, and have got as one of its recipients, is there already.
    if (own !== null && head.from?.address === box.address && (await isOurs(own))) return
    const refs = [message.bounce?.msgid, ...message.inReplyTo, ...[...message.references].reverse()]
    const keys = refs.flatMap((ref) => (ref ? [mailKey(ref)] : [])).slice(0, 30)
    const asked = { principal: systemPrincipal('mailbox', { kind: 'saga', id: mailboxId }) }
    const carryOut = (step: string, request: { command: string; id?: string; body: unknown }) =>
      execute({ ...asked, ...request, commandId: under(step) }).catch((error: unknown) => {
        // It was taken before, in what may have been other words of an earlier version.
        if (!(error instanceof Error) || error.name !== 'KeyReused') throw error
      })

    const found = there?.email?.threadId ?? (await conversationOf(keys, mailboxId, taken))
    const conversationId = found ?? createdId(under('conversation'))
    if (found === undefined)
      await carryOut('conversation', {
        command: 'conversation.begin',
        body: { mailboxId, subject: message.subject, tickets: box.tickets && message.automatic === null },
      })
    const now = clock()
    const at = one.at < now ? one.at : now
    const genuine = message.authenticity?.result === 'pass'
    await carryOut('mail', {
      command: 'activity.file-mail',
      body: {
        conversationId,
        subject: message.subject,
        body: message.text,
        startsAt: at,
        email: head,
        genuine,
      },
    })
    await filesOf(
      parts,
      files,
      { ...asked, commandId: under('files') },
      {
        activityId,
        contents: [
          { name: messageName(message.subject), content: one.raw },
          ...message.attachments.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
        ],
      },
    )
    await carryOut('message', {
      command: 'conversation.add-message',
      id: conversationId,
      body: {
        activityId,
        key: own,
        direction: 'inbound',
        at,
        from: head.from,
        automatic: message.automatic,
        authenticity: message.authenticity ?? null,
      },
    })
    if (message.answer && genuine) await answered(message.answer, head.from?.address ?? null, asked, under)
    if (own !== null) taken.set(own, conversationId)
    if (message.automatic === null && keys.length > 0) {
      const answered = await outgoingOf(keys)
      if (answered?.recipientId)
        await carryOut('response', {
          command: 'mailingRecipient.note-reply',
          id: answered.recipientId,
          body: { activityId, conversationId },
        })
    }
    if (message.bounce?.msgid) {
      const outgoing = await outgoingOf([mailKey(message.bounce.msgid)])
      const { status, reason } = message.bounce
      if (outgoing)
        await carryOut('bounce', {
          command: 'outgoingMail.note-bounce',
          id: outgoing.id,
          body: { status, reason },
        })
    }
  }

  /** Records at an appointment what the calendar of somebody who was invited to it answers; of anybody else it is only a mail. */
  async function answered(
    said: Itip,
    address: string | null,
    asked: { principal: Principal },
    under: (step: string) => string,
  ): Promise<void> {
    const activityId = activityOf(said.uid)
    const about = activityId === undefined ? undefined : await execute.load(activity, activityId)
    if (activityId === undefined || !about || address === null) return
    const participant = await invitedAt(address, about.participants, execute)
    const answer = said.answers.find((one) => one.address === address)
    if (!participant || !answer) return
    const { sequence } = said
    // It may have been cut within a character.
    const note = cutTo(said.note ?? '', 500) || null
    const response = responses[answer.status]
    const steps = [
      ...(response ? [{ command: 'activity.respond', body: { participant, response, sequence } }] : []),
      ...(said.method === 'COUNTER' && said.startsAt !== null
        ? [
            {
              command: 'activity.counter',
              body: { participant, startsAt: said.startsAt, endsAt: said.endsAt, note, sequence },
            },
          ]
        : []),
    ]
    for (const step of steps)
      await execute({ ...asked, ...step, id: activityId, commandId: under(step.command) }).catch(
        (error: unknown) => {
          // It was cancelled meanwhile, or somebody else has that time; or it was recorded before.
          if (!(error instanceof DomainError) && !(error instanceof KeyReused)) throw error
        },
      )
  }

  /** What cannot be read is kept all the same, and says so. */
  async function read({ raw, isHead, bytes }: Fetched, box: MailboxState): Promise<Message> {
    try {
      const message = await reader.read(raw, { checkedBy: box.checkedBy })
      if (!isHead) return message
      const text = `This mail has ${Math.ceil(bytes / 1024 / 1024)} MB, which is more than is taken here. Its head is kept; the whole of it is in the mailbox still.`
      // Of a head alone no signature can be checked.
      return { ...message, text, ...(box.checkedBy === null && { authenticity: unknown }) }
    } catch (error) {
      if (!(error instanceof NoMessage)) throw error
      return {
        from: null,
        to: [],
        cc: [],
        subject: 'A mail that cannot be read',
        date: null,
        msgid: null,
        inReplyTo: [],
        references: [],
        text: `${error.message} It is kept as it came.`,
        attachments: [],
        automatic: null,
        bounce: null,
        answer: null,
        authenticity: unknown,
      }
    }
  }

  const look = <T>(work: (db: Db) => Promise<T>) => readModels.read(eyes, {}, (db) => work(db as never as Db))

  const outgoingOf = (keys: readonly string[]) =>
    look((db) =>
      db
        .selectFrom('outgoingMail')
        .select(['id', 'conversationId', 'mailboxId', 'key', 'recipientId'])
        .where('key', 'in', keys)
        .executeTakeFirst(),
    )

  const isOurs = async (key: string) => (await outgoingOf([key])) !== undefined

  /** The conversation, in this mailbox, of the nearest mail that it answers. */
  async function conversationOf(
    keys: readonly string[],
    mailboxId: string,
    taken: ReadonlyMap<string, string>,
  ): Promise<string | undefined> {
    if (keys.length === 0) return undefined
    const known = await look((db) =>
      db
        .selectFrom('conversationMessage')
        .innerJoin('conversation', 'conversation.id', 'conversationMessage.conversationId')
        .select(['conversationMessage.key as key', 'conversation.id as id'])
        .where('conversationMessage.key', 'in', keys)
        .where('conversation.mailboxId', '=', mailboxId)
        .execute(),
    )
    const going = await look((db) =>
      db
        .selectFrom('outgoingMail')
        .select(['key', 'conversationId as id'])
        .where('key', 'in', keys)
        .where('mailboxId', '=', mailboxId)
        .where('conversationId', 'is not', null)
        .execute(),
    )
    const byKey = new Map([...going, ...known].flatMap(({ key, id }) => (id === null ? [] : [[key, id]])))
    const key = keys.find((one) => taken.has(one) || byKey.has(one))
    return key === undefined ? undefined : (taken.get(key) ?? byKey.get(key))
  }

  return { fetch, fetchAll }
}

const responses: Readonly<Record<string, InviteResponse>> = {
  ACCEPTED: 'accepted',
  TENTATIVE: 'tentative',
  DECLINED: 'declined',
}

const unknown = { result: 'none', by: 'dmarc' } as const

/** Whom it names; an address that is none of ours to write is left out. */
function headIn(message: Message, box: MailboxState): EmailAsked {
  const head = headOf(message)
  // Somebody it went to, where it does not say: to us it came.
  return head.from || head.to.length > 0 ? head : { ...head, to: [{ name: null, address: box.address }] }
}
