import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Problem } from '../api/problem.ts'
import { detailQuery } from '../api/queries.ts'
import type { Row } from '../api/shapes.ts'
import { useAgainst } from '../time/use-time.ts'
import { counted } from '../ui/format.ts'
import { CompareStrip } from './compare-strip.tsx'
import { differs } from './differing.tsx'
import type { Resource } from './resource.ts'

/** The record as it was at the instant it is compared with, and what to say about that over it. */
export function useFormer<T extends Row>(
  resource: Resource<T>,
  id: string,
  row: T | undefined,
): { former: T | undefined; strip: ReactNode } {
  const { against } = useAgainst()
  const query = useQuery({
    ...detailQuery<Row>(resource.model, `/${resource.path}`, id, against),
    enabled: against !== null,
  })
  if (!against) return { former: undefined, strip: null }
  const former = query.data as T | undefined
  const differing = former && row ? resource.fields.filter((field) => differs(field, former, row)) : []
  const said = query.isError
    ? query.error instanceof Problem && query.error.status === 404
      ? `This ${resource.one} was not there then.`
      : query.error.message
    : !former
      ? 'Comparing …'
      : differing.length === 0
        ? 'Nothing differs.'
        : `${counted(differing.length, 'fact differs', 'facts differ')}, as marked.`
  return { former, strip: <CompareStrip>{said}</CompareStrip> }
}
