import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import { conflict } from '../../domain/error.ts'
import { webhook, webhookStatus } from '../../domain/settings/webhook.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { secretText } from '../../platform/outside/signature.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { userTable } from '../../projections/identity/user.ts'
import { webhookTable } from '../../projections/settings/webhook.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { askedBy } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { flag, idCursor, pageParameters } from '../lists/page.ts'
import type { TablesOf } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { resourcesByModel } from '../log/events.ts'
import { messageOf } from './webhook-message.ts'
import { webhookSecrets, webhookSending } from './webhook-sending.ts'
import type { WebhookParts } from './webhook-step.ts'

export const webhookQueries = recordQueries(webhookTable)({
  resource: 'webhooks',
  summary: 'Webhooks: where events are told to, which, and whether they arrive',
  row: z.object({
    name: z.string(),
    url: z.string(),
    types: z.array(z.string()),
    where: z.unknown().describe('A criterion, as `where` of lists takes it.'),
    ownerId: uuid,
    keyId: uuid.nullable(),
    status: webhookStatus,
    disabledBecause: z.string().nullable(),
    run: z.int(),
    secretNumber: z.int(),
    olderUntil: instant.nullable(),
    archived: z.boolean(),
  }),
  shown: ({ where, ...row }) => ({ ...row, where: where as Criterion }),
  references: { ownerId: userTable },
  filters: { archived: flag, status: webhookStatus, ownerId: uuid },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'url'],
})

export const webhookTitles = titlesOf(webhook, {
  'webhook.created': ({ data }) => `Webhook ${data.name} created`,
  'webhook.changed': ({ data: { changes }, before }) =>
    changes.name === undefined ? 'Webhook changed' : `Renamed from ${before.name} to ${changes.name}`,
  'webhook.disabled': ({ data }) => `Webhook disabled: ${data.reason}`,
  'webhook.replayed': ({ data }) => `Told again from position ${data.after} on`,
  'webhook.secret-renewed': () => 'Secret renewed',
})

const state = z
  .enum(['delivered', 'failing', 'given-up'])
  .register(vocabulary, { id: 'WebhookDeliveryState' })
const delivery = z
  .object({
    id: uuid.describe('`webhook-id` of the message: the same however often it is sent.'),
    eventId: uuid,
    position,
    type: z.string(),
    recordId: uuid,
    state,
    attempts: z.int(),
    firstAt: instant,
    lastAt: instant,
  })
  .register(vocabulary, { id: 'WebhookDelivery' })
const attempt = z
  .object({
    at: instant,
    ms: z.int(),
    cause: z.enum(['event', 'resend', 'test']).register(vocabulary, { id: 'WebhookAttemptCause' }),
    status: z.int().nullable().describe('Of the answer; null: there was none.'),
    error: z.string().nullable(),
    answer: z.string().nullable().describe('Its first 2,000 characters.'),
    headers: z.record(z.string(), z.string()).describe('As they were sent.'),
    body: z.string().nullable().describe('Exactly as it was sent; null once the record was erased.'),
  })
  .register(vocabulary, { id: 'WebhookAttempt' })
const standing = z
  .object({
    position: position.nullable().describe('Everything up to here is told.'),
    failures: z.int(),
    failingSince: instant.nullable(),
    nextAt: instant.nullable().describe('When it is tried again.'),
    error: z.string().nullable(),
  })
  .register(vocabulary, { id: 'WebhookStanding' })

const named = z.object({ id: uuid })
const one = named.extend({ deliveryId: uuid })
const tag = 'webhooks'
const mayRead = { permission: 'webhook.read' } as const
const mayChange = { permission: 'webhook.change' } as const
/** How long the secret before signs beside the new one, in hours, unless told. */
const overlap = 24

