/** Whether a pattern such as `lead.*` names a permission. */
export function covers(pattern: string, permission: string): boolean {
  if (pattern === '*' || pattern === permission) return true
  const [model, action] = pattern.split('.')
  const [askedModel, askedAction] = permission.split('.')
  return (model === '*' || model === askedModel) && (action === '*' || action === askedAction)
}
