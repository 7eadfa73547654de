import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { offer } from '../sales/line.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { day } from '../values/day.ts'
import { percentage } from '../values/decimal.ts'
import { currency } from '../values/money.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { failure } from './failure.ts'
import {
  labour,
  linesToBill,
  mustBeCountable,
  mustBeIn,
  orderedService,
  usedPart,
} from './service-order-cost.ts'

export const serviceOrderStatuses = ['planned', 'dispatched', 'under-way', 'done', 'cancelled'] as const
export type ServiceOrderStatus = (typeof serviceOrderStatuses)[number]

const task = z
  .object({ id: uuid, text: line(300), done: z.boolean() })
  .register(vocabulary, { id: 'ServiceTask' })
export type ServiceTask = z.output<typeof task>

/** What may be said otherwise as long as it is not done. */
const fields = z.object({
  title: line(200),
  /** What is to be done, or what is broken. */
  description: personal(prose(10_000)).nullable(),
  site: personal(line(300)).nullable(),
  ownerId: uuid.nullable(),
  contactId: uuid.nullable(),
  contractId: uuid.nullable(),
  /** By when it is to be done. */
  dueOn: day.nullable(),
  /** Whether the visit itself is to be paid; parts and time say so themselves. */
  billsVisit: z.boolean(),
})

const opening = fields.extend({
  number: line(20),
  accountId: uuid,
  /** What asked for it; null: it was planned, or written by hand. */
  ticketId: uuid.nullable(),
  planId: uuid.nullable(),
  assetId: uuid.nullable(),
  /** Whether what failed was under warranty that day. */
  failure: failure.nullable(),
  service: orderedService.nullable(),
  currency,
  tasks: z.array(task).max(100),
})

const signature = z.object({ name: personal(line(200)), fileId: uuid.nullable(), on: day })
const summary = personal(prose(10_000)).nullable()
const bill = offer.omit({ opportunityId: true, accountId: true }).extend({
  number: line(20),
  accountId: uuid,
  suppliedOn: day,
})
const nothing = z.object({})
const reason = line(200)

const person = subject('serviceOrder')

const events = {
  'serviceOrder.created': creates(opening),
  'serviceOrder.changed': z.object({ changes: fields.partial() }),
  'serviceOrder.dispatched': nothing,
  'serviceOrder.started': nothing,
  'serviceOrder.done': z.object({ summary, on: day }),
  'serviceOrder.reopened': z.object({ reason }),
  'serviceOrder.cancelled': z.object({ reason }),
  'serviceOrder.task-added': task,
  'serviceOrder.task-ticked': z.object({ taskId: uuid, done: z.boolean() }),
  'serviceOrder.task-removed': z.object({ taskId: uuid }),
  'serviceOrder.part-used': usedPart,
  'serviceOrder.part-removed': z.object({ partId: uuid }),
  'serviceOrder.time-logged': labour,
  'serviceOrder.time-removed': z.object({ timeId: uuid }),
  'serviceOrder.signed': signature,
  /** What is to be paid of it, of which an order is made and its invoice. */
  'serviceOrder.billed': bill,
  ...person.events,
}

const commands = {
  'serviceOrder.create': creates(opening),
  'serviceOrder.create-from-plan': creates(opening),
  'serviceOrder.change': fields.partial(),
  'serviceOrder.dispatch': nothing,
  'serviceOrder.start': nothing,
  'serviceOrder.complete': z.object({ summary: summary.default(null), today: day }),
  'serviceOrder.reopen': z.object({ reason }),
  'serviceOrder.cancel': z.object({ reason }),
  'serviceOrder.add-task': task.omit({ done: true }),
  'serviceOrder.tick-task': z.object({ taskId: uuid, done: z.boolean().default(true) }),
  'serviceOrder.remove-task': z.object({ taskId: uuid }),
  'serviceOrder.use-part': usedPart,
  'serviceOrder.remove-part': z.object({ partId: uuid }),
  'serviceOrder.log-time': labour,
  'serviceOrder.remove-time': z.object({ timeId: uuid }),
  'serviceOrder.sign': signature
    .omit({ on: true })
    .extend({ fileId: uuid.nullable().default(null), today: day }),
  'serviceOrder.bill': z.object({
    taxPercent: percentage.default(0),
    /** Who is answerable for the order that is made of it. */
    billerId: uuid,
    /** Whether anybody has said whom invoices are from. */
    hasSeller: z.boolean(),
  }),
  ...person.commands,
}

