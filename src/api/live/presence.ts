/** Who writes about a record at this moment. It is known here only, and forgotten: nothing of it is an event. */
export interface Presence {
  /** Said again while it lasts; what is not said again is over by itself. `name` is of somebody who has no account. */
  writes(topic: string, id: string, name?: string): void
  stops(topic: string, id: string): void
  writers(topic: string): readonly Writing[]
  /** Hears of each topic about which others write than before. Returns how to stop. */
  onChange(listener: (topic: string) => void): () => void
  /** What is over by itself by now. */
  sweep(): void
}

export interface Writing {
  id: string
  /** Of who has no account. */
  name: string | undefined
}

/** Somebody who is heard of no more writes no more, in ms. */
export const lasts = 12_000

export function createPresence(): Presence {
  const topics = new Map<string, Map<string, { until: number; name: string | undefined }>>()
  const listeners = new Set<(topic: string) => void>()
  const onChange = (topic: string) => {
    for (const listener of listeners) listener(topic)
  }
  const drop = (topic: string, id: string) => {
    const known = topics.get(topic)
    if (!known?.delete(id)) return
    if (known.size === 0) topics.delete(topic)
    onChange(topic)
  }
  return {
    writes(topic, id, name) {
      const known = topics.get(topic) ?? new Map<string, { until: number; name: string | undefined }>()
      const isNew = !known.has(id)
      topics.set(topic, known.set(id, { until: performance.now() + lasts, name }))
      if (isNew) onChange(topic)
    },
    stops: drop,
    writers: (topic) => [...(topics.get(topic) ?? [])].map(([id, { name }]) => ({ id, name })),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    sweep() {
      const now = performance.now()
      for (const [topic, known] of topics)
        for (const [id, { until }] of known) if (until < now) drop(topic, id)
    },
  }
}
