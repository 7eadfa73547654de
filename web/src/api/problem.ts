import type { Issue } from './types.gen.ts'

/** What the server says when it refuses (RFC 9457), or what stands for it when no server answered (status 0). */
export class Problem extends Error {
  readonly status: number
  /** The last part of the problem's type: `stale-revision`, `validation`, `opportunity.already-closed`. */
  readonly code: string
  readonly title: string
  readonly fields: readonly Issue[]
  /** What else the rule has to say, such as the criteria that are missing. */
  readonly details: Record<string, unknown> | undefined
  /** What the other side did, where the refusal is about a change in between: the revision now, and the events since. */
  readonly current: Record<string, unknown> | undefined

  constructor(about: {
    status: number
    code: string
    title: string
    detail?: string | undefined
    fields?: readonly Issue[] | undefined
    details?: Record<string, unknown> | undefined
    current?: Record<string, unknown> | undefined
  }) {
    super(about.detail ?? about.title)
    this.name = 'Problem'
    this.status = about.status
    this.code = about.code
    this.title = about.title
    this.fields = about.fields ?? []
    this.details = about.details
    this.current = about.current
  }
}

/** Which request was refused last, as the server's log has it; support can find it there. */
export interface Refusal {
  requestId: string
  title: string
}
let refused: Refusal | undefined
export const lastRefusal = (): Refusal | undefined => refused

/** A refusal as the server wrote it; whatever else came (a proxy's page) becomes a problem too. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined)
  if (!isRecord(body)) {
    return new Problem({
      status: response.status,
      code: 'unreadable',
      title: `The server answered ${response.status}`,
      detail: 'The answer could not be read. Nothing was changed as far as this screen knows.',
    })
  }
  const requestId = text(body.instance)
  const title = text(body.title) ?? `The server answered ${response.status}`
  if (requestId !== undefined && response.status !== 401) refused = { requestId, title }
  return new Problem({
    status: response.status,
    code: text(body.type)?.split('/').at(-1) ?? 'unknown',
    title,
    detail: text(body.detail),
    fields: Array.isArray(body.errors) ? body.errors.filter(isIssue) : [],
    details: isRecord(body.details) ? body.details : undefined,
    current: isRecord(body.current) ? body.current : undefined,
  })
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isIssue(value: unknown): value is Issue {
  return isRecord(value) && typeof value.field === 'string' && typeof value.message === 'string'
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