export interface ServiceOrderState extends AboutPerson, z.output<typeof opening> {
  status: ServiceOrderStatus
  tasks: readonly ServiceTask[] & z.output<typeof opening>['tasks']
  parts: readonly z.output<typeof usedPart>[]
  times: readonly z.output<typeof labour>[]
  signature: z.output<typeof signature> | null
  doneOn: string | null
  summary: string | null
  billed: boolean
}

const mostEntries = 200

const own = decider<ServiceOrderState>()({
  name: 'serviceOrder',
  events,
  commands,
  evolve: {
    'serviceOrder.created': (_, data) => ({
      ...data,
      status: 'planned',
      parts: [],
      times: [],
      signature: null,
      doneOn: null,
      summary: null,
      billed: false,
    }),
    'serviceOrder.changed': (state, { changes }) => merged(state, changes),
    'serviceOrder.dispatched': (state) => ({ ...state, status: 'dispatched' }),
    'serviceOrder.started': (state) => ({ ...state, status: 'under-way' }),
    'serviceOrder.done': (state, { summary: said, on }) => ({
      ...state,
      status: 'done',
      summary: said,
      doneOn: on,
    }),
    'serviceOrder.reopened': (state) => ({ ...state, status: 'under-way', doneOn: null }),
    'serviceOrder.cancelled': (state) => ({ ...state, status: 'cancelled' }),
    'serviceOrder.task-added': (state, data) => ({ ...state, tasks: [...state.tasks, data] }),
    'serviceOrder.task-ticked': (state, { taskId, done }) => ({
      ...state,
      tasks: state.tasks.map((one) => (one.id === taskId ? { ...one, done } : one)),
    }),
    'serviceOrder.task-removed': (state, { taskId }) => ({ ...state, tasks: without(state.tasks, taskId) }),
    'serviceOrder.part-used': (state, data) => ({ ...state, parts: [...state.parts, data] }),
    'serviceOrder.part-removed': (state, { partId }) => ({ ...state, parts: without(state.parts, partId) }),
    'serviceOrder.time-logged': (state, data) => ({ ...state, times: [...state.times, data] }),
    'serviceOrder.time-removed': (state, { timeId }) => ({ ...state, times: without(state.times, timeId) }),
    'serviceOrder.signed': (state, data) => ({ ...state, signature: data }),
    'serviceOrder.billed': (state) => ({ ...state, billed: true }),
    ...person.evolve,
  },
  decide: {
    'serviceOrder.create': (_, data) => [{ type: 'serviceOrder.created', data }],
    'serviceOrder.create-from-plan': (_, data) => [{ type: 'serviceOrder.created', data }],
    'serviceOrder.change': (state, input) => {
      mustBeOpen(state)
      const changes = changed<z.output<typeof fields>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'serviceOrder.changed', data: { changes } }] : []
    },
    'serviceOrder.dispatch': (state) => {
      mustBeOpen(state)
      if (state.status === 'dispatched') return []
      if (state.status !== 'planned')
        conflict('serviceOrder.under-way', 'Somebody is at it already: it is not sent out again.')
      return [{ type: 'serviceOrder.dispatched', data: {} }]
    },
    'serviceOrder.start': (state) => {
      mustBeOpen(state)
      return state.status === 'under-way' ? [] : [{ type: 'serviceOrder.started', data: {} }]
    },
    'serviceOrder.complete': (state, { today, summary: said }) => {
      if (state.status === 'done') return []
      mustBeOpen(state)
      const open = state.tasks.filter(({ done }) => !done)
      if (open.length > 0)
        conflict('serviceOrder.tasks-open', `Not done yet: ${open.map(({ text }) => text).join('; ')}.`, {
          tasks: open.map(({ id }) => id),
        })
      return [{ type: 'serviceOrder.done', data: { summary: said, on: today } }]
    },
    'serviceOrder.reopen': (state, input) => {
      if (state.status !== 'done') conflict('serviceOrder.not-done', 'This order is not done.')
      mustNotBeBilled(state)
      return [{ type: 'serviceOrder.reopened', data: input }]
    },
    'serviceOrder.cancel': (state, input) => {
      if (state.status === 'cancelled') return []
      mustBeOpen(state)
      return [{ type: 'serviceOrder.cancelled', data: input }]
    },
    'serviceOrder.add-task': (state, input) => {
      mustBeOpen(state)
      if (state.tasks.some(({ id }) => id === input.id)) return []
      mustHaveRoom(state.tasks, 100)
      return [{ type: 'serviceOrder.task-added', data: { ...input, done: false } }]
    },
    'serviceOrder.tick-task': (state, input) => {
      mustBeOpen(state)
      const found = taskIn(state.tasks, input.taskId)
      return found.done === input.done ? [] : [{ type: 'serviceOrder.task-ticked', data: input }]
    },
    'serviceOrder.remove-task': (state, input) => {
      mustBeOpen(state)
      return has(state.tasks, input.taskId) ? [{ type: 'serviceOrder.task-removed', data: input }] : []
    },
    'serviceOrder.use-part': (state, input) => {
      mustTakeEntries(state)
      if (has(state.parts, input.id)) return []
      mustHaveRoom(state.parts, mostEntries)
      mustBeIn(state.currency, input.unitPrice, 'unitPrice')
      mustBeCountable({ ...state, parts: [...state.parts, input] })
      return [{ type: 'serviceOrder.part-used', data: input }]
    },
    'serviceOrder.remove-part': (state, input) => {
      mustTakeEntries(state)
      return has(state.parts, input.partId) ? [{ type: 'serviceOrder.part-removed', data: input }] : []
    },
    'serviceOrder.log-time': (state, input, { at }) => {
      mustTakeEntries(state)
      if (has(state.times, input.id)) return []
      mustHaveRoom(state.times, mostEntries)
      mustBeIn(state.currency, input.rate, 'rate')
      if (input.endedAt <= input.startedAt)
        refuse('serviceOrder.time-reversed', 'It would end before it begins.', { field: 'endedAt' })
      if (input.endedAt > at)
        refuse('serviceOrder.time-ahead', 'What was not worked yet cannot be written down.', {
          field: 'endedAt',
        })
      mustBeCountable({ ...state, times: [...state.times, input] })
      return [{ type: 'serviceOrder.time-logged', data: input }]
    },
    'serviceOrder.remove-time': (state, input) => {
      mustTakeEntries(state)
      return has(state.times, input.timeId) ? [{ type: 'serviceOrder.time-removed', data: input }] : []
    },
    'serviceOrder.sign': (state, { today, ...data }) => {
      mustTakeEntries(state)
      if (state.status === 'planned')
        conflict('serviceOrder.not-begun', 'Nothing was done yet that anybody could sign.')
      return [{ type: 'serviceOrder.signed', data: { ...data, on: today } }]
    },
    'serviceOrder.bill': (state, { taxPercent, billerId, hasSeller }) => {
      if (state.status !== 'done') conflict('serviceOrder.not-done', 'It is invoiced once it is done.')
      mustNotBeBilled(state)
      if (!hasSeller)
        conflict(
          'serviceOrder.no-seller',
          'Describe the organisation in the settings first: an invoice says whom it is from.',
        )
      const { number, accountId, currency: code, doneOn } = state
      return [
        {
          type: 'serviceOrder.billed',
          data: {
            number,
            accountId,
            ownerId: state.ownerId ?? billerId,
            currency: code,
            suppliedOn: doneOn ?? '',
            ...linesToBill(state, taxPercent),
          },
        },
      ]
    },
    ...person.decide,
  },
})

