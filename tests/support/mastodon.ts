import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * A server that speaks as much of Mastodon's API as we use, in the shapes of docs.joinmastodon.org (4.3), and refuses what that
 * refuses. It is a stand-in: no real server was spoken to.
 */

type Visibility = 'public' | 'unlisted' | 'private' | 'direct'

interface Person {
  id: string
  username: string
  acct: string
  display_name: string
  url: string
  followers_count: number
}

interface Status {
  id: string
  created_at: string
  in_reply_to_id: string | null
  visibility: Visibility
  language: string | null
  url: string
  content: string
  spoiler_text: string
  account: Person
  favourites_count: number
  reblogs_count: number
  replies_count: number
}

interface Said {
  /** `anna@elsewhere.example`, or the name of somebody at this server. */
  from: string
  /** HTML, as servers tell it. */
  content: string
  name?: string
  visibility?: Visibility
  language?: string | null
  spoiler?: string
}

export interface Mastodon {
  url: string
  token: string
  /** What we have posted, oldest first. */
  posted: Status[]
  /** How often something was handed in. */
  handedIn: number
  /** What was asked, as `GET /api/v1/notifications?…`. */
  asked: string[]
  /** Somebody writes to us; resolves with its id. */
  mention(of: Said): string
  /** Somebody writes for all to see, and not to us. */
  publish(of: Said): string
  react(
    id: string,
    counts: Partial<Pick<Status, 'favourites_count' | 'reblogs_count' | 'replies_count'>>,
  ): void
  /** What it does with the next that is handed in: takes it and hangs up, or answers so. */
  next: 'hang-up' | { status: number; body: unknown } | undefined
  /** Until then it says that it is asked too often. */
  limitedUntil: string | undefined
  close(): Promise<void>
}

const mostSigns = 500
const hour = 3_600_000

