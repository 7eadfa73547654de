import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { socialAccount } from '../../../domain/activities/social-account.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import type { socialAccountTable } from '../../../projections/activities/social-account.ts'
import type { socialMessageTable } from '../../../projections/activities/social-message.ts'
import type { socialMonitorTable } from '../../../projections/activities/social-monitor.ts'
import { endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { healthOf, passwordEndpoint } from '../kept-password.ts'
import { createSocialReceiving, type SocialParts } from './receiving.ts'

const standing = z
  .object({
    state: z
      .enum(['not-set-up', 'new', 'healthy', 'failing'])
      .register(vocabulary, { id: 'SocialState' })
      .describe('`new`: its server was never asked.'),
    checkedAt: instant.nullable().describe('When it was read last without fault.'),
    error: z.string().nullable(),
    failures: z.int().describe('How often it has failed in a row.'),
    nextAt: instant.nullable().describe('Before then it is not tried again by itself.'),
  })
  .register(vocabulary, { id: 'SocialStanding' })

const named = z.object({ id: uuid })
type Db = Kysely<TablesOf<[typeof socialAccountTable, typeof socialMonitorTable, typeof socialMessageTable]>>

/** The token of an account, how it stands, and reading it now. */
export const socialAccountEndpoints =
  (parts: SocialParts): Extension =>
  (_app, services) => {
    const { mailStore } = parts.mail
    const { fetch, count } = createSocialReceiving(parts)
    return [
      passwordEndpoint(
        {
          model: 'socialAccount',
          name: 'giveSocialAccountToken',
          resource: 'social-accounts',
          summary: 'The token of an account in a social network; it is kept sealed, and told to nobody',
          secretOf: async (id) => (await services.execute.load(socialAccount, id))?.secretId,
        },
        { execute: services.execute, mailStore },
      ),
      standingEndpoint(
        { model: 'socialAccount', name: 'getSocialAccountStanding', resource: 'social-accounts' },
        {
          services,
          mailStore,
          isSetUp: async (reader, id) => isReady(await accountSeen(services, reader, id)),
        },
      ),
      endpoint({
        name: 'fetchSocialAccount',
        method: 'POST',
        path: '/social-accounts/:id/fetch',
        summary: 'Read an account in a social network now, whenever it would be read next',
        tag: 'social-accounts',
        access: { permission: 'socialAccount.read' },
        headers: 'none',
        parameters: named,
        reply: z.object({
          fetched: z.boolean().describe('False: it is being read already, or is not set up.'),
        }),
        async run({ parameters: { id }, principal }) {
          await accountSeen(services, principal(), id)
          return { fetched: await fetch(id) }
        },
      }),
      endpoint({
        name: 'countSocialPosts',
        method: 'POST',
        path: '/social-accounts/:id/count',
        summary: 'Count now what others did with the posts of an account, whenever it would be counted next',
        tag: 'social-accounts',
        access: { permission: 'socialAccount.read' },
        headers: 'none',
        parameters: named,
        reply: z.object({ counted: z.boolean().describe('False: the network could not be asked.') }),
        async run({ parameters: { id }, principal }) {
          await accountSeen(services, principal(), id)
          return { counted: await count(id) }
        },
      }),
    ]
  }

/** How what is listened for stands, and looking now. */
export const socialMonitorEndpoints =
  (parts: SocialParts): Extension =>
  (_app, services) => {
    const { mailStore } = parts.mail
    const { listen } = createSocialReceiving(parts)
    return [
      standingEndpoint(
        { model: 'socialMonitor', name: 'getSocialMonitorStanding', resource: 'social-monitors' },
        {
          services,
          mailStore,
          async isSetUp(reader, id) {
            const { socialAccountId, archived } = await monitorSeen(services, reader, id)
            return !archived && isReady(await accountSeen(services, reader, socialAccountId))
          },
        },
      ),
      endpoint({
        name: 'listenBySocialMonitor',
        method: 'POST',
        path: '/social-monitors/:id/listen',
        summary: 'Look now for what is listened for, whenever it would be looked for next',
        tag: 'social-monitors',
        access: { permission: 'socialMonitor.read' },
        headers: 'none',
        parameters: named,
        reply: z.object({
          listened: z.boolean().describe('False: it is being done already, or is not set up.'),
        }),
        async run({ parameters: { id }, principal }) {
          await monitorSeen(services, principal(), id)
          return { listened: await listen(id) }
        },
      }),
    ]
  }

/** Taking what was found into the inbox. */
export const socialMessageEndpoints =
  (parts: SocialParts): Extension =>
  (_app, services) => {
    const { takeFound } = createSocialReceiving(parts)
    return [
      endpoint({
        name: 'answerSocialMessage',
        method: 'POST',
        path: '/social-messages/:id/take-into-inbox',
        summary: 'Take what was found into the inbox, where it is answered, and made a lead or a ticket of',
        tag: 'social-messages',
        access: { permission: 'socialMessage.take' },
        headers: 'none',
        parameters: named,
        reply: z.object({ conversationId: uuid }),
        async run({ parameters: { id }, principal }) {
          const row = await read(services, principal(), (db) =>
            db.selectFrom('socialMessage').select('id').where('id', '=', id).executeTakeFirst(),
          )
          const conversationId = row && (await takeFound(id))
          if (conversationId === undefined) throw new NotFound(`socialMessage ${id}`)
          return { conversationId }
        },
      }),
    ]
  }

function standingEndpoint(
  { model, name, resource }: { model: string; name: string; resource: string },
  {
    services,
    mailStore,
    isSetUp,
  }: {
    services: Services
    mailStore: MailStore
    /** @throws NotFound where they do not see it. */
    isSetUp: (reader: Principal, id: string) => Promise<boolean>
  },
) {
  return endpoint({
    name,
    method: 'GET',
    path: `/${resource}/:id/standing`,
    summary: 'Whether a social network is read without fault, and what went wrong last',
    tag: resource,
    access: { permission: `${model}.read` },
    headers: 'read',
    model,
    parameters: named,
    reply: standing,
    async run({ parameters: { id }, principal, request, reply }) {
      await caughtUp(services, request, { reply, reads: [model] })
      const ready = await isSetUp(principal(), id)
      const { checkedAt, error, failures, nextAt } = await mailStore.standing(id)
      return { state: healthOf(ready, { error, checkedAt }), checkedAt, error, failures, nextAt }
    },
  })
}

const isReady = ({ hasPassword, archived }: { hasPassword: boolean; archived: boolean }) =>
  hasPassword && !archived

async function accountSeen(services: Services, reader: Principal, id: string) {
  const row = await read(services, reader, (db) =>
    db
      .selectFrom('socialAccount')
      .select(['hasPassword', 'archived'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`socialAccount ${id}`)
  return row
}

async function monitorSeen(services: Services, reader: Principal, id: string) {
  const row = await read(services, reader, (db) =>
    db
      .selectFrom('socialMonitor')
      .select(['socialAccountId', 'archived'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`socialMonitor ${id}`)
  return row
}

const read = <T>({ readModels }: Services, reader: Principal, work: (db: Db) => Promise<T>) =>
  readModels.read(reader, {}, (db) => work(db as never as Db))
