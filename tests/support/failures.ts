import { writeFileSync } from 'node:fs'
import type { Reporter } from 'vitest/node'

/** Writes which tests failed, by file, to where `npm test` wants to know it, which runs those files once more. */
export const failures: Reporter = {
  onTestRunEnd(modules, unhandled) {
    const path = process.env.HINDSIGHT_FAILURES
    // What belongs to no test cannot be run once more.
    if (path === undefined || unhandled.length > 0) return
    const failed = modules
      .filter((file) => file.state() === 'failed')
      .map((file) => {
        const tests = [...file.children.allTests('failed')].map(({ fullName }) => fullName)
        return [file.relativeModuleId, tests.length > 0 ? tests : ['the file as a whole']] as const
      })
    writeFileSync(path, JSON.stringify(Object.fromEntries(failed)))
  },
}
