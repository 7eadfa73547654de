import { follow } from './follow.ts'
import { type Asked, company, type Told } from './journey.ts'
import {
  captureLead,
  changeLead,
  getExportsFile,
  getJobsById,
  getLead,
  getLeads,
  getQuotesDocument,
  postExports,
  postLiveTicket,
  postSignIn,
} from './made/hey-api'
import { createClient } from './made/hey-api/client'

/** With functions by @hey-api/openapi-ts. */
export async function journey({ url, email, password, quoteId }: Asked): Promise<Told> {
  const stranger = createClient({ baseUrl: url })
  const { data: session } = await postSignIn({
    client: stranger,
    query: { token: true },
    body: { email, password },
  })
  if (session?.token === undefined) throw new Error('no session')
  const client = createClient({ baseUrl: url, auth: session.token })

  const lead = { name: { first: 'Ada', last: 'Byron' }, source: 'web', company }
  const capture = (body: typeof lead, key: string) =>
    captureLead({ client, headers: { 'Idempotency-Key': key }, body })
  const first = await capture(lead, 'hey-1')
  const second = await capture(lead, 'hey-1')
  const other = await capture({ ...lead, source: 'fair' }, 'hey-1')
  const third = await capture(lead, 'hey-2')
  if (!first.data || !second.data || !third.data || !other.error) throw new Error('not captured')
  const { id } = first.data

  const ids: string[] = []
  let pages = 0
  let total: number | undefined
  for (let cursor: string | undefined, more = true; more; ) {
    const { data } = await getLeads({
      client,
      query: { company, status: 'new', sort: 'company', limit: 1, total: true, ...(cursor && { cursor }) },
      headers: { 'X-Min-Position': third.data.position },
    })
    if (!data) throw new Error('no list')
    ids.push(...data.items.map((item) => item.id ?? ''))
    total = data.total
    pages++
    cursor = data.next ?? undefined
    more = cursor !== undefined
  }

  const path = { id }
  const read = await getLead({ client, path })
  const etag = read.response.headers.get('etag') ?? ''
  const change = (country: string) =>
    changeLead({ client, path, headers: { 'If-Match': etag }, body: { country } })
  const changed = await change('GB')
  const stale = await change('FR')
  if (!changed.data || !stale.error) throw new Error('not changed')

  const pdf = await getQuotesDocument({ client, path: { id: quoteId }, parseAs: 'blob' })
  if (!pdf.data) throw new Error('no quote')

  const begun = await postExports({ client, body: { query: { kind: 'record', aggregate: 'lead', id } } })
  let job = begun.data
  while (job?.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 20))
    job = (await getJobsById({ client, path: { id: job.id } })).data
  }
  const [, exportId = ''] = /^\/api\/exports\/(.+)\/file$/.exec(job?.result?.path ?? '') ?? []
  const bundle = await getExportsFile({ client, path: { id: exportId }, parseAs: 'blob' })
  if (!job || !bundle.data) throw new Error('no bundle')

  const ticketFor = async () => (await postLiveTicket({ client })).data?.ticket ?? ''
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
      begins: (await pdf.data.text()).slice(0, 5),
      name: pdf.response.headers.get('content-disposition'),
    },
    bundle: { job: job.id, location: begun.response.headers.get('location'), bytes: bundle.data.size },
    heard: heard.map(({ row, event }) => ({ revision: row?.revision, actor: event?.actorName })),
  }
}
