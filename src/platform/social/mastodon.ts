import { z } from 'zod'
import { type Answer, call, isUnsent } from '../outside/post.ts'
import { type Reach, Unreachable } from '../outside/where.ts'
import { type FoundStatus, type Handed, NetworkFailed, type NewPage, type SocialNetwork } from './network.ts'
import { textOfStatus } from './status-text.ts'

/** An account at a server that speaks Mastodon's API (docs.joinmastodon.org). */
export interface MastodonAccess {
  /** Its origin. */
  server: string
  token: string
  reach: Reach
}

/** So many statuses are asked for at once: what all its lists take. */
const pageSize = 40
/** Of an answer, in bytes: forty statuses are far less. */
const largest = 4 * 1024 * 1024
const mostText = 20_000

/** Ids are texts that mean something to their server alone. */
const id = z.string().min(1).max(100)
const person = z.object({
  id,
  acct: z.string().min(1).max(300),
  display_name: z.string().nullish(),
  url: z.string().nullish(),
  followers_count: z.int().nullish(),
})
const status = z.object({
  id,
  created_at: z.string(),
  visibility: z.enum(['public', 'unlisted', 'private', 'direct']),
  language: z.string().max(20).nullish(),
  url: z.string().nullish(),
  content: z.string(),
  spoiler_text: z.string().nullish(),
  account: person,
  favourites_count: z.int().nonnegative().catch(0),
  reblogs_count: z.int().nonnegative().catch(0),
  replies_count: z.int().nonnegative().catch(0),
})
const notification = z.object({ id, type: z.string(), status: status.nullish().catch(null) })

type Said = Answer & { headers: Readonly<Record<string, string | string[] | undefined>> }

