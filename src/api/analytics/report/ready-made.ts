import { z } from 'zod'
import { type ReportDefinition, reportDefinition } from '../../../domain/analytics/report-definition.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../../platform/people/permissions.ts'

const area = z
  .enum(['sales', 'marketing', 'service', 'compliance'])
  .register(vocabulary, { id: 'ReportArea' })

/** The four statistics that are put together of ready-made reports (REP-13). */
const statistics = z
  .object({
    by: z
      .enum(['product', 'customer', 'campaign', 'salesperson'])
      .register(vocabulary, { id: 'StatisticsBy' }),
    period: z.string().describe('The field that the period which is asked for is of.'),
  })
  .register(vocabulary, { id: 'ReportStatistics' })
type Statistics = z.output<typeof statistics>

const schema = z
  .object({
    key: z.string().describe('Its name for ever.'),
    area,
    name: z.string(),
    description: z.string(),
    definition: reportDefinition,
    statistics: statistics.nullable().describe('In which of the statistics it stands; null: in none.'),
  })
  .register(vocabulary, { id: 'ReadyMadeReport' })
export type ReadyMade = z.output<typeof schema>

const is = (field: string, value: string): Criterion => ({ field, operator: 'is', value })
const oneOf = (field: string, ...value: string[]): Criterion => ({ field, operator: 'one-of', value })

const count = { of: 'count' } as const
const sum = (field: string, label: string, where?: Criterion) =>
  ({ of: 'sum', field, label, ...(where && { where }) }) as const
const average = (field: string, label: string) => ({ of: 'average', field, label }) as const
const share = (label: string, where: Criterion) => ({ of: 'share', where, label }) as const

type Asked = z.input<typeof reportDefinition>
const made = (
  key: string,
  of: { area: z.output<typeof area>; name: string; description: string; in?: Statistics },
  definition: Asked,
): ReadyMade => {
  const { in: stands = null, ...told } = of
  return {
    key,
    ...told,
    definition: reportDefinition.parse(definition) as ReportDefinition,
    statistics: stands,
  }
}
const statisticsBy = (by: Statistics['by'], period: string): Statistics => ({ by, period })

const won = is('status', 'won')
const closed = oneOf('status', 'won', 'lost')
const converted = is('status', 'converted')
const breached: Criterion = { field: 'breached', operator: 'is', value: true }
const sales = 'sales' as const
const [marketing, service, compliance] = ['marketing', 'service', 'compliance'] as const

