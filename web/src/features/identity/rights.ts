import { covers } from '../../api/covers.ts'

/** What of a role says what its holders may do and see. */
export interface Rights {
  may: readonly string[]
  seesAll: readonly string[]
  seesMembers: boolean
  queues: readonly string[]
  hidden: Readonly<Record<string, readonly string[]>>
  readOnly: Readonly<Record<string, readonly string[]>>
}

/** What it lets them do and see of one kind of record. */
export interface ModelRights {
  sees: 'none' | 'own' | 'all'
  /** Those that nobody owns, beside their own. */
  unowned: boolean
  /** The names of commands (`qualify`), where it is not all of them. */
  does: 'everything' | readonly string[]
  hidden: readonly string[]
  readOnly: readonly string[]
}

const holds = (names: readonly string[], model: string) => names.includes('*') || names.includes(model)

export function rightsIn(role: Rights, model: string): ModelRights {
  const reads = role.may.some((pattern) => covers(pattern, `${model}.read`))
  const seesAll = holds(role.seesAll, model)
  const actions = role.may.flatMap((pattern) => {
    const [of, action = '*'] = pattern.split('.')
    return (of === '*' || of === model) && action !== 'read' ? [action] : []
  })
  return {
    sees: reads ? (seesAll ? 'all' : 'own') : 'none',
    unowned: reads && !seesAll && holds(role.queues, model),
    does: actions.includes('*') ? 'everything' : [...new Set(actions)].sort(),
    hidden: role.hidden[model] ?? [],
    readOnly: role.readOnly[model] ?? [],
  }
}

const ranks = { none: 0, own: 1, all: 2 } as const
const without = (these: readonly string[], those: readonly string[]) =>
  these.filter((one) => !those.includes(one))

/** What `from` lets people do and see of one kind of record that `to` does not, in words that follow "They can no longer". */
export function lostBetween(from: ModelRights, to: ModelRights): string[] {
  const lost: string[] = []
  if (ranks[to.sees] < ranks[from.sees]) lost.push(to.sees === 'none' ? 'see them' : 'see those of others')
  if (from.unowned && !to.unowned && to.sees === 'own') lost.push('see those that nobody owns')
  const { does } = to
  if (from.does === 'everything' && does !== 'everything')
    lost.push(does.length > 0 ? `do anything but ${does.join(', ')}` : 'change anything')
  else if (from.does !== 'everything' && does !== 'everything') lost.push(...without(from.does, does))
  if (to.sees !== 'none') {
    const hidden = without(to.hidden, from.hidden)
    if (hidden.length > 0) lost.push(`see their ${hidden.join(', ')}`)
    const fixed = without(to.readOnly, [...from.readOnly, ...from.hidden])
    if (fixed.length > 0) lost.push(`change their ${fixed.join(', ')}`)
  }
  return lost
}
