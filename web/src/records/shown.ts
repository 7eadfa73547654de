import { useMemo } from 'react'
import { useMe } from '../api/session.ts'
import type { Row } from '../api/shapes.ts'
import { isAmong, useCustomFields } from './custom-fields.ts'
import type { Resource } from './resource.ts'

/**
 * A kind of record as far as the signed-in person sees it, with the fields that the organisation has given to it: an empty
 * place for what is hidden would say that there is none.
 */
export function useShown<T extends Row>(resource: Resource<T>): Resource<T> {
  const { hidden, readOnly } = useMe()
  const custom = useCustomFields(resource.model)
  return useMemo(() => {
    const unseen = hidden[resource.model] ?? []
    const kept = readOnly[resource.model] ?? []
    // A page hands on what it shows to its form.
    const more = custom.filter(({ key }) => resource.fields.every((field) => field.key !== key))
    if (unseen.length + kept.length + more.length === 0) return resource
    return {
      ...resource,
      fields: [...resource.fields, ...more]
        .filter(({ key }) => !isAmong(unseen, key))
        .map((field) => (isAmong(kept, field.key) ? { ...field, fixed: true } : field)),
      columns: resource.columns.filter((key) => !unseen.includes(key)),
    }
  }, [resource, hidden, readOnly, custom])
}
