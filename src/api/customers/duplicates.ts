import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import {
  type Known,
  type LikenessKind,
  likeness,
  likenessOf,
  type Traces,
  tracesOf,
} from '../../domain/customers/likeness.ts'
import type { MergedModel } from '../../domain/customers/merging.ts'
import { openStatuses } from '../../domain/sales/lead-status.ts'
import { domainOf, email } from '../../domain/values/email.ts'
import { phone } from '../../domain/values/phone.ts'
import { quoted } from '../../domain/values/searched.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { keyOf, type Principal } from '../../platform/people/permissions.ts'
import type { Database } from '../../platform/pg/readers.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import type { leadTable } from '../../projections/sales/lead.ts'
import { numberCursor, pageParameters } from '../lists/page.ts'
import { type QueryDefinition, query, type TablesOf } from '../lists/query.ts'

/** So many that have something of a record are looked at, and so many of them told. */
const mostLookedAt = 300
const mostTold = 20
/** What more records than these have is no mark of one: a switchboard, the name of everybody. */
const mostAlike = 25
const mostPairs = 5_000

const candidate = z
  .object({
    id: uuid,
    name: z.string(),
    score: z.number().describe('How much speaks for it, between 0 and 1.'),
    reasons: z.array(likeness),
    archived: z.boolean(),
  })
  .register(vocabulary, { id: 'DuplicateCandidate' })
const candidates = z.object({ items: z.array(candidate) }).register(vocabulary, { id: 'DuplicateCandidates' })

const pair = z
  .object({
    one: z.object({ id: uuid, name: z.string() }),
    other: z.object({ id: uuid, name: z.string() }),
    score: z.number(),
    reasons: z.array(likeness),
  })
  .register(vocabulary, { id: 'DuplicatePair' })

type Db = Kysely<TablesOf<[typeof contactTable, typeof accountTable, typeof leadTable]>>
type Found = Known & { id: string; archived: boolean }

const present = (values: readonly (string | null | undefined)[] | null): string[] =>
  (values ?? []).flatMap((value) => value ?? [])

const domainsOf = (emails: readonly string[]) => present(emails.map(domainOf))

function siteOf(website: string | null): string[] {
  return website && URL.canParse(website) ? [new URL(website).hostname.replace(/^www\./, '')] : []
}

/** What the reader sees of records of a kind by which these are known. */
const known: { readonly [K in LikenessKind]: (db: Db, ids: readonly string[]) => Promise<Found[]> } = {
  contact: async (db, ids) => {
    const rows = await db
      .selectFrom('contact')
      .select(['id', 'firstName', 'lastName', 'allEmails', 'allPhones', 'archived'])
      .where('id', 'in', ids)
      .execute()
    return rows.map(({ id, firstName, lastName, allEmails, allPhones, archived }) => ({
      id,
      name: present([firstName, lastName]),
      emails: present(allEmails),
      phones: present(allPhones),
      domains: domainsOf(present(allEmails)),
      archived,
    }))
  },
  lead: async (db, ids) => {
    const rows = await db
      .selectFrom('lead')
      .select(['id', 'firstName', 'lastName', 'email', 'phone', 'status'])
      .where('id', 'in', ids)
      .execute()
    return rows.map(({ id, firstName, lastName, email: address, phone: number, status }) => ({
      id,
      name: present([firstName, lastName]),
      emails: present([address]),
      phones: present([number]),
      domains: domainsOf(present([address])),
      archived: !openStatuses.some((open) => open === status),
    }))
  },
  account: async (db, ids) => {
    const rows = await db
      .selectFrom('account')
      .select(['id', 'name', 'website', 'allEmails', 'allPhones', 'archived'])
      .where('id', 'in', ids)
      .execute()
    return rows.map(({ id, name, website, allEmails, allPhones, archived }) => ({
      id,
      name: present([name]),
      emails: present(allEmails),
      phones: present(allPhones),
      domains: [...siteOf(website), ...domainsOf(present(allEmails))],
      archived,
    }))
  },
}

/** The kinds that are customers; a ticket is found to be another one by who reads it. */
type DuplicateKind = Exclude<MergedModel, 'ticket'>

/** The SQL of marks of a record by which another one may be found: of those that the reader sees of them. */
const keys: { readonly [K in DuplicateKind]: string } = {
  contact: `select id, 'n' || rm.folded(concat_ws(' ', first_name, last_name)) as key from contact where not archived`,
  account: `select id, 'n' || rm.folded(name) as key from account where not archived
    union select id, 'd' || regexp_replace(website, '^https?://(www\\.)?([^/:?#]+).*$', '\\2') from account
      where not archived and website is not null`,
}

/** In Postgres's terms. */
function tsqueryOf({ marks, beginnings }: Traces): string {
  return [
    ...marks.map(quoted),
    ...beginnings.map((all) => `(${all.map((start) => `${quoted(start)}:*`).join(' & ')})`),
  ].join(' | ')
}