/** What was sent by webhooks, sending it again, and their secrets (INT-06). */
export const webhookEndpoints =
  (parts: WebhookParts): Extension =>
  (_app, services): Endpoint[] => {
    const { webhooks, clock } = parts
    const { execute } = services
    const sending = webhookSending(parts)
    const secretsOf = webhookSecrets(parts)
    const resources = resourcesByModel(services)

    async function seen(principal: Principal, id: string) {
      const row = await services.readModels.read(principal, {}, (db) =>
        (db as never as Kysely<TablesOf<[typeof webhookTable]>>)
          .selectFrom('webhook')
          .select('id')
          .where('id', '=', id)
          .executeTakeFirst(),
      )
      const found = row && (await execute.load(webhook, id))
      if (!found) throw new NotFound(`webhook ${id}`)
      return found
    }

    async function secretOf(id: string) {
      const found = await execute.load(webhook, id)
      const [secret] = found ? await secretsOf(id, found, clock()) : []
      if (!secret) throw new NotFound(`webhook ${id}`)
      return { secret: secretText(secret) }
    }

    return [
      endpoint({
        method: 'GET',
        path: '/webhooks/:id/deliveries',
        summary: 'What a webhook was told, the last first; what was sent is kept for 30 days',
        tag,
        access: mayRead,
        parameters: named.extend({
          state: state.optional(),
          cursor: idCursor.optional(),
          limit: pageParameters.shape.limit,
        }),
        reply: z
          .object({ items: z.array(delivery), next: z.string().nullable() })
          .register(vocabulary, { id: 'WebhookDeliveries' }),
        async run({ parameters: { id, state: only, cursor, limit }, principal }) {
          await seen(principal(), id)
          const found = await webhooks.deliveries(id, { below: cursor, state: only, limit: limit + 1 })
          const items = found.slice(0, limit).map((each) => ({ ...each, position: String(each.position) }))
          return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/webhooks/:id/deliveries/:deliveryId',
        summary: 'What was sent of one event, exactly, and what was answered each time',
        tag,
        access: mayRead,
        hands: true,
        parameters: one,
        reply: delivery
          .extend({ calls: z.array(attempt) })
          .register(vocabulary, { id: 'WebhookDeliveryDetail' }),
        async run({ parameters: { id, deliveryId }, principal }) {
          await seen(principal(), id)
          const found = await webhooks.delivery(id, deliveryId)
          if (!found) throw new NotFound(`delivery ${deliveryId}`)
          const { delivery: told, attempts } = found
          return { ...told, position: String(told.position), calls: attempts }
        },
      }),
      endpoint({
        name: 'resendWebhookDelivery',
        method: 'POST',
        path: '/webhooks/:id/deliveries/:deliveryId/resend',
        summary: 'Send one event again, under the id it had',
        tag,
        access: mayChange,
        parameters: one,
        reply: attempt,
        async run({ parameters: { id, deliveryId }, principal }) {
          const found = await seen(principal(), id)
          const told = await webhooks.delivery(id, deliveryId)
          const reader = await parts.identity.again(found.ownerId, found.keyId)
          const [place] = told ? await services.eventIndex.causes(told.delivery.eventId) : []
          const message = place && reader && (await messageOf(services, resources, reader, place))
          if (!message || !place) throw new NotFound(`delivery ${deliveryId}`)
          return (await sending.event(id, found, message, place, 'resend')).attempt
        },
      }),
      endpoint({
        name: 'testWebhook',
        method: 'POST',
        path: '/webhooks/:id/test',
        summary: 'Send a message that says nothing, to see whether it arrives',
        tag,
        access: mayChange,
        parameters: named,
        reply: attempt,
        async run({ parameters: { id }, principal }) {
          const found = await seen(principal(), id)
          if (found.archived) conflict('webhook.archived', 'This webhook is archived; restore it first.')
          return (await sending.test(id, found)).attempt
        },
      }),
      endpoint({
        method: 'GET',
        path: '/webhooks/:id/standing',
        summary: 'How far a webhook was told, and what went wrong last',
        tag,
        access: mayRead,
        parameters: named,
        reply: standing,
        async run({ parameters: { id }, principal }) {
          await seen(principal(), id)
          const now = await parts.standings.of(id)
          return {
            position: now ? String(now.position) : null,
            failures: now?.failures ?? 0,
            failingSince: now?.failingSince ?? null,
            nextAt: now?.nextAt ?? null,
            error: now?.error ?? null,
          }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/webhooks/:id/secret',
        summary: 'The secret that signs what a webhook is told',
        tag,
        access: mayChange,
        parameters: named,
        reply: z.object({ secret: z.string() }).register(vocabulary, { id: 'WebhookSecret' }),
        async run({ parameters: { id }, principal }) {
          await seen(principal(), id)
          return secretOf(id)
        },
      }),
      endpoint({
        name: 'makeWebhookSecret',
        method: 'POST',
        path: '/webhooks/:id/secret',
        summary: 'A new secret; the one before signs beside it for a while',
        tag,
        access: mayChange,
        parameters: named,
        body: z.object({ overlapHours: z.number().min(0).max(720).default(overlap) }),
        reply: z.object({ secret: z.string() }).register(vocabulary, { id: 'NewWebhookSecret' }),
        async run({ parameters: { id }, body: { overlapHours }, principal, request }) {
          await seen(principal(), id)
          const olderUntil = new Date(Date.parse(clock()) + overlapHours * 3_600_000).toISOString()
          await execute({
            ...askedBy(request, 'webhook.renew-secret', id),
            command: 'webhook.renew-secret',
            id,
            body: { olderUntil },
          })
          return secretOf(id)
        },
      }),
    ]
  }

/** What was sent before so many days is forgotten. */
const keptDays = 30

export const forgetSent = ({ webhooks, clock }: Pick<WebhookParts, 'webhooks' | 'clock'>) =>
  webhooks.prune(new Date(Date.parse(clock()) - keptDays * 86_400_000).toISOString())
