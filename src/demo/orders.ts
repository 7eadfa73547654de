import { setTimeout as after } from 'node:timers/promises'
import type { Execute, Request } from '../commands/execute.ts'
import { payment } from '../domain/sales/payment.ts'
import { quote } from '../domain/sales/quote.ts'
import { dayOf } from '../domain/values/day.ts'
import { as, command, made } from './organisation.ts'
import { acceptedQuotes } from './sales.ts'

/** How often it is looked whether a process manager has done its part, in ms. */
const pause = 250
/** How many of the orders have gone out; the others wait. */
const shipped = 4

interface Asked {
  id: string
  number: string
  gross: number
  currency: string
}

/**
 * What came of the accepted quotes of the demo: goods that went out whole or in part, invoices that were paid in part, and credit
 * notes. Process managers place the orders and issue the invoices, so it follows while everything runs. Cut off, it
 * goes on at the next start.
 */
export async function followDemo(parts: {
  execute: Execute
  /** The invoice of an order; undefined: not yet. */
  invoiceOf: (orderId: string) => Promise<Asked | undefined>
  now: () => string
  signal: AbortSignal
}): Promise<void> {
  const { execute, invoiceOf, now, signal } = parts
  const quotes: number[] = []
  for (const index of acceptedQuotes)
    if ((await execute.load(quote, made('quote', index)))?.status === 'accepted') quotes.push(index)
  const chosen = quotes.slice(0, shipped)
  const last = chosen.at(-1)
  if (last === undefined || (await execute.load(payment, made('payment', last)))) return

  for (const [place, index] of chosen.entries()) {
    const orderId = await there(() => execute.holder({ kind: 'order-quote', value: made('quote', index) }))
    const ask = (name: string, key: string, body: object, id?: string) =>
      execute({
        command: name,
        commandId: command(key, index),
        ...(id !== undefined && { id }),
        body,
        principal: as('manager'),
      } satisfies Request)
    await ask('order.confirm', 'order confirmed', {}, orderId)
    // The first goes out in part, and is paid in part; something of the others came broken.
    const [isFirst, carrier] = [place === 0, 'DHL']
    const parcel = {
      carrier,
      tracking: `JD01${index}`,
      ...(isFirst && { lines: [{ line: 0, quantity: 1 }] }),
    }
    await ask('order.fulfil', 'order fulfilled', parcel, orderId)
    const { id: invoiceId, number, gross, currency } = await there(() => invoiceOf(orderId))
    if (!isFirst || last === index) {
      const credit = { lines: [{ line: 0, quantity: 1 }], reason: 'Came broken' }
      await ask('invoice.credit', 'invoice credited', credit, invoiceId)
    }
    const amount = Math.floor(gross / 4)
    await ask('payment.record', 'payment', {
      paid: { amount, currency },
      receivedOn: dayOf(now(), 'UTC'),
      reference: number,
      allocations: [{ invoiceId, amount }],
    })
  }

  /** What somebody else is about to make. */
  async function there<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      await after(pause, undefined, { signal })
    }
  }
}
