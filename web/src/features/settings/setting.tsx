import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { read } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import type { Row } from '../../api/shapes.ts'
import { Details } from '../../records/details.tsx'
import { RecordForm } from '../../records/form.tsx'
import { HistoryTab } from '../../records/history.tsx'
import { Panel } from '../../records/panel.tsx'
import { nounOf, type Resource } from '../../records/resource.ts'
import { useTime } from '../../time/use-time.ts'
import { WriteButton } from '../../time/write.tsx'
import { Quiet, Screen } from '../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../ui/states.tsx'

/** What of a record may not be known of a setting that nobody has touched. */
type Untouched<T extends Row> = Omit<T, keyof Row> & {
  id: string
  revision: number | null
  createdAt: string | null
  updatedAt: string | null
}

/** A setting as a record; before the first decision its revision is -1. */
export type SettingRow<T> = Omit<T, keyof Row> & Row

/** A record there is one of: what holds, a form to change it, and its history. */
export function SettingScreen<T extends Row>({
  resource,
  about,
  above,
  prepare = (row) => row,
}: {
  resource: Resource<T> & { at: string }
  about: string
  above?: (row: T) => ReactNode
  /** What the form starts with, where that is not what holds. */
  prepare?: (row: T) => T
}) {
  const { model, at, one } = resource
  const { view, past } = useTime()
  const may = useMay()
  const [editing, setEditing] = useState(false)
  const query = useQuery({
    queryKey: [model, 'detail', at, view] as const,
    queryFn: async ({ signal }) => {
      try {
        return settled(await read<Untouched<T>>(at, { view, signal }))
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null
        throw error
      }
    },
  })
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting rows={8} label={`Loading the ${one}`} />
  const row = query.data
  const edit = (
    <WriteButton
      variant={row ? 'default' : 'filled'}
      permission={resource.change ?? ''}
      leftSection={<Pencil size={14} />}
      onClick={() => setEditing(true)}
    >
      {row ? 'Edit' : `Describe the ${one}`}
    </WriteButton>
  )
  return (
    <Screen title={nounOf(one)} about={about} actions={row && edit}>
      {row ? (
        <>
          {above?.(row)}
          <Details fields={resource.fields} row={row} />
          {may(`${model}.read`) && (
            <Panel title="History">
              {row.revision < 0 ? (
                <Quiet>Nobody {past ? 'had' : 'has'} changed anything yet: this is how it begins.</Quiet>
              ) : (
                <HistoryTab resource={resource} id={row.id} />
              )}
            </Panel>
          )}
        </>
      ) : (
        <Empty
          title={past ? 'Nothing had been entered yet' : 'Nothing was entered yet'}
          action={!past && edit}
        >
          {resource.empty}
        </Empty>
      )}
      <RecordForm
        resource={resource}
        opened={editing}
        row={row ? prepare(row) : undefined}
        onClose={() => setEditing(false)}
      />
    </Screen>
  )
}

function settled<T extends Row>({ revision, createdAt, updatedAt, ...fields }: Untouched<T>): T {
  // What the server sends is all of T but what is put beside it here.
  return {
    ...fields,
    revision: revision ?? -1,
    createdAt: createdAt ?? '',
    updatedAt: updatedAt ?? '',
  } as Untouched<T> & Row as never
}
