/** Who writes about a record at this moment. It is known here only, and forgotten: nothing of it is an event. */
export interface Presence {
  /** Said again while it lasts; what is not said again is over by itself. */
  writes(topic: string, userId: string): void
  stops(topic: string, userId: string): void
  writers(topic: string): readonly string[]
  /** What is over by itself by now. */
  sweep(): void
}

/** Somebody who is heard of no more writes no more, in ms. */
export const lasts = 12_000

/** @param onChange Hears of each topic about which others write than before. */
export function createPresence(onChange: (topic: string) => void): Presence {
  const topics = new Map<string, Map<string, number>>()
  const drop = (topic: string, userId: string) => {
    const known = topics.get(topic)
    if (!known?.delete(userId)) return
    if (known.size === 0) topics.delete(topic)
    onChange(topic)
  }
  return {
    writes(topic, userId) {
      const known = topics.get(topic) ?? new Map<string, number>()
      const isNew = !known.has(userId)
      topics.set(topic, known.set(userId, performance.now() + lasts))
      if (isNew) onChange(topic)
    },
    stops: drop,
    writers: (topic) => [...(topics.get(topic)?.keys() ?? [])],
    sweep() {
      const now = performance.now()
      for (const [topic, known] of topics)
        for (const [userId, until] of known) if (until < now) drop(topic, userId)
    },
  }
}
