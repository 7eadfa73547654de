import { z } from 'zod'
import { conflict } from '../error.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The how manieth call it is, of all there were about the order. */
const attempt = count.min(1)
const reason = line(300)

export const transferEvents = {
  'order.transfer-asked': z.object({ attempt }),
  /** `nextAt`: when it is tried again by itself; null: not any more. */
  'order.transfer-failed': z.object({ attempt, reason, nextAt: instant.nullable() }),
  'order.transfer-refused': z.object({ attempt, reason }),
  'order.transfer-accepted': z.object({ attempt, erpNumber: line(60) }),
}

/** What came of a call. */
export const transferOutcome = z.discriminatedUnion('is', [
  z.object({ is: z.literal('accepted'), erpNumber: line(60) }),
  z.object({ is: z.literal('refused'), reason }),
  z.object({ is: z.literal('failed'), reason }),
])
export type TransferOutcome = z.output<typeof transferOutcome>

export const transferCommands = {
  'order.transfer': z.object({ isOn: z.boolean() }),
  'order.transfer-by-itself': z.object({ isOn: z.boolean() }),
  'order.send-transfer': z.object({ attempt, outcome: transferOutcome }),
}

export const transferStatuses = ['under-way', 'waiting', 'accepted', 'refused', 'given-up'] as const
export type TransferStatus = (typeof transferStatuses)[number]

export const transferAttempt = z
  .object({
    attempt: z.int(),
    at: instant,
    is: z.enum(['accepted', 'refused', 'failed']),
    reason: z.string().nullable(),
  })
  .register(vocabulary, { id: 'TransferAttempt' })

/** How far the ERP has an order. */
export interface Transfer {
  status: TransferStatus
  /** The last call that was made, or is to be. */
  attempt: number
  /** The first since somebody, or the confirmation, asked. */
  since: number
  erpNumber: string | null
}

interface Transferred {
  cancelled: string | null
  transfer: Transfer | null
}

type Data<K extends keyof typeof transferEvents> = z.output<(typeof transferEvents)[K]>

export const evolveTransfer = {
  'order.transfer-asked': <S extends Transferred>(
    state: S,
    { attempt: at }: Data<'order.transfer-asked'>,
  ): S => ({
    ...state,
    transfer: { status: 'under-way', attempt: at, since: at, erpNumber: null },
  }),
  'order.transfer-failed': <S extends Transferred>(
    state: S,
    { attempt: at, nextAt }: Data<'order.transfer-failed'>,
  ): S => moved(state, at, nextAt === null ? 'given-up' : 'waiting'),
  'order.transfer-refused': <S extends Transferred>(
    state: S,
    { attempt: at }: Data<'order.transfer-refused'>,
  ): S => moved(state, at, 'refused'),
  'order.transfer-accepted': <S extends Transferred>(
    state: S,
    { attempt: at, erpNumber }: Data<'order.transfer-accepted'>,
  ): S => moved(state, at, 'accepted', erpNumber),
}

function moved<S extends Transferred>(
  state: S,
  attempt: number,
  status: TransferStatus,
  erpNumber: string | null = null,
): S {
  return { ...state, transfer: { since: attempt, ...state.transfer, status, attempt, erpNumber } }
}

/** Of what is not wanted any more no call is made. */
export function withoutTransfer(transfer: Transfer | null): Transfer | null {
  return transfer && isPending(transfer.status) ? { ...transfer, status: 'given-up' } : transfer
}

export const isPending = (status: TransferStatus | null): boolean =>
  status === 'under-way' || status === 'waiting'

/** How long after each failure in a row it is tried again, in ms; after the last it is for a person to look at. */
const pauses = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 86_400_000]

/** Whether a call is to be made: it is the next, and nobody has asked anew or cancelled the order since. */
export function awaitsTransfer({ cancelled, transfer }: Transferred, attempt: number): boolean {
  if (cancelled !== null || !transfer) return false
  if (transfer.status === 'under-way') return transfer.attempt === attempt
  return transfer.status === 'waiting' && transfer.attempt + 1 === attempt
}

/** @throws DomainError where there is nothing to hand over, or nowhere. */
export function askTransfer({ cancelled, transfer }: Transferred, { isOn }: { isOn: boolean }) {
  if (!isOn) conflict('order.no-erp', 'No ERP is connected: say in the settings where it is.')
  if (cancelled !== null) conflict('order.cancelled', 'This order was cancelled; take that back first.')
  if (transfer?.status === 'accepted')
    conflict('order.transferred', `The ERP has this order as ${transfer.erpNumber}.`)
  return transfer?.status === 'under-way' ? [] : [asked(transfer)]
}

/** Once by itself. */
export function transferByItself({ cancelled, transfer }: Transferred, { isOn }: { isOn: boolean }) {
  return isOn && cancelled === null && transfer === null ? [asked(transfer)] : []
}

const asked = (transfer: Transfer | null) => ({
  type: 'order.transfer-asked' as const,
  data: { attempt: (transfer?.attempt ?? 0) + 1 },
})

/** What a call came to, once. */
export function noteTransfer(
  state: Transferred,
  { attempt: of, outcome }: z.output<(typeof transferCommands)['order.send-transfer']>,
  at: string,
) {
  // The ERP has it, whatever was decided while it was asked.
  if (outcome.is === 'accepted' && state.transfer?.status !== 'accepted')
    return [{ type: 'order.transfer-accepted' as const, data: { attempt: of, erpNumber: outcome.erpNumber } }]
  if (outcome.is === 'accepted' || !awaitsTransfer(state, of)) return []
  const data = { attempt: of, reason: outcome.reason }
  if (outcome.is === 'refused') return [{ type: 'order.transfer-refused' as const, data }]
  const pause = pauses[of - (state.transfer?.since ?? of)]
  const nextAt = pause === undefined ? null : new Date(Date.parse(at) + pause).toISOString()
  return [{ type: 'order.transfer-failed' as const, data: { ...data, nextAt } }]
}