const has = (all: readonly { id: string }[], id: string) => all.some((one) => one.id === id)
const without = <T extends { id: string }>(all: readonly T[], id: string): T[] =>
  all.filter((one) => one.id !== id)

function taskIn(all: readonly ServiceTask[], id: string): ServiceTask {
  return (
    all.find((one) => one.id === id) ??
    refuse('serviceOrder.task-unknown', 'This order has no such task.', { field: 'taskId' })
  )
}

function mustHaveRoom(all: readonly unknown[], most: number): void {
  if (all.length >= most) conflict('serviceOrder.too-many', `An order has at most ${most} of them.`)
}

function mustBeOpen({ status }: ServiceOrderState): void {
  if (status === 'cancelled')
    conflict('serviceOrder.cancelled', 'This order was cancelled; make another one.')
  if (status === 'done') conflict('serviceOrder.done', 'This order is done; open it again first.')
}

/** What it took is often written down afterwards. */
function mustTakeEntries(state: ServiceOrderState): void {
  if (state.status === 'cancelled') mustBeOpen(state)
  mustNotBeBilled(state)
}

function mustNotBeBilled({ billed }: ServiceOrderState): void {
  if (billed)
    conflict('serviceOrder.billed', 'It was invoiced: what it took stands. Credit the invoice instead.')
}

/** A visit, or other work, for a customer: what is to be done, what it took, and who has signed that it is done. */
export const serviceOrder = withLinks(
  'serviceOrder',
  own,
  z.object({ accountId: uuid, contactId: uuid.nullable(), ticketId: uuid.nullable() }),
)
