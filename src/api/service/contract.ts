import { z } from 'zod'
import { billing, contract, contractStatuses } from '../../domain/service/contract.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { productTable } from '../../projections/sales/product.ts'
import { assetTable } from '../../projections/service/asset.ts'
import { contractTable } from '../../projections/service/contract.ts'
import { slaPolicyTable } from '../../projections/service/sla-policy.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, moneyReply } from '../sales/money.ts'

const status = z.enum(contractStatuses).register(vocabulary, { id: 'ContractStatus' })

export const contractQueries = recordQueries(contractTable)({
  resource: 'contracts',
  summary: 'Contracts by account, state and the day on which they end',
  row: z.object({
    number: z.string(),
    name: z.string(),
    accountId: uuid,
    ownerId: uuid.nullable(),
    tier: z.string().nullable(),
    slaPolicyId: uuid.nullable(),
    coversAll: z.boolean(),
    productIds: z.array(uuid),
    assetIds: z.array(uuid),
    startsOn: day,
    endsOn: day.nullable(),
    renewMonths: z.int().nullable(),
    noticeDays: z.int().nullable(),
    price: moneyReply.nullable(),
    billing: billing.nullable(),
    text: z.string().nullable(),
    status,
    cancelled: z.boolean().describe('It does not go on after its last day.'),
    noticeAt: instant.nullable().describe('When somebody is told that it ends.'),
    noticeDue: z
      .boolean()
      .describe('Somebody was told that it ends, and it was neither renewed nor cancelled.'),
    endedBy: z.enum(['expired', 'terminated']).register(vocabulary, { id: 'ContractEnd' }).nullable(),
  }),
  shown: ({ price, currency, endedBy, ...row }) => ({
    ...row,
    price: moneyOf(price, currency),
    endedBy: endedBy as 'expired' | 'terminated' | null,
  }),
  references: { accountId: accountTable, ownerId: userTable, slaPolicyId: slaPolicyTable },
  several: { productIds: productTable, assetIds: assetTable },
  filters: {
    accountId: uuid,
    ownerId: uuid,
    status,
    tier: z.string(),
    slaPolicyId: uuid,
    cancelled: flag,
    noticeDue: flag,
  },
  listed: { tier: 'contract-tier' },
  ranges: { startsOn: day, endsOn: day },
  sorts: ['endsOn', 'startsOn', 'name', 'number', 'createdAt', 'updatedAt'],
  search: ['number', 'name', 'accountId'],
})

const because = (reason: string | null) => (reason ? `: ${reason}` : '')

export const contractTitles = titlesOf(contract, {
  'contract.created': ({ data }) => `Contract ${data.number} written down: ${data.name}`,
  'contract.changed': ({ data: { changes } }) =>
    changes.slaPolicyId === undefined ? 'Terms changed' : 'What is promised changed',
  'contract.activated': ({ before }) => `In force from ${before.startsOn}`,
  'contract.notice-due': ({ data }) => `Ends on ${data.endsOn}: its owner was told`,
  'contract.cancelled': ({ data }) => `Notice given${because(data.reason)}`,
  'contract.renewed': ({ data }) => `Renewed until ${data.endsOn}`,
  'contract.ended': ({ data }) =>
    data.cause === 'expired' ? 'Its last day is over' : `Terminated${because(data.reason)}`,
})
