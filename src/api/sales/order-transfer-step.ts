import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { erpConnectionId, isConnected } from '../../commands/sales/erp-connection.ts'
import { account } from '../../domain/customers/account.ts'
import { type ErpSettings, erpConnection } from '../../domain/sales/erp-connection.ts'
import { type OrderState, order } from '../../domain/sales/order.ts'
import { awaitsTransfer, type TransferOutcome } from '../../domain/sales/order-transfer.ts'
import { product } from '../../domain/sales/product.ts'
import { cutTo } from '../../domain/values/text.ts'
import { type Answer, post } from '../../platform/outside/post.ts'
import { type SecretParts, sharedSecrets } from '../../platform/outside/secrets.ts'
import { signed } from '../../platform/outside/signature.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'

export interface ErpParts extends SecretParts {
  execute: Execute
  clock: Clock
}

/** The secret of a number. */
export function erpSecret(parts: SecretParts) {
  const secretOf = sharedSecrets(parts, 'erp')
  return (number: number): Promise<Buffer> => secretOf(`secret ${number}`)
}

const asked = z.object({ attempt: z.int() })

/**
 * Calls the ERP with an order and then notes what it said. Cut off between the two it is called again, as it is after a failure: always
 * with the same Idempotency-Key, so that an ERP that has the order already says so again.
 */
export function orderTransferStep(parts: ErpParts): Effect {
  const { execute } = parts
  const secretOf = erpSecret(parts)

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const { attempt } = asked.parse(request.body)
    const state = await execute.load(order, id)
    if (!state || !awaitsTransfer(state, attempt)) return { events: [] }
    const settings = await execute.load(erpConnection, erpConnectionId)
    const outcome: TransferOutcome =
      settings && isConnected(settings)
        ? await called({ id, state, settings })
        : { is: 'failed', reason: 'No ERP is connected.' }
    return execute({ ...request, body: { attempt, outcome } })
  }

  async function called(of: {
    id: string
    state: OrderState
    settings: ErpSettings
  }): Promise<TransferOutcome> {
    const { id, state, settings } = of
    const body = JSON.stringify(await told(parts.execute, id, state))
    const key = derivedId('order-transfer', id)
    const secret = await secretOf(settings.secretNumber)
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...signed([secret], { id: key, at: parts.clock(), body }),
    }
    try {
      return outcomeOf(await post(settings.url ?? '', { headers, body }))
    } catch (error) {
      return { is: 'failed', reason: lineOf(reasonOf(error)) }
    }
  }

  return (requests) => Promise.all(requests.map(step))
}

/** What is said again may be taken another time: too early, too much, and whatever is wrong over there. */
const passing = new Set([408, 425, 429])

const said = z.object({
  number: z.union([z.string(), z.number()]).optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
})

function outcomeOf({ status, body }: Answer): TransferOutcome {
  const { number, detail, message } = saidIn(body)
  if (status >= 200 && status < 300) {
    const erpNumber = String(number ?? '').trim()
    if (erpNumber && erpNumber.length <= 60) return { is: 'accepted', erpNumber: lineOf(erpNumber) }
    return { is: 'failed', reason: `It was answered with ${status}, and no number of the order.` }
  }
  const reason = lineOf([`HTTP ${status}`, detail ?? message].filter(Boolean).join(': '))
  const isFinal = status >= 400 && status < 500 && !passing.has(status)
  return { is: isFinal ? 'refused' : 'failed', reason }
}

function saidIn(body: string): z.output<typeof said> {
  try {
    return said.safeParse(JSON.parse(body)).data ?? {}
  } catch {
    return {}
  }
}

/** On one line, without what is no text. */
const lineOf = (text: string) => cutTo(text.replaceAll(/[\p{C}\s]+/gu, ' ').trim(), 290)

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}

/** The order as the ERP is told it: amounts in minor units of its currency, lines by their place. */
async function told(execute: Execute, id: string, state: OrderState) {
  const customer = state.accountId === null ? undefined : await execute.load(account, state.accountId)
  const lines = await Promise.all(
    state.lines.map(async (line, at) => {
      const found = line.productId === null ? undefined : await execute.load(product, line.productId)
      const { productId, description, quantity, unit, unitPrice, discountPercent, taxPercent, net } = line
      const code = found?.code ?? null
      return {
        line: at,
        productId,
        code,
        description,
        quantity,
        unit: unit ?? null,
        unitPrice,
        discountPercent,
        taxPercent,
        net,
      }
    }),
  )
  return {
    type: 'order',
    order: {
      id,
      number: state.number,
      placedAt: state.placedAt,
      currency: state.currency,
      customer: customer ? { id: state.accountId, name: customer.name } : null,
      address: state.address,
      wantedOn: state.wantedOn,
      lines,
      totals: state.totals,
    },
  }
}
