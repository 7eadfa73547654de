import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { sizeOf } from '../../ui/format.ts'
import { Tag } from '../../ui/values.tsx'
import { WithRecord } from './file/shown.tsx'
import { file as entry, type FileRow } from './file.entry.ts'

export const file = resource<FileRow>(entry)({
  title: ({ name }) => name,
  state: ({ removed, forCustomer }) =>
    removed ? <Tag>Removed</Tag> : forCustomer && <Tag>In the portal</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', fixed: true, sortable: true },
    {
      key: 'recordId',
      label: 'Of',
      kind: 'shown',
      show: (row) => <WithRecord row={row as FileRow} />,
      fixed: true,
      width: 200,
    },
    {
      key: 'bytes',
      label: 'Size',
      kind: 'shown',
      show: (row) => sizeOf((row as FileRow).bytes ?? 0),
      fixed: true,
      sortable: true,
      width: 100,
    },
    { key: 'version', label: 'Version', kind: 'number', fixed: true, width: 80 },
    { key: 'type', label: 'Type', kind: 'text', fixed: true },
    { key: 'addedById', label: 'Added by', kind: 'ref', model: 'user', fixed: true, width: 150 },
    { key: 'at', label: 'When', kind: 'instant', fixed: true, sortable: true, width: 130 },
    {
      key: 'forCustomer',
      label: 'In the portal',
      kind: 'yes-no',
      fixed: true,
      filter: true,
      width: 110,
    },
    { key: 'removed', label: 'Removed', kind: 'yes-no', fixed: true, filter: true, width: 90 },
  ],
  columns: ['recordId', 'bytes', 'version', 'addedById', 'at'],
  sort: '-at',
  searchable: true,
  empty: 'Files stand here. Add them on the page of the record they belong to.',
  Page: lazy(async () => ({ default: (await import('./file/page.tsx')).FilePage })),
})
