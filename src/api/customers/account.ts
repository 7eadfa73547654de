import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
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

const relation = z.enum(['customer', 'prospect', 'partner', 'vendor'])

export const accountQueries = recordQueries(accountTable)({
  resource: 'accounts',
  summary: 'Accounts by name, owner, sector and relation',
  row: z.object({
    name: z.string(),
    sector: z.string().nullable(),
    website: z.string().nullable(),
    yearEstablished: z.int().nullable(),
    revenue: moneyReply.nullable(),
    employees: z.int().nullable(),
    country: country.nullable(),
    parentId: uuid.nullable(),
    ownerId: uuid.nullable(),
    relation,
    classification: z.string().nullable(),
    leadId: uuid.nullable(),
    archived: z.boolean(),
  }),
  shown: ({ revenue, revenueCurrency, ...row }) => ({ ...row, revenue: moneyOf(revenue, revenueCurrency) }),
  references: { parentId: accountTable, ownerId: userTable },
  filters: {
    ownerId: uuid,
    sector: z.string(),
    relation,
    classification: z.string().min(1),
    country,
    parentId: uuid,
    leadId: uuid,
    archived: flag,
  },
  listed: { classification: 'classification' },
  sorts: ['name', 'classification', 'revenue', 'createdAt', 'updatedAt'],
  search: ['name', 'sector', 'website'],
})

export const accountTitles = titlesOf(account, {
  'account.created': ({ data }) => `Account ${data.name} created`,
  'account.changed': ({ data: { changes } }) => classified(changes) ?? 'Account changed',
  'account.archived': () => 'Account archived',
  'account.restored': () => 'Account restored',
  ...tagTitles('account'),
})
