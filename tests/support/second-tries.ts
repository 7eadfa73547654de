import type { Reporter } from 'vitest/node'

/** Names at the end the tests that passed only when they were tried again, so that a second try hides nothing. */
export const secondTries: Reporter = {
  onTestRunEnd(modules) {
    const names = modules.flatMap((file) =>
      [...file.children.allTests()]
        .filter((test) => test.diagnostic()?.flaky)
        .map((test) => `  ${file.relativeModuleId} > ${test.fullName}`),
    )
    if (names.length > 0)
      console.log(`Passed only on a second try; each is a defect to mend:\n${names.join('\n')}\n`)
  },
}
