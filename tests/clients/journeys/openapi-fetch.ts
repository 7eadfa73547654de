import createClient from 'openapi-fetch'
import { follow } from './follow.ts'
import { type Asked, company, type Told } from './journey.ts'
import type { paths } from './made/openapi.ts'

/** With types by openapi-typescript. */
export async function journey({ url, email, password, quoteId }: Asked): Promise<Told> {
  const stranger = createClient<paths>({ baseUrl: url })
  const { data: session } = await stranger.POST('/api/sign-in', {
    params: { query: { token: true } },
    body: { email, password },
  })
  if (session?.token === undefined) throw new Error('no session')
  const client = createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${session.token}` } })

  const lead = { name: { first: 'Ada', last: 'Byron' }, source: 'web', company }
  const capture = (body: typeof lead, key: string) =>
    client.POST('/api/leads', { params: { header: { 'Idempotency-Key': key } }, body })
  const first = await capture(lead, 'fetch-1')
  const second = await capture(lead, 'fetch-1')
  const other = await capture({ ...lead, source: 'fair' }, 'fetch-1')
  const third = await capture(lead, 'fetch-2')
  if (!first.data || !second.data || !third.data || !other.error) throw new Error('not captured')
  const { id } = first.data

  const ids: string[] = []
  let pages = 0
  let total: number | undefined
  for (let cursor: string | undefined, more = true; more; ) {
    const { data } = await client.GET('/api/leads', {
      params: {
        query: {
          company,
          status: 'new',
          sort: 'company',
          limit: 1,
          total: true,
          ...(cursor && { cursor }),
        },
        header: { 'X-Min-Position': third.data.position },
      },
    })
    if (!data) throw new Error('no list')
    ids.push(...data.items.map((item) => item.id ?? ''))
    total = data.total
    pages++
    cursor = data.next ?? undefined
    more = cursor !== undefined
  }

  const path = { id }
  const read = await client.GET('/api/leads/{id}', { params: { path } })
  const etag = read.response.headers.get('etag') ?? ''
  const change = (country: string) =>
    client.PATCH('/api/leads/{id}', { params: { path, header: { 'If-Match': etag } }, body: { country } })
  const changed = await change('GB')
  const stale = await change('FR')
  if (!changed.data || !stale.error) throw new Error('not changed')

  const pdf = await client.GET('/api/quotes/{id}/document', {
    params: { path: { id: quoteId } },
    parseAs: 'arrayBuffer',
  })
  if (!pdf.data) throw new Error('no quote')

  const begun = await client.POST('/api/exports', {
    body: { query: { kind: 'record', aggregate: 'lead', id } },
  })
  let job = begun.data
  while (job?.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 20))
    job = (await client.GET('/api/jobs/{id}', { params: { path: { id: job.id } } })).data
  }
  const [, exportId = ''] = /^\/api\/exports\/(.+)\/file$/.exec(job?.result?.path ?? '') ?? []
  const bundle = await client.GET('/api/exports/{id}/file', {
    params: { path: { id: exportId } },
    parseAs: 'arrayBuffer',
  })
  if (!job || !bundle.data) throw new Error('no bundle')

  const ticketFor = async () => (await client.POST('/api/live/ticket')).data?.ticket ?? ''
  const heard = await follow(url, ticketFor, `lead/${id}`, String(BigInt(first.data.position) - 1n), 2)

  return {
    captured: { id, repeated: [first.data.repeated, second.data.repeated] },
    reused: { status: other.response.status, type: other.error.type },
    listed: { ids, pages, total },
    changed: {
      revision: changed.data.revision,
      stale: {
        status: stale.response.status,
        current: stale.error.current?.revision,
        missed: stale.error.current?.since.length ?? 0,
      },
    },
    quote: {
      begins: Buffer.from(pdf.data).subarray(0, 5).toString(),
      name: pdf.response.headers.get('content-disposition'),
    },
    bundle: { job: job.id, location: begun.response.headers.get('location'), bytes: bundle.data.byteLength },
    heard: heard.map(({ row, event }) => ({ revision: row?.revision, actor: event?.actorName })),
  }
}