/** The port of a social network, by Mastodon's API. */
export function mastodon({ server, token, reach }: MastodonAccess): SocialNetwork {
  const authorization = `Bearer ${token}`
  const { hostname } = new URL(server)
  let known: Promise<z.output<typeof person>> | undefined

  async function get(path: string, query: readonly (readonly [string, string])[] = []): Promise<Said> {
    let said: Said
    try {
      const url = new URL(`${server}${path}`)
      for (const [key, value] of query) url.searchParams.append(key, value)
      said = await call(url.href, { method: 'GET', headers: { authorization }, reach, most: largest })
    } catch (error) {
      throw new NetworkFailed(reasonOf(error))
    }
    if (said.status === 401) throw new NetworkFailed('It does not know this token any more.')
    if (said.status === 403) throw new NetworkFailed('This token may not do that; it needs the right for it.')
    if (said.status === 429) throw new NetworkFailed('It was asked too often.', resetOf(said))
    return said
  }

  async function read<S extends z.ZodType>(
    shape: S,
    path: string,
    query: readonly (readonly [string, string])[] = [],
  ) {
    const said = await get(path, query)
    if (said.status !== 200) throw new NetworkFailed(`It answers ${said.status}, and was asked for ${path}.`)
    const found = shape.safeParse(jsonIn(said))
    if (!found.success) throw new NetworkFailed('What it answers cannot be read.')
    return { found: found.data, said }
  }

  const me = () => {
    known ??= read(person, '/api/v1/accounts/verify_credentials').then(({ found }) => found)
    return known
  }

  const handleOf = (acct: string) => (acct.includes('@') ? acct : `${acct}@${hostname}`)

  async function found(one: unknown): Promise<FoundStatus[]> {
    const read = status.safeParse(one)
    const at = read.success ? Date.parse(read.data.created_at) : Number.NaN
    const handle = read.success ? handleOf(read.data.account.acct) : ''
    // What is no status as the API has them is left out: nobody could say more of it.
    if (!read.success || Number.isNaN(at) || !/^[^\s@]+@[^\s@/]+$/.test(handle)) return []
    const { data } = read
    const warned = textOfStatus(data.spoiler_text ?? '')
    const text = [warned, textOfStatus(data.content)].filter(Boolean).join('\n\n').slice(0, mostText)
    return [
      {
        networkId: data.id,
        visibility: data.visibility,
        handle,
        own: data.account.id === (await me()).id,
        authorName: data.account.display_name?.trim() || null,
        text: text || null,
        url: webAddress(data.url),
        language: data.language || null,
        postedAt: new Date(at).toISOString(),
      },
    ]
  }

  /** Newest first, as it tells them: what is new since `seen`, or the newest there are. */
  async function page(
    of: z.ZodType<readonly unknown[]>,
    path: string,
    { seen, more = [] }: { seen: string | null; more?: readonly (readonly [string, string])[] },
    statusIn: (one: unknown) => unknown = (one) => one,
  ): Promise<NewPage> {
    const since = seen === null ? [] : [['min_id', seen] as const]
    const { found: all, said } = await read(of, path, [...more, ['limit', String(pageSize)], ...since])
    const newest = z.object({ id }).safeParse(all[0])
    const items = await Promise.all([...all].reverse().map((one) => found(statusIn(one))))
    return {
      items: items.flat(),
      seen: all.length === 0 ? seen : (newerIn(said) ?? (newest.success ? newest.data.id : seen)),
      more: seen !== null && all.length >= pageSize,
    }
  }

  const list = z.array(z.unknown()).max(1_000)

  return {
    async knownAs() {
      const { id: networkId, acct, url } = await me()
      return { networkId, handle: handleOf(acct), url: webAddress(url) }
    },
    toUs: (seen) =>
      page(list, '/api/v1/notifications', { seen, more: [['types[]', 'mention']] }, (one) => {
        const read = notification.safeParse(one)
        return read.success && read.data.type === 'mention' ? (one as { status?: unknown }).status : undefined
      }),
    withHashtag: (tag, seen) => page(list, `/api/v1/timelines/tag/${encodeURIComponent(tag)}`, { seen }),
    withWords: (words, seen) =>
      page(
        z.object({ statuses: list }).transform(({ statuses }) => statuses) as z.ZodType<readonly unknown[]>,
        '/api/v2/search',
        {
          seen,
          more: [
            ['q', words],
            ['type', 'statuses'],
          ],
        },
      ),
    async post({ text, visibility, replyToId, key }): Promise<Handed> {
      let said: Said
      try {
        said = await call(`${server}/api/v1/statuses`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({ status: text, visibility, ...(replyToId && { in_reply_to_id: replyToId }) }),
          reach,
          most: largest,
        })
      } catch (error) {
        return { is: 'deferred', reason: reasonOf(error), sure: isUnsent(error), until: null }
      }
      const read = status.pick({ id: true, url: true }).safeParse(jsonIn(said))
      if (said.status === 200 && read.success)
        return { is: 'posted', networkId: read.data.id, url: webAddress(read.data.url) }
      const reason = `The network said ${said.status}${toldIn(said)}`
      if (said.status === 429) return { is: 'deferred', reason, sure: true, until: resetOf(said) }
      // A token may be put right; of anything between it and us nobody knows what became of the post.
      if (said.status === 401) return { is: 'deferred', reason, sure: true, until: null }
      if (said.status === 408 || said.status >= 500 || said.status < 400)
        return { is: 'deferred', reason, sure: false, until: null }
      return { is: 'refused', reason }
    },
    async counted(networkId) {
      const said = await get(`/api/v1/statuses/${encodeURIComponent(networkId)}`)
      if (said.status === 404 || said.status === 410) return undefined
      const read = status.safeParse(jsonIn(said))
      if (said.status !== 200 || !read.success) throw new NetworkFailed('What it answers cannot be read.')
      const {
        favourites_count: favourites,
        reblogs_count: reblogs,
        replies_count: replies,
        account,
      } = read.data
      return { favourites, reblogs, replies, followers: Math.max(0, account.followers_count ?? 0) }
    },
  }
}

/** Where it says that what is newer is asked for (RFC 8288, rel prev); its `min_id` is handed back as it says it. */
function newerIn({ headers }: Said): string | undefined {
  const links = [headers.link ?? []].flat().join(', ')
  const url = /<([^<>]+)>\s*;[^<]*\brel="?prev"?/.exec(links)?.[1]
  return url === undefined || !URL.canParse(url)
    ? undefined
    : (new URL(url).searchParams.get('min_id')?.slice(0, 100) ?? undefined)
}

function jsonIn({ body }: Answer): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function toldIn(said: Answer): string {
  const read = z.object({ error: z.string() }).safeParse(jsonIn(said))
  return read.success ? `: ${read.data.error.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 300)}` : '.'
}

/** When it takes something again (X-RateLimit-Reset, ISO-8601). */
function resetOf({ headers }: Said): string | null {
  const at = Date.parse(String(headers['x-ratelimit-reset'] ?? ''))
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

const webAddress = (said: string | null | undefined): string | null =>
  said && said.length <= 2_000 && URL.canParse(said) && /^https?:$/.test(new URL(said).protocol) ? said : null

/** In words of ours: what others say may quote what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof Unreachable) return `${error.message}.`
  const { code, name } = error as Error & { code?: string }
  if (name === 'TimeoutError' || code?.endsWith('_TIMEOUT')) return 'It does not answer in time.'
  return code ? `It cannot be reached (${code}).` : 'It cannot be reached.'
}
