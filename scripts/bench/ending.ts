const open = new Set<() => Promise<void>>()

/** Runs `end` once: when the returned function is called, or else when the bench is interrupted. */
export function atEnd(end: () => unknown): () => Promise<void> {
  let ended: Promise<void> | undefined
  const once = () => {
    open.delete(once)
    ended ??= Promise.resolve(end()).then(() => {})
    return ended
  }
  open.add(once)
  return once
}

/** An interrupted bench leaves no servers and no data behind. */
export function endWhenInterrupted(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const all = async () => {
        for (const end of [...open].reverse()) await end().catch(() => {})
      }
      void all().then(() => process.exit(130))
    })
  }
}
