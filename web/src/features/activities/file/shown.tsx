import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { View } from '../../../api/client.ts'
import { detailQuery } from '../../../api/queries.ts'
import type { Row } from '../../../api/shapes.ts'
import { useResource } from '../../../records/related.tsx'
import { nounOf, titleOf } from '../../../records/resource.ts'
import { useView } from '../../../time/use-time.ts'
import type { FileRow } from '../file.entry.ts'
import classes from './file.module.css'

/** Where a content is fetched: as it was at the instant on screen, in the version that is asked for. */
export function contentOf(
  id: string,
  view: View,
  { version, inline }: { version?: number; inline?: true } = {},
) {
  const query = new URLSearchParams({
    ...(version !== undefined && { version: String(version) }),
    ...(inline && { inline: 'true' }),
    ...(view && { asOf: view.asOf, basis: view.basis }),
  })
  return `/api/files/${id}/content${query.size > 0 ? `?${query}` : ''}`
}

/** The record that a file lies with, by its name. */
export function WithRecord({ row }: { row: FileRow }) {
  const { model, recordId: id } = row
  return model && id ? <LinkTo model={model} id={id} /> : null
}

function LinkTo({ model, id }: { model: string; id: string }) {
  const resource = useResource(model)
  const view = useView()
  const { data } = useQuery({
    ...detailQuery<Row>(model, `/${resource?.path}`, id, view),
    enabled: resource !== undefined,
  })
  if (!resource) return null
  return (
    <Link to="/$path/$id" params={{ path: resource.path, id }}>
      {data ? titleOf(resource, data) : nounOf(resource.one)}
    </Link>
  )
}

/** A picture, or a PDF in the browser's own viewer: nothing of either can run here. */
export function Preview({ row, version }: { row: FileRow; version?: number }) {
  const view = useView()
  const address = contentOf(row.id, view, { inline: true, ...(version !== undefined && { version }) })
  const name = row.name ?? 'The file'
  return row.type === 'application/pdf' ? (
    <iframe className={classes.paper} src={address} title={name} />
  ) : (
    <img className={classes.picture} src={address} alt={name} />
  )
}

export function PreviewDialog({ row, onClose }: { row: FileRow; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={row.name} size="xl">
      <Preview row={row} />
    </Modal>
  )
}
