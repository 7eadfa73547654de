import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Forbidden, NotFound } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { DomainError, refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { endpoint } from '../http/endpoint.ts'
import { askedBy, caughtUp } from '../http/routes.ts'
import type { Extension, ReadModels } from '../http/services.ts'
import { jobSchema } from '../operate/admin.ts'

/** What has an owner of its own: the column that names them, and the command by which it is given to another. */
export interface Ownership {
  column: string
  command: string
  /** Only those with this value in this column are handed over; what is over stays whose it was. */
  while?: Readonly<Record<string, string>>
}
/** By model. */
export type Ownerships = ReadonlyMap<string, Ownership>

const parameters = z.object({ id: uuid })

/** One way or the other: the records that could be given away, and those that could not, by reason. */
interface Report {
  moved: Record<string, number>
  left: Record<string, number>
}

/** Handing over what somebody owned who leaves (USR-12). */
export function leavingEndpoints(parts: { execute: Execute; ownerships: Ownerships }): Extension {
  const { execute, ownerships } = parts
  const models = [...ownerships.keys()]
  const counts = z.object({
    items: z.array(z.object({ model: z.enum(models), count: z.int() })),
    total: z.int(),
  })
  return (_app, services) => {
    const { readModels, jobs } = services

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
          'Give what a user owns to another, as a job; its result says what moved and what stayed, and why',
        tag: 'users',
        access: { permission: 'user.reassign' },
        parameters,
        body: z.object({ toId: uuid, models: z.array(z.enum(models)).min(1).default(models) }),
        reply: jobSchema,
        status: 202,
        async run({ parameters: { id }, body, principal, request }) {
          await mustExist(id)
          const to = await execute.load(user, body.toId)
          if (!to?.active)
            refuse('user.unknown-successor', 'There is no such active user.', { field: 'toId' })
          if (body.toId === id) refuse('user.same-successor', 'This is the same user.', { field: 'toId' })
          const asking = principal()
          const { commandId: _, ifMatch: __, ...asked } = askedBy(request, 'user.reassign', id)
          return jobs.start('reassign', asking.actor.id, async ({ progress, signal }) => {
            const of = new Map([...ownerships].filter(([model]) => body.models.includes(model)))
            const found = await ownedBy(readModels, asking, id, of)
            const records = [...of].flatMap(([model, ownership]) =>
              (found.get(model) ?? []).map((record) => ({ model, record, ...ownership })),
            )
            const report: Report = { moved: {}, left: {} }
            for (const [done, { model, record, column, command }] of records.entries()) {
              if (signal.aborted) break
              progress(done, records.length)
              const request = { ...asked, command, id: record, body: { [column]: body.toId } }
              const refused = await execute(request).then(() => undefined, refusalOf)
              count(refused === undefined ? report.moved : report.left, refused ?? model)
            }
            progress(records.length, records.length)
            return report
          })
        },
      }),
    ]
  }
}

/** What says no to one record is no reason to stop. */
function refusalOf(error: unknown): string {
  if (error instanceof DomainError) return error.code
  if (error instanceof Forbidden || error instanceof NotFound) return 'forbidden'
  throw error
}

function count(counted: Record<string, number>, key: string): void {
  counted[key] = (counted[key] ?? 0) + 1
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
