/** What holds once something has changed, and who waits for it. */
export interface Condition {
  /** Whether it holds, at the latest after these milliseconds (unless told: when it holds) or at the end. */
  until(holds: () => boolean, ms?: number): Promise<boolean>
  /** Whoever waits looks again. */
  changed(): void
  /** Nothing changes any more: nobody waits on. */
  end(): void
}

export function condition(): Condition {
  const waiting = new Set<() => void>()
  let ended = false

  function changed(): void {
    for (const look of waiting) look()
  }

  return {
    changed,
    end() {
      ended = true
      changed()
    },
    async until(holds, ms) {
      if (holds() || ended) return holds()
      await new Promise<void>((resolve) => {
        const look = () => {
          if (holds() || ended) leave()
        }
        const leave = () => {
          clearTimeout(timer)
          waiting.delete(look)
          resolve()
        }
        const timer = ms === undefined ? undefined : setTimeout(leave, ms)
        waiting.add(look)
      })
      return holds()
    },
  }
}
