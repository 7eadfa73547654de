import { ActionIcon, Button, CloseButton, Progress } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download, Paperclip } from 'lucide-react'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import type { Page } from '../../../api/shapes.ts'
import { useLive } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import type { Resource } from '../../../records/resource.ts'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { DropZone } from '../../../ui/drop-zone.tsx'
import { count, sizeOf } from '../../../ui/format.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { FileRow } from '../file.entry.ts'
import { FileMenu, useFileActions } from './actions.tsx'
import classes from './file.module.css'
import { contentOf, PreviewDialog } from './shown.tsx'
import { type Upload, useUploads } from './uploads.ts'

/** More than so many are looked for in the list of all. */
const most = 50

/** The files that lie with a record: dropped here, shown, named, replaced and removed. */
export function FilesPanel({
  resource: { model },
  id,
}: {
  resource: Pick<Resource, 'model' | 'path' | 'one'>
  id: string
}) {
  const [all, setAll] = useState(false)
  const refusal = useRefusal()('file.add')
  const { uploads, send, drop } = useUploads()
  useLive('file')
  const query = useQuery({
    ...derivedQuery<Page<FileRow>>(
      'file',
      '/files',
      { recordId: id, ...(!all && { removed: false }), limit: most, total: true },
      useView(),
    ),
    placeholderData: keepPreviousData,
  })
  const rows = query.data?.items ?? []
  const total = query.data?.total ?? rows.length
  return (
    <Panel
      title={rows.length > 0 ? `Files ${count(total)}` : 'Files'}
      aside={
        <Button variant="subtle" size="compact-xs" aria-pressed={all} onClick={() => setAll(!all)}>
          {all ? 'Hide removed' : 'Show removed'}
        </Button>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading the files" />
      ) : rows.length === 0 && uploads.length === 0 ? (
        <p className={classes.quiet}>
          No files yet{refusal ? '.' : ': a contract, a drawing, a picture of what is broken.'}
        </p>
      ) : (
        <ul className={classes.files} aria-label="Files">
          {rows.map((row) => (
            <OneFile
              key={row.id}
              row={row}
              onVersion={(file) => void send(`/files/${row.id}/versions`, {}, file)}
            />
          ))}
          {uploads.map((upload) => (
            <OneUpload key={upload.key} upload={upload} onDismiss={() => drop(upload.key)} />
          ))}
        </ul>
      )}
      {!refusal && (
        <DropZone
          label="Files to add"
          onFiles={(files) => {
            for (const file of files) void send('/files', { model, recordId: id }, file)
          }}
        />
      )}
    </Panel>
  )
}

function OneFile({ row, onVersion }: { row: FileRow; onVersion: (file: File) => void }) {
  const [shown, setShown] = useState(false)
  const view = useView()
  const actions = useFileActions(row, onVersion)
  return (
    <li>
      <Paperclip size={14} aria-hidden />
      {row.preview ? (
        <button type="button" className={classes.name} onClick={() => setShown(true)}>
          {row.name}
        </button>
      ) : (
        <Link to="/$path/$id" params={{ path: 'files', id: row.id }} className={classes.name}>
          {row.name}
        </Link>
      )}
      {row.removed && <Tag>Removed</Tag>}
      {(row.version ?? 1) > 1 && (
        <Link to="/$path/$id" params={{ path: 'files', id: row.id }} className={classes.quiet}>
          Version {row.version}
        </Link>
      )}
      <span className={classes.spring} />
      <span className={classes.quiet}>
        {sizeOf(row.bytes ?? 0)} · {row.addedByName && `${row.addedByName} · `}
        {row.at && <InstantValue at={row.at} />}
      </span>
      <ActionIcon
        component="a"
        href={contentOf(row.id, view)}
        download
        variant="subtle"
        color="gray"
        size={22}
        aria-label={`Download ${row.name}`}
      >
        <Download size={14} />
      </ActionIcon>
      <FileMenu row={row} actions={actions} />
      {actions.dialogs}
      {shown && <PreviewDialog row={row} onClose={() => setShown(false)} />}
    </li>
  )
}

/** How far it is, or why it did not get there. */
export function OneUpload({
  upload: { file, part, error, cancel },
  onDismiss,
}: {
  upload: Upload
  onDismiss: () => void
}) {
  return (
    <li>
      <Paperclip size={14} aria-hidden />
      <span>{file.name}</span>
      <span className={classes.spring} />
      {error === null ? (
        <>
          <Progress
            className={classes.bar}
            value={part * 100}
            aria-label={`Sending ${file.name}`}
            animated={part === 1}
          />
          <Button variant="subtle" size="compact-xs" aria-label={`Cancel ${file.name}`} onClick={cancel}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          <span role="alert" className={classes.wrong}>
            {error}
          </span>
          <CloseButton size="sm" aria-label={`Dismiss ${file.name}`} onClick={onDismiss} />
        </>
      )}
    </li>
  )
}
