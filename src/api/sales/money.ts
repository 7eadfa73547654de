import { heldMoney, heldPrice, type Money, signedMoney } from '../../domain/values/money.ts'

/** Money in a reply: whole minor units with their currency. */
export const moneyReply = heldMoney

/** A price for one: minor units, which may be broken. */
export const priceReply = heldPrice

/** What a document comes to; negative where something is taken back. */
export const grossReply = signedMoney

/** Read models keep amount and currency in two columns. */
export function moneyOf(amount: number, currency: string): Money
export function moneyOf(amount: number | null, currency: string | null): Money | null
export function moneyOf(amount: number | null, currency: string | null): Money | null {
  return amount === null || currency === null ? null : { amount, currency }
}
