import { defineConfig } from 'vitest/config'
import { patience } from './tests/support/patience.ts'
import { secondTries } from './tests/support/second-tries.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A test may wait for a few things one after the other.
    testTimeout: 3 * patience,
    hookTimeout: 4 * patience,
    expect: { poll: { timeout: patience, interval: 20 } },
    // A second try keeps one unsteady test from holding everybody up; the reporter tells of it.
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', secondTries],
  },
})
