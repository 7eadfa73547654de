import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseWireType, type Spec, upcast, wireType } from '../../src/domain/event.ts'
import { arbitraryOf } from './arbitrary.ts'

/** Data as they were written once, by wire type: what they are may never change, and what reads them must go on to. */
export type Golden = Readonly<Record<string, readonly unknown[]>>
type Specs = ReadonlyMap<string, Spec>

export const goldenFolder = join(import.meta.dirname, '../fixtures/events')

export function readGolden(folder = goldenFolder): Golden {
  mkdirSync(folder, { recursive: true })
  return Object.assign(
    {},
    ...readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden),
  )
}

/** The wire types that these specs can have written, of which no golden event is kept. */
export function missing(specs: Specs, golden: Golden): string[] {
  return [...specs].flatMap(([type, { version }]) =>
    Array.from({ length: version }, (_, index) => wireType(type, index + 1)).filter((wire) => !golden[wire]),
  )
}

/** Adds golden events of the newest versions; those there are stay as they are. */
export function addGolden(specs: Specs, wires: readonly string[], folder = goldenFolder): void {
  for (const wire of wires) {
    const { type = '', version } = parseWireType(wire) ?? {}
    const spec = specs.get(type)
    // An older version can only be taken from the program that wrote it.
    if (!spec || spec.version !== version) continue
    const seed = Array.from(wire).reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0)
    const data = fc
      .sample(arbitraryOf(spec.schema), { numRuns: 3, seed })
      .map((one) => spec.schema.parse(one))
    const file = join(folder, `${type.split('.')[0]}.json`)
    const known = readGolden(folder)
    const own = Object.entries(known).filter(([each]) => each.startsWith(`${type.split('.')[0]}.`))
    const all = Object.fromEntries([...own, [wire, data] as const].sort(([a], [b]) => (a < b ? -1 : 1)))
    writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
  }
}

/** What is wrong with reading golden events by these specs; nothing, if the past can still be read. */
export function unreadable(specs: Specs, golden: Golden): string[] {
  return Object.entries(golden).flatMap(([wire, all]) => {
    const { type = '', version = 0 } = parseWireType(wire) ?? {}
    const spec = specs.get(type)
    if (!spec) return [`${wire}: there is no such event any more`]
    return all.flatMap((data) => {
      try {
        const read = upcast(spec, version, structuredClone(data))
        const parsed = spec.schema.parse(read)
        // What is decoded is not parsed again: a default or a trim of the schema would not be there.
        return JSON.stringify(sorted(parsed)) === JSON.stringify(sorted(read))
          ? []
          : [`${wire}: is not in the shape of version ${spec.version}`]
      } catch (error) {
        return [`${wire}: ${error instanceof Error ? error.message : String(error)}`]
      }
    })
  })
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
