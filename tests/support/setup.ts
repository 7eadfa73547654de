import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll } from 'vitest'
import { seed } from './chance.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** CPU seconds of a file: of its process, and of those that it has started and that have ended. */
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

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + childrenSeconds()
}

/** Of children that have ended, as Linux counts them: Node does not tell. */
function childrenSeconds(): number {
  try {
    // What is in brackets may hold anything. Then the state comes third, `cutime` and `cstime` 16th and 17th, in 1/100 s.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return 0
  }
}
