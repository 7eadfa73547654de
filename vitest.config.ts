import { defineConfig } from 'vitest/config'
import { costs } from './tests/support/costs.ts'
import { failures } from './tests/support/failures.ts'
import { patience } from './tests/support/patience.ts'

const inRooms = (...rooms: string[]) => rooms.map((room) => `tests/${room}/**/*.test.ts`)
/** What starts and kills processes of its own. */
const processes = inRooms('durability', 'embedded', 'lifecycle')
const browser = inRooms('browser')

const everywhere = {
  // A test may wait for a few things one after the other; a law that is tried 10,000 times takes a quarter of an hour.
  testTimeout: (process.env.HINDSIGHT_FULL === undefined ? 3 : 60) * patience,
  hookTimeout: 4 * patience,
  expect: { poll: { timeout: patience, interval: 20 } },
  setupFiles: ['tests/support/setup.ts'],
}

export default defineConfig({
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A module is translated once, not once for each of the projects and in each run anew.
    experimental: { fsModuleCache: true },
    reporters: ['default', costs, failures],
    projects: [
      {
        // They share nothing but modules, which take longer to load than most of them to run.
        test: {
          ...everywhere,
          name: 'together',
          include: ['tests/**/*.test.ts'],
          exclude: [...processes, ...browser],
          isolate: false,
        },
      },
      // They share the browser too.
      { test: { ...everywhere, name: 'browser', include: browser, isolate: false } },
      { test: { ...everywhere, name: 'alone', include: processes } },
    ],
  },
})
