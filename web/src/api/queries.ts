import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query'
import { type Parameters, read, type View } from './client.ts'
import type { HistoryPage } from './models.ts'
import { Problem } from './problem.ts'
import type { Page, Row } from './shapes.ts'

/**
 * How a cached answer follows the live changes of its model (live/apply.ts): rows are replaced in place, or the
 * answer is asked for again. It is the second part of every query key: `[model, kind, ..., view]`.
 */
export type Kind = 'list' | 'detail' | 'history' | 'derived'

export const pageSize = 50

export function listQuery<T extends Row>(model: string, path: string, parameters: Parameters, view: View) {
  return infiniteQueryOptions({
    queryKey: [model, 'list' satisfies Kind, parameters, view] as const,
    queryFn: ({ pageParam, signal }) =>
      read<Page<T>>(path, {
        // Counted once, with the first page.
        parameters: {
          ...parameters,
          limit: pageSize,
          cursor: pageParam,
          total: pageParam === null ? true : undefined,
        },
        view,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

export function detailQuery<T extends Row>(model: string, path: string, id: string, view: View) {
  return queryOptions({
    queryKey: [model, 'detail' satisfies Kind, id, view] as const,
    queryFn: ({ signal }) => read<T>(`${path}/${id}`, { view, signal }),
  })
}

export function historyQuery(model: string, path: string, id: string, view: View) {
  return infiniteQueryOptions({
    queryKey: [model, 'history' satisfies Kind, id, view] as const,
    queryFn: ({ pageParam, signal }) =>
      read<HistoryPage>(`${path}/${id}/history`, {
        parameters: { limit: pageSize, cursor: pageParam },
        view,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

/**
 * What is worked out from many rows of a model (a board, a forecast, related records): asked again when they change. Several
 * models have spaces between them.
 */
export function derivedQuery<T>(model: string, path: string, parameters: Parameters, view: View) {
  return queryOptions({
    queryKey: [model, 'derived' satisfies Kind, path, parameters, view] as const,
    queryFn: ({ signal }) => read<T>(path, { parameters, view, signal }),
  })
}

/** Answers that no retry would change. */
const final = (error: unknown) => error instanceof Problem && error.status >= 400 && error.status < 500

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The live connection keeps what is on screen fresh; leaving and coming back asks again.
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 3 && !final(error),
      },
    },
  })
}
