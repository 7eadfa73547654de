import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { mostItems } from '../../domain/settings/batch.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { askedBy, caughtUp } from '../http/routes.ts'
import type { Extension, ReadModels } from '../http/services.ts'

/** What has an owner of its own: the column that names them, and the command by which it is given to another. */
export interface Ownership {
  column: string
  command: string
  /** Only those with this value in this column are handed over; what is over stays whose it was. */
  while?: Readonly<Record<string, string>>
  /** The column that says how it stands, and what that says while there is something left to do about it. */
  open?: { column: string; is: readonly string[] }
}
/** By model. */
export type Ownerships = ReadonlyMap<string, Ownership>

const parameters = z.object({ id: uuid })

/** Handing over what somebody owned who leaves (USR-12). */
export function leavingEndpoints(parts: { execute: Execute; ownerships: Ownerships }): Extension {
  const { execute, ownerships } = parts
  const models = [...ownerships.keys()]
  const counts = z.object({
    items: z.array(z.object({ model: z.enum(models), count: z.int() })),
    total: z.int(),
  })
  return (_app, services) => {
    const { readModels } = services

    async function mustExist(id: string): Promise<void> {
      if (!(await execute.load(user, id))) throw new NotFound(`user ${id}`)
    }

    return [
      endpoint({
        method: 'GET',
        path: '/users/:id/owned',
        summary: 'How many records of each kind a user owns, as far as the asker sees them',
        tag: 'users',
        access: { permission: 'user.reassign' },
        headers: 'read',
        parameters,
        reply: counts,
        async run({ parameters: { id }, principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: models })
          await mustExist(id)
          const found = await ownedBy(readModels, principal(), id, ownerships)
          const items = models.map((model) => ({ model, count: found.get(model)?.length ?? 0 }))
          return { items, total: items.reduce((sum, { count }) => sum + count, 0) }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/users/:id/reassign',
        summary:
          'Give what a user owns to another, as batches, of which each says what moved and what stayed, and why',
        tag: 'users',
        access: { permission: 'user.reassign' },
        headers: 'command',
        parameters,
        body: z.object({ toId: uuid, models: z.array(z.enum(models)).min(1).default(models) }),
        reply: z.object({ batches: z.array(uuid) }),
        status: 202,
        async run({ parameters: { id }, body, principal, request, reply }) {
          await mustExist(id)
          const to = await execute.load(user, body.toId)
          if (!to?.active)
            refuse('user.unknown-successor', 'There is no such active user.', { field: 'toId' })
          if (body.toId === id) refuse('user.same-successor', 'This is the same user.', { field: 'toId' })
          const of = new Map([...ownerships].filter(([model]) => body.models.includes(model)))
          const found = await ownedBy(readModels, principal(), id, of)
          const parts = [...of].flatMap(([model, { column, command }]) =>
            parcels(found.get(model) ?? []).map((ids) => ({ command, body: { [column]: body.toId }, ids })),
          )
          const { commandId, ...asked } = askedBy(request, 'user.reassign', id)
          const batches: string[] = []
          for (const [place, part] of parts.entries()) {
            const outcome = await execute({
              ...asked,
              ...(commandId !== undefined && { commandId: derivedId('reassign', commandId, place) }),
              command: 'batch.start',
              body: { parts: [part] },
            })
            batches.push(outcome.id)
          }
          reply.header('location', batches.length === 1 ? `/api/batches/${batches[0]}` : '/api/batches')
          return { batches }
        },
      }),
    ]
  }
}

/** As many as one batch may be of. */
function parcels(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / mostItems)
  return Array.from({ length: count }, (_, n) => ids.slice(n * mostItems, (n + 1) * mostItems))
}

type Rows = Record<string, { id: string } & Record<string, string>>

async function ownedBy(
  readModels: Pick<ReadModels, 'read'>,
  principal: Principal,
  userId: string,
  ownerships: Ownerships,
): Promise<ReadonlyMap<string, readonly string[]>> {
  return readModels.read(principal, {}, async (db) => {
    const tables = db as never as Kysely<Rows>
    const found = new Map<string, readonly string[]>()
    for (const [model, { column, while: standing = {} }] of ownerships) {
      const rows = await tables
        .selectFrom(model)
        .select('id')
        .where((where) => where.and({ ...standing, [column]: userId }))
        .execute()
      found.set(
        model,
        rows.map(({ id }) => id),
      )
    }
    return found
  })
}
