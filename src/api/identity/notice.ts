import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { inboxId } from '../../commands/identity/inbox.ts'
import { preferencesOf } from '../../commands/identity/preferences.ts'
import { changeSetting } from '../../commands/setting.ts'
import { refuse } from '../../domain/error.ts'
import { inbox } from '../../domain/identity/inbox.ts'
import type { Notices } from '../../domain/identity/notice.ts'
import type { Preferences } from '../../domain/identity/preferences.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import {
  allows,
  idIn,
  inOwnMatter,
  isOwn,
  keyOf,
  noMasks,
  type Principal,
} from '../../platform/people/permissions.ts'
import type { inboxTable } from '../../projections/identity/inbox.ts'
import { noticeTable } from '../../projections/identity/notice.ts'
import type { ReadOptions } from '../../projections/read-models.ts'
import { timeParameters } from '../http/asking.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension, ReadModels, Services } from '../http/services.ts'
import { list } from '../lists/list.ts'
import { type Calling, type Callings, namesOf } from '../lists/names.ts'
import { pageOf, pageParameters } from '../lists/page.ts'
import type { TablesOf } from '../lists/query.ts'

const tag = 'notices'
/** More than so many unread ones nobody counts. */
const mostCounted = 100

const shown = z.object({
  id: uuid,
  kind: z.string(),
  title: z.string(),
  at: instant,
  position,
  unread: z.boolean(),
  actor: z.object({ id: z.string(), name: z.string() }).nullable().describe('Null with the record.'),
  record: z
    .object({ model: z.string(), id: uuid, name: z.string() })
    .nullable()
    .describe('Null where the reader may not see it (any more).'),
})

type Db = Kysely<TablesOf<[ReturnType<typeof noticeTable>, typeof inboxTable]>>

