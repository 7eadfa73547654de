import { rateSheet } from '../../domain/sales/rate-sheet.ts'
import { dayOf, daysAfter } from '../../domain/values/day.ts'
import { rateBetween, type UsedRate } from '../../domain/values/exchange.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one sheet of a day. */
export const ratesId = (on: string) => derivedId('exchange-rates', on)

/** Banks are closed at weekends and over holidays: a rate of so many days ago is the rate of the day. */
export const oldest = 10

export const rateSheetCommands = commandsOf(rateSheet, () => ({
  'rateSheet.take': { summary: 'Take the rates of a day over', internal: true },
  'rateSheet.correct': { summary: 'Correct the rates of a day', internal: true },
}))

/** By which an amount is told in the currency of the organisation today; undefined: it is in that, or nobody knows a rate. */
export async function rateOfTheDay(
  currency: string,
  { organisation, zone, at, load }: Pick<Asking, 'organisation' | 'zone' | 'at' | 'load'>,
): Promise<UsedRate | undefined> {
  const own = (await organisation())?.baseCurrency
  if (own === undefined || own === currency) return undefined
  const today = dayOf(at, await zone())
  for (let back = 0; back <= oldest; back++) {
    const sheet = await load(rateSheet, ratesId(daysAfter(today, -back)))
    const rate = sheet && rateBetween(currency, own, sheet)
    if (rate) return rate
  }
  return undefined
}