/** Records that may be the one that is known so, as far as the reader sees them: the likeliest first. */
export async function candidatesFor(
  db: Database,
  kind: LikenessKind,
  of: Known & { id?: string },
  principal: Principal,
): Promise<z.input<typeof candidate>[]> {
  const asked = tsqueryOf(tracesOf(of))
  if (asked === '') return []
  const { rows: hits } = await db.executeQuery<{ id: string }>(
    CompiledQuery.raw(
      `select id from rm.search_hits('', '', $1::tsquery, $2, '{}', '{}', $3, ${mostLookedAt}, 0)`,
      [asked, [kind], keyOf.user(principal.actor.id)],
    ),
  )
  const ids = hits.map(({ id }) => id).filter((id) => id !== of.id)
  if (ids.length === 0) return []
  const found = await known[kind](db as never as Db, ids)
  return found
    .flatMap((one) => {
      const alike = likenessOf(kind, of, one)
      return alike ? [{ id: one.id, name: one.name.join(' '), archived: one.archived, ...alike }] : []
    })
    .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
    .slice(0, mostTold)
}

interface Pair {
  one: string
  other: string
}

/** Pairs of records that have a mark in common, as far as the reader sees it. */
async function pairsIn(db: Database, kind: DuplicateKind): Promise<readonly Pair[]> {
  const { rows } = await db.executeQuery<Pair>(
    CompiledQuery.raw(`with marks as (
        ${keys[kind]}
        union select id, 'e' || mail from ${kind}, unnest(all_emails) mail where not archived
        union select id, 'p' || right(regexp_replace(regexp_replace(number, ' ext\\. .*$', ''), '\\D', '', 'g'), 7)
          from ${kind}, unnest(all_phones) number where not archived
      ), common as (
        select key from marks where length(key) > 1 group by key having count(*) between 2 and ${mostAlike}
      )
      select distinct one.id as one, other.id as other
        from common join marks one using (key) join marks other using (key)
        where one.id < other.id order by 1, 2 limit ${mostPairs}`),
  )
  return rows
}

async function likelyPairs(db: Database, kind: DuplicateKind): Promise<z.input<typeof pair>[]> {
  const pairs = await pairsIn(db, kind)
  if (pairs.length === 0) return []
  const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))]
  const byId = new Map((await known[kind](db as never as Db, ids)).map((one) => [one.id, one]))
  return pairs
    .flatMap(({ one, other }) => {
      const [mine, theirs] = [byId.get(one), byId.get(other)]
      const alike = mine && theirs && likenessOf(kind, mine, theirs)
      if (!alike) return []
      const called = ({ id, name }: Found) => ({ id, name: name.join(' ') })
      return [{ one: called(mine), other: called(theirs), ...alike }]
    })
    .sort((one, other) => other.score - one.score || (one.one.id < other.one.id ? -1 : 1))
}

const tables = { contact: contactTable, account: accountTable } as const
const resources = { contact: 'contacts', account: 'accounts' } as const

/** What may be the same as a record, as one that is about to be made, and as each other. */
export function duplicateQueries(kind: DuplicateKind): readonly QueryDefinition[] {
  const resource = resources[kind]
  const permission = `${kind}.read`
  return [
    query(tables[kind])({
      name: `${kind}Duplicates`,
      path: `/${resource}/:id/duplicates`,
      summary: 'Others that may be the same one, with what speaks for it, the likeliest first',
      permission,
      parameters: z.object({ id: uuid }),
      reply: candidates,
      async run({ db, parameters: { id }, principal }) {
        const [own] = await known[kind](db as never, [id])
        return own && { items: await candidatesFor(db as never, kind, own, principal) }
      },
    }),
    query(tables[kind])({
      name: `${kind}sAlike`,
      path: `/${resource}/alike`,
      summary: 'Those that may be the one that is about to be entered, the likeliest first',
      permission,
      parameters: z.object({
        name: line(240).optional(),
        email: email.optional(),
        phone: phone.optional(),
        ...(kind === 'account' && { website: z.url().max(300).optional() }),
      }),
      reply: candidates,
      async run({ db, parameters, principal }) {
        const asked = parameters as { name?: string; email?: string; phone?: string; website?: string }
        const emails = present([asked.email])
        const of = {
          name: present([asked.name]),
          emails,
          phones: present([asked.phone]),
          domains: [...siteOf(asked.website ?? null), ...domainsOf(emails)],
        }
        return { items: await candidatesFor(db as never, kind, of, principal) }
      },
    }),
    query(tables[kind])({
      name: `${kind}DuplicatePairs`,
      path: `/${resource}/duplicates`,
      summary: 'Pairs that have an address, a number or a name in common, the likeliest first',
      permission,
      parameters: pageParameters.pick({ limit: true }).extend({ cursor: numberCursor.optional() }),
      reply: z.object({
        items: z.array(pair),
        next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
      }),
      async run({ db, parameters: { limit, cursor = 0 } }) {
        const all = await likelyPairs(db as never, kind)
        const end = cursor + limit
        return { items: all.slice(cursor, end), next: end < all.length ? String(end) : null }
      },
    }),
  ]
}
