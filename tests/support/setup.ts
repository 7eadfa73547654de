import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, afterEach, expect } from 'vitest'
import { amiss } from './amiss.ts'
import { seed } from './chance.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** CPU seconds of a file: of its process, and of those that it has started. */
    cpu?: number
  }
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })

const before = cpuSeconds()
// Vitest reads from the source of a hook which fixtures it wants: none.
/* oxlint-disable no-empty-pattern */
// biome-ignore lint/correctness/noEmptyPattern: see above
afterAll(({}, file) => {
  file.meta.cpu = cpuSeconds() - before
})

afterEach(() => expect(amiss.splice(0)).toEqual([]))

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + childrenSeconds()
}

/** Of all that descend from it, also a browser that stays for the next file. Linux tells of them, Node does not. */
function childrenSeconds(): number {
  try {
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => statOf(pid) ?? [])
    const of = (parent: number): number =>
      all
        .filter((one) => one.parent === parent)
        .reduce((sum, { pid, own, ended }) => sum + own + ended + of(pid), 0)
    return (statOf('self')?.ended ?? 0) + of(process.pid)
  } catch {
    return 0
  }
}

/** Seconds of a process, and of its children that have ended. */
function statOf(pid: string) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // What is in brackets may hold anything. Then the state comes third; 14th to 17th are times in 1/100 s.
    const fields = stat
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [parent = 0, own = 0, ownSystem = 0, ended = 0, endedSystem = 0] = [
      fields[1],
      ...fields.slice(11, 15),
    ]
    return {
      pid: Number.parseInt(stat, 10),
      parent,
      own: (own + ownSystem) / 100,
      ended: (ended + endedSystem) / 100,
    }
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}
