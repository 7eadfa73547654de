import { isDenial } from './permissions.ts'

/** `model.action`, either of them `*`; a plain `*` is both. */
function parts(pattern: string): [string, string] {
  const [model = '*', action = '*'] = pattern === '*' ? [] : pattern.split('.')
  return [model, action]
}

/** The more particular of two parts; undefined where nothing satisfies both. */
function meet(a: string, b: string): string | undefined {
  if (a === '*') return b
  return b === '*' || a === b ? a : undefined
}

/** Patterns that allow exactly what both allow: a key may do no more than its scopes say and its owner may. */
export function narrowed(may: readonly string[], scopes: readonly string[]): string[] {
  const denied = may.filter(isDenial)
  const both = may
    .filter((pattern) => !isDenial(pattern))
    .flatMap((pattern) =>
      scopes.flatMap((scope) => {
        const [model, action] = parts(pattern)
        const [scopeModel, scopeAction] = parts(scope)
        const [metModel, metAction] = [meet(model, scopeModel), meet(action, scopeAction)]
        if (metModel === undefined || metAction === undefined) return []
        return [metModel === '*' && metAction === '*' ? '*' : `${metModel}.${metAction}`]
      }),
    )
  return [...new Set([...both, ...denied])]
}
