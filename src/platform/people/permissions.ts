import type { Actor, Via } from '../../domain/event.ts'

/**
 * Who asks, with what they may do and see. `may` are permission patterns (`lead.*`, `*.read`, `*`); a permission is
 * a command's type or `<model>.read`. `keys` are grant keys (`user:<id>`, `team:<id>`, `all:<model>`, `all:*`,
 * `record:<id>`).
 */
export interface Principal {
  actor: Actor
  via: Via
  may: readonly string[]
  keys: readonly string[]
  masks: Masks
  /** The same by the names that roles use, where some fields have several. */
  masksSaid?: Masks
}

type Fields = Readonly<Record<string, readonly string[]>>

/** Fields by model that a reader does not see, and those they see but do not change. */
export interface Masks {
  hidden: Fields
  readOnly: Fields
}

/** Nothing is hidden. */
export const noMasks: Masks = { hidden: {}, readOnly: {} }

/** The machine itself at work: it may do and sees everything, and every event names it and the way it came. */
export function systemPrincipal(id: string, via: Via): Principal {
  const actor = { kind: 'system', id, roles: ['system'] } as const
  return { actor, via, may: ['*'], keys: [keyOf.all('*')], masks: noMasks }
}

/** What events and the access log call whoever has no account. */
export const visitor = 'visitor'

/** Somebody without an account, by a link or a form: this, where these keys let them, and nothing else. */
export function visitorPrincipal(via: Via, may: readonly string[], keys: readonly string[]): Principal {
  return { actor: { kind: 'visitor', id: visitor, roles: [] }, via, may, keys, masks: noMasks }
}

/**
 * Somebody in a matter of their own, for which no right is needed: this one thing, whatever rows of these models it
 * takes. What is theirs of those, the caller says.
 */
export function inOwnMatter(principal: Principal, permission: string, models: readonly string[]): Principal {
  return { ...principal, may: [permission], keys: models.map(keyOf.all), masks: noMasks }
}

/** The one grant key everybody holds. */
export const everyone = 'everyone'

export const keyOf = {
  user: (id: string) => `user:${id}`,
  team: (id: string) => `team:${id}`,
  all: (model: string) => `all:${model}`,
  /** Rows that nobody owns yet. */
  queue: (model: string) => `queue:${model}`,
  /**
   * One record, whatever its grants: for reading, and for acting on it too. A row that belongs to the record, and is
   * no record itself, grants the former, so that a share carries it.
   */
  record: (id: string) => `record:${id}`,
  edit: (id: string) => `edit:${id}`,
  /** What is for exactly this person, or for who is in this team, and for nobody who sees what is theirs. */
  own: (id: string) => `own:${id}`,
  /** Held by who sees what the members of their teams own; no row grants it. */
  members: 'members',
} as const

/** The grants of a row that a user owns or, owned by nobody, that waits in its model's queue. */
export function ownedBy(ownerId: string | null, model: string): string[] {
  return [ownerId === null ? keyOf.queue(model) : keyOf.user(ownerId)]
}

/** The grants of what is in a mailbox: for whose own it is, for a team, or for everybody. */
export function mailReaders({
  ownerId,
  teamId,
}: {
  ownerId: string | null
  teamId: string | null
}): string[] {
  if (ownerId !== null) return [keyOf.user(ownerId)]
  return [teamId === null ? everyone : keyOf.team(teamId)]
}

/** Takes a model away from whatever patterns give: it belongs to a module that is switched off. */
export const denialOf = (model: string): string => `!${model}`
export const isDenial = (pattern: string): boolean => pattern.startsWith('!')

/** What these patterns take away: it is gone for whoever asks through somebody's earlier rights, too. */
export const denialsIn = (may: readonly string[]): string[] => may.filter(isDenial)

export const withoutDenials = (may: readonly string[]): string[] =>
  may.filter((pattern) => !isDenial(pattern))

/** Deny by default: true only if some pattern covers the permission, which may be a pattern itself. */
export function allows(may: readonly string[], permission: string): boolean {
  if (may.some((pattern) => isDenial(pattern) && pattern === denialOf(permission.split('.')[0] ?? '')))
    return false
  return may.some((pattern) => covers(pattern, permission))
}

function covers(pattern: string, permission: string): boolean {
  if (pattern === '*' || pattern === permission) return true
  const [model, action] = pattern.split('.')
  const [askedModel, askedAction] = permission.split('.')
  return (model === '*' || model === askedModel) && (action === '*' || action === askedAction)
}

/** What of these permissions is for reading, as patterns: nothing is done with them. */
export function readingOf(may: readonly string[]): string[] {
  const reads = may.flatMap((pattern) => {
    if (pattern === '*') return '*.read'
    const [model, action] = pattern.split('.')
    return action === '*' || action === 'read' ? `${model}.read` : []
  })
  return [...new Set(reads)].sort()
}

/** Whether a reader with these keys sees the row of this model and id, with these grants. The SQL policy says the same. */
export function sees(keys: readonly string[], model: string, id: string, grants: readonly string[]): boolean {
  return throughGrants(keys, model, grants) || keys.includes(keyOf.record(id))
}

/** Whether a reader who sees a record may act on it too: not when it was shared with them for reading only. */
export function mayAct(
  keys: readonly string[],
  model: string,
  id: string,
  grants: readonly string[],
): boolean {
  return throughGrants(keys, model, grants) || keys.includes(keyOf.edit(id))
}

/** Whether these keys open every row of the model. */
export function seesAll(keys: readonly string[], model: string): boolean {
  return keys.includes(keyOf.all('*')) || keys.includes(keyOf.all(model))
}

/** The models of which these keys open every row; `*` is every model. */
export function modelsSeenWhole(keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(keyOf.all(''))).map(idIn)
}

/** Whether a key opens what even who sees everything does not see. */
export function isOwn(key: string): boolean {
  return key.startsWith(keyOf.own(''))
}

/** Whose or what a key is of: the id in `user:<id>`. */
export function idIn(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}

/** The record that a key of `keyOf.record` opens. */
export function recordOf(key: string): string | undefined {
  return key.startsWith(keyOf.record('')) ? key.slice(keyOf.record('').length) : undefined
}

function throughGrants(keys: readonly string[], model: string, grants: readonly string[]): boolean {
  if (seesAll(keys, model) && !grants.some(isOwn)) return true
  return grants.some((grant) => grant === everyone || keys.includes(grant))
}

/**
 * A field may have several names: `revenue` of a record is `revenue` and `revenueCurrency` of its row. Whoever hides
 * one of them hides them all. `groups` are those names, by model.
 */
export function withAllNames(
  masks: Masks,
  groups: Readonly<Record<string, readonly (readonly string[])[]>>,
): Masks {
  const all = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, names]) => names.length > 0)
        .map(([model, names]) => {
          const more = (groups[model] ?? []).filter((group) => group.some((name) => names.includes(name)))
          return [model, [...new Set([...names, ...more.flat()])].sort()]
        }),
    )
  return { hidden: all(masks.hidden), readOnly: all(masks.readOnly) }
}
