import { account } from '../../domain/customers/account.ts'
import { type SizeBand, sizeOf } from '../../domain/customers/size.ts'
import { merged } from '../../domain/record.ts'
import type { Money } from '../../domain/values/money.ts'
import { sectorOf } from '../../domain/values/naics.ts'
import { customColumn, customFolds, customNames } from '../custom-values.ts'
import { linkFolds } from '../linking.ts'
import { bigint, boolean, type Column, integer, nullable, projection, text, uuid } from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'
import { withdrawalFolds } from '../withdrawal.ts'
import { mergeColumns, mergeFolds, notMerged } from './merging.ts'
import { reachColumns, reachFields, reachOf } from './reach.ts'

const relationText: Column<'customer' | 'prospect' | 'partner' | 'vendor'> = { sql: 'text', nullable: false }

const sizeText: Column<SizeBand | null> = nullable(text) as never

export const accountTable = projection(account)({
  name: 'account',
  version: 5,
  label: ['name'],
  columns: {
    name: text,
    sector: nullable(text),
    naics: nullable(text),
    /** What the sector of its code is called. */
    industry: nullable(text),
    website: nullable(text),
    ...reachColumns,
    yearEstablished: nullable(integer),
    revenue: nullable(bigint),
    revenueCurrency: nullable(text),
    employees: nullable(integer),
    sizeBand: sizeText,
    country: nullable(text),
    parentId: nullable(uuid),
    ownerId: nullable(uuid),
    relation: relationText,
    slaPolicyId: nullable(uuid),
    serviceNotes: nullable(text),
    classification: nullable(text),
    leadId: nullable(uuid),
    keyCustomer: boolean,
    tags: tagsColumn,
    custom: customColumn,
    archived: boolean,
    ...mergeColumns,
  },
  sameField: [
    ['revenue', 'revenueCurrency', 'standing'],
    ['naics', 'industry'],
    ['employees', 'sizeBand'],
    ...reachFields,
    tagFields,
    customNames,
  ],
  indexes: [
    ['name'],
    ['ownerId', 'name'],
    ['sector', 'name'],
    ['city', 'name'],
    ['relation', 'name'],
    ['classification', 'name'],
    ['keyCustomer', 'name'],
    ['parentId'],
    ['revenueCurrency', 'revenue'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'account.created': (_, { data: { revenue, ...data } }) => ({
      ...data,
      ...revenueOf(revenue),
      ...derived(data),
      keyCustomer: false,
      tags: [],
      custom: {},
      archived: false,
      ...notMerged,
    }),
    'account.changed': (row, { data: { changes } }) => {
      const { revenue, ...others } = changes
      if (!row) return undefined
      const after = merged(row, others)
      return { ...after, ...derived(after), ...(revenue !== undefined && revenueOf(revenue)) }
    },
    'account.archived': (row) => row && { ...row, archived: true },
    'account.restored': (row) => row && { ...row, archived: false },
    'account.key-customer-judged': (row, { data: { keyCustomer } }) => row && { ...row, keyCustomer },
    ...tagFolds('account'),
    ...customFolds('account'),
    ...withdrawalFolds('account'),
    ...linkFolds('account'),
    ...mergeFolds('account'),
  },
})

function revenueOf(revenue: Money | null) {
  return { revenue: revenue?.amount ?? null, revenueCurrency: revenue?.currency ?? null }
}

/** What follows from the others. */
const derived = (of: Parameters<typeof reachOf>[0] & { naics: string | null; employees: number | null }) => ({
  ...reachOf(of),
  industry: of.naics === null ? null : (sectorOf(of.naics) ?? null),
  sizeBand: sizeOf(of.employees),
})
