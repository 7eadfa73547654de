import { resource } from '../../records/resource.ts'
import { InstantValue } from '../../time/instant.tsx'
import { counted } from '../../ui/format.ts'
import { Nothing } from '../../ui/values.tsx'
import { webVisitor as entry, type WebVisitor } from './tracked-site.entry.ts'

export const webVisitor = resource<WebVisitor>(entry)({
  title: ({ contactName, leadName }) => contactName ?? leadName ?? undefined,
  fields: [
    {
      key: 'siteId',
      label: 'Web site',
      kind: 'ref',
      model: 'trackedSite',
      fixed: true,
      filter: true,
      width: 150,
    },
    { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact', fixed: true, width: 150 },
    { key: 'leadId', label: 'Lead', kind: 'ref', model: 'lead', fixed: true, width: 150 },
    { key: 'views', label: 'Pages', kind: 'number', fixed: true, sortable: true, width: 80 },
    { key: 'lastPath', label: 'Looked last at', kind: 'text', fixed: true, width: 180 },
    { key: 'timesThere', label: 'Times there', kind: 'number', fixed: true, width: 90 },
    { key: 'lastAt', label: 'Last', kind: 'instant', fixed: true, sortable: true, width: 140 },
    {
      key: 'productId',
      label: 'Product looked at last',
      kind: 'ref',
      model: 'product',
      fixed: true,
      width: 150,
    },
    { key: 'campaign', label: 'Came by', kind: 'text', fixed: true, width: 120 },
    {
      key: 'pages',
      label: 'Their way',
      kind: 'shown',
      show: (row) => <Pages of={(row as WebVisitor).pages ?? []} />,
    },
  ],
  columns: ['siteId', 'views', 'lastPath', 'timesThere', 'lastAt'],
  sort: '-lastAt',
  searchable: false,
  empty: 'Whoever follows a link of their own to a web site of ours, and allows it, is known there.',
})

function Pages({ of }: { of: NonNullable<WebVisitor['pages']> }) {
  if (of.length === 0) return <Nothing />
  return (
    <ol>
      {of.map(({ path, times, at }) => (
        <li key={path}>
          {path}, {counted(times, 'time', 'times')}, last <InstantValue at={at} />
        </li>
      ))}
    </ol>
  )
}
