import type { z } from 'zod'
import type { reportDefinition } from '../../../domain/analytics/report-definition.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'

/** A figure that people ask for by its name. */
export interface Metric {
  /** What it is called, the usual name first; in folded words. */
  names: readonly string[]
  model: string
  where?: Criterion
  measure: z.input<typeof reportDefinition>['measures'] extends (infer One)[] | undefined ? One : never
  /** The day or instant by which it belongs to a period. */
  day: string
}

const is = (field: string, value: string | boolean): Criterion => ({ field, operator: 'is', value })
const oneOf = (field: string, ...value: string[]): Criterion => ({ field, operator: 'one-of', value })
const count = { of: 'count' } as const

const deals = { model: 'opportunity', day: 'closeDate' } as const
const leads = { model: 'lead', day: 'createdAt' } as const
const tickets = { model: 'ticket', day: 'createdAt' } as const
const invoices = { model: 'invoice', day: 'issuedOn', where: is('kind', 'invoice') } as const
const won = is('status', 'won')
const closed = oneOf('status', 'won', 'lost')

/** The figures that are found by name, in the words of this field; what else is asked, Explore asks. */
export const metrics: readonly Metric[] = [
  {
    names: ['won revenue', 'revenue won', 'revenue', 'sales', 'bookings'],
    ...deals,
    where: won,
    measure: { of: 'sum', field: 'amount' },
  },
  { names: ['won deals', 'deals won', 'wins', 'won'], ...deals, where: won, measure: count },
  {
    names: ['lost revenue', 'revenue lost'],
    ...deals,
    where: is('status', 'lost'),
    measure: { of: 'sum', field: 'amount' },
  },
  {
    names: ['lost deals', 'deals lost', 'losses', 'lost'],
    ...deals,
    where: is('status', 'lost'),
    measure: count,
  },
  {
    names: ['win rate', 'share won'],
    ...deals,
    where: closed,
    measure: { of: 'share', where: won },
  },
  {
    names: ['average deal', 'average deal size', 'deal size'],
    ...deals,
    where: won,
    measure: { of: 'average', field: 'amount' },
  },
  {
    names: ['open pipeline', 'pipeline', 'open revenue', 'pipeline value'],
    ...deals,
    where: is('status', 'open'),
    measure: { of: 'sum', field: 'amount' },
  },
  { names: ['open deals', 'deals open'], ...deals, where: is('status', 'open'), measure: count },
  { names: ['new leads', 'leads'], ...leads, measure: count },
  {
    names: ['converted leads', 'leads converted'],
    ...leads,
    where: is('status', 'converted'),
    measure: count,
  },
  {
    names: ['conversion rate', 'lead conversion'],
    ...leads,
    measure: { of: 'share', where: is('status', 'converted') },
  },
  { names: ['new tickets', 'tickets', 'requests'], ...tickets, measure: count },
  {
    names: ['open tickets', 'tickets open'],
    ...tickets,
    where: { none: [oneOf('status', 'resolved', 'closed')] },
    measure: count,
  },
  { names: ['complaints'], ...tickets, where: is('type', 'complaint'), measure: count },
  { names: ['breached tickets', 'breaches'], ...tickets, where: is('breached', true), measure: count },
  {
    names: ['invoiced revenue', 'invoiced', 'billed'],
    ...invoices,
    measure: { of: 'sum', field: 'net' },
  },
  { names: ['invoices'], ...invoices, measure: count },
  {
    names: ['outstanding', 'unpaid', 'open invoices'],
    ...invoices,
    measure: { of: 'sum', field: 'open' },
  },
]
