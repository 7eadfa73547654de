import { lazy } from 'react'
import { ChoiceTag } from '../../records/choice-tag.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { formatsNow } from '../../ui/formats.ts'
import { Tag } from '../../ui/values.tsx'
import { dateAt } from '../../ui/zone.ts'
import { invoice as entry, type Invoice } from './invoice.entry.ts'

const kinds: readonly Choice[] = [
  { value: 'invoice', label: 'Invoice' },
  { value: 'credit-note', label: 'Credit note' },
]
const statuses: readonly Choice[] = [
  { value: 'open', label: 'Open', tone: 'accent' },
  { value: 'partly-paid', label: 'Partly paid', tone: 'warn' },
  { value: 'paid', label: 'Paid', tone: 'good' },
  { value: 'overpaid', label: 'Overpaid', tone: 'warn' },
  { value: 'credited', label: 'Credited', tone: 'neutral' },
  { value: 'settled', label: 'Credit note', tone: 'neutral' },
]

/** So many days after the last on which it was to be paid; 0: it is not late. */
export function daysLate({ status, dueOn }: Invoice): number {
  if (!dueOn || (status !== 'open' && status !== 'partly-paid')) return 0
  const today = dateAt(new Date(), formatsNow().timeZone)
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000))
}

function InvoiceState({ row }: { row: Invoice }) {
  const late = daysLate(row)
  return (
    <>
      <ChoiceTag choices={statuses} value={row.status} />
      {late > 0 && <Tag tone="bad">{late === 1 ? '1 day late' : `${late} days late`}</Tag>}
    </>
  )
}

export const invoice = resource<Invoice>(entry)({
  title: ({ number }) => number,
  state: (row) => <InvoiceState row={row} />,
  fields: [
    { key: 'number', label: 'Number', kind: 'text', fixed: true, sortable: true },
    { key: 'kind', label: 'Kind', kind: 'choice', choices: kinds, fixed: true, filter: true, width: 110 },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      fixed: true,
      filter: true,
      width: 200,
    },
    { key: 'orderId', label: 'Order', kind: 'ref', model: 'order', fixed: true, width: 140 },
    { key: 'invoiceId', label: 'Corrects', kind: 'ref', model: 'invoice', fixed: true, width: 120 },
    { key: 'reason', label: 'Because', kind: 'text', fixed: true },
    { key: 'status', label: 'Status', kind: 'choice', choices: statuses, fixed: true, filter: true },
    {
      key: 'grossOwn',
      label: 'Total in own currency',
      kind: 'money',
      fixed: true,
      hint: 'By the rate of its day',
    },
    { key: 'issuedOn', label: 'Date', kind: 'date', fixed: true, sortable: true, width: 110 },
    { key: 'suppliedOn', label: 'Supplied on', kind: 'date', fixed: true },
    { key: 'dueOn', label: 'Due', kind: 'date', fixed: true, sortable: true, width: 110 },
    { key: 'gross', label: 'Total', kind: 'money', fixed: true, sortable: true, width: 130 },
    { key: 'paid', label: 'Paid', kind: 'money', fixed: true, width: 130 },
    { key: 'credited', label: 'Credited', kind: 'money', fixed: true, width: 130 },
    { key: 'open', label: 'Open', kind: 'money', fixed: true, sortable: true, width: 130 },
    { key: 'reminders', label: 'Reminders', kind: 'number', fixed: true, width: 100 },
    { key: 'remindedOn', label: 'Reminded on', kind: 'date', fixed: true, width: 110 },
    {
      key: 'accountingRunId',
      label: 'In the accounts by',
      kind: 'ref',
      model: 'accountingRun',
      fixed: true,
      width: 140,
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
  ],
  columns: ['kind', 'accountId', 'status', 'issuedOn', 'dueOn', 'gross', 'open', 'reminders'],
  sort: '-issuedOn',
  searchable: true,
  empty: 'An invoice is issued by itself when something of an order goes out.',
  Page: lazy(async () => ({ default: (await import('./invoice/page.tsx')).InvoicePage })),
})
