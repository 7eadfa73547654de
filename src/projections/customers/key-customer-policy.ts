import { keyCustomerPolicy, type RevenueBasis } from '../../domain/customers/key-customer-policy.ts'
import { type Column, double, integer } from '../projection.ts'
import { recordTable } from '../record.ts'

const basisText: Column<RevenueBasis> = { sql: 'text', nullable: false }

/** So that the report of a past instant is by what held then. */
export const keyCustomerPolicyTable = recordTable(keyCustomerPolicy)({
  version: 1,
  columns: { basis: basisText, months: integer, sharePercent: double },
})
