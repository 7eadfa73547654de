import { queryOptions, useQuery } from '@tanstack/react-query'
import { read, type View } from '../api/client.ts'
import { isName, type Page, type Row } from '../api/shapes.ts'
import { entryOf } from '../app/catalog.ts'
import { useView } from '../time/use-time.ts'
import { personName } from '../ui/format.ts'

const staleTime = 300_000

/** Models small enough to be known whole: the people and what they sell. */
const directories: ReadonlySet<string> = new Set([
  'user',
  'team',
  'role',
  'product',
  'pipeline',
  'businessCalendar',
  'slaPolicy',
])

export const isDirectory = (model: string) => directories.has(model)

/** Of a directory that has no entry of its own in the catalog: `business-calendars`. */
const pathOf = (model: string) => `${model.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}s`

export function directoryQuery<T extends Row>(model: string, view: View) {
  return queryOptions({
    queryKey: [model, 'derived', 'directory', view] as const,
    queryFn: ({ signal }) =>
      read<Page<T>>(`/${entryOf(model)?.path ?? pathOf(model)}`, {
        parameters: { limit: 200 },
        view,
        signal,
      }),
    staleTime,
  })
}

/** Everybody, or all products: for choices and for names beside ids. */
export function useDirectory<T extends Row>(model: string, enabled = true): T[] {
  const { data } = useQuery({ ...directoryQuery<T>(model, useView()), enabled })
  return data?.items ?? []
}

/** What a record is called; `given` spares the question. */
export function useName(model: string, id: string, given?: string): string | undefined {
  const view = useView()
  const whole = isDirectory(model)
  const directory = useDirectory(model, whole && given === undefined)
  const listed = whole ? directory.find((row) => row.id === id) : undefined
  const path = entryOf(model)?.path
  const { data } = useQuery({
    queryKey: [model, 'detail', id, view] as const,
    queryFn: ({ signal }) => read<Row>(`/${path}/${id}`, { view, signal }),
    enabled: given === undefined && !whole && path !== undefined,
    staleTime,
    retry: false,
  })
  return given ?? nameOf(listed ?? data)
}

/** The words a row goes by, whatever it is. */
export function nameOf(row: object | undefined): string | undefined {
  if (!row) return undefined
  const { name, subject, number } = row as Record<string, unknown>
  if (isName(name)) return personName(name)
  for (const words of [name, subject, number]) if (typeof words === 'string') return words
  return undefined
}
