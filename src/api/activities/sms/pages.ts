import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { smsNumber } from '../../../domain/activities/sms-number.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { derivedId } from '../../../platform/process/ids.ts'
import { addPublicPages, parameterOf, saidPage, withPageHeaders } from '../../http/public-page.ts'
import type { Extension, Services } from '../../http/services.ts'
import { createSmsReceiving, type SmsParts } from './receiving.ts'

const paths = { came: '/sms/came', receipt: '/sms/receipt' } as const
/** A gateway tells what comes to all of us from one address. */
const perMinute = 6_000

const links = (signing: Signing) => ({
  number: signing('sms-number', z.object({ n: uuid })),
  text: signing('sms-text', z.object({ t: uuid })),
})

interface Where {
  signing: Signing
  publicUrl: string | undefined
}

/** Where a gateway tells what became of a text, in the words of Kannel; undefined: nobody has said where we are. */
export function receiptAddress({ signing, publicUrl }: Where, outgoingSmsId: string): string | undefined {
  if (publicUrl === undefined) return undefined
  const token = links(signing).text.tokenOf({ t: outgoingSmsId })
  return `${new URL(paths.receipt, publicUrl).href}?text=${token}&type=%d`
}

/** Where a gateway tells what has come to a number: what Kannel is given as `get-url`. */
export function inboundAddress({ signing, publicUrl }: Where, numberId: string): string | undefined {
  if (publicUrl === undefined) return undefined
  const token = links(signing).number.tokenOf({ n: numberId })
  return `${new URL(paths.came, publicUrl).href}?number=${token}&id=%I&from=%p&to=%P&charset=%C&text=%b`
}

/** What a receipt of Kannel's says (its user's guide, table 6.6): arrived, or not and never; anything else is on its way. */
const told: Readonly<Record<string, 'delivered' | 'undelivered'>> = {
  '1': 'delivered',
  '2': 'undelivered',
  '16': 'undelivered',
}

/** What gateways call that speak HTTP: who has no address that was signed for them says nothing. */
export const smsPages =
  (parts: SmsParts & Pick<Where, 'signing'>): Extension =>
  (app, services: Services) => {
    const of = links(parts.signing)
    const receiving = createSmsReceiving(parts)
    const nowhere = () => saidPage({ status: 404, language: 'en' }, 'Not found', 'There is nothing here.')

    addPublicPages(
      app,
      [
        {
          method: 'GET',
          path: paths.came,
          async open(request, reply) {
            const numberId = of.number.read(parameterOf(request, 'number'))?.n
            const own = numberId && (await services.execute.load(smsNumber, numberId))
            const [id, from] = [parameterOf(request, 'id'), parameterOf(request, 'from')]
            if (!numberId || !own || own.archived || !id || !from) return nowhere()
            // The gateway's own id is the same whenever it tells it.
            await receiving.take(numberId, {
              id: derivedId('sms-came', numberId, id),
              from,
              to: parameterOf(request, 'to') ?? own.number,
              text: textIn(request),
              repeats: false,
            })
            return taken(reply)
          },
        },
        {
          method: 'GET',
          path: paths.receipt,
          async open(request, reply) {
            const id = of.text.read(parameterOf(request, 'text'))?.t
            if (!id) return nowhere()
            const type = parameterOf(request, 'type') ?? ''
            const is = told[type]
            if (is)
              await receiving.noteReceipt(
                id,
                { part: null, is, reason: type === '16' ? 'REJECTED' : 'UNDELIVERED' },
                `${id} ${type}`,
              )
            return taken(reply)
          },
        },
      ],
      perMinute,
    )
    return []
  }

/** What is said here is sent on as an answer: nothing is. */
const taken = (reply: FastifyReply) => withPageHeaders(reply).type('text/plain').send('')

/** The text as its bytes were, in the charset that is said: a gateway sends UTF-16 where a sign is not in GSM's alphabet. */
function textIn({ url }: FastifyRequest): string {
  const query = url.slice(url.indexOf('?') + 1).split('&')
  const raw = (name: string) => query.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  const bytes = Buffer.from(
    raw('text')
      .replace(/\+/g, ' ')
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  const charset = raw('charset').toLowerCase()
  if (charset === 'utf-16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  if (charset === 'windows-1252' || charset === 'iso-8859-1') return bytes.toString('latin1')
  return bytes.toString('utf8')
}
