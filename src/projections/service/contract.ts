import { merged } from '../../domain/record.ts'
import { type ContractStatus, type ContractTerms, contract } from '../../domain/service/contract.ts'
import type { Money } from '../../domain/values/money.ts'
import { linkFolds } from '../linking.ts'
import {
  bigint,
  boolean,
  type Column,
  date,
  instant,
  integer,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const statusText: Column<ContractStatus> = { sql: 'text', nullable: false }
const billingText: Column<ContractTerms['billing']> = { sql: 'text', nullable: true }

export const contractTable = projection(contract)({
  name: 'contract',
  version: 1,
  label: ['number', 'name'],
  columns: {
    number: text,
    name: text,
    accountId: uuid,
    ownerId: nullable(uuid),
    tier: nullable(text),
    slaPolicyId: nullable(uuid),
    coversAll: boolean,
    productIds: texts,
    assetIds: texts,
    startsOn: date,
    endsOn: nullable(date),
    renewMonths: nullable(integer),
    noticeDays: nullable(integer),
    price: nullable(bigint),
    currency: nullable(text),
    billing: nullable(billingText),
    text: nullable(text),
    status: statusText,
    cancelled: boolean,
    noticeAt: nullable(instant),
    /** Whether somebody was told that its end comes near, and nothing was done about it yet. */
    noticeDue: boolean,
    endedBy: nullable(text),
  },
  sameField: [
    ['price', 'currency'],
    ['noticeAt', 'timing'],
  ],
  indexes: [
    ['number'],
    ['name'],
    ['accountId', 'status'],
    ['ownerId'],
    ['status', 'endsOn'],
    ['startsOn'],
    ['endsOn'],
    ['slaPolicyId'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'contract.created': (_, { data: { price, ...data } }) => ({
      ...data,
      ...priced(price),
      status: 'draft',
      cancelled: false,
      noticeAt: null,
      noticeDue: false,
      endedBy: null,
    }),
    'contract.changed': (row, { data: { changes, timing } }) => {
      if (!row) return row
      const { price, ...others } = changes
      return {
        ...merged(row, others),
        ...(price !== undefined && priced(price)),
        ...(timing && { noticeAt: timing.noticeAt, noticeDue: false }),
      }
    },
    'contract.activated': (row, { data }) => row && { ...row, status: 'active', noticeAt: data.noticeAt },
    'contract.notice-due': (row) => row && { ...row, noticeDue: true },
    'contract.cancelled': (row) => row && { ...row, cancelled: true, noticeDue: false },
    'contract.renewed': (row, { data: { endsOn, noticeAt, price } }) =>
      row && {
        ...row,
        endsOn,
        noticeAt,
        ...(price && priced(price)),
        cancelled: false,
        noticeDue: false,
      },
    'contract.ended': (row, { data }) =>
      row && { ...row, status: 'ended', noticeAt: null, noticeDue: false, endedBy: data.cause },
    ...linkFolds('contract'),
  },
})

function priced(price: Money | null): { price: number | null; currency: string | null } {
  return { price: price?.amount ?? null, currency: price?.currency ?? null }
}