const all: readonly ReadyMade[] = [
  made(
    'won-by-month',
    { area: sales, name: 'Won by month', description: 'Deals that were won, by the month they closed in.' },
    {
      model: 'opportunity',
      where: won,
      groups: [{ field: 'closeDate', period: 'month' }],
      measures: [sum('amount', 'Won'), { ...count, label: 'Deals' }, average('amount', 'Average deal')],
      chart: 'bar',
    },
  ),
  made(
    'open-by-stage',
    { area: sales, name: 'Open by stage', description: 'What is open, by the stage it is in.' },
    {
      model: 'opportunity',
      where: is('status', 'open'),
      groups: [{ field: 'stageName' }],
      measures: [{ ...count, label: 'Deals' }, sum('amount', 'Amount')],
      sort: '-1',
      chart: 'funnel',
    },
  ),
  made(
    'stage-to-outcome',
    {
      area: sales,
      name: 'From stage to outcome',
      description: 'Deals by the stage they are in, or were in last, and by what became of them.',
    },
    {
      model: 'opportunity',
      groups: [{ field: 'stageName' }, { field: 'status' }],
      measures: [{ ...count, label: 'Deals' }],
      chart: 'sankey',
    },
  ),
  made(
    'won-by-cohort',
    {
      area: sales,
      name: 'Won by cohort',
      description: 'Of the deals that were opened in each month: how many were won how many months later.',
    },
    {
      model: 'opportunity',
      groups: [
        { field: 'createdAt', period: 'month' },
        { field: 'closedAt', period: 'month' },
      ],
      measures: [{ ...count, label: 'Won', where: won }],
      chart: 'cohort',
    },
  ),
  made(
    'results-by-owner',
    {
      area: sales,
      name: 'Results by salesperson',
      description: 'Closed deals by who owns them now: how many, how many of them won, for how much.',
      in: statisticsBy('salesperson', 'closeDate'),
    },
    {
      model: 'opportunity',
      where: closed,
      groups: [{ field: 'ownerId' }],
      measures: [{ ...count, label: 'Closed' }, share('Won of them', won), sum('amount', 'Won', won)],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'lost-reasons',
    { area: sales, name: 'Why deals were lost', description: 'Lost deals by the reason that was given.' },
    {
      model: 'opportunity',
      where: is('status', 'lost'),
      groups: [{ field: 'lostReason' }],
      measures: [{ ...count, label: 'Deals' }, sum('amount', 'Amount')],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'won-by-product',
    {
      area: sales,
      name: 'Won by product',
      description: 'Won deals by the product they are for, the most first.',
      in: statisticsBy('product', 'closeDate'),
    },
    {
      model: 'opportunity',
      where: won,
      groups: [{ field: 'productId' }],
      measures: [sum('amount', 'Won'), { ...count, label: 'Deals' }],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'invoiced-by-customer',
    {
      area: sales,
      name: 'Invoiced by customer',
      description: 'What was invoiced before tax, and what of it is still to be paid.',
      in: statisticsBy('customer', 'issuedOn'),
    },
    {
      model: 'invoice',
      where: is('kind', 'invoice'),
      groups: [{ field: 'accountId' }],
      measures: [sum('net', 'Invoiced'), sum('open', 'Still open'), { ...count, label: 'Invoices' }],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'quotes-answered',
    { area: sales, name: 'Quotes by state', description: 'Quotes by what became of them.' },
    {
      model: 'quote',
      groups: [{ field: 'status' }],
      measures: [
        { ...count, label: 'Quotes' },
        sum('net', 'Net'),
        average('discountPercent', 'Average discount, %'),
      ],
      sort: '-1',
      chart: 'pie',
    },
  ),
  made(
    'leads-by-source',
    {
      area: marketing,
      name: 'Leads by source',
      description: 'How many leads each source has brought, and how many of them were converted.',
      in: statisticsBy('campaign', 'createdAt'),
    },
    {
      model: 'lead',
      groups: [{ field: 'source' }],
      measures: [
        { ...count, label: 'Leads' },
        share('Converted', converted),
        average('score', 'Average score'),
      ],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'leads-by-campaign',
    {
      area: marketing,
      name: 'Leads by campaign',
      description: 'How many leads each campaign has brought, and how many of them were converted.',
      in: statisticsBy('campaign', 'createdAt'),
    },
    {
      model: 'lead',
      where: { field: 'campaign', operator: 'known' },
      groups: [{ field: 'campaign' }],
      measures: [
        { ...count, label: 'Leads' },
        share('Converted', converted),
        average('score', 'Average score'),
      ],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'leads-over-time',
    { area: marketing, name: 'Leads by month and source', description: 'When leads came, and from where.' },
    {
      model: 'lead',
      groups: [{ field: 'createdAt', period: 'month' }, { field: 'source' }],
      measures: [{ ...count, label: 'Leads' }],
      chart: 'heat-map',
    },
  ),
  made(
    'tickets-over-time',
    {
      area: service,
      name: 'Tickets by week',
      description: 'How many tickets were opened each week, and how many of them broke their promise.',
    },
    {
      model: 'ticket',
      groups: [{ field: 'createdAt', period: 'week' }],
      measures: [{ ...count, label: 'Tickets' }, share('Promise broken', breached)],
      chart: 'line',
    },
  ),
  made(
    'common-issues',
    { area: service, name: 'Common issues', description: 'Tickets by category, the most first.' },
    {
      model: 'ticket',
      groups: [{ field: 'category' }],
      measures: [{ ...count, label: 'Tickets' }, share('Promise broken', breached)],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'tickets-by-agent',
    { area: service, name: 'Tickets by agent', description: 'Tickets by who has them now.' },
    {
      model: 'ticket',
      groups: [{ field: 'assigneeId' }],
      measures: [{ ...count, label: 'Tickets' }, share('Promise broken', breached)],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'tickets-by-product',
    {
      area: service,
      name: 'Tickets by product',
      description: 'Which products the most tickets are about, and how many of these are complaints.',
      in: statisticsBy('product', 'createdAt'),
    },
    {
      model: 'ticket',
      groups: [{ field: 'productId' }],
      measures: [{ ...count, label: 'Tickets' }, share('Complaints', is('type', 'complaint'))],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'tickets-now',
    { area: service, name: 'Tickets by priority and state', description: 'Where the tickets stand.' },
    {
      model: 'ticket',
      groups: [{ field: 'priority' }, { field: 'status' }],
      measures: [{ ...count, label: 'Tickets' }],
      chart: 'heat-map',
    },
  ),
  made(
    'closed-by-product',
    {
      area: sales,
      name: 'Won and lost by product',
      description: 'Closed deals by the product they are for: how many, and how many of them won.',
      in: statisticsBy('product', 'closeDate'),
    },
    {
      model: 'opportunity',
      where: closed,
      groups: [{ field: 'productId' }],
      measures: [{ ...count, label: 'Closed' }, share('Won of them', won)],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'won-by-customer',
    {
      area: sales,
      name: 'Won by customer',
      description: 'Won deals by the account they are with, the most first.',
      in: statisticsBy('customer', 'closeDate'),
    },
    {
      model: 'opportunity',
      where: won,
      groups: [{ field: 'accountId' }],
      measures: [sum('amount', 'Won'), { ...count, label: 'Deals' }, average('amount', 'Average deal')],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'tickets-by-customer',
    {
      area: service,
      name: 'Tickets by customer',
      description: 'Which customers ask the most, and how many of their tickets broke their promise.',
      in: statisticsBy('customer', 'createdAt'),
    },
    {
      model: 'ticket',
      groups: [{ field: 'accountId' }],
      measures: [{ ...count, label: 'Tickets' }, share('Promise broken', breached)],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'responses-by-campaign',
    {
      area: marketing,
      name: 'Responses by campaign',
      description: 'How many mails each campaign has sent, and how many of those who got one have responded.',
      in: statisticsBy('campaign', 'sentAt'),
    },
    {
      model: 'mailingRecipient',
      where: { field: 'sentAt', operator: 'known' },
      groups: [{ field: 'campaignId' }],
      measures: [
        { ...count, label: 'Sent' },
        share('Responded', { field: 'respondedAt', operator: 'known' }),
      ],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'leads-by-owner',
    {
      area: sales,
      name: 'Leads by salesperson',
      description: 'Leads by who has them now, and how many of them were converted.',
      in: statisticsBy('salesperson', 'createdAt'),
    },
    {
      model: 'lead',
      groups: [{ field: 'ownerId' }],
      measures: [{ ...count, label: 'Leads' }, share('Converted', converted)],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'quotes-by-owner',
    {
      area: sales,
      name: 'Quotes by salesperson',
      description: 'Quotes by who has them now: how many, for how much, and how many of them were accepted.',
      in: statisticsBy('salesperson', 'createdAt'),
    },
    {
      model: 'quote',
      groups: [{ field: 'ownerId' }],
      measures: [
        { ...count, label: 'Quotes' },
        sum('net', 'Net'),
        share('Accepted', is('status', 'accepted')),
      ],
      sort: '-1',
      chart: 'bar',
    },
  ),
  made(
    'alerts-by-kind',
    {
      area: compliance,
      name: 'Security alerts',
      description: 'Alerts by month and kind.',
    },
    {
      model: 'securityAlert',
      groups: [{ field: 'createdAt', period: 'month' }, { field: 'kind' }],
      measures: [{ ...count, label: 'Alerts' }],
      chart: 'heat-map',
    },
  ),
  made(
    'privacy-requests',
    {
      area: compliance,
      name: 'Privacy requests',
      description: 'Requests of people about their data, by month and kind.',
    },
    {
      model: 'privacyRequest',
      groups: [{ field: 'createdAt', period: 'month' }, { field: 'kind' }],
      measures: [{ ...count, label: 'Requests' }],
      chart: 'bar',
    },
  ),
]

/** The reports that come with the product, and of these those that somebody may ask. */
export const readyMade = {
  schema,
  all,
  for: ({ may }: Pick<Principal, 'may'>) =>
    all.filter(({ definition }) => allows(may, `${definition.model}.read`)),
}
