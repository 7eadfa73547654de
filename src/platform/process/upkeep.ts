/** Work that keeps something as it should be, however often somebody says that it may not be. */
export interface Upkeep {
  /** Asks for it; whoever asks while it runs has it run once more. Resolves when it has, whether or not it failed. */
  run(): Promise<void>
  /** Waits for what is under way; after that nothing runs. */
  stop(): Promise<void>
}

/**
 * One run at a time. It is run again by itself `every` so many ms after the last one, and sooner, after `again` ms, when that
 * has failed, of which `failed` is told.
 */
export function upkeep(
  work: () => Promise<void>,
  { every, again, failed }: { every: number; again: number; failed: (error: unknown) => void },
): Upkeep {
  let isStopped = false
  let isAsked = false
  let running: Promise<void> | undefined
  let next: NodeJS.Timeout | undefined

  async function untilNobodyAsks(): Promise<void> {
    clearTimeout(next)
    let wait = every
    while (isAsked && !isStopped) {
      isAsked = false
      wait = every
      await work().catch((error: unknown) => {
        wait = again
        failed(error)
      })
    }
    running = undefined
    if (!isStopped) next = setTimeout(() => void run(), wait).unref()
  }

  function run(): Promise<void> {
    if (isStopped) return Promise.resolve()
    isAsked = true
    running ??= untilNobodyAsks()
    return running
  }

  return {
    run,
    async stop() {
      isStopped = true
      clearTimeout(next)
      await running
    },
  }
}
