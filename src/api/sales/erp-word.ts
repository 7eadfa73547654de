import { z } from 'zod'
import { InvalidInput, NotFound } from '../../commands/errors.ts'
import { parseInput } from '../../commands/parse.ts'
import { erpConnectionId } from '../../commands/sales/erp-connection.ts'
import { refuse } from '../../domain/error.ts'
import { shipment } from '../../domain/sales/delivery.ts'
import { erpConnection } from '../../domain/sales/erp-connection.ts'
import { order } from '../../domain/sales/order.ts'
import { lineParts } from '../../domain/sales/part.ts'
import { cutTo, line, sameName } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { isGenuine } from '../../platform/outside/signature.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { Unauthorized } from '../http/problem.ts'
import type { Extension } from '../http/services.ts'
import { fileIn } from '../operate/uploads.ts'
import { type ErpParts, erpSecret } from './order-transfer-step.ts'

/** Something of an order has gone out. */
const shipped = shipment
  .partial()
  .extend({ type: z.literal('shipment'), orderId: uuid, lines: lineParts.optional() })
/** How a product stands over there. */
const stocked = z.object({
  type: z.literal('stock'),
  code: line(40),
  stockNote: line(200).nullable().optional(),
  available: z.boolean().optional(),
})
const word = z.discriminatedUnion('type', [shipped, stocked]).register(vocabulary, { id: 'ErpWord' })
type Word = z.output<typeof word>

/** In bytes: a shipment with every line of an order is a fraction of it. */
const largest = 16 * 1024
const erp = systemPrincipal('erp', { kind: 'link', id: 'erp' })

/**
 * What the ERP tells of orders that it has, and of products (QTC-09): signed as what it is sent (Standard Webhooks), not older than
 * five minutes, and taken once under its id, however often it comes.
 */
export const erpWords =
  (parts: Pick<ErpParts, 'vault' | 'store'>): Extension =>
  (_app, { execute, clock }) => {
    const secretOf = erpSecret(parts)

    async function commandOf(said: Word) {
      if (said.type === 'shipment') {
        const { type: _, orderId, ...body } = said
        const found = await execute.load(order, orderId)
        if (!found) throw new NotFound(`order ${orderId}`)
        if (!found.transfer)
          refuse('order.not-transferred', 'The ERP was never told of this order.', { field: 'orderId' })
        return { command: 'order.fulfil', id: orderId, body }
      }
      const { type: _, code, ...body } = said
      const id = await execute.holder({ kind: 'product-code', value: sameName(code) })
      if (id === undefined) throw new NotFound(`product ${code}`)
      return { command: 'product.change', id, body }
    }

    return [
      endpoint({
        name: 'tellErpWord',
        method: 'POST',
        path: '/erp/words',
        summary:
          'What the ERP tells of shipments and stock, signed as Standard Webhooks has it; each id is taken once',
        tag: 'orders',
        access: 'anyone',
        file: true,
        reply: z
          .object({ repeated: z.boolean().describe('It was taken before, under the same id.') })
          .register(vocabulary, { id: 'ErpWordTaken' }),
        async run({ request }) {
          const settings = await execute.load(erpConnection, erpConnectionId)
          const content: Buffer[] = []
          for await (const part of fileIn(request, largest)) content.push(part)
          const bytes = Buffer.concat(content)
          const secret = settings?.on && settings.secretNumber > 0 && (await secretOf(settings.secretNumber))
          if (!secret || !isGenuine(secret, request.headers, bytes, clock()))
            throw new Unauthorized('This is not signed by the ERP, or not of now.')
          const messageId = String(request.headers['webhook-id'])
          const asked = await commandOf(parseInput(word, jsonIn(bytes)))
          const { repeated } = await execute({
            ...asked,
            principal: erp,
            commandId: derivedId('erp-word', messageId),
            source: { system: 'erp', id: cutTo(messageId, 200) },
            ip: request.ip,
          })
          return { repeated }
        },
      }),
    ]
  }

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new InvalidInput([{ field: '', rule: 'json', message: 'This is no JSON.' }])
  }
}
