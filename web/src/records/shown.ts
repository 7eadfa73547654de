import { useMemo } from 'react'
import { useMe } from '../api/session.ts'
import type { Row } from '../api/shapes.ts'
import type { Resource } from './resource.ts'

/** A kind of record as far as the signed-in person sees it: an empty place for what is hidden would say that there is none. */
export function useShown<T extends Row>(resource: Resource<T>): Resource<T> {
  const { hidden, readOnly } = useMe()
  return useMemo(() => {
    const unseen = hidden[resource.model] ?? []
    const kept = readOnly[resource.model] ?? []
    if (unseen.length + kept.length === 0) return resource
    return {
      ...resource,
      fields: resource.fields
        .filter(({ key }) => !unseen.includes(key))
        .map((field) => (kept.includes(field.key) ? { ...field, fixed: true } : field)),
      columns: resource.columns.filter((key) => !unseen.includes(key)),
    }
  }, [resource, hidden, readOnly])
}
