import { createDAVClient } from 'tsdav'
import { request } from 'undici'
import { agentTo } from './post.ts'
import { type Reach, Unreachable } from './where.ts'

/** The calendars of somebody cannot be read, for the reason that it says. */
export class CalendarFailed extends Error {
  override name = 'CalendarFailed'
}

export interface CalendarAccount {
  url: string
  login: string
  password: string
}

/** For each request, in ms. */
const patience = 20_000
const largest = 8 * 1024 * 1024
const mostCalendars = 20

/**
 * What is in all calendars of an account (CalDAV, RFC 4791) in some time, each event as its server has it; undefined: its
 * server says that all are as they were `seen` last. What it says of that is compared, and never computed with.
 * @throws CalendarFailed
 */
export async function readCalendars(
  { url, login: username, password }: CalendarAccount,
  { from, to, seen, reach }: { from: string; to: string; seen: string | null; reach: Reach },
): Promise<{ seen: string; texts: string[] } | undefined> {
  try {
    const client = await createDAVClient({
      serverUrl: url,
      credentials: { username, password },
      authMethod: 'Basic',
      defaultAccountType: 'caldav',
      fetch: calling(reach),
    })
    const calendars = (await client.fetchCalendars()).filter(
      ({ components = [] }) => components.length === 0 || components.includes('VEVENT'),
    )
    if (calendars.length === 0) throw new CalendarFailed('There are no calendars of this user.')
    if (calendars.length > mostCalendars)
      throw new CalendarFailed(`There are more than ${mostCalendars} calendars of this user.`)
    const states = calendars.map((one) => [one.url, stateOf(one.syncToken) ?? stateOf(one.ctag) ?? null])
    const now = JSON.stringify([from, states])
    if (now === seen && states.every(([, state]) => state !== null)) return undefined
    const texts: string[] = []
    for (const calendar of calendars) {
      const objects = await client.fetchCalendarObjects({
        calendar,
        timeRange: { start: from, end: to },
        // Not every server’s names end as it would have them, and what it has is asked for at once.
        urlFilter: () => true,
        useMultiGet: false,
      })
      for (const { data } of objects) if (typeof data === 'string') texts.push(data)
    }
    return { seen: now, texts }
  } catch (error) {
    throw asFailure(error)
  }
}

/** It makes numbers of what looks like some (tsdav 2.3.4): two large ones could become the same. */
const stateOf = (said: unknown) =>
  typeof said === 'string' ? said : Number.isSafeInteger(said) ? String(said) : undefined

/** Requests to where somebody has said, and only where those may go: none follows a redirect, or takes what does not end. */
const calling =
  (reach: Reach): typeof fetch =>
  async (input, { method = 'GET', headers, body } = {}) => {
    const url = input instanceof Request ? input.url : input.toString()
    const reply = await request(url, {
      method: method as 'GET',
      headers: Object.fromEntries(new Headers(headers)),
      body: (body as string | undefined) ?? null,
      dispatcher: agentTo(url, reach),
      signal: AbortSignal.timeout(patience),
    })
    const parts: Buffer[] = []
    let bytes = 0
    for await (const part of reply.body) {
      parts.push(part)
      bytes += part.length
      if (bytes > largest) throw new CalendarFailed('It has more in these weeks than is read here.')
    }
    const { statusCode } = reply
    if (statusCode === 401 || statusCode === 403)
      throw new CalendarFailed('It refuses this user name and password.')
    // Of an answer that is none, the library would make a calendar with nothing in it.
    const isSearched = new URL(url).pathname.startsWith('/.well-known/')
    if (statusCode !== 207 && !isSearched)
      throw new CalendarFailed(`It answers ${statusCode}, as no calendar does.`)
    const answer = Buffer.concat(parts).toString('utf8')
    const said = Object.entries(reply.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    )
    return new Response([204, 304].includes(statusCode) ? null : answer, {
      status: statusCode,
      headers: said,
    })
  }

/** In words of ours: what others say may quote what was sent. */
function asFailure(error: unknown): CalendarFailed {
  if (error instanceof CalendarFailed) return error
  if (error instanceof Unreachable) return new CalendarFailed(`${error.message}.`)
  const { code, message, name, cause } = error as Error & { code?: string }
  if (cause instanceof Error && cause !== error && !code) return asFailure(cause)
  if (name === 'TimeoutError' || code?.endsWith('_TIMEOUT'))
    return new CalendarFailed('It does not answer in time.')
  if (code) return new CalendarFailed(`It cannot be reached (${code}).`)
  if (/cannot find (principal|home)Url/.test(message))
    return new CalendarFailed('There is no calendar by CalDAV at this address.')
  return new CalendarFailed('What it answers cannot be read.')
}