/** What one was to hear of (USR-03): every kind that one has not switched off, for oneself or one's team. */
export function noticeEndpoints(parts: {
  execute: Execute
  notices: Notices
  callings: Callings
  /** Whether mails are sent at all. */
  mails: boolean
}): Extension {
  const { execute, notices, mails } = parts
  const kind = z.enum(notices.kinds).register(vocabulary, { id: 'NoticeKind' })
  const kindsFor = async ({ actor }: Principal) => {
    const { notifications } = await preferencesOf(actor.id, execute)
    return notices.kinds.filter((one) => wants(notifications, one, 'inApp'))
  }
  return (_app, services) => [
    endpoint({
      method: 'GET',
      path: '/me/notices',
      summary: 'What one is told of, newest first',
      tag,
      access: 'signed-in',
      headers: 'read',
      parameters: pageParameters.pick({ limit: true, cursor: true }).extend(timeParameters.shape),
      reply: pageOf(shown.extend({ kind })),
      async run({ principal, request, reply, parameters: { limit, cursor, ...at } }) {
        await caughtUp(services, request, { reply, reads: ['notice', 'inbox', 'training'] })
        const kinds = await kindsFor(principal())
        const page = await noticesFor({ ...services, ...parts }, principal(), kinds, { limit, cursor, at })
        return { ...page, asOf: at.asOf ?? null }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/me/notices/unread',
      summary: 'How much of what one is told of is unread (at most 100)',
      tag,
      access: 'signed-in',
      headers: 'read',
      reply: z.object({ unread: z.int() }),
      async run({ principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: ['notice', 'inbox', 'training'] })
        return { unread: await unreadOf(services, principal(), await kindsFor(principal())) }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/me/notices/kinds',
      summary: 'What one can be told of, and whether mails are sent at all',
      tag,
      access: 'signed-in',
      reply: z.object({
        mails: z.boolean(),
        items: z.array(z.object({ kind, title: z.string() })),
      }),
      run: async () => ({
        mails,
        items: notices.kinds.map((one) => ({ kind: one, title: notices.titles[one] ?? one })),
      }),
    }),
    endpoint({
      method: 'POST',
      path: '/me/notices/read',
      summary: 'Say that one has read everything up to a position',
      tag,
      access: 'in-person',
      headers: 'command',
      body: inbox.commands['inbox.change'].pick({ readTo: true }),
      reply: outcomeSchema,
      async run({ body: { readTo }, principal, request, reply }) {
        if (BigInt(readTo) > (services.readModels.position() ?? -1n))
          refuse('inbox.ahead', 'Nobody has read what has not happened yet.', { field: 'readTo' })
        const { id: userId } = principal().actor
        const own = { ...principal(), may: ['inbox.change'], keys: [keyOf.own(userId)] }
        const about = { id: inboxId(userId), body: { userId, readTo }, principal: own }
        return answer(
          reply,
          await changeSetting(execute, inbox, { ...askedBy(request, 'inbox.change'), ...about }),
        )
      },
    }),
  ]
}

/** Whether somebody is to be told of a kind by a way; what they have not said anything of is on. */
export function wants(
  notifications: Preferences['notifications'],
  kind: string,
  way: 'inApp' | 'email',
): boolean {
  return notifications[kind]?.[way] ?? true
}

/** Only what is somebody's own or their team's; nothing of it is a field that a role could hide. */
const ownReader = ({ keys }: Principal) => ({ keys: keys.filter(isOwn), masks: noMasks })

async function readToOf(db: Db, userId: string): Promise<number> {
  const row = await db
    .selectFrom('inbox')
    .select('readTo')
    .where('id', '=', inboxId(userId))
    .executeTakeFirst()
  return row?.readTo ?? -1
}

async function unreadOf(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  kinds: readonly string[],
): Promise<number> {
  const { id } = principal.actor
  const own = ownReader(principal)
  if (kinds.length === 0) return 0
  return readModels.read(own, {}, async (all) => {
    const db = all as never as Db
    const rows = await db
      .selectFrom('notice')
      .select('id')
      .where((where) => where.or([where('userId', '=', id), where('teamId', 'in', own.keys.map(idIn))]))
      .where('position', '>', await readToOf(db, id))
      .where('kind', 'in', kinds)
      .where('actorId', '<>', id)
      .limit(mostCounted)
      .execute()
    return rows.length
  })
}

async function noticesFor(
  parts: Pick<Services, 'readModels' | 'identity'> & { notices: Notices; callings: Callings },
  principal: Principal,
  kinds: readonly string[],
  { limit, cursor, at }: { limit: number; cursor: string | undefined; at: ReadOptions },
) {
  const { readModels, identity, notices, callings } = parts
  const { id } = principal.actor
  const own = ownReader(principal)
  const { page, readTo } = await readModels.read(own, at, async (db) => ({
    readTo: await readToOf(db as never, id),
    page: await list(db as never, noticeTable(notices), {
      sort: '-position',
      filters: [{ column: 'kind', in: kinds }],
      limit,
      cursor,
      scope: { keys: own.keys, instant: [at.asOf, at.basis] },
    }),
  }))
  // What a colleague is told of through the team is no news to who did it.
  const rows = page.items.filter(({ actorId }) => actorId !== id)
  const records = await recordNames(readModels, principal, rows, callings, at)
  const actors = await identity.names([...new Set(rows.map(({ actorId }) => actorId))])
  const items = rows.map((row) => {
    const name = records.get(row.recordId)
    return {
      id: row.id,
      kind: row.kind,
      title: notices.titles[row.kind] ?? row.kind,
      at: row.createdAt,
      position: String(row.position),
      unread: row.position > readTo,
      actor: name === undefined ? null : { id: row.actorId, name: actors.get(row.actorId) ?? 'Hindsight' },
      record: name === undefined ? null : { model: row.model, id: row.recordId, name },
    }
  })
  return { items, next: page.next }
}

/** What records are called, by id, as far as the reader may see them; empty where the name is hidden from them. */
export async function recordNames(
  readModels: Pick<ReadModels, 'read'>,
  principal: Principal,
  records: readonly { model: string; recordId: string }[],
  callings: ReadonlyMap<string, Pick<Calling, 'name' | 'label' | 'ownPage'>>,
  at: ReadOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(records.map(({ model }) => model))].flatMap((model) => {
    const calling = callings.get(model)
    const ids = records.filter((one) => one.model === model).map(({ recordId }) => recordId)
    return calling ? [{ ...calling, ids: [...new Set(ids)] }] : []
  })
  const own = asked.filter(({ ownPage }) => ownPage !== undefined)
  const others = asked.filter(
    ({ ownPage, name }) => ownPage === undefined && allows(principal.may, `${name}.read`),
  )
  const found = await Promise.all([
    readModels.read(principal, at, (db) => namesOf(db as never, others)),
    ...own.map((one) =>
      readModels.read(inOwnMatter(principal, `${one.name}.read`, [one.name]), at, (db) =>
        namesOf(db as never, [one]),
      ),
    ),
  ])
  return new Map(found.flatMap((names) => [...names]))
}
