import { lazy } from 'react'
import { AddressInput, AddressShown } from '../../records/address.tsx'
import { ChoiceTag } from '../../records/choice-tag.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { order as entry, type Order } from './order.entry.ts'

export const orderStatuses: readonly Choice[] = [
  { value: 'placed', label: 'Placed', tone: 'neutral' },
  { value: 'confirmed', label: 'Confirmed', tone: 'accent' },
  { value: 'partly-fulfilled', label: 'Partly fulfilled', tone: 'warn' },
  { value: 'fulfilled', label: 'Fulfilled', tone: 'good' },
  { value: 'cancelled', label: 'Cancelled', tone: 'bad' },
]

export const transferStatuses: readonly Choice[] = [
  { value: 'under-way', label: 'On its way', tone: 'accent' },
  { value: 'waiting', label: 'To be tried again', tone: 'warn' },
  { value: 'accepted', label: 'Accepted', tone: 'good' },
  { value: 'refused', label: 'Refused', tone: 'bad' },
  { value: 'given-up', label: 'Given up', tone: 'bad' },
]

export const order = resource<Order>(entry)({
  title: ({ number }) => number,
  state: ({ status }) => <ChoiceTag choices={orderStatuses} value={status} />,
  fields: [
    { key: 'number', label: 'Number', kind: 'text', fixed: true },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      fixed: true,
      filter: true,
      width: 200,
    },
    {
      key: 'opportunityId',
      label: 'Opportunity',
      kind: 'ref',
      model: 'opportunity',
      fixed: true,
      width: 220,
    },
    { key: 'quoteId', label: 'From the quote', kind: 'ref', model: 'quote', fixed: true, width: 140 },
    { key: 'status', label: 'Status', kind: 'choice', choices: orderStatuses, fixed: true, filter: true },
    { key: 'gross', label: 'Total', kind: 'money', fixed: true, sortable: true, width: 140 },
    { key: 'wantedOn', label: 'Wanted by', kind: 'date', sortable: true, width: 120 },
    { key: 'address', label: 'Goes to', kind: 'own', Show: AddressShown, Input: AddressInput },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    {
      key: 'transferStatus',
      label: 'In the ERP',
      kind: 'choice',
      choices: transferStatuses,
      fixed: true,
      filter: true,
      width: 140,
    },
    { key: 'erpNumber', label: 'ERP number', kind: 'text', fixed: true, width: 120 },
    { key: 'placedAt', label: 'Placed', kind: 'instant', fixed: true, sortable: true, width: 120 },
    { key: 'cancelledReason', label: 'Cancelled because', kind: 'text', fixed: true },
  ],
  columns: ['accountId', 'opportunityId', 'status', 'gross', 'wantedOn', 'ownerId', 'placedAt'],
  sort: '-placedAt',
  searchable: true,
  change: 'order.change',
  empty: 'An order is placed by itself as soon as a quote is accepted.',
  Page: lazy(async () => ({ default: (await import('./order/page.tsx')).OrderPage })),
})
