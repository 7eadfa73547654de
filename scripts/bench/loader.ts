import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Done, Job } from './load.ts'

/** The load generator, seen from here. */
export interface Loader {
  pid: number
  /** @throws when a request was not answered with 2xx: then there is nothing to compare. */
  run(job: Job): Promise<Done>
  stop(): void
}

export function startLoader(): Loader {
  const child: ChildProcess = fork(fileURLToPath(new URL('bench-load.js', import.meta.url)), {
    execArgv: ['--enable-source-maps'],
  })
  return {
    pid: child.pid ?? 0,
    async run(job) {
      child.send(job)
      const [{ done, error }] = (await once(child, 'message')) as [{ done?: Done; error?: string }]
      if (!done) throw new Error(error)
      if (done.failed > 0) throw new Error(`${done.failed} of ${done.operations} failed: ${done.failure}`)
      return done
    },
    stop: () => child.disconnect(),
  }
}
