import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { HandOver } from './accounting-run/hand-over.tsx'
import { type AccountingRun, accountingRun as entry } from './accounting-run.entry.ts'

export const accountingRun = resource<AccountingRun>(entry)({
  title: ({ number }) => number,
  fields: [
    { key: 'number', label: 'Number', kind: 'text', fixed: true, sortable: true },
    { key: 'startsOn', label: 'From', kind: 'date', fixed: true, sortable: true, width: 120 },
    { key: 'endsOn', label: 'To', kind: 'date', fixed: true, width: 120 },
    { key: 'invoiceCount', label: 'Documents', kind: 'number', fixed: true, width: 110 },
    { key: 'paymentCount', label: 'Payments', kind: 'number', fixed: true, width: 110 },
    { key: 'again', label: 'Once more', kind: 'yes-no', fixed: true, width: 110 },
    { key: 'createdAt', label: 'Made', kind: 'instant', fixed: true, sortable: true, width: 150 },
    { key: 'madeById', label: 'By', kind: 'ref', model: 'user', fixed: true, filter: true, width: 160 },
  ],
  columns: ['startsOn', 'endsOn', 'invoiceCount', 'paymentCount', 'again', 'createdAt', 'madeById'],
  sort: '-createdAt',
  searchable: true,
  empty: 'Choose a period above, and hand over what is due.',
  Above: HandOver,
  Page: lazy(async () => ({ default: (await import('./accounting-run/page.tsx')).AccountingRunPage })),
})
