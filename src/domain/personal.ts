import type { z } from 'zod'

const marked = new WeakSet<z.ZodType>()

/**
 * Marks a field as personal data of a person. Marked once, here in the schema; storage, masks, exports and erasure
 * all ask `isPersonal`, so that no second list can disagree.
 */
export function personal<S extends z.ZodType>(schema: S): S {
  // A copy, because the same schema may describe what is nobody's: `email` of a person and of a company.
  const copy = schema.meta({ ...schema.meta() })
  marked.add(copy)
  return copy
}

export function isPersonal(schema: z.ZodType): boolean {
  let inner: z.ZodType | undefined = schema
  while (inner) {
    if (marked.has(inner)) return true
    inner = (inner.def as { innerType?: z.ZodType }).innerType
  }
  return false
}

/** The dotted paths of personal fields in an object schema, arrays as `*` (`recipients.*.email`). */
export function personalPaths(schema: z.ZodType, prefix = ''): string[] {
  if (isPersonal(schema)) return [prefix]
  const def = schema.def as {
    innerType?: z.ZodType
    element?: z.ZodType
    shape?: Record<string, z.ZodType>
    options?: z.ZodType[]
    valueType?: z.ZodType
  }
  const at = (key: string) => (prefix ? `${prefix}.${key}` : key)
  const nested = [
    ...(def.innerType ? personalPaths(def.innerType, prefix) : []),
    ...(def.element ? personalPaths(def.element, at('*')) : []),
    ...(def.valueType ? personalPaths(def.valueType, at('*')) : []),
    ...Object.entries(def.shape ?? {}).flatMap(([key, field]) => personalPaths(field, at(key))),
    ...(def.options ?? []).flatMap((option) => personalPaths(option, prefix)),
  ]
  return [...new Set(nested)]
}
