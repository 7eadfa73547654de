import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import type { Rules } from '../../commands/identity/sign-in-policy.ts'
import { refuse } from '../../domain/error.ts'
import { apiKey, scope } from '../../domain/identity/api-key.ts'
import { instant } from '../../domain/values/instant.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { ApiKeys } from '../../platform/people/api-keys.ts'
import { allows, keyOf, type Principal } from '../../platform/people/permissions.ts'
import { newId } from '../../platform/process/ids.ts'
import type { apiKeyTable } from '../../projections/identity/api-key.ts'
import { sqlUserOf } from '../../projections/sql-access.ts'
import { sqlPermission } from '../analytics/sql/logins.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension, ReadModels } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { mustBeRecent, originOf } from './browser.ts'

const tag = 'identity'
const sqlUser = z
  .string()
  .nullable()
  .describe('As whom one connects to the database with it (`GET /sql`); null: it does not open SQL.')
const shown = z.object({
  id: uuid,
  ownerId: uuid,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
  usedAt: instant.nullable(),
  usedFrom: z.string().nullable(),
  sqlUser,
})
const many = z.object({ items: z.array(shown) }).register(vocabulary, { id: 'ApiKeys' })
const wanted = z.object({
  name: line(100),
  scopes: z.array(scope).min(1).max(50),
  /** Days from now; as long as the rules allow where left out. */
  days: z.int().min(1).max(1830).optional(),
})

/** How long the list may take to follow, in ms; what was done is done all the same. */
const patience = 5_000

interface Parts {
  execute: Execute
  apiKeys: ApiKeys
  rules: Rules
}

/** Keys for programs that act for a person: `Authorization: Bearer <key>`. */
export function apiKeyEndpoints({ execute, apiKeys, rules }: Parts): Extension {
  return (_app, { clock, readModels }) => {
    async function listed(principal: Principal, ownerId: string | undefined) {
      const rows = await readKeys(readModels, principal, ownerId)
      const uses = await apiKeys.uses(rows.map(({ id }) => id))
      return {
        items: rows.map(({ id, ...row }) => ({
          id,
          ...row,
          ...(uses.get(id) ?? { usedAt: null, usedFrom: null }),
          sqlUser: sqlUserFor(id, row.scopes),
        })),
      }
    }

    /** These answers name no position: who reads the list next is to see what was done. */
    async function carriedOut(request: Parameters<Execute>[0]): Promise<void> {
      const { position } = await execute(request)
      await readModels.waitFor(position, patience)
    }

    return [
      endpoint({
        method: 'GET',
        path: '/me/api-keys',
        summary: 'The own API keys, with when and from where they were last used',
        tag,
        access: 'in-person',
        reply: many,
        run: ({ principal }) => listed(ownKeys(principal()), principal().actor.id),
      }),
      endpoint({
        method: 'POST',
        path: '/me/api-keys',
        summary: 'Make an API key; it is told once',
        tag,
        access: 'in-person',
        body: wanted,
        reply: z.object({ id: uuid, key: z.string(), prefix: z.string(), expiresAt: instant, sqlUser }),
        status: 201,
        async run({ body, known, principal, request }) {
          const { reauthenticateMinutes, apiKeyDays } = await rules.refresh()
          mustBeRecent(known(), reauthenticateMinutes, clock())
          const { actor, may } = principal()
          const beyond = body.scopes.findIndex((each) => !allows(may, each))
          if (beyond >= 0)
            refuse('apiKey.beyond-owner', 'A key may do no more than its owner.', {
              field: `scopes.${beyond}`,
            })
          const { days = apiKeyDays } = body
          if (days > apiKeyDays)
            refuse('apiKey.too-long', `A key lives at most ${apiKeyDays} days.`, { field: 'days' })
          const id = newId()
          const { key, prefix } = await apiKeys.make(id)
          const expiresAt = new Date(Date.parse(clock()) + days * 86_400_000).toISOString()
          await carriedOut({
            ...originOf(request),
            command: 'apiKey.issue',
            id,
            body: { ownerId: actor.id, name: body.name, prefix, scopes: body.scopes, expiresAt },
            principal: ownKeys(principal()),
          })
          return { id, key, prefix, expiresAt, sqlUser: sqlUserFor(id, body.scopes) }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/api-keys/:id/revoke',
        summary: 'Revoke one of the own API keys, at once and for good',
        tag,
        access: 'in-person',
        parameters: z.object({ id: uuid }),
        async run({ parameters: { id }, principal, request }) {
          const found = await execute.load(apiKey, id)
          if (found?.ownerId !== principal().actor.id) throw new NotFound(`apiKey ${id}`)
          const command = 'apiKey.revoke'
          await carriedOut({ ...originOf(request), command, id, body: {}, principal: ownKeys(principal()) })
        },
      }),
      endpoint({
        method: 'GET',
        path: '/api-keys',
        summary: 'All API keys there are and were',
        tag,
        access: { permission: 'apiKey.read' },
        parameters: z.object({ ownerId: uuid.optional() }),
        reply: many,
        run: ({ principal, parameters: { ownerId } }) => listed(principal(), ownerId),
      }),
    ]
  }
}

function sqlUserFor(id: string, scopes: readonly string[]): string | null {
  return allows(scopes, sqlPermission) ? sqlUserOf(id) : null
}

/** Everybody has their own keys. */
function ownKeys(principal: Principal): Principal {
  return { ...principal, may: ['apiKey.*'], keys: [keyOf.user(principal.actor.id)] }
}

async function readKeys(
  readModels: Pick<ReadModels, 'read'>,
  principal: Principal,
  ownerId: string | undefined,
) {
  return readModels.read(principal, {}, (db) => {
    const keys = (db as never as Kysely<TablesOf<[typeof apiKeyTable]>>)
      .selectFrom('apiKey')
      .select(['id', 'ownerId', 'name', 'prefix', 'scopes', 'createdAt', 'expiresAt', 'revokedAt'])
      .orderBy('createdAt', 'desc')
      .limit(1000)
    return (ownerId === undefined ? keys : keys.where('ownerId', '=', ownerId)).execute()
  })
}
