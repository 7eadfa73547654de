import { TagsInput } from '@mantine/core'
import { lazy } from 'react'
import type { Choice, OwnInput } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Nothing, Tag } from '../../ui/values.tsx'
import { serviceOrder as entry, type ServiceOrder } from './service-order.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'planned', label: 'Planned', tone: 'accent' },
  { value: 'dispatched', label: 'Sent out', tone: 'warn' },
  { value: 'under-way', label: 'Under way', tone: 'warn' },
  { value: 'done', label: 'Done', tone: 'good' },
  { value: 'cancelled', label: 'Cancelled', tone: 'neutral' },
]

interface Task {
  text: string
  done: boolean
}

/** As words when it is made; afterwards each is a task that is ticked off. */
const textsIn = (value: unknown) =>
  Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : (one as Task).text)) : []

function TasksShown({ value }: { value: unknown }) {
  const tasks = Array.isArray(value) ? (value as Task[]) : []
  return tasks.length === 0 ? (
    <Nothing />
  ) : (
    `${tasks.filter(({ done }) => done).length} of ${tasks.length} done`
  )
}

function TasksInput({ value, onChange, ...shared }: OwnInput) {
  return <TagsInput {...shared} clearable value={textsIn(value)} onChange={onChange} />
}

export const serviceOrder = resource<ServiceOrder>(entry)({
  title: ({ title }) => title,
  state: ({ failure, billed }) => (
    <>
      {failure?.warranty === 'covered' && <Tag tone="good">Under warranty</Tag>}
      {billed && <Tag tone="neutral">Invoiced</Tag>}
    </>
  ),
  fields: [
    { key: 'title', label: 'What is to be done', kind: 'text', required: true },
    { key: 'number', label: 'Number', kind: 'text', fixed: true, sortable: true, width: 110 },
    {
      key: 'status',
      label: 'State',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      required: true,
      once: true,
      filter: true,
      width: 170,
    },
    { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact' },
    { key: 'serviceId', label: 'Service', kind: 'ref', model: 'service', once: true, width: 150 },
    { key: 'ticketId', label: 'Ticket', kind: 'ref', model: 'ticket', once: true },
    { key: 'assetId', label: 'Asset', kind: 'ref', model: 'asset', once: true, width: 150 },
    { key: 'contractId', label: 'Contract', kind: 'ref', model: 'contract' },
    { key: 'planId', label: 'Plan', kind: 'ref', model: 'maintenancePlan', fixed: true },
    { key: 'site', label: 'Where', kind: 'text', width: 150 },
    { key: 'dueOn', label: 'By', kind: 'date', sortable: true, width: 110 },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    {
      key: 'tasks',
      label: 'Tasks',
      kind: 'own',
      Show: TasksShown,
      Input: TasksInput,
      once: true,
      width: 110,
    },
    {
      key: 'billsVisit',
      label: 'The visit is to be paid',
      kind: 'yes-no',
      later: true,
      hint: 'Parts and time say so themselves',
    },
    { key: 'cost', label: 'Comes to', kind: 'money', fixed: true, width: 120 },
    { key: 'billable', label: 'To be paid', kind: 'money', fixed: true, width: 120 },
    { key: 'doneOn', label: 'Done on', kind: 'date', fixed: true, width: 110 },
    { key: 'billed', label: 'Invoiced', kind: 'yes-no', fixed: true, filter: true, width: 90 },
    { key: 'description', label: 'Description', kind: 'long-text' },
    { key: 'summary', label: 'What was done', kind: 'long-text', fixed: true },
  ],
  columns: ['number', 'status', 'accountId', 'serviceId', 'dueOn', 'ownerId', 'tasks', 'billable'],
  sort: '-createdAt',
  searchable: true,
  change: 'serviceOrder.change',
  final: ({ status }) => status === 'done' || status === 'cancelled',
  empty:
    'A service order is work for a customer: what is to be done, what it took, and who has signed for it.',
  Page: lazy(async () => ({ default: (await import('./service-order/page.tsx')).ServiceOrderPage })),
})
