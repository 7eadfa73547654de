/** Whether a pattern such as `lead.*` names a permission. */
export function covers(pattern: string, permission: string): boolean {
  if (pattern === '*' || pattern === permission) return true
  const [model, action] = pattern.split('.')
  const [askedModel, askedAction] = permission.split('.')
  return (model === '*' || model === askedModel) && (action === '*' || action === askedAction)
}

/** Whether patterns together give a permission; `!lead` takes all of a model away, whose module is switched off. */
export function allows(may: readonly string[], permission: string): boolean {
  return !may.includes(`!${permission.split('.')[0]}`) && may.some((pattern) => covers(pattern, permission))
}
