import { merged } from '../../domain/record.ts'
import type { Failure } from '../../domain/service/failure.ts'
import {
  type ServiceOrderState,
  type ServiceOrderStatus,
  type ServiceTask,
  serviceOrder,
} from '../../domain/service/service-order.ts'
import { type Costing, costOf, type Labour, type UsedPart } from '../../domain/service/service-order-cost.ts'
import { linkFolds } from '../linking.ts'
import {
  bigint,
  boolean,
  type Column,
  date,
  instant,
  json,
  nullable,
  projection,
  text,
  uuid,
} from '../projection.ts'

const statusText: Column<ServiceOrderStatus> = { sql: 'text', nullable: false }
type Service = NonNullable<ServiceOrderState['service']>
type Signature = NonNullable<ServiceOrderState['signature']>

export const serviceOrderTable = projection(serviceOrder)({
  name: 'serviceOrder',
  version: 1,
  label: ['number', 'title'],
  columns: {
    number: text,
    title: text,
    description: nullable(text),
    site: nullable(text),
    accountId: uuid,
    contactId: nullable(uuid),
    ticketId: nullable(uuid),
    planId: nullable(uuid),
    assetId: nullable(uuid),
    contractId: nullable(uuid),
    ownerId: nullable(uuid),
    serviceId: nullable(uuid),
    service: nullable(json<Service>()),
    failure: nullable(json<Failure>()),
    dueOn: nullable(date),
    status: statusText,
    tasks: json<readonly ServiceTask[]>(),
    parts: json<readonly UsedPart[]>(),
    times: json<readonly Labour[]>(),
    signature: nullable(json<Signature>()),
    startedAt: nullable(instant),
    doneOn: nullable(date),
    summary: nullable(text),
    billsVisit: boolean,
    billed: boolean,
    currency: text,
    /** What it comes to, and what of it is to be paid, in minor units before tax. */
    cost: bigint,
    billable: bigint,
  },
  sameField: [
    ['tasks', 'text', 'done', 'taskId'],
    ['parts', 'productId', 'quantity', 'unitPrice', 'partId'],
    ['times', 'userId', 'rate', 'endedAt', 'timeId'],
    ['cost', 'billable', 'currency', 'lines', 'totals'],
    ['service', 'serviceId'],
    ['signature', 'name', 'fileId'],
    ['doneOn', 'on'],
  ],
  indexes: [
    ['number'],
    ['status', 'dueOn'],
    ['dueOn'],
    ['accountId', 'createdAt'],
    ['contactId'],
    ['ticketId'],
    ['assetId'],
    ['contractId'],
    ['planId', 'dueOn'],
    ['ownerId'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'serviceOrder.created': (_, { data }) =>
      costed({
        ...data,
        serviceId: data.service?.id ?? null,
        status: 'planned' as const,
        parts: [] as UsedPart[],
        times: [] as Labour[],
        signature: null,
        startedAt: null,
        doneOn: null,
        summary: null,
        billed: false,
      }),
    'serviceOrder.changed': (row, { data }) => row && costed({ ...row, ...merged(row, data.changes) }),
    'serviceOrder.dispatched': (row) => row && { ...row, status: 'dispatched' },
    'serviceOrder.started': (row, { occurredAt }) =>
      row && { ...row, status: 'under-way', startedAt: row.startedAt ?? occurredAt },
    'serviceOrder.done': (row, { data: { summary, on } }) =>
      row && { ...row, status: 'done', summary, doneOn: on },
    'serviceOrder.reopened': (row) => row && { ...row, status: 'under-way', doneOn: null },
    'serviceOrder.cancelled': (row) => row && { ...row, status: 'cancelled' },
    'serviceOrder.task-added': (row, { data }) => row && { ...row, tasks: [...row.tasks, data] },
    'serviceOrder.task-ticked': (row, { data: { taskId, done } }) =>
      row && { ...row, tasks: row.tasks.map((one) => (one.id === taskId ? { ...one, done } : one)) },
    'serviceOrder.task-removed': (row, { data: { taskId } }) =>
      row && { ...row, tasks: without(row.tasks, taskId) },
    'serviceOrder.part-used': (row, { data }) => row && costed({ ...row, parts: [...row.parts, data] }),
    'serviceOrder.part-removed': (row, { data: { partId } }) =>
      row && costed({ ...row, parts: without(row.parts, partId) }),
    'serviceOrder.time-logged': (row, { data }) => row && costed({ ...row, times: [...row.times, data] }),
    'serviceOrder.time-removed': (row, { data: { timeId } }) =>
      row && costed({ ...row, times: without(row.times, timeId) }),
    'serviceOrder.signed': (row, { data }) => row && { ...row, signature: data },
    'serviceOrder.billed': (row) => row && { ...row, billed: true },
    ...linkFolds('serviceOrder'),
  },
})

const without = <T extends { id: string }>(all: readonly T[], id: string): T[] =>
  all.filter((one) => one.id !== id)

function costed<Row extends Costing>(row: Row): Row & { cost: number; billable: number } {
  const { total, billable } = costOf(row)
  return { ...row, cost: total, billable }
}
