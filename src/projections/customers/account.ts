import { account } from '../../domain/customers/account.ts'
import { merged } from '../../domain/record.ts'
import type { Money } from '../../domain/values/money.ts'
import { bigint, boolean, type Column, integer, nullable, projection, text, uuid } from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'

const relationText: Column<'customer' | 'prospect' | 'partner' | 'vendor'> = { sql: 'text', nullable: false }

export const accountTable = projection(account)({
  name: 'account',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    sector: nullable(text),
    website: nullable(text),
    yearEstablished: nullable(integer),
    revenue: nullable(bigint),
    revenueCurrency: nullable(text),
    employees: nullable(integer),
    country: nullable(text),
    parentId: nullable(uuid),
    ownerId: nullable(uuid),
    relation: relationText,
    classification: nullable(text),
    leadId: nullable(uuid),
    tags: tagsColumn,
    archived: boolean,
  },
  sameField: [['revenue', 'revenueCurrency'], tagFields],
  indexes: [
    ['name'],
    ['ownerId', 'name'],
    ['sector', 'name'],
    ['relation', 'name'],
    ['classification', 'name'],
    ['parentId'],
    ['revenueCurrency', 'revenue'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'account.created': (_, { data: { revenue, ...data } }) => ({
      ...data,
      ...revenueOf(revenue),
      tags: [],
      archived: false,
    }),
    'account.changed': (row, { data: { changes } }) => {
      const { revenue, ...others } = changes
      return row && { ...merged(row, others), ...(revenue !== undefined && revenueOf(revenue)) }
    },
    'account.archived': (row) => row && { ...row, archived: true },
    'account.restored': (row) => row && { ...row, archived: false },
    ...tagFolds('account'),
  },
})

function revenueOf(revenue: Money | null) {
  return { revenue: revenue?.amount ?? null, revenueCurrency: revenue?.currency ?? null }
}
