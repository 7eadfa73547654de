import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMatches } from '@tanstack/react-router'
import { type Basis, read } from '../api/client.ts'
import { modelsAt, pathOf } from '../api/kinds.ts'
import type { HistoryPage, Timeline } from '../api/models.ts'
import { type Change, neighbour } from './time.ts'
import { useTime } from './use-time.ts'

/** What the present screen is about: one record, or all of some kinds. */
export type Scope =
  | { record: { model: string; path: string; id: string } }
  | { models: readonly string[] }
  | undefined

/** How many changes a film knows one by one; of more it shows even steps. */
const known = 200

export function useScope(): Scope {
  const match = useMatches({ select: (matches) => matches.at(-1) })
  const [, path = '', id] = match?.pathname.split('/') ?? []
  const models = modelsAt(path)
  const [model] = models ?? []
  if (!models || !model) return undefined
  return id ? { record: { model, path, id } } : { models }
}

/** Whether what is on screen can be compared with what it was: a list of records, or one of them. */
export function useIsComparable(): boolean {
  const scope = useScope()
  const path = useMatches({ select: (matches) => matches.at(-1)?.pathname.split('/')[1] })
  if (!scope) return false
  return 'record' in scope || scope.models.some((model) => pathOf(model) === path)
}

/** The changes of what is on screen, newest first, and where its story begins. */
export function useScreenChanges(enabled: boolean): {
  changes: readonly Change[]
  first: string | undefined
  whole: boolean
} {
  const scope = useScope()
  const { view } = useTime()
  const basis = view?.basis ?? 'occurred'
  const { data } = useQuery({
    queryKey: ['timeline', scope, basis],
    queryFn: ({ signal }) => changesOf(scope, basis, signal),
    enabled: enabled && scope !== undefined,
    staleTime: 60_000,
  })
  return data ?? { changes: [], first: undefined, whole: true }
}

/** Goes to the change before or after the instant on screen. */
export function useStep(): (direction: 'back' | 'on') => Promise<Change | undefined> {
  const client = useQueryClient()
  const scope = useScope()
  const { view, go } = useTime()
  return async (direction) => {
    const basis = view?.basis ?? 'occurred'
    const found = scope && (await stepFrom(client, scope, basis, view?.asOf, direction))
    if (found) go(found.at)
    else if (direction === 'on') go(null)
    return found
  }
}

async function stepFrom(
  client: QueryClient,
  scope: Exclude<Scope, undefined>,
  basis: Basis,
  asOf: string | undefined,
  direction: 'back' | 'on',
) {
  if ('record' in scope) {
    const { changes } = await client.fetchQuery({
      queryKey: ['timeline', scope, basis],
      queryFn: ({ signal }) => changesOf(scope, basis, signal),
      staleTime: 10_000,
    })
    return neighbour(changes, asOf, direction)
  }
  if (direction === 'on' && asOf === undefined) return undefined
  const { items } = await read<Timeline>('/timeline', {
    parameters: {
      models: scope.models.join(','),
      basis,
      // Some of them may be of records this person does not see, and are left out.
      limit: 50,
      ...(direction === 'back'
        ? { to: shifted(asOf, -1), order: 'desc' }
        : { from: shifted(asOf, 1), order: 'asc' }),
    },
  })
  const [next] = items
  return next && { at: next.at, title: next.title, actor: next.actor.name }
}

/** The bounds of the question are included, so the instant itself must lie outside. */
function shifted(instant: string | undefined, ms: number): string | undefined {
  return instant && new Date(Date.parse(instant) + ms).toISOString()
}

async function changesOf(scope: Scope, basis: Basis, signal: AbortSignal) {
  if (!scope) return { changes: [], first: undefined, whole: true }
  if ('record' in scope) {
    const { path, id } = scope.record
    const { items, next } = await read<HistoryPage>(`/${path}/${id}/history`, {
      parameters: { limit: known },
      signal,
    })
    const changes = items.map((event) => ({
      at: basis === 'recorded' ? event.recordedAt : event.occurredAt,
      title: event.title,
      actor: event.actor.name,
      eventId: event.id,
    }))
    return { changes, first: changes.at(-1)?.at, whole: next === null }
  }
  const { items, first } = await read<Timeline>('/timeline', {
    parameters: { models: scope.models.join(','), basis, limit: known },
    signal,
  })
  const changes = items.map(({ id, at, title, actor }) => ({
    at,
    title,
    actor: actor.name,
    eventId: id,
  }))
  return { changes, first: first ?? changes.at(-1)?.at, whole: items.length < known }
}
