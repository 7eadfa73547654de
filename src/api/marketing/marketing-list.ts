import type { Kysely } from 'kysely'
import { z } from 'zod'
import { InvalidInput, mustMay, NotFound } from '../../commands/errors.ts'
import { leftOutOf, type PersonModel } from '../../commands/marketing/reached.ts'
import { sendingRulesNow } from '../../commands/marketing/sending-policy.ts'
import { criterionOrNone } from '../../domain/criteria/criterion.ts'
import {
  type ListedModel,
  listedModel,
  listKind,
  marketingList,
  mostMembers,
} from '../../domain/marketing/marketing-list.ts'
import { leftOutReason } from '../../domain/marketing/sending.ts'
import type { SendingPurpose, SendingRules } from '../../domain/marketing/sending-rules.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { marketingListMemberTable, marketingListTable } from '../../projections/marketing/marketing-list.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { endpoint } from '../http/endpoint.ts'
import { ask, caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import type { AskedCriterion } from '../lists/criteria.ts'
import { list } from '../lists/list.ts'
import { flag, pageOf, pageParameters } from '../lists/page.ts'
import { query, type TablesOf } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { inParallel } from '../settings/batch-step.ts'

export const marketingListQueries = recordQueries(marketingListTable)({
  resource: 'marketing-lists',
  summary: 'Marketing lists of contacts, leads or accounts',
  row: z.object({
    name: z.string(),
    about: z.string().nullable(),
    model: listedModel,
    kind: listKind,
    where: criterionOrNone.describe('Of whom it consists; null: they were put there.'),
    size: z.int().nullable().describe('How many were put there; null: a criterion says who is in it.'),
    archived: z.boolean(),
  }),
  filters: { model: listedModel, kind: listKind, archived: flag },
  sorts: ['name', 'size', 'createdAt', 'updatedAt'],
  search: ['name', 'about'],
})

const counted = (ids: readonly string[]) => (ids.length === 1 ? 'One record' : `${ids.length} records`)

export const marketingListTitles = titlesOf(marketingList, {
  'marketingList.created': ({ data }) => `List ${data.name} made`,
  'marketingList.changed': ({ data: { changes } }) =>
    changes.where === undefined ? 'List changed' : 'It consists of others from here on',
  'marketingList.members-added': ({ data }) => `${counted(data.recordIds)} put into the list`,
  'marketingList.members-removed': ({ data }) => `${counted(data.recordIds)} taken off the list`,
  'marketingList.archived': () => 'List archived',
  'marketingList.restored': () => 'List restored',
})

const tables = { contact: contactTable, lead: leadTable, account: accountTable } as const

export const member = z
  .object({
    id: uuid,
    name: z.string(),
    email: z.string().nullable().describe('Null also where the reader may not see it.'),
  })
  .register(vocabulary, { id: 'MarketingListMember' })

type Member = z.input<typeof member>
type Row = { id: string; email: string | null } & Readonly<Record<string, unknown>>

/** Of whom a list consists, as rows: the columns that make up a name. */
export function shownMember(model: ListedModel, row: Row): z.input<typeof member> {
  const { label } = tables[model]
  const name = label.flatMap((column) => (typeof row[column] === 'string' ? [row[column]] : [])).join(' ')
  return { id: row.id, name, email: row.email ?? null }
}

/** The members of a list now or at an instant, as far as the reader sees them. */
export const marketingListMembers = query(
  marketingListTable,
  marketingListMemberTable,
  contactTable,
  leadTable,
  accountTable,
)({
  name: 'marketingListMembers',
  path: '/marketing-lists/:id/members',
  summary: 'Who is in a marketing list, now or at an instant, as far as the reader sees them',
  permission: 'marketingList.read',
  parameters: pageParameters.pick({ limit: true, cursor: true, total: true }).extend({ id: uuid }),
  reply: pageOf(member),
  async run({ db, parameters: { id, limit, cursor, total }, principal, scope, asked }) {
    const found = await db
      .selectFrom('marketingList')
      .select(['model', 'kind', 'where'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!found) return undefined
    mustMay(principal, `${found.model}.read`)
    const table = tables[found.model] as typeof contactTable
    let where: AskedCriterion | undefined
    let ids: string[] | undefined
    if (found.where) where = await asked(found.where, found.model)
    else {
      const rows = await db
        .selectFrom('marketingListMember')
        .select('recordId')
        .where('listId', '=', id)
        .execute()
      ids = rows.map(({ recordId }) => recordId)
    }
    const page = await list(db as never, table, {
      filters: [
        ...(ids ? [{ column: 'id' as const, in: ids }] : []),
        ...(found.model === 'lead' ? [] : [{ column: 'archived' as const, eq: false }]),
      ],
      where,
      limit,
      cursor,
      total,
      scope,
    })
    return { ...page, items: page.items.map((row) => shownMember(found.model, row as never)) }
  },
})

/** So many of a list are looked at one by one in a preview. */
export const lookedAt = 500
export const sampled = 10

const preview = z
  .object({
    total: z.int().describe('How many there are, as far as the asker sees them.'),
    checked: z.int().describe('How many of them were looked at; the counts are of these.'),
    sendable: z.int(),
    sample: z.array(member).describe('The first of those who would get it.'),
    leftOut: z.array(
      z
        .object({ reason: leftOutReason, count: z.int(), sample: z.array(member) })
        .register(vocabulary, { id: 'LeftOutGroup' }),
    ),
  })
  .register(vocabulary, { id: 'MarketingListPreview' })

/** Who would get something and who would not, and why, before anything is sent (MKT-02). */
export const marketingListPreview: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/marketing-lists/:id/preview',
    summary:
      'Who of a list would get a mail, or a text, for a purpose, and who is left out and why; nothing is sent',
    tag: 'marketing-lists',
    access: { permission: 'marketingList.read' },
    headers: 'read',
    parameters: z.object({
      id: uuid,
      purpose: z.string().min(1).max(80).describe('One of the purposes of the sending policy.'),
      numberId: uuid.optional().describe('By text: the number of ours that they would be texted from.'),
      byPost: flag.optional().describe('Whether they would get a letter; else it is by mail.'),
    }),
    reply: preview,
    problems: ['not-found'],
    async run({ parameters: { id, purpose: asked, numberId, byPost }, principal, request }) {
      await caughtUp(services, request)
      const rules = await sendingRulesNow(services.execute)
      const purpose = rules.purposes.find(({ name }) => name === asked)
      if (!purpose) throw noPurpose()
      const { total, items } = await peopleIn(services, id, principal(), lookedAt)
      const results = await gateOf(services, items, { purpose, rules, numberId, byPost })
      const reasons = [...new Set(results.flatMap(({ reason }) => reason ?? []))]
      const free = results.filter(({ reason }) => reason === undefined)
      return {
        total,
        checked: results.length,
        sendable: free.length,
        sample: free.slice(0, sampled).map(({ person }) => person),
        leftOut: reasons.map((reason) => {
          const those = results.filter((one) => one.reason === reason)
          return { reason, count: those.length, sample: those.slice(0, sampled).map(({ person }) => person) }
        }),
      }
    },
  }),
]

