import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Parameters } from '../api/client.ts'
import { derivedQuery } from '../api/queries.ts'
import { useView } from '../time/use-time.ts'
import { ExportCsv, type Lines } from '../ui/export-csv.tsx'
import { Failure, Waiting } from '../ui/states.tsx'
import { Panel } from './panel.tsx'

/** What a report answers, in a part with its title: on its way, refused, or there; as lines of a file, too. */
export function Report<T>({
  model,
  title,
  path,
  parameters = {},
  aside,
  lines,
  children,
}: {
  /** When records of this kind change it is asked again. */
  model: string
  title: string
  path: string
  parameters?: Parameters
  aside?: ReactNode
  /** The same as a table: the first line has the names. */
  lines?: (data: T) => Lines
  children: (data: T) => ReactNode
}) {
  const { data, error, refetch } = useQuery({
    ...derivedQuery<T>(model, path, parameters, useView()),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel
      title={title}
      aside={
        <>
          {aside}
          {lines && data !== undefined && !error && <ExportCsv name={title} lines={() => lines(data)} />}
        </>
      }
    >
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Waiting rows={3} label={`Loading: ${title}`} />
      ) : (
        children(data)
      )}
    </Panel>
  )
}
