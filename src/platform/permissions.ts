import type { Actor, Via } from '../domain/event.ts'

/**
 * Who asks, with what they may do and see. `may` are permission patterns (`lead.*`, `*.read`, `*`); a permission is
 * a command's type or `<model>.read`. `keys` are grant keys (`user:<id>`, `team:<id>`, `all:<model>`, `all:*`).
 */
export interface Principal {
  actor: Actor
  via: Via
  may: readonly string[]
  keys: readonly string[]
}

/** The machine itself at work: it may do and sees everything, and every event names it and the way it came. */
export function systemPrincipal(id: string, via: Via): Principal {
  return { actor: { kind: 'system', id, roles: ['system'] }, via, may: ['*'], keys: [keyOf.all('*')] }
}

/** The one grant key everybody holds. */
export const everyone = 'everyone'

export const keyOf = {
  user: (id: string) => `user:${id}`,
  team: (id: string) => `team:${id}`,
  all: (model: string) => `all:${model}`,
  /** Rows that nobody owns yet. */
  queue: (model: string) => `queue:${model}`,
} as const

/** The grants of a row that a user owns or, owned by nobody, that waits in its model's queue. */
export function ownedBy(ownerId: string | null, model: string): string[] {
  return [ownerId === null ? keyOf.queue(model) : keyOf.user(ownerId)]
}

/** Deny by default: true only if some pattern covers the permission. */
export function allows(may: readonly string[], permission: string): boolean {
  return may.some((pattern) => covers(pattern, permission))
}

function covers(pattern: string, permission: string): boolean {
  if (pattern === '*' || pattern === permission) return true
  const [model, action] = pattern.split('.')
  const [askedModel, askedAction] = permission.split('.')
  return (model === '*' || model === askedModel) && (action === '*' || action === askedAction)
}

/** Whether a reader with these keys sees a row of this model with these grants. The SQL policy says the same. */
export function sees(keys: readonly string[], model: string, grants: readonly string[]): boolean {
  if (keys.includes('all:*') || keys.includes(keyOf.all(model))) return true
  return grants.some((grant) => grant === everyone || keys.includes(grant))
}
