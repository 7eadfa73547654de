import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { assets } from './contract/assets-input.tsx'
import { type Contract, contract as entry } from './contract.entry.ts'
import { products } from './products-input.tsx'

const statuses: readonly Choice[] = [
  { value: 'draft', label: 'Draft', tone: 'neutral' },
  { value: 'active', label: 'In force', tone: 'good' },
  { value: 'ended', label: 'Ended', tone: 'neutral' },
]

const billings: readonly Choice[] = [
  { value: 'month', label: 'A month' },
  { value: 'quarter', label: 'A quarter' },
  { value: 'year', label: 'A year' },
  { value: 'once', label: 'Once' },
]

export const contract = resource<Contract>(entry)({
  title: ({ name }) => name,
  state: ({ noticeDue, cancelled, status }) =>
    status === 'active' && cancelled ? (
      <Tag tone="warn">Notice given</Tag>
    ) : (
      noticeDue && <Tag tone="warn">Ends soon</Tag>
    ),
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'number', label: 'Number', kind: 'text', fixed: true, sortable: true, width: 110 },
    {
      key: 'status',
      label: 'State',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 100,
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
    { key: 'tier', label: 'Tier', kind: 'listed', list: 'contract-tier', filter: true, width: 100 },
    {
      key: 'slaPolicyId',
      label: 'Service level',
      kind: 'ref',
      model: 'slaPolicy',
      filter: true,
      width: 150,
      hint: 'Promised for tickets that it covers; without one, what is promised anyway',
    },
    {
      key: 'coversAll',
      label: 'Covers everything',
      kind: 'yes-no',
      width: 90,
      hint: 'Everything that they have from us; else only these products and assets',
    },
    { key: 'productIds', label: 'Products', ...products },
    { key: 'assetIds', label: 'Assets', ...assets },
    { key: 'startsOn', label: 'From', kind: 'date', required: true, sortable: true, width: 110 },
    {
      key: 'endsOn',
      label: 'Until',
      kind: 'date',
      sortable: true,
      width: 110,
      hint: 'Its last day; without one it runs until it is terminated',
    },
    {
      key: 'renewMonths',
      label: 'Goes on for',
      kind: 'number',
      unit: 'months',
      width: 90,
      hint: 'After its last day, by itself, unless notice was given',
    },
    {
      key: 'noticeDays',
      label: 'Notice',
      kind: 'number',
      unit: 'days',
      width: 90,
      hint: 'So many days before its last one its owner is told',
    },
    { key: 'price', label: 'Price', kind: 'money', width: 120 },
    { key: 'billing', label: 'For', kind: 'choice', choices: billings, width: 90 },
    { key: 'text', label: 'Terms and conditions', kind: 'long-text' },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    { key: 'noticeDue', label: 'Ends soon', kind: 'yes-no', fixed: true, filter: true, width: 90 },
  ],
  columns: ['number', 'accountId', 'status', 'tier', 'slaPolicyId', 'startsOn', 'endsOn', 'price', 'ownerId'],
  sort: 'endsOn',
  searchable: true,
  initial: { coversAll: true },
  change: 'contract.change',
  final: ({ status }) => status === 'ended',
  empty:
    'A contract is what was agreed with a customer: what it covers, and how soon you answer. Write down the first one.',
  Page: lazy(async () => ({ default: (await import('./contract/page.tsx')).ContractPage })),
})
