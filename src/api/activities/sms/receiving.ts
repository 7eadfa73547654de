import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { smsConversationClaim } from '../../../commands/activities/sms-opt-out.ts'
import { activity } from '../../../domain/activities/activity.ts'
import { conversation } from '../../../domain/activities/conversation.ts'
import { smsNumber } from '../../../domain/activities/sms-number.ts'
import { smsWord } from '../../../domain/activities/sms-word.ts'
import { contact } from '../../../domain/customers/contact.ts'
import { DomainError } from '../../../domain/error.ts'
import { asE164 } from '../../../domain/values/e164.ts'
import { type Principal, systemPrincipal } from '../../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../../platform/process/ids.ts'
import type { CameText, ToldReceipt } from '../../../platform/sms/gateway.ts'
import type { SmsStore } from '../../../platform/sms/sms-store.ts'
import type { outgoingSmsTable, smsPartTable } from '../../../projections/activities/outgoing-sms.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'

export interface SmsParts extends Pick<Services, 'execute' | 'readModels' | 'clock' | 'log'> {
  store: { lastPosition(): Promise<bigint | undefined> }
  smsStore: SmsStore
}

type Db = Kysely<TablesOf<[typeof outgoingSmsTable, typeof smsPartTable]>>

const eyes = systemPrincipal('sms', { kind: 'saga' })

/** A text that came, with what it is known by: once taken, it is the same text whenever it is told. */
export interface TakenText extends CameText {
  id: string
  repeats: boolean
}

/**
 * Takes texts that came and receipts of those that went. Each step of a text has a command id of its own, made of what it is known
 * by, so that what was cut off is gone through again and changes nothing.
 */