export async function mastodon({
  token = 'a-token',
  clock = () => new Date().toISOString(),
} = {}): Promise<Mastodon> {
  // As servers count: far beyond what a number of JavaScript holds.
  let last = 113_472_839_472_839_472n
  const nextId = () => {
    last += 65_537n
    return String(last)
  }
  const statuses: Status[] = []
  const notifications: {
    id: string
    type: string
    created_at: string
    account: Person
    status: Status | null
  }[] = []
  const keys = new Map<string, { status: Status; at: number }>()
  const people = new Map<string, Person>()
  let base = ''
  const person = (acct: string, name = ''): Person => {
    const known = people.get(acct)
    if (known) return known
    const [username = acct] = acct.split('@')
    const made = {
      id: nextId(),
      username,
      acct,
      display_name: name,
      url: `https://elsewhere.example/@${username}`,
      followers_count: 200,
    }
    people.set(acct, made)
    return made
  }
  const write = (account: Person, of: Omit<Said, 'from' | 'name'>, replyTo: string | null = null): Status => {
    const id = nextId()
    const status: Status = {
      id,
      created_at: clock(),
      in_reply_to_id: replyTo,
      visibility: of.visibility ?? 'public',
      language: of.language ?? null,
      url: `${account.url}/${id}`,
      content: of.content,
      spoiler_text: of.spoiler ?? '',
      account,
      favourites_count: 0,
      reblogs_count: 0,
      replies_count: 0,
    }
    statuses.push(status)
    return status
  }

  const server: Mastodon = {
    url: '',
    token,
    posted: [],
    handedIn: 0,
    asked: [],
    mention: (of) => {
      const account = person(of.from, of.name)
      const status = write(account, of)
      notifications.push({ id: nextId(), type: 'mention', created_at: clock(), account, status })
      return status.id
    },
    publish: (of) => write(person(of.from, of.name), of).id,
    react(id, counts) {
      const status = statuses.find((one) => one.id === id)
      if (!status) throw new Error(`there is no status ${id}`)
      Object.assign(status, counts)
    },
    next: undefined,
    limitedUntil: undefined,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }

  /** The page right after `min_id`, or the newest before `max_id`; newest first, with where to go on. */
  function page<T extends { id: string }>(
    all: readonly T[],
    url: URL,
    most: number,
  ): { items: T[]; link: string } {
    const asked = Number(url.searchParams.get('limit') ?? 20)
    const limit = Math.min(most, Math.max(1, asked))
    const [minId, maxId] = [url.searchParams.get('min_id'), url.searchParams.get('max_id')]
    const fit = all.filter(
      ({ id }) =>
        (minId === null || BigInt(id) > BigInt(minId)) && (maxId === null || BigInt(id) < BigInt(maxId)),
    )
    const items = (minId === null ? fit.slice(-limit) : fit.slice(0, limit)).reverse()
    const [newest, oldest] = [items[0]?.id, items.at(-1)?.id]
    const to = (key: string, id: string) => {
      const there = new URL(url)
      for (const one of ['min_id', 'max_id']) there.searchParams.delete(one)
      there.searchParams.set(key, id)
      return there.toString()
    }
    const link =
      newest && oldest ? `<${to('max_id', oldest)}>; rel="next", <${to('min_id', newest)}>; rel="prev"` : ''
    return { items, link }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base)
    server.asked.push(`${request.method} ${url.pathname}${url.search}`)
    const say = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(body))
    }
    const refuse = (error: string) => say(422, { error: `Validation failed: ${error}` })
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (request.headers.authorization !== `Bearer ${token}`)
      return say(401, { error: 'The access token is invalid' })
    if (server.limitedUntil !== undefined && clock() < server.limitedUntil)
      return say(
        429,
        { error: 'Too many requests' },
        {
          'x-ratelimit-limit': '300',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': server.limitedUntil,
        },
      )
    if (request.method === 'GET' && url.pathname === '/api/v1/accounts/verify_credentials')
      return say(200, us)
    if (request.method === 'GET' && url.pathname === '/api/v1/notifications') {
      const types = url.searchParams.getAll('types[]')
      const { items, link } = page(
        notifications.filter(({ type }) => types.length === 0 || types.includes(type)),
        url,
        80,
      )
      return say(200, items, link ? { link } : {})
    }
    const tag = /^\/api\/v1\/timelines\/tag\/([^/]+)$/.exec(url.pathname)?.[1]
    if (request.method === 'GET' && tag !== undefined) {
      const wanted = `#${decodeURIComponent(tag).toLowerCase()}`
      const public_ = statuses.filter(
        ({ visibility, content }) => visibility === 'public' && words(content).includes(wanted),
      )
      const { items, link } = page(public_, url, 40)
      return say(200, items, link ? { link } : {})
    }
    if (request.method === 'GET' && url.pathname === '/api/v2/search') {
      const asked = url.searchParams.get('q')
      if (!asked) return say(400, { error: 'param is missing or the value is empty: q' })
      const found = statuses.filter(
        ({ visibility, content }) => visibility === 'public' && words(content).includes(asked.toLowerCase()),
      )
      return say(200, { accounts: [], statuses: page(found, url, 40).items, hashtags: [] })
    }
    const id = /^\/api\/v1\/statuses\/([^/]+)$/.exec(url.pathname)?.[1]
    if (request.method === 'GET' && id !== undefined) {
      const status = statuses.find((one) => one.id === id)
      return status ? say(200, status) : say(404, { error: 'Record not found' })
    }
    if (request.method !== 'POST' || url.pathname !== '/api/v1/statuses')
      return say(404, { error: 'Record not found' })
    server.handedIn++
    if (request.headers['content-type'] !== 'application/json') return refuse("Text can't be blank")
    const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
    const key = String(request.headers['idempotency-key'] ?? '')
    const known = key === '' ? undefined : keys.get(key)
    if (known && Date.parse(clock()) - known.at < hour) return say(200, known.status)
    if (typeof server.next === 'object') {
      const { status, body: said } = server.next
      server.next = undefined
      return say(status, said)
    }
    const { status: text, visibility = 'public', in_reply_to_id: replyTo = null, scheduled_at: later } = body
    if (typeof text !== 'string' || text.trim() === '') return refuse("Text can't be blank")
    if (countedAsThere(text) > mostSigns) return refuse('Text character limit of 500 exceeded')
    if (!['public', 'unlisted', 'private', 'direct'].includes(String(visibility)))
      return refuse('Visibility is not included in the list')
    const at = typeof later === 'string' ? Date.parse(later) : Number.NaN
    if (later !== undefined && !(at - Date.parse(clock()) > 300_000))
      return refuse('Scheduled at The scheduled date must be at least 5 minutes in the future')
    if (replyTo !== null && !statuses.some((one) => one.id === replyTo))
      return say(404, { error: 'Record not found' })
    const content = `<p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br />')}</p>`
    const made = write(us, { content, visibility: visibility as Visibility }, replyTo as string | null)
    server.posted.push(made)
    if (key !== '') keys.set(key, { status: made, at: Date.parse(clock()) })
    if (server.next === 'hang-up') {
      server.next = undefined
      response.destroy()
      return
    }
    return say(200, made)
  }

  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  server.url = base
  const us = person('larkspur', 'Larkspur')
  return server
}

/** As its server counts: an address has 23 signs, and of a name with its server only the name counts. */
const countedAsThere = (text: string) =>
  [
    ...new Intl.Segmenter().segment(
      text.replace(/https?:\/\/\S+/g, 'x'.repeat(23)).replace(/(?<![\w/])@(\w+)@[\w.]+\w/g, '@$1'),
    ),
  ].length

const words = (content: string) => content.replace(/<[^>]*>/g, '').toLowerCase()
