/** A deal as it was from one instant until the next change. Instants are milliseconds since 1970. */
export interface DealVersion {
  from: number
  /** Infinity: it holds. Where nothing follows it, the deal was no more from then on. */
  to: number
  status: 'open' | 'won' | 'lost'
  stageId: string
  /** When it came to this stage, or was closed. */
  stageSince: number
  probability: number
  /** Given by a person rather than by the stage. */
  probabilityOverridden: boolean
  /** Minor units of `currency`; null: nobody has said. */
  amount: number | null
  currency: string | null
  /** Expected while it is open, real once it is closed. */
  closeDate: string | null
  ownerId: string
  pipelineId: string
}

/** All that was known of a deal, oldest first; at least one version. `recordedAt`: when it was first written down. */
export interface DealLife {
  id: string
  recordedAt: number
  versions: readonly DealVersion[]
}

/** Deals as they were known at an instant: nothing in here was said later. Made by `knownAt` alone. */
export interface Known {
  readonly at: number
  readonly lives: readonly DealLife[]
}

/**
 * What was known then. Every forecast is made of this and nothing else, so that none can look ahead: what was said later is
 * gone, and so is how long the last of what was known then would go on to hold.
 */
export function knownAt(lives: readonly DealLife[], at: number): Known {
  return {
    at,
    lives: lives.flatMap((life) => {
      let count = 0
      for (const { from } of life.versions) {
        if (from > at) break
        count++
      }
      const last = life.versions[count - 1]
      if (!last) return []
      if (count === life.versions.length && (last.to === Number.POSITIVE_INFINITY || last.to <= at))
        return [life]
      const to = last.to > at ? Number.POSITIVE_INFINITY : last.to
      return [{ ...life, versions: [...life.versions.slice(0, count - 1), { ...last, to }] }]
    }),
  }
}

/** The deal as it stands, of what is known; undefined: it is no more. */
export function standing({ versions }: DealLife): DealVersion | undefined {
  const last = versions.at(-1)
  return last?.to === Number.POSITIVE_INFINITY ? last : undefined
}

/** A stay of a deal in an open stage. */
export interface Stay {
  stageId: string
  pipelineId: string
  /** Whose the deal was at its end, or is. */
  ownerId: string
  probability: number
  since: number
  /** Null: it is still there. */
  until: number | null
  /** Where it went: `won`, `lost`, or the id of another open stage; null: it is still there, or the deal was taken back. */
  exit: string | null
}

/** Each time a deal came to an open stage, in order, however often something else changed meanwhile. */
export function staysOf({ versions }: DealLife): Stay[] {
  const stays: Stay[] = []
  let stay: Stay | undefined
  for (const version of versions) {
    const { status, stageId, stageSince, ownerId, pipelineId, probability } = version
    if (stay && status === 'open' && stay.stageId === stageId && stay.since === stageSince) {
      stay.ownerId = ownerId
      stay.probability = probability
      continue
    }
    if (stay) {
      stay.until = stageSince
      stay.exit = status === 'open' ? stageId : status
      stay = undefined
    }
    if (status === 'open') {
      stay = { stageId, pipelineId, ownerId, probability, since: stageSince, until: null, exit: null }
      stays.push(stay)
    }
  }
  const last = versions.at(-1)
  if (stay && last && last.to !== Number.POSITIVE_INFINITY) stay.until = last.to
  return stays
}

export const dayLength = 86_400_000

/**
 * From when on stays were watched, for those that began before (delayed entry). Closings begin to be known with the first of
 * their pipeline: deals that closed before it, and were never written down, would have been. And a deal that was entered
 * while it was already under way was there to be entered only because it had not ended; unless closed deals were entered
 * on the same day, too, for then a past was taken over whole.
 */
export function watchedFrom({ lives }: Known): (life: DealLife, stay: Stay) => number {
  const firstClosing = new Map<string, number>()
  const takenOver = new Set<number>()
  for (const { recordedAt, versions } of lives) {
    for (const { status, stageSince, pipelineId } of versions) {
      if (status === 'open') continue
      if (stageSince < (firstClosing.get(pipelineId) ?? Number.POSITIVE_INFINITY))
        firstClosing.set(pipelineId, stageSince)
      if (stageSince + dayLength < recordedAt) takenOver.add(Math.floor(recordedAt / dayLength))
    }
  }
  return ({ recordedAt }, { since, pipelineId }) => {
    const isLate = recordedAt > since + dayLength && !takenOver.has(Math.floor(recordedAt / dayLength))
    const entered = isLate ? recordedAt : since
    // The first one is watched to its end.
    return Math.max(since, entered, (firstClosing.get(pipelineId) ?? since) - dayLength)
  }
}
