/**
 * The load generator: a process of its own, so that what it takes is not taken from the process that is measured. It
 * does one job at a time, each until its time is over, and answers with what it did.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { Pool } from 'undici'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import type { Sample } from './sample.ts'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

interface Timed {
  concurrency: number
  seconds: number
}

/** Requests in turn, each client sending the next when it has the answer to the one before. */
export interface HttpJob extends Timed {
  kind: 'http'
  url: string
  token: string
  /** Gone through from the beginning again and again, over all jobs with this name. */
  plan: string
  requests: readonly HttpRequest[]
}

/** Single events appended to new streams through the product's own client. */
export interface AppendJob extends Timed {
  kind: 'append'
  url: string
  events: readonly { type: string; data: unknown; metadata: unknown }[]
}

/** One statement through `pg`, prepared, on as many connections. */
export interface SqlJob extends Timed {
  kind: 'sql'
  url: string
  /** Sent once on each connection. */
  setup: string
  text: string
  values: readonly unknown[]
}

/** Requests at a fixed pace, whether or not earlier ones are answered. */
export interface PacedJob {
  kind: 'paced'
  url: string
  token: string
  perSecond: number
  seconds: number
  requests: readonly HttpRequest[]
  /** After every so many commands, how long it takes from the answer until a read at its position is answered. */
  readAfter?: { every: number; path: string }
}

export type Job = HttpJob | AppendJob | SqlJob | PacedJob
export interface Done extends Sample {
  /** How many were not answered with 2xx, and how the first of them was. */
  failed: number
  failure?: string
  /** Of the reads that follow commands, in ms. */
  lags?: number[]
}

async function work(job: Job): Promise<Done> {
  switch (job.kind) {
    case 'http':
      return http(job)
    case 'append':
      return append(job)
    case 'sql':
      return sql(job)
    case 'paced':
      return paced(job)
  }
}

/** Each of `concurrency` workers repeats `one` until the time is over. */
async function repeat(
  { concurrency, seconds }: Timed,
  one: (worker: number) => Promise<void>,
): Promise<Sample> {
  const latencies: number[] = []
  const began = performance.now()
  const until = began + seconds * 1000
  const worker = async (index: number) => {
    for (let from = performance.now(); from < until; ) {
      await one(index)
      const now = performance.now()
      latencies.push(now - from)
      from = now
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, index) => worker(index)))
  return { operations: latencies.length, seconds: (performance.now() - began) / 1000, latencies }
}

const reached = new Map<string, number>()

async function http(job: HttpJob): Promise<Done> {
  const pool = new Pool(job.url, { connections: job.concurrency, pipelining: 1 })
  const prepared = job.requests.map((request) => prepare(request, job.token))
  const failures = new Failures()
  let at = reached.get(job.plan) ?? 0
  try {
    const sample = await repeat(job, async () => {
      const request = prepared[at++ % prepared.length]
      if (request) failures.note(await send(pool, request))
    })
    return { ...sample, ...failures.told() }
  } finally {
    reached.set(job.plan, at)
    await pool.close()
  }
}

interface Prepared {
  method: HttpRequest['method']
  path: string
  headers: Record<string, string>
  body: string | null
}

function prepare({ method, path, body, headers }: HttpRequest, token: string): Prepared {
  return {
    method,
    path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  }
}

interface Answer {
  status: number
  chunks: Buffer[]
}

/** The whole answer, without what a friendlier client would make of it. */
function send(pool: Pool, request: Prepared): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answer: Answer = { status: 0, chunks: [] }
    pool.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_, status) {
        answer.status = status
      },
      onResponseData(_, chunk) {
        answer.chunks.push(chunk)
      },
      onResponseEnd: () => resolve(answer),
      onResponseError: (_, error) => reject(error),
    })
  })
}

class Failures {
  private failed = 0
  private first: string | undefined

  note({ status, chunks }: Answer): void {
    if (status >= 200 && status < 300) return
    this.failed++
    this.first ??= `${status} ${Buffer.concat(chunks).toString().slice(0, 300)}`
  }

  told() {
    return { failed: this.failed, ...(this.first !== undefined && { failure: this.first }) }
  }
}

async function append(job: AppendJob): Promise<Done> {
  const store = connectEventStore(job.url)
  let at = 0
  try {
    const sample = await repeat(job, async () => {
      const event = job.events[at++ % job.events.length]
      if (event) await store.append(`raw-${randomUUID()}`, [{ ...event, id: randomUUID() }], 'no-stream')
    })
    return { ...sample, failed: 0 }
  } finally {
    await store.close()
  }
}

async function sql(job: SqlJob): Promise<Done> {
  const clients = Array.from({ length: job.concurrency }, () => new Client({ connectionString: job.url }))
  try {
    for (const client of clients) {
      await client.connect()
      await client.query(job.setup)
    }
    const sample = await repeat(job, async (worker) => {
      await clients[worker]?.query({
        name: 'bare',
        text: job.text,
        values: [...job.values],
        rowMode: 'array',
      })
    })
    return { ...sample, failed: 0 }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

async function paced(job: PacedJob): Promise<Done> {
  const pool = new Pool(job.url, { connections: 32, pipelining: 1 })
  const readers = new Pool(job.url, { connections: 32, pipelining: 1 })
  const failures = new Failures()
  const latencies: number[] = []
  const lags: number[] = []
  const total = Math.round(job.perSecond * job.seconds)
  const began = performance.now()

  const one = async (index: number) => {
    const request = job.requests[index % job.requests.length]
    if (!request) return
    const from = performance.now()
    const answer = await send(pool, prepare(request, job.token))
    const answered = performance.now()
    latencies.push(answered - from)
    failures.note(answer)
    if (!job.readAfter || index % job.readAfter.every !== 0 || answer.status >= 300) return
    const { id, position } = JSON.parse(Buffer.concat(answer.chunks).toString()) as {
      id: string
      position: string
    }
    const path = job.readAfter.path.replace(':id', id)
    failures.note(
      await send(
        readers,
        prepare({ method: 'GET', path, headers: { 'x-min-position': position } }, job.token),
      ),
    )
    lags.push(performance.now() - answered)
  }

  const sent: Promise<void>[] = []
  for (let index = 0; index < total; index++) {
    const due = began + (index * 1000) / job.perSecond
    if (due > performance.now()) await sleep(due - performance.now())
    sent.push(one(index))
  }
  await Promise.all(sent)
  const seconds = (performance.now() - began) / 1000
  await Promise.all([pool.close(), readers.close()])
  return { operations: latencies.length, seconds, latencies, lags, ...failures.told() }
}

process.on('message', (job: Job) => {
  work(job).then(
    (done) => process.send?.({ done }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
