import { Button } from '@mantine/core'
import { Download } from 'lucide-react'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { sizeOf } from '../../../ui/format.ts'
import type { FileRow } from '../file.entry.ts'
import { file } from '../file.tsx'
import { useFileActions } from './actions.tsx'
import classes from './file.module.css'
import { OneUpload } from './panel.tsx'
import { contentOf, Preview } from './shown.tsx'
import { useUploads } from './uploads.ts'

export function FilePage({ id }: { id: string }) {
  const { uploads, send, drop } = useUploads()
  return (
    <RecordPage
      resource={file}
      id={id}
      actions={(row) => (
        <Actions row={row} onVersion={(chosen) => void send(`/files/${id}/versions`, {}, chosen)} />
      )}
    >
      {(row) => (
        <>
          {uploads.length > 0 && (
            <ul className={classes.files} aria-label="On their way">
              {uploads.map((upload) => (
                <OneUpload key={upload.key} upload={upload} onDismiss={() => drop(upload.key)} />
              ))}
            </ul>
          )}
          {row.preview && (
            <Panel title="Preview">
              <Preview row={row} key={row.version} />
            </Panel>
          )}
          <Versions row={row} />
        </>
      )}
    </RecordPage>
  )
}

function Actions({ row, onVersion }: { row: FileRow; onVersion: (file: File) => void }) {
  const actions = useFileActions(row, onVersion)
  const view = useView()
  return (
    <>
      <Button
        component="a"
        href={contentOf(row.id, view)}
        download
        variant="default"
        leftSection={<Download size={14} />}
      >
        Download
      </Button>
      {row.removed ? (
        <WriteButton variant="default" permission="file.restore" onClick={actions.restore}>
          Bring back
        </WriteButton>
      ) : (
        <>
          <WriteButton variant="default" permission="file.replace" onClick={actions.choose}>
            New version
          </WriteButton>
          <WriteButton variant="default" permission="file.rename" onClick={actions.rename}>
            Rename
          </WriteButton>
          {row.forCustomer ? (
            <WriteButton variant="default" permission="file.hide-from-customer" onClick={actions.hide}>
              Hide from the customer
            </WriteButton>
          ) : (
            <WriteButton variant="default" permission="file.show-to-customer" onClick={actions.show}>
              Show to the customer
            </WriteButton>
          )}
          <WriteButton variant="default" permission="file.remove" onClick={actions.remove}>
            Remove
          </WriteButton>
        </>
      )}
      {actions.dialogs}
    </>
  )
}

function Versions({ row }: { row: FileRow }) {
  const view = useView()
  const versions = [...(row.versions ?? [])].reverse()
  if (versions.length === 0) return null
  return (
    <Panel title="Versions">
      <ul className={classes.files} aria-label="Versions, newest first">
        {versions.map(({ version, name, bytes, at }) => (
          <li key={version}>
            <a className={classes.name} href={contentOf(row.id, view, { version })} download>
              {version}: {name}
            </a>
            <span className={classes.spring} />
            <span className={classes.quiet}>
              {sizeOf(bytes)} · <InstantValue at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
