import { lazy } from 'react'
import { ChoiceTag } from '../../records/choice-tag.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { StatementDrop } from './payment/statement.tsx'
import { payment as entry, type Payment } from './payment.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'unallocated', label: 'Invoice not known', tone: 'warn' },
  { value: 'partly-allocated', label: 'Partly allocated', tone: 'warn' },
  { value: 'allocated', label: 'Allocated', tone: 'good' },
  { value: 'voided', label: 'Does not count', tone: 'neutral' },
]

export const payment = resource<Payment>(entry)({
  title: ({ payer, reference }) => payer ?? reference ?? undefined,
  state: ({ status }) => <ChoiceTag choices={statuses} value={status} />,
  fields: [
    {
      key: 'paid',
      label: 'Amount',
      kind: 'money',
      required: true,
      sortable: true,
      width: 130,
      hint: 'Negative where you have paid it back',
    },
    { key: 'receivedOn', label: 'Day', kind: 'date', required: true, sortable: true, width: 110 },
    { key: 'payer', label: 'Payer', kind: 'text', width: 180 },
    { key: 'payerIban', label: 'Payer’s IBAN', kind: 'text' },
    { key: 'reference', label: 'Reference', kind: 'text', width: 260, hint: 'What the payer says it is for' },
    { key: 'status', label: 'Status', kind: 'choice', choices: statuses, fixed: true, filter: true },
    { key: 'left', label: 'For no invoice', kind: 'money', fixed: true, sortable: true, width: 130 },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      fixed: true,
      filter: true,
      width: 180,
    },
    { key: 'statement', label: 'From the statement of', kind: 'text', fixed: true },
    {
      key: 'accountingRunId',
      label: 'In the accounts by',
      kind: 'ref',
      model: 'accountingRun',
      fixed: true,
      width: 140,
    },
    { key: 'booked', label: 'In the accounts', kind: 'yes-no', fixed: true, filter: true, width: 120 },
    { key: 'voidedReason', label: 'Does not count because', kind: 'text', fixed: true },
  ],
  columns: ['paid', 'receivedOn', 'reference', 'status', 'left', 'accountId'],
  sort: '-receivedOn',
  searchable: true,
  empty: 'Record a payment, or drop a bank statement above.',
  Above: StatementDrop,
  Page: lazy(async () => ({ default: (await import('./payment/page.tsx')).PaymentPage })),
})
