import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { read } from '../api/client.ts'
import { isMadeOf, pathOf } from '../api/kinds.ts'
import { Problem } from '../api/problem.ts'
import type { Kind } from '../api/queries.ts'
import type { Page, Row } from '../api/shapes.ts'

/** Query keys are `[model, kind, ..., view]`; only what shows the present (view null) follows the present. */
const shows = (model: string, kind: Kind) => ({
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
    isMadeOf(queryKey, model) && queryKey[1] === kind && queryKey.at(-1) === null,
})

const showsOne = (model: string, kind: Kind, id: string) => ({
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
    queryKey[0] === model && queryKey[1] === kind && queryKey[2] === id && queryKey.at(-1) === null,
})

/**
 * Brings cached answers up to date with records that changed, once for a burst of changes. Rows are replaced where
 * they stand: nothing moves under the eye. What would move (a new row, another sort) waits for the person or for the
 * next opening of the list.
 */
export async function applyChanges(
  client: QueryClient,
  model: string,
  ids: ReadonlySet<string>,
): Promise<void> {
  void client.invalidateQueries(shows(model, 'derived'))
  void client.invalidateQueries({ ...shows(model, 'list'), refetchType: 'none' })
  await Promise.all([...ids].map((id) => applyChange(client, model, id)))
}

async function applyChange(client: QueryClient, model: string, id: string): Promise<void> {
  void client.invalidateQueries(showsOne(model, 'history', id))
  void client.invalidateQueries(showsOne(model, 'detail', id))
  const listed = client
    .getQueriesData<InfiniteData<Page<Row>>>(shows(model, 'list'))
    .some(([, data]) => data?.pages.some(({ items }) => items.some((item) => item.id === id)))
  if (!listed) return
  const row = await rowOf(model, id)
  client.setQueriesData<InfiniteData<Page<Row>>>(
    shows(model, 'list'),
    (data) => data && replaceRow(data, id, row),
  )
}

/** The record as answers show it; null: gone, or no longer for this person to see. */
async function rowOf(model: string, id: string): Promise<Row | null | undefined> {
  try {
    return await read<Row>(`/${pathOf(model)}/${id}`)
  } catch (error) {
    return error instanceof Problem && error.status === 404 ? null : undefined
  }
}

/** Undefined leaves the data as it is, null takes the row out. */
export function replaceRow(
  data: InfiniteData<Page<Row>>,
  id: string,
  row: Row | null | undefined,
): InfiniteData<Page<Row>> {
  if (row === undefined || !data.pages.some(({ items }) => items.some((item) => item.id === id))) return data
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item) => (item.id !== id ? [item] : row ? [row] : [])),
    })),
  }
}
