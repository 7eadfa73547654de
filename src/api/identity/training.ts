import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { training } from '../../domain/identity/training.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { inOwnMatter } from '../../platform/people/permissions.ts'
import { trainingTable } from '../../projections/identity/training.ts'
import type { TableOf } from '../../projections/projection.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { flag } from '../lists/page.ts'
import type { TablesOf } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { organisationDay } from '../settings/organisation.ts'

export const trainingQueries = recordQueries(trainingTable)({
  resource: 'trainings',
  summary: 'Trainings, by when they are due, and how many have not acknowledged them',
  row: z.object({
    title: z.string(),
    text: z.string(),
    dueOn: day,
    userIds: z.array(z.string()),
    open: z.int(),
    withdrawn: z.boolean(),
  }),
  shown: (row) => row,
  filters: { withdrawn: flag },
  sorts: ['-dueOn', 'title', 'open', 'createdAt'],
  search: ['title'],
})

export const trainingTitles = titlesOf(training, {
  'training.assigned': ({ data: { title, userIds } }) => `“${title}” assigned to ${userIds.length}`,
  'training.people-added': ({ data: { userIds } }) => `Assigned to ${userIds.length} more`,
})

const own = z.object({
  id: uuid,
  title: z.string(),
  text: z.string(),
  dueOn: day,
  acknowledgedAt: instant.nullable(),
  overdue: z.boolean(),
})
const report = z.object({
  items: z.array(
    z.object({
      userId: uuid,
      name: z.string(),
      acknowledgedAt: instant.nullable(),
      overdue: z.boolean(),
    }),
  ),
})
const tag = 'trainings'

type Db = Kysely<TablesOf<[typeof trainingTable]>>

/** What one is to know about security and has acknowledged, whatever one's role, and who has not (USR-17). */
export function trainingEndpoints({ execute }: { execute: Execute }): Extension {
  return (_app, services) => {
    const { readModels, identity, clock } = services
    const today = () => organisationDay(services, clock())
    const standing = (row: TableOf<typeof trainingTable>, userId: string, on: string) => {
      const acknowledgedAt = row.acknowledged[userId] ?? null
      return { acknowledgedAt, overdue: acknowledgedAt === null && row.dueOn < on }
    }
    return [
      endpoint({
        method: 'GET',
        path: '/me/trainings',
        summary: 'What one is to read and acknowledge, what is open first',
        tag,
        access: 'signed-in',
        headers: 'read',
        reply: z.object({ items: z.array(own) }),
        async run({ principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: ['training'] })
          const { id: userId } = principal().actor
          const rows = await readModels.read(
            inOwnMatter(principal(), 'training.read', ['training']),
            {},
            (db) =>
              (db as never as Db)
                .selectFrom('training')
                .selectAll()
                .where('withdrawn', '=', false)
                .where(sql<boolean>`${sql.ref('userIds')} @> array[${userId}]`)
                .orderBy('dueOn')
                .limit(200)
                .execute(),
          )
          const on = await today()
          const items = rows.map((row) => {
            const { id, title, text, dueOn } = row
            return { id, title, text, dueOn, ...standing(row, userId, on) }
          })
          const isOpen = ({ acknowledgedAt }: { acknowledgedAt: string | null }) => acknowledgedAt === null
          return { items: [...items.filter(isOpen), ...items.filter((item) => !isOpen(item))] }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/trainings/:id/acknowledge',
        summary: 'Say that one has read and understood it',
        tag,
        access: 'in-person',
        headers: 'command',
        parameters: z.object({ id: uuid }),
        reply: outcomeSchema,
        async run({ parameters: { id }, principal, request, reply }) {
          const state = await execute.load(training, id)
          const asking = principal()
          if (!state?.userIds.includes(asking.actor.id)) throw new NotFound(`training ${id}`)
          const command = 'training.acknowledge'
          return answer(
            reply,
            await execute({
              ...askedBy(request, command, id),
              command,
              id,
              body: {},
              principal: inOwnMatter(asking, command, ['training']),
            }),
          )
        },
      }),
      endpoint({
        method: 'GET',
        path: '/trainings/:id/report',
        summary: 'Who has acknowledged a training and who has not, those first',
        tag,
        access: { permission: 'training.read' },
        headers: 'read',
        parameters: z.object({ id: uuid }),
        reply: report,
        async run({ parameters: { id }, principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: ['training'] })
          const row = await readModels.read(principal(), {}, (db) =>
            (db as never as Db).selectFrom('training').selectAll().where('id', '=', id).executeTakeFirst(),
          )
          if (!row) throw new NotFound(`training ${id}`)
          const names = await identity.names(row.userIds)
          const on = await today()
          const items = row.userIds.map((userId) => ({
            userId,
            name: names.get(userId) ?? userId,
            ...standing(row, userId, on),
          }))
          const order = ({ acknowledgedAt, name }: (typeof items)[number]) =>
            `${acknowledgedAt ?? ''} ${name}`
          return { items: items.sort((a, b) => (order(a) < order(b) ? -1 : 1)) }
        },
      }),
    ]
  }
}
