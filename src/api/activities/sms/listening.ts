import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { isSetUp, smsNumber } from '../../../domain/activities/sms-number.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { systemPrincipal } from '../../../platform/people/permissions.ts'
import { newId } from '../../../platform/process/ids.ts'
import { GatewayFailed } from '../../../platform/sms/gateway.ts'
import { type Receiver, receive } from '../../../platform/sms/smpp.ts'
import type { smsNumberTable } from '../../../projections/activities/sms-number.ts'
import type { TablesOf } from '../../lists/query.ts'
import { createSmsReceiving, type SmsParts } from './receiving.ts'

export interface ListeningParts extends SmsParts {
  mail: { mailStore: MailStore }
}

const eyes = systemPrincipal('sms', { kind: 'saga' })
/** So often it is looked whether numbers were set up, changed or lost, in ms. */
const lookMs = 1_000

/** The one connection of a number, and by which settings it was made. */
interface Held {
  settings: string
  receiver: Receiver
}

/**
 * Keeps a connection to each SMPP centre by which texts and receipts come, as long as there is any; one process of all does so at a time.
 * How each stands is kept with its number, as of mailboxes.
 */
export async function listen(parts: ListeningParts, signal: AbortSignal): Promise<void> {
  const { execute, log, clock, smsStore } = parts
  const { mailStore } = parts.mail
  const receiving = createSmsReceiving(parts)
  const held = new Map<string, Held>()

  async function hold(numberId: string): Promise<void> {
    const own = await execute.load(smsNumber, numberId)
    const password = own?.secretId && (await mailStore.password(numberId, own.secretId))
    const isOurs = isSetUp(own) && own.gateway.is === 'smpp' && password
    const settings = JSON.stringify([own?.gateway, own?.secretId])
    const there = held.get(numberId)
    if (there && (!isOurs || there.settings !== settings)) {
      held.delete(numberId)
      await there.receiver.end()
    }
    if (!isOurs || own.gateway.is !== 'smpp' || held.has(numberId)) return
    const { nextAt } = await mailStore.standing(numberId)
    if (nextAt !== null && nextAt > clock()) return
    try {
      // One after the other: a text that is told while the same words are being taken is another one.
      let last: Promise<unknown> = Promise.resolve()
      const receiver = await receive({ ...own.gateway, password }, newId(), {
        came: (text, session) => {
          const turn = last.then(() => receiving.told(numberId, session, text))
          last = turn.catch(() => undefined)
          return turn.catch(failed(numberId))
        },
        receipt: (said) => receiving.receipt(numberId, said).catch(failed(numberId)),
      })
      const mine = { settings, receiver }
      held.set(numberId, mine)
      await mailStore.went(numberId)
      void receiver.over.then(async (why) => {
        if (held.get(numberId) !== mine) return
        held.delete(numberId)
        if (!signal.aborted) await mailStore.failed(numberId, why)
      })
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error))
      if (!(error instanceof GatewayFailed))
        log.warn({ err: error, numberId }, 'a gateway could not be reached')
      await mailStore.failed(numberId, message)
    }
  }

  /** What was not dealt with is told again. */
  const failed = (numberId: string) => (error: unknown) => {
    log.warn({ err: error, numberId }, 'a text could not be taken; its gateway is told to tell it again')
    throw error
  }

  try {
    while (!signal.aborted) {
      const ids = await numbersBySmpp(parts)
      for (const id of new Set([...ids, ...held.keys()])) await hold(id)
      await receiving.noteReceipts()
      await receiving.takeLeftBehind()
      await smsStore.forget()
      if (held.size === 0 && ids.length === 0) return
      await sleep(lookMs, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    const all = [...held.values()]
    held.clear()
    await Promise.all(all.map(({ receiver }) => receiver.end()))
  }
}

async function numbersBySmpp({ readModels }: Pick<ListeningParts, 'readModels'>): Promise<string[]> {
  const rows = await readModels.read(eyes, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof smsNumberTable]>>)
      .selectFrom('smsNumber')
      .select(['id', 'gateway'])
      .where('archived', '=', false)
      .where('hasPassword', '=', true)
      .execute(),
  )
  return rows.filter(({ gateway }) => gateway?.is === 'smpp').map(({ id }) => id)
}
