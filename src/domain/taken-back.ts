import { changed } from './record.ts'

type Fields = Readonly<Record<string, unknown>>

/** What puts fields back, and those that are left because somebody has changed the same since. */
export interface TakenBack {
  fields: Fields
  left: readonly string[]
}

/**
 * How a change of fields is taken back when others may have come since. A field that is as the change left it is what it was
 * before; of a list, what the change added goes and what it took away comes, and the rest stays as it is now.
 */
export function takenBack(before: Fields, after: Fields, now: Fields): TakenBack {
  const touched = Object.keys(changed(before, after))
  const fields: Record<string, unknown> = {}
  const left: string[] = []
  for (const name of touched) {
    const [was, then, is] = [before[name] ?? null, after[name] ?? null, now[name] ?? null]
    if (equal(then, is)) fields[name] = was
    else if (Array.isArray(was) && Array.isArray(then) && Array.isArray(is)) {
      const added = without(then, was)
      if (without(added, is).length > 0) left.push(name)
      const stays = without(is, added)
      fields[name] = [...stays, ...without(without(was, then), stays)]
    } else if (!equal(was, is)) left.push(name)
  }
  return { fields, left }
}

const equal = (one: unknown, other: unknown) => Object.keys(changed({ one }, { one: other })).length === 0

const without = (all: readonly unknown[], others: readonly unknown[]) =>
  all.filter((one) => !others.some((other) => equal(one, other)))
