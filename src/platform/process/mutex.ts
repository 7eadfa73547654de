export interface Mutex {
  /** Waits for its turn; the function it resolves to ends the turn. */
  acquire(): Promise<() => void>
  run<T>(work: () => Promise<T>): Promise<T>
}

/** One at a time, in the order of asking. */
export function mutex(): Mutex {
  let last: Promise<void> = Promise.resolve()

  async function acquire(): Promise<() => void> {
    const before = last
    let release = () => {}
    last = new Promise((resolve) => {
      release = resolve
    })
    await before
    return release
  }

  return {
    acquire,
    async run(work) {
      const release = await acquire()
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
