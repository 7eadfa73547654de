import { folded } from '../values/folded.ts'

/** A payment that nobody has said the invoices of. */
interface Unmatched {
  /** What of it is for no invoice yet, in minor units. */
  left: number
  reference: string | null
  payer: string | null
}

/** An invoice of which something is open. */
interface Candidate {
  id: string
  number: string
  open: number
  accountName: string | null
}

export type MatchReason = 'number' | 'amount' | 'name'

export interface Suggestion {
  invoiceId: string
  /** What of the payment would be for it. */
  amount: number
  reasons: MatchReason[]
}

/** What each says for a match: a number alone says more than amount and name together. */
const weights: Readonly<Record<MatchReason, number>> = { number: 4, amount: 2, name: 1 }

/** The numbers of invoices that a text names, however they are written: `inv 42`, `INV-00042`. */
export function numbersIn(text: string | null): string[] {
  const found = [...(text ?? '').matchAll(/INV[\s\-_./#:]*0*([1-9]\d{0,14})(?!\d)/gi)]
  return [...new Set(found.map(([, digits = '']) => `INV-${digits.padStart(5, '0')}`))]
}

/**
 * Which invoices a payment may be for, the likeliest first, and why: it names the number, comes to what is open, or was paid by who
 * is called so. A person has the last word.
 */
export function suggestionsFor(
  { left, reference, payer }: Unmatched,
  candidates: readonly Candidate[],
): Suggestion[] {
  const named = numbersIn(reference)
  const name = folded(payer ?? '')
  const found = candidates.flatMap((one): (Suggestion & { weight: number; number: string })[] => {
    const reasons: MatchReason[] = [
      ...(named.includes(one.number) ? (['number'] as const) : []),
      ...(one.open === left ? (['amount'] as const) : []),
      ...(name !== '' && one.accountName !== null && isSame(name, folded(one.accountName))
        ? (['name'] as const)
        : []),
    ]
    if (reasons.length === 0) return []
    const weight = reasons.reduce((sum, reason) => sum + weights[reason], 0)
    return [{ invoiceId: one.id, amount: Math.min(left, one.open), reasons, weight, number: one.number }]
  })
  return found
    .sort((a, b) => b.weight - a.weight || (a.number < b.number ? -1 : 1))
    .map(({ invoiceId, amount, reasons }) => ({ invoiceId, amount, reasons }))
}

const isSame = (a: string, b: string) => a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `)
