/** What one bank said of one movement on an account. */
export interface StatementEntry {
  /** Of the account whose statement it is; null: it is not told by an IBAN. */
  account: string | null
  bookedOn: string
  /** Minor units; negative where it went out. */
  amount: number
  currency: string
  payer: string | null
  payerIban: string | null
  reference: string | null
  /** The bank's own for it. */
  bankReference: string | null
}

/** The file is no statement, or one that cannot be read whole. */
export class UnreadableStatement extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnreadableStatement'
  }
}

/** What stands in a bank's texts as one line of at most so many signs; null: nothing does. */
export function oneLine(text: string | undefined, most: number): string | null {
  const line = (text ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line === '' ? null : Array.from(line).slice(0, most).join('').trim()
}
