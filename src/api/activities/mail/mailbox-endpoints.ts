import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { mailbox } from '../../../domain/activities/mailbox.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import type { mailboxTable } from '../../../projections/activities/mailbox.ts'
import { endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { healthOf, passwordEndpoint } from '../kept-password.ts'
import { createReceiving, type ReceivingParts } from './receiving.ts'

const standing = z
  .object({
    state: z
      .enum(['not-set-up', 'new', 'healthy', 'failing'])
      .register(vocabulary, { id: 'MailboxState' })
      .describe('`new`: it was never fetched.'),
    checkedAt: instant.nullable().describe('When it was fetched last without fault.'),
    error: z.string().nullable(),
    failures: z.int().describe('How often it has failed in a row.'),
    nextAt: instant.nullable().describe('Before then it is not tried again by itself.'),
  })
  .register(vocabulary, { id: 'MailboxStanding' })

const named = z.object({ id: uuid })

/** The password of a mailbox, how it stands, and fetching it now. */
export const mailboxEndpoints =
  (parts: ReceivingParts): Extension =>
  (_app, services) => {
    const { mailStore } = parts.mail
    const receiving = createReceiving(parts)
    return [
      passwordEndpoint(
        {
          model: 'mailbox',
          name: 'giveMailboxPassword',
          resource: 'mailboxes',
          summary: 'The password of a mailbox; it is kept sealed, and told to nobody',
          secretOf: async (id) => (await services.execute.load(mailbox, id))?.secretId,
        },
        { execute: services.execute, mailStore },
      ),
      endpoint({
        name: 'getMailboxStanding',
        method: 'GET',
        path: '/mailboxes/:id/standing',
        summary: 'Whether a mailbox is fetched without fault, and what went wrong last',
        tag: 'mailboxes',
        access: { permission: 'mailbox.read' },
        headers: 'read',
        model: 'mailbox',
        parameters: named,
        reply: standing,
        async run({ parameters: { id }, principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: ['mailbox'] })
          const row = await seen(services, principal(), id)
          const { checkedAt, error, failures, nextAt } = await mailStore.standing(id)
          const isSetUp = row.imap !== null && row.hasPassword && !row.archived
          return { state: healthOf(isSetUp, { error, checkedAt }), checkedAt, error, failures, nextAt }
        },
      }),
      endpoint({
        name: 'fetchMailbox',
        method: 'POST',
        path: '/mailboxes/:id/fetch',
        summary: 'Fetch a mailbox now, whenever it would be fetched next',
        tag: 'mailboxes',
        access: { permission: 'mailbox.read' },
        headers: 'none',
        parameters: named,
        reply: z.object({ fetched: z.boolean().describe('False: it is being fetched already.') }),
        async run({ parameters: { id }, principal }) {
          await seen(services, principal(), id)
          return { fetched: await receiving.fetch(id) }
        },
      }),
    ]
  }

async function seen({ readModels }: Services, reader: Principal, id: string) {
  const row = await readModels.read(reader, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof mailboxTable]>>)
      .selectFrom('mailbox')
      .select(['imap', 'hasPassword', 'archived'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`mailbox ${id}`)
  return row
}