/** A person as a row of those that something is for. */
export interface Chosen {
  model: PersonModel
  person: Member
}

/** Each with why they would get nothing; undefined: they would. */
export function gateOf(
  { execute: { load, holder } }: Pick<Services, 'execute'>,
  items: readonly Chosen[],
  of: {
    purpose: SendingPurpose
    rules: SendingRules
    numberId?: string | undefined
    byPost?: boolean | undefined
  },
) {
  return inParallel(items, async ({ model, person }) => ({
    person,
    reason: (
      await leftOutOf({ model, id: person.id }, { ...of, byPost: of.byPost ?? false }, { load, holder })
    ).reason,
  }))
}

export const noPurpose = () =>
  new InvalidInput([
    { field: 'purpose', rule: 'purpose', message: 'must be a purpose of the sending policy' },
  ])

/**
 * The people of a list whom somebody sees, the first `most` of them: of a list of accounts, their contacts.
 * @throws NotFound, Forbidden
 */
export async function peopleIn(
  services: Pick<Services, 'readModels' | 'clock' | 'faces' | 'execute'>,
  id: string,
  principal: Principal,
  most: number = mostMembers,
): Promise<{ total: number; items: Chosen[] }> {
  const rows: Member[] = []
  let total = 0
  let cursor: string | undefined
  const state = await services.execute.load(marketingList, id)
  if (!state) throw new NotFound(`marketingList ${id}`)
  const { model } = state
  do {
    const page = (await ask(services, marketingListMembers, {
      parameters: { id, limit: 200, total: cursor === undefined, cursor },
      principal,
    })) as { items: Member[]; next: string | null; total?: number } | undefined
    if (!page) throw new NotFound(`marketingList ${id}`)
    total = page.total ?? total
    rows.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && (rows.length < most || model === 'account'))
  if (model !== 'account') return { total, items: rows.slice(0, most).map((person) => ({ model, person })) }
  const contacts = await contactsOf(
    services,
    rows.map((row) => row.id),
    principal,
  )
  return { total: contacts.length, items: contacts.slice(0, most) }
}

/** The contacts of these accounts whom somebody sees. @throws Forbidden */
export async function contactsOf(
  { readModels }: Pick<Services, 'readModels'>,
  accountIds: readonly string[],
  principal: Principal,
): Promise<Chosen[]> {
  mustMay(principal, 'contact.read')
  if (accountIds.length === 0) return []
  const rows = await readModels.read(principal, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof contactTable]>>)
      .selectFrom('contact')
      .select(['id', 'firstName', 'lastName', 'email'])
      .where('accountId', 'in', [...accountIds])
      .where('archived', '=', false)
      .orderBy('id')
      .limit(mostMembers)
      .execute(),
  )
  return rows.map((row) => ({ model: 'contact', person: shownMember('contact', row) }))
}
