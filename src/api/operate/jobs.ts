import type { Clock } from '../../platform/process/clock.ts'
import { newId } from '../../platform/process/ids.ts'

export type JobState = 'running' | 'done' | 'failed' | 'cancelled'

/** Long work as others see it. It lives as long as the process: whoever finds it gone starts it again. */
export interface Job {
  id: string
  kind: string
  /** What it works on, for people: the names of files. */
  about: string | null
  ownerId: string
  state: JobState
  done: number
  /** Null while it is not known. */
  total: number | null
  startedAt: string
  endedAt: string | null
  result: Record<string, unknown> | null
  error: string | null
}

/** What the work itself is given. */
export interface Working {
  progress(done: number, total?: number): void
  /** Aborted when somebody cancels. */
  signal: AbortSignal
}

export interface Jobs {
  start(kind: string, ownerId: string, work: (working: Working) => Promise<unknown>, about?: string): Job
  get(id: string): Job | undefined
  list(): readonly Job[]
  /** False when there is none that runs. */
  cancel(id: string): boolean
  /** Called when a job has moved on or ended. Returns how to stop. */
  onChange(listener: (job: Job) => void): () => void
  /** Cancels what runs and waits for it. */
  stop(): Promise<void>
}

/** Progress is told at most this often, in ms; an end always. */
const tellEvery = 100
/** Jobs that have ended are kept up to this many. */
const kept = 200

export function createJobs({ clock }: { clock: Clock }): Jobs {
  const jobs = new Map<string, Job>()
  const running = new Map<string, { cancel: AbortController; ended: Promise<void> }>()
  const listeners = new Set<(job: Job) => void>()

  const told = new Map<string, number>()

  function change(id: string, to: Partial<Job>): void {
    const before = jobs.get(id)
    if (!before) return
    const job = { ...before, ...to }
    jobs.set(id, job)
    const now = performance.now()
    if (job.state === 'running' && now - (told.get(id) ?? 0) < tellEvery) return
    told.set(id, now)
    for (const listener of listeners) listener(job)
  }

  async function carryOut(id: string, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    try {
      const result = await work()
      const state = signal.aborted ? 'cancelled' : 'done'
      change(id, { state, result: isObject(result) ? { ...result } : null, endedAt: clock() })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const state = signal.aborted ? 'cancelled' : 'failed'
      change(id, { state, error: state === 'failed' ? message : null, endedAt: clock() })
    } finally {
      running.delete(id)
      told.delete(id)
      forgetOldest()
    }
  }

  function forgetOldest(): void {
    const ended = [...jobs.values()].filter(({ state }) => state !== 'running')
    for (const { id } of ended.slice(0, Math.max(0, ended.length - kept))) jobs.delete(id)
  }

  return {
    start(kind, ownerId, work, about) {
      const id = newId()
      const job: Job = {
        id,
        kind,
        about: about ?? null,
        ownerId,
        state: 'running',
        done: 0,
        total: null,
        startedAt: clock(),
        endedAt: null,
        result: null,
        error: null,
      }
      jobs.set(id, job)
      const cancel = new AbortController()
      const working: Working = {
        signal: cancel.signal,
        progress: (done, total) => change(id, { done, ...(total !== undefined && { total }) }),
      }
      running.set(id, { cancel, ended: carryOut(id, () => work(working), cancel.signal) })
      return job
    },
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()].reverse(),
    cancel(id) {
      const found = running.get(id)
      found?.cancel.abort()
      return found !== undefined
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      for (const { cancel } of running.values()) cancel.abort()
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
