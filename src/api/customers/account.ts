import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { sizeBand } from '../../domain/customers/size.ts'
import { country } from '../../domain/values/country.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, moneyReply } from '../sales/money.ts'
import { classified } from './classified.ts'
import { absorbedBy, mergingTitles } from './merged.ts'
import { reachFilters, reachReply, reachSearch } from './reach.ts'

const relation = z.enum(['customer', 'prospect', 'partner', 'vendor'])

export const accountQueries = recordQueries(accountTable)({
  resource: 'accounts',
  summary: 'Accounts by name, owner, sector and relation',
  row: z.object({
    name: z.string(),
    sector: z.string().nullable(),
    naics: z.string().nullable(),
    industry: z.string().nullable(),
    website: z.string().nullable(),
    ...reachReply,
    yearEstablished: z.int().nullable(),
    revenue: moneyReply.nullable(),
    employees: z.int().nullable(),
    sizeBand: sizeBand.nullable(),
    country: country.nullable(),
    parentId: uuid.nullable(),
    ownerId: uuid.nullable(),
    relation,
    slaPolicyId: uuid.nullable(),
    serviceNotes: z.string().nullable(),
    classification: z.string().nullable(),
    leadId: uuid.nullable(),
    keyCustomer: z.boolean(),
    archived: z.boolean(),
    absorbedById: absorbedBy,
  }),
  shown: ({ revenue, revenueCurrency, ...row }) => ({ ...row, revenue: moneyOf(revenue, revenueCurrency) }),
  references: { parentId: accountTable, ownerId: userTable },
  filters: {
    ownerId: uuid,
    sector: z.string(),
    naics: z.string().min(1),
    industry: z.string().min(1),
    sizeBand,
    relation,
    classification: z.string().min(1),
    country,
    ...reachFilters,
    parentId: uuid,
    slaPolicyId: uuid,
    leadId: uuid,
    keyCustomer: flag,
    archived: flag,
  },
  listed: { classification: 'classification' },
  sorts: ['name', 'city', 'country', 'classification', 'revenue', 'employees', 'createdAt', 'updatedAt'],
  search: ['name', 'sector', 'industry', 'website', ...reachSearch],
})

export const accountTitles = titlesOf(account, {
  'account.created': ({ data }) => `Account ${data.name} created`,
  'account.changed': ({ data: { changes } }) => classified(changes) ?? 'Account changed',
  'account.key-customer-judged': ({
    data: {
      keyCustomer,
      standing: { share, currency },
    },
  }) =>
    `${keyCustomer ? 'Became a' : 'No longer a'} key customer, with ${Math.round(share * 10) / 10} % of the revenue in ${currency}`,
  'account.archived': () => 'Account archived',
  'account.restored': () => 'Account restored',
  ...tagTitles('account'),
  ...mergingTitles('account'),
})
