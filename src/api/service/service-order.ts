import { z } from 'zod'
import { failure } from '../../domain/service/failure.ts'
import { serviceOrder, serviceOrderStatuses } from '../../domain/service/service-order.ts'
import { labour, orderedService, usedPart } from '../../domain/service/service-order-cost.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney, money } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { assetTable } from '../../projections/service/asset.ts'
import { contractTable } from '../../projections/service/contract.ts'
import { maintenancePlanTable } from '../../projections/service/maintenance-plan.ts'
import { serviceTable } from '../../projections/service/service.ts'
import { serviceOrderTable } from '../../projections/service/service-order.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { naming, type Relation } from '../privacy/relations.ts'
import { moneyOf } from '../sales/money.ts'

const status = z.enum(serviceOrderStatuses).register(vocabulary, { id: 'ServiceOrderStatus' })
const task = serviceOrder.events['serviceOrder.task-added']

export const serviceOrderQueries = recordQueries(serviceOrderTable)({
  resource: 'service-orders',
  summary:
    'Service orders by account, ticket, asset, contract, plan, state and the day by which they are to be done',
  row: z.object({
    number: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    site: z.string().nullable(),
    accountId: uuid,
    contactId: uuid.nullable(),
    ticketId: uuid.nullable(),
    planId: uuid.nullable(),
    assetId: uuid.nullable(),
    contractId: uuid.nullable(),
    ownerId: uuid.nullable(),
    serviceId: uuid.nullable(),
    service: orderedService.nullable().describe('As it was when the order was made.'),
    failure: failure
      .nullable()
      .describe('Whether the asset was under warranty on the day on which it failed.'),
    dueOn: day.nullable(),
    status,
    tasks: z.array(task),
    parts: z.array(usedPart),
    times: z.array(labour),
    signature: z
      .object({ name: z.string(), fileId: uuid.nullable(), on: day })
      .register(vocabulary, { id: 'ServiceSignature' })
      .nullable(),
    startedAt: instant.nullable(),
    doneOn: day.nullable(),
    summary: z.string().nullable(),
    billsVisit: z.boolean(),
    billed: z.boolean(),
    currency,
    cost: money.nullable().describe('What it comes to, before tax.'),
    billable: money.nullable().describe('What of that is to be paid.'),
  }),
  shown: ({ cost, billable, tasks, parts, times, ...row }) => ({
    ...row,
    // Nothing where a role hides them.
    tasks: [...(tasks ?? [])],
    parts: [...(parts ?? [])],
    times: [...(times ?? [])],
    cost: moneyOf(cost as number | null, row.currency as string | null),
    billable: moneyOf(billable as number | null, row.currency as string | null),
  }),
  references: {
    accountId: accountTable,
    contactId: contactTable,
    ticketId: ticketTable,
    planId: maintenancePlanTable,
    assetId: assetTable,
    contractId: contractTable,
    ownerId: userTable,
    serviceId: serviceTable,
  },
  filters: {
    status,
    accountId: uuid,
    contactId: uuid,
    ticketId: uuid,
    planId: uuid,
    assetId: uuid,
    contractId: uuid,
    ownerId: uuid,
    billed: flag,
  },
  ranges: { dueOn: day },
  sorts: ['-createdAt', 'dueOn', 'number', 'updatedAt'],
  search: ['number', 'title', 'accountId'],
})

export const serviceOrderTitles = titlesOf(serviceOrder, {
  'serviceOrder.created': ({ data }) =>
    `Service order ${data.number} ${data.planId ? 'made by its plan' : 'made'}: ${data.title}`,
  'serviceOrder.changed': ({ data: { changes } }) =>
    changes.dueOn ? `To be done by ${changes.dueOn}` : 'Changed',
  'serviceOrder.dispatched': () => 'Sent out',
  'serviceOrder.started': () => 'Begun',
  'serviceOrder.done': () => 'Done',
  'serviceOrder.reopened': ({ data }) => `Gone on with: ${data.reason}`,
  'serviceOrder.cancelled': ({ data }) => `Cancelled: ${data.reason}`,
  'serviceOrder.task-added': ({ data }) => `To do: ${data.text}`,
  'serviceOrder.task-ticked': ({ data: { taskId, done }, before }) => {
    const text = before.tasks.find((one) => one.id === taskId)?.text ?? 'a task'
    return done ? `Ticked off: ${text}` : `Not done after all: ${text}`
  },
  'serviceOrder.task-removed': ({ data: { taskId }, before }) =>
    `Not to be done: ${before.tasks.find((one) => one.id === taskId)?.text ?? 'a task'}`,
  'serviceOrder.part-used': ({ data }) => `Used: ${data.quantity} ${data.description}`,
  'serviceOrder.part-removed': ({ data: { partId }, before }) =>
    `Not used: ${before.parts.find((one) => one.id === partId)?.description ?? 'a part'}`,
  'serviceOrder.time-logged': ({ data }) =>
    `Worked ${Math.round((Date.parse(data.endedAt) - Date.parse(data.startedAt)) / 60_000)} minutes`,
  'serviceOrder.time-removed': () => 'Time taken back',
  'serviceOrder.signed': ({ data }) => `Signed by ${data.name}`,
  'serviceOrder.billed': ({ data }) => `To be invoiced: ${formatMoney(data.totals.net)} before tax`,
})

/** What was done for somebody, and for what they asked. */
export const serviceOrderRelations: readonly Relation[] = (
  [
    ['contact', 'contactId'],
    ['ticket', 'ticketId'],
  ] as const
).map(([model, column]) => naming(model, serviceOrderTable, column))