export function createSmsReceiving(parts: SmsParts) {
  const { execute, readModels, clock, smsStore } = parts

  /** A text that is told without an id, as SMPP does: whole, or a part of a longer one. Resolves once it is taken. */
  async function told(
    numberId: string,
    session: string,
    {
      parts: of,
      ...text
    }: CameText & { parts: { reference: number; total: number; part: number } | undefined },
  ): Promise<void> {
    if (of === undefined || of.total <= 1) return takeWhole(numberId, session, text, '')
    const whole = hashOf([numberId, text.from, String(of.reference), String(of.total)])
    const there = await smsStore.keepPart({ numberId, whole, part: of.part, text })
    if (there.size < of.total) return
    const texts = [...there.values()].map((one) => one.text).join('')
    await takeWhole(numberId, session, { ...text, text: texts }, whole.toString('hex'))
    await smsStore.forgetParts(whole)
  }

  async function takeWhole(numberId: string, session: string, text: CameText, of: string): Promise<void> {
    const hash = hashOf([text.from, text.to, text.text, of])
    const { id, repeats } = await smsStore.came({ numberId, hash, session })
    await take(numberId, { ...text, id, repeats })
    await smsStore.answering(id)
  }

  /** What there is of texts whose rest has not come. */
  async function takeLeftBehind(): Promise<void> {
    for (const { numberId, whole, parts: there } of await smsStore.leftBehind()) {
      const [first] = there.values()
      const places = [...there.keys()].sort((a, b) => a - b)
      const text = places.map((place) => there.get(place)?.text ?? '').join(' … ')
      if (first) await takeWhole(numberId, 'rest', { ...first, text: `${text} …` }, whole.toString('hex'))
      await smsStore.forgetParts(whole)
    }
  }

  async function take(numberId: string, { from, text, id, repeats }: TakenText): Promise<void> {
    const own = await execute.load(smsNumber, numberId)
    const number = own && asE164(from, own.country)
    // A sender that is no number (a name, a short code) cannot be answered, and begins no conversation.
    if (!own || number === undefined) return parts.log.info({ numberId }, 'a text by no number was left out')
    const under = (step: string) => derivedId(id, step)
    const asked: { principal: Principal } = {
      principal: systemPrincipal('sms', { kind: 'saga', id: numberId }),
    }
    const carryOut = (step: string, request: { command: string; id?: string; body: unknown }) =>
      execute({ ...asked, ...request, commandId: under(step) }).catch((error: unknown) => {
        // It was taken before, while something was said in other words.
        if (!(error instanceof Error) || error.name !== 'KeyReused') throw error
      })
    const conversationId = await conversationWith(numberId, number, under('conversation'))
    const activityId = createdId(under('text'))
    if (!(await execute.load(activity, activityId)))
      await carryOut('text', {
        command: 'activity.file-sms',
        body: {
          conversationId,
          body: text.slice(0, 20_000) || 'A message that is no text.',
          startsAt: clock(),
        },
      })
    const at = (await execute.load(activity, activityId))?.happenedAt ?? clock()
    const isKnown = (await execute.load(conversation, conversationId))?.messages.some(
      (one) => one.activityId === activityId,
    )
    if (!isKnown)
      await carryOut('message', {
        command: 'conversation.add-message',
        id: conversationId,
        body: {
          activityId,
          key: null,
          direction: 'inbound',
          at,
          from: null,
          automatic: null,
          authenticity: null,
          ...(repeats && { repeats }),
        },
      })
    const word = smsWord(text)
    if (word === 'stop') await stopped(conversationId, activityId, carryOut)
    if (word === 'start') await started(conversationId, activityId, carryOut)
    if (word === undefined) await answered(numberId, number, { activityId, conversationId }, carryOut)
  }

  async function conversationWith(numberId: string, number: string, commandId: string): Promise<string> {
    const claim = smsConversationClaim(numberId, number)
    const there = await execute.holder(claim)
    if (there !== undefined) return there
    try {
      await execute({
        principal: systemPrincipal('sms', { kind: 'saga', id: numberId }),
        commandId,
        command: 'conversation.begin',
        body: { numberId, number },
      })
      return createdId(commandId)
    } catch (error) {
      // Somebody has begun it in this moment.
      const found = await execute.holder(claim)
      if (found === undefined) throw error
      return found
    }
  }

  /** Nobody is to be texted any more: the number at once, then whoever is known to have it, with what they had allowed. */
  async function stopped(conversationId: string, activityId: string, carryOut: CarryOut): Promise<void> {
    const people = await contactsOf(conversationId)
    const consents = people.flatMap(({ id, state }) =>
      (state.consents ?? [])
        .filter(({ channel, withdrawnAt }) => channel === 'sms' && withdrawnAt === null)
        .map(({ purpose }) => ({ contactId: id, purpose })),
    )
    const before = (await execute.load(conversation, conversationId))?.optedOut
    if (!before)
      await carryOut('opt-out', {
        command: 'conversation.opt-out',
        id: conversationId,
        body: { activityId, consents },
      })
    for (const { id } of people)
      await orNot(
        carryOut(`forbid ${id}`, {
          command: 'contact.forbid-channel',
          id,
          body: { channel: 'sms', reason: 'STOP by text message' },
        }),
      )
    for (const { contactId, purpose } of before ?? consents)
      await orNot(
        carryOut(`withdraw ${contactId} ${purpose}`, {
          command: 'contact.withdraw-consent',
          id: contactId,
          body: { purpose, channel: 'sms' },
        }),
      )
  }

  /** They are texted again, and what STOP had withdrawn is allowed again; what they had withdrawn otherwise is not. */
  async function started(conversationId: string, activityId: string, carryOut: CarryOut): Promise<void> {
    const before = (await execute.load(conversation, conversationId))?.optedOut
    for (const { id } of await contactsOf(conversationId))
      await orNot(carryOut(`allow ${id}`, { command: 'contact.allow-channel', id, body: { channel: 'sms' } }))
    for (const { contactId, purpose } of before ?? [])
      await orNot(
        carryOut(`give ${contactId} ${purpose}`, {
          command: 'contact.give-consent',
          id: contactId,
          body: { purpose, channel: 'sms', source: 'START by text message', textVersion: 'sms-start-1' },
        }),
      )
    if (before)
      await carryOut('opt-in', { command: 'conversation.opt-in', id: conversationId, body: { activityId } })
  }

  async function contactsOf(conversationId: string) {
    const records = (await execute.load(conversation, conversationId))?.records ?? []
    const all = await Promise.all(
      records
        .filter(({ model }) => model === 'contact')
        .map(async ({ id }) => ({ id, state: await execute.load(contact, id) })),
    )
    return all.flatMap(({ id, state }) => (state ? [{ id, state }] : []))
  }

  /** Whoever was sent a text of a mailing by this number last, within a month, has answered that. */
  async function answered(
    numberId: string,
    number: string,
    of: { activityId: string; conversationId: string },
    carryOut: CarryOut,
  ): Promise<void> {
    const month = new Date(Date.parse(clock()) - 30 * 86_400_000).toISOString()
    const last = await look((db) =>
      db
        .selectFrom('outgoingSms')
        .select('recipientId')
        .where('numberId', '=', numberId)
        .where('to', '=', number)
        .where('sentAt', '>', month)
        .orderBy('sentAt', 'desc')
        .executeTakeFirst(),
    )
    if (last?.recipientId)
      await orNot(
        carryOut('response', { command: 'mailingRecipient.note-reply', id: last.recipientId, body: of }),
      )
  }

  /** What a gateway says of a text is kept first: it may say so before we have noted how it calls it. */
  async function receipt(numberId: string, said: ToldReceipt): Promise<void> {
    if (said.is === 'accepted' || said.messageId === '') return
    await smsStore.keepReceipt(numberId, said)
  }

  /** Notes receipts with the texts that they name, as far as these are known. */
  async function noteReceipts(): Promise<void> {
    const waiting = await smsStore.receipts()
    if (waiting.length === 0) return
    const last = await parts.store.lastPosition()
    if (last !== undefined && !(await readModels.waitFor(last, 20_000))) return
    for (const { id, numberId, messageId, is, reason } of waiting) {
      const of = await look((db) =>
        db
          .selectFrom('smsPart')
          .innerJoin('outgoingSms', 'outgoingSms.id', 'smsPart.outgoingSmsId')
          .select(['smsPart.outgoingSmsId as id', 'smsPart.part as part'])
          .where('outgoingSms.numberId', '=', numberId)
          .where('smsPart.messageId', '=', messageId)
          // Gateways count anew: of two of one name it is the newer.
          .orderBy('outgoingSms.sendAt', 'desc')
          .executeTakeFirst(),
      )
      if (!of) continue
      await noteReceipt(of.id, { part: of.part, is: is === 'delivered' ? is : 'undelivered', reason }, id)
      await smsStore.settled(id)
    }
  }

  async function noteReceipt(
    outgoingSmsId: string,
    body: { part: number | null; is: 'delivered' | 'undelivered'; reason: string },
    commandId: string,
  ): Promise<void> {
    await orNot(
      execute({
        principal: systemPrincipal('sms', { kind: 'saga' }),
        commandId: derivedId('sms-receipt', commandId),
        command: 'outgoingSms.note-receipt',
        id: outgoingSmsId,
        body: { ...body, reason: body.is === 'delivered' ? null : body.reason },
      }),
    )
  }

  const look = <T>(work: (db: Db) => Promise<T>) => readModels.read(eyes, {}, (db) => work(db as never as Db))

  return { told, take, takeLeftBehind, receipt, noteReceipt, noteReceipts }
}

type CarryOut = (step: string, request: { command: string; id?: string; body: unknown }) => Promise<unknown>

/** They were erased or restricted meanwhile: what the number says counts all the same. */
async function orNot(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
  })
}

const hashOf = (parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest()
