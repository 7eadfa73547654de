import { Problem, problemOf } from './problem.ts'
import { noteStale, staleAddresses } from './stale.ts'
import type { CommandResult, Replies } from './types.gen.ts'

/** Which time axis a past instant is on: when things happened, or what was known then. */
export type Basis = 'occurred' | 'recorded'

/** The instant a screen is about; null is now. */
export type View = { asOf: string; basis: Basis } | null

export type Parameters = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Command {
  method: 'POST' | 'PATCH'
  /** Under `/api`: `/leads/<id>/qualify`. */
  path: string
  body?: unknown
  /** The revision the person was looking at; another one in between is refused (412). */
  ifMatch?: number | undefined
  /** Why, in the person's words; kept in the event. */
  reason?: string | undefined
  key: string
}

/** The furthest position of this tab's own writes: reads wait for it, so a person always sees what they just did. */
let written = 0n

interface Asking {
  parameters?: Parameters
  view?: View
  signal?: AbortSignal
}

export async function read<P extends keyof Replies>(path: P, options?: Asking): Promise<Replies[P]>
export async function read<T>(path: string, options?: Asking): Promise<T>
export async function read(path: string, options: Asking = {}): Promise<unknown> {
  return (await get(path, 'application/json', options)).json()
}

/** What is no JSON, to be kept as a file. */
export async function readFile(path: string, view: View): Promise<Blob> {
  return (await get(path, '*/*', { view })).blob()
}

async function get(path: string, accept: string, { parameters = {}, view = null, signal }: Asking) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  if (view) {
    query.set('asOf', view.asOf)
    query.set('basis', view.basis)
  }
  const headers = new Headers({ accept })
  if (written > 0n && !view) headers.set('x-min-position', String(written))
  const search = query.size > 0 ? `?${query}` : ''
  const address = `/api${path}${search}`
  const response = await reach(address, { headers, signal: signal ?? null })
  noteStale(address, response.headers.get('x-stale'))
  if (!response.ok) throw await problemOf(response)
  return response
}

/** Asks once more what was shown late, to see whether it still is. */
export async function askAgain(): Promise<void> {
  for (const address of staleAddresses()) {
    const response = await reach(address, {}).catch(() => undefined)
    if (response) noteStale(address, response.headers.get('x-stale'))
  }
}

export async function send(command: Command): Promise<CommandResult> {
  const headers = new Headers({ accept: 'application/json', 'idempotency-key': command.key })
  if (command.ifMatch !== undefined) headers.set('if-match', `"${command.ifMatch}"`)
  if (command.reason) headers.set('x-reason', encodeURIComponent(command.reason))
  const accepted = await post<CommandResult>(command.path, command.body ?? {}, headers, command.method)
  noteWritten(accepted)
  return accepted
}

/** From here on what is read is at least as new as this. */
export function noteWritten({ position }: { position?: string }): void {
  if (position !== undefined && BigInt(position) > written) written = BigInt(position)
}

/** A request that is no command of the domain: sign-in, a ticket for the live connection. */
export async function post<T>(
  path: string,
  body: unknown,
  headers = new Headers(),
  method: 'POST' | 'PATCH' | 'DELETE' = 'POST',
): Promise<T> {
  headers.set('content-type', 'application/json')
  const response = await reach(`/api${path}`, { method, headers, body: JSON.stringify(body, asText) })
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** What is typed and is no number is refused as such: JSON would make nothing of it, and nothing empties a field. */
const asText = (_: string, value: unknown) => (Number.isNaN(value) ? 'NaN' : value)

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
}

export const unreachable = () =>
  new Problem({
    status: 0,
    code: 'unreachable',
    title: 'The server cannot be reached',
    detail: 'Nothing was lost: what you entered is still here. Try again when the connection is back.',
  })
