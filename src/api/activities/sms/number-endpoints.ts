import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { mostParts, smsAlphabet } from '../../../domain/activities/outgoing-sms.ts'
import { smsNumber } from '../../../domain/activities/sms-number.ts'
import { instant } from '../../../domain/values/instant.ts'
import { unitPrice } from '../../../domain/values/money.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { allows, type Principal } from '../../../platform/people/permissions.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { countedSms } from '../../../platform/sms/parts.ts'
import type { smsNumberTable } from '../../../projections/activities/sms-number.ts'
import { endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { healthOf, passwordEndpoint } from '../kept-password.ts'
import { inboundAddress } from './pages.ts'

const standing = z
  .object({
    state: z
      .enum(['not-set-up', 'new', 'healthy', 'failing', 'called'])
      .register(vocabulary, { id: 'SmsNumberStanding' })
      .describe(
        '`new`: its gateway was never reached. `called`: its gateway calls us; nothing is kept open.',
      ),
    checkedAt: instant.nullable().describe('When its gateway took us last.'),
    error: z.string().nullable(),
    failures: z.int().describe('How often it has failed in a row.'),
    nextAt: instant.nullable().describe('Before then it is not tried again by itself.'),
    inboundUrl: z
      .string()
      .nullable()
      .describe(
        'Where a gateway that speaks HTTP tells what has come, in the words of Kannel; only to who may set it up.',
      ),
  })
  .register(vocabulary, { id: 'SmsStanding' })

const counted = z
  .object({
    alphabet: smsAlphabet,
    parts: z.int(),
    most: z.int().describe('More parts are not sent.'),
    left: z.int().describe('How many more signs fit in the last part.'),
    pricePerPart: unitPrice.nullable().describe('Null: nobody has said.'),
  })
  .register(vocabulary, { id: 'SmsCount' })

const named = z.object({ id: uuid })

interface Parts {
  mail: { mailStore: MailStore }
  signing: Signing
  publicUrl: string | undefined
}

/** The password of a number at its gateway, how it stands, and what a text costs before it is sent. */
export const smsNumberEndpoints =
  (parts: Parts): Extension =>
  (_app, services) => {
    const { mailStore } = parts.mail
    return [
      passwordEndpoint(
        {
          model: 'smsNumber',
          name: 'giveSmsNumberPassword',
          resource: 'sms-numbers',
          summary: 'The password of a number at its gateway; it is kept sealed, and told to nobody',
          secretOf: async (id) => (await services.execute.load(smsNumber, id))?.secretId,
        },
        { execute: services.execute, mailStore },
      ),
      endpoint({
        name: 'getSmsNumberStanding',
        method: 'GET',
        path: '/sms-numbers/:id/standing',
        summary: 'Whether the gateway of a number has us, and what went wrong last',
        tag: 'sms-numbers',
        access: { permission: 'smsNumber.read' },
        headers: 'read',
        model: 'smsNumber',
        parameters: named,
        reply: standing,
        async run({ parameters: { id }, principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: ['smsNumber'] })
          const reader = principal()
          const row = await seen(services, reader, id)
          const { checkedAt, error, failures, nextAt } = await mailStore.standing(id)
          const isSetUp = row.gateway !== null && row.hasPassword && !row.archived
          const isCalled = isSetUp && row.gateway?.is === 'kannel'
          const state = isCalled ? ('called' as const) : healthOf(isSetUp, { error, checkedAt })
          const isTold = row.gateway?.is === 'kannel' && allows(reader.may, 'smsNumber.change')
          return {
            state,
            checkedAt,
            error,
            failures,
            nextAt,
            inboundUrl: isTold ? (inboundAddress(parts, id) ?? null) : null,
          }
        },
      }),
      endpoint({
        name: 'countSms',
        method: 'POST',
        path: '/sms-numbers/:id/count',
        summary: 'In how many parts a text would go from this number, and what a part costs; nothing is sent',
        tag: 'sms-numbers',
        access: { permission: 'smsNumber.read' },
        headers: 'none',
        parameters: named,
        body: z.object({ body: z.string().max(2_000) }),
        reply: counted,
        async run({ parameters: { id }, body: { body }, principal }) {
          const row = await seen(services, principal(), id)
          const { alphabet, parts: count, left } = countedSms(body)
          return { alphabet, parts: count, most: mostParts, left, pricePerPart: row.pricePerPart ?? null }
        },
      }),
    ]
  }

async function seen({ readModels }: Services, reader: Principal, id: string) {
  const row = await readModels.read(reader, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof smsNumberTable]>>)
      .selectFrom('smsNumber')
      .select(['gateway', 'hasPassword', 'archived', 'pricePerPart'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`smsNumber ${id}`)
  return row
}
