import { type Spec, specOf, wireType } from '../../domain/event.ts'
import { personalPaths } from '../../domain/personal.ts'

/** Where a value is, below an object: keys and indexes. */
type Path = readonly string[]

/** One personal value in an event, and what stands in its place for whoever may not know it. */
export interface Found {
  /** As a JSON pointer (RFC 6901). */
  pointer: string
  value: unknown
  standIn: unknown
}

/** Takes the place of personal data in the log; of those that are gone for good, `erasedText` does. */
const sealedText = '[sealed]'
const erasedText = '[erased]'
/** In the order of preference; the first that the event's schema allows. Null says it best. */
const standIns: readonly unknown[] = [
  null,
  sealedText,
  'sealed@sealed.invalid',
  '+00 000 000',
  [],
  {},
  false,
  0,
]

/** What stands in a field whose value is no more. */
export function erasedValue(standIn: unknown): unknown {
  return typeof standIn === 'string' ? standIn.replaceAll('sealed', 'erased') : standIn
}

export { erasedText, sealedText }

/** Finds the personal values in the data of one type of event. Null, and what is not there, is nothing to hide. */
export interface PersonalFields {
  find(data: unknown): Found[]
}

/** By type as stored, for every event that has any. */
export function personalFields(specs: ReadonlyMap<string, Spec>): ReadonlyMap<string, PersonalFields> {
  return new Map(
    [...specs].flatMap(([type, spec]) => {
      const found = personalFieldsOf(spec)
      return found ? [[wireType(type, spec.version), found]] : []
    }),
  )
}

/** Of an event's schema; undefined when nothing in it is personal. */
export function personalFieldsOf(spec: Spec): PersonalFields | undefined {
  const { schema } = specOf(spec)
  const patterns = personalPaths(schema).map((path) => path.split('.'))
  if (patterns.length === 0) return undefined
  const chosen = new Map<Path, unknown>()

  /** Tried on data that are valid but for it, because what a field allows may depend on its surroundings. */
  function standInFor(pattern: Path, path: Path, data: unknown): unknown {
    const known = chosen.get(pattern)
    if (known !== undefined) return known
    const fitting = standIns.find((one) => schema.safeParse(withValue(data, path, one)).success)
    if (fitting === undefined)
      throw new Error(`the personal field ${pattern.join('.')} allows nothing in its place`)
    chosen.set(pattern, fitting)
    return fitting
  }

  return {
    find: (data) =>
      patterns.flatMap((pattern) =>
        occurrences(data, pattern).map(({ path, value }) => ({
          pointer: pointerOf(path),
          value,
          standIn: standInFor(pattern, path, data),
        })),
      ),
  }
}

/** Where the pattern (`*` for each member) meets a value. */
function occurrences(data: unknown, pattern: Path, at: Path = []): { path: Path; value: unknown }[] {
  if (data === null || data === undefined) return []
  const [key, ...rest] = pattern
  if (key === undefined) return [{ path: at, value: data }]
  if (typeof data !== 'object') return []
  const keys = key === '*' ? Object.keys(data) : [key]
  return keys.flatMap((one) => occurrences((data as Record<string, unknown>)[one], rest, [...at, one]))
}

/** A copy in which only what lies on the way to the path is new. */
export function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data))
    return data.map((one, index) => (String(index) === key ? withValue(one, rest, value) : one))
  const members = (data ?? {}) as Record<string, unknown>
  return { ...members, [key]: withValue(members[key], rest, value) }
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], data)
}

function pointerOf(path: Path): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

const paths = new Map<string, Path>()

/** Few are met, and often: those of the fields that schemas have. */
function pathOf(pointer: string): Path {
  const known = paths.get(pointer)
  if (known) return known
  const path = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (paths.size < 10_000) paths.set(pointer, path)
  return path
}

export function setAt(data: unknown, pointer: string, value: unknown): unknown {
  return withValue(data, pathOf(pointer), value)
}

export function getAt(data: unknown, pointer: string): unknown {
  return valueAt(data, pathOf(pointer))
}
