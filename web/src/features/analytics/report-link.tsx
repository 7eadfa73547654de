import { Code, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api/client.ts'
import { useCommand } from '../../api/commands.ts'
import { useMay } from '../../api/session.ts'
import type { Field } from '../../records/field.ts'
import { RecordPage } from '../../records/page.tsx'
import { Panel } from '../../records/panel.tsx'
import { resource } from '../../records/resource.ts'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { CopyText } from '../../ui/copy.tsx'
import { done, failed } from '../../ui/notices.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { reportLink as entry, type ReportLink, type ReportLinkAddress } from './report-link.entry.ts'

/** What is asked of whoever shares a report by a link. */
export const sharingFields: readonly Field<'purpose' | 'expiresAt' | 'asOf' | 'files'>[] = [
  { key: 'purpose', label: 'For', kind: 'text', required: true, hint: 'Whom it is for, and what for' },
  { key: 'expiresAt', label: 'Open until', kind: 'instant', required: true, sortable: true, width: 170 },
  {
    key: 'asOf',
    label: 'As of',
    kind: 'instant',
    hint: 'Empty: what it comes to when it is opened',
    width: 170,
  },
  { key: 'files', label: 'To be taken along as a file', kind: 'yes-no', width: 120 },
]

function Withdraw({ row }: { row: ReportLink }) {
  const command = useCommand()
  if (row.withdrawn) return null
  return (
    <WriteButton
      permission="reportLink.withdraw"
      variant="default"
      loading={command.isPending}
      onClick={() =>
        command.mutate(
          { method: 'POST', path: `/report-links/${row.id}/withdraw`, touches: ['reportLink'] },
          {
            onSuccess: () => done('Withdrawn: the link leads nowhere any more'),
            onError: (error) => failed('The link stays open', error),
          },
        )
      }
    >
      Withdraw
    </WriteButton>
  )
}

/** Where the link leads, and who came by it when. A mail program opens links, too. */
function Address({ row }: { row: ReportLink }) {
  const may = useMay()('reportLink.make')
  const query = useQuery({
    queryKey: ['reportLink', 'derived', 'address', row.id, row.revision],
    queryFn: ({ signal }) => read<ReportLinkAddress>(`/report-links/${row.id}/address`, { signal }),
    enabled: may,
  })
  if (!query.data) return null
  const { url, openings } = query.data
  return (
    <>
      <Panel title="Link">
        {url ? (
          <>
            <Group gap={8}>
              <Code style={{ overflowWrap: 'anywhere' }}>{url}</Code>
              <CopyText value={url} label="Copy link" />
            </Group>
            <Quiet>
              Whoever has it sees what you saw of this report on the day you shared it, without signing in.
            </Quiet>
          </>
        ) : (
          <Quiet>It leads nowhere any more.</Quiet>
        )}
      </Panel>
      <Panel title="Opened">
        {openings.length === 0 ? (
          <Quiet>Not opened yet.</Quiet>
        ) : (
          <Table label="Openings of this link" head={['When', 'By', 'As']}>
            {openings.map(({ at, by, as }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two can be of the same moment, and the order stays.
              <tr key={index}>
                <td>
                  <InstantValue at={at} />
                </td>
                <td>{by ?? 'Somebody who was not signed in'}</td>
                <td>{as === 'file' ? 'File' : 'Page'}</td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
    </>
  )
}

/** A report that is shown to somebody without an account (REP-09). */
function ReportLinkPage({ id }: { id: string }) {
  return (
    <RecordPage<ReportLink> resource={reportLink} id={id} actions={(row) => <Withdraw row={row} />}>
      {(row) => <Address row={row} />}
    </RecordPage>
  )
}

export const reportLink = resource<ReportLink>(entry)({
  title: ({ purpose }) => purpose,
  fields: [
    { key: 'reportId', label: 'Report', kind: 'ref', model: 'report', fixed: true, filter: true, width: 180 },
    ...sharingFields.map((field) => ({ ...field, fixed: true as const })),
    {
      key: 'sharerId',
      label: 'Shared by',
      kind: 'ref',
      model: 'user',
      fixed: true,
      filter: true,
      width: 150,
    },
    { key: 'withdrawn', label: 'Withdrawn', kind: 'yes-no', fixed: true, filter: true, width: 110 },
    { key: 'createdAt', label: 'Shared on', kind: 'instant', fixed: true, sortable: true, width: 150 },
  ],
  columns: ['reportId', 'expiresAt', 'withdrawn', 'sharerId', 'createdAt'],
  sort: '-createdAt',
  searchable: true,
  empty: 'A kept report can be shown to somebody without an account: open it, and share it by a link.',
  Page: ReportLinkPage,
})
