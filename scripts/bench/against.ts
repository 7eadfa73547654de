import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkOut } from './check-out.ts'
import { setUpCompany, stageMoves } from './company.ts'
import type { HttpRequest } from './load.ts'
import { partsOf, withCpu } from './machine.ts'
import { administrator, dataDirectory, type Product, startProduct } from './product.ts'
import { type Benchmark, interleave, type Measured, type Row } from './round.ts'

const many = 8

/** The requests of one round; what can be sent only once is made anew for it. */
interface Operation {
  requests: (product: Product) => Promise<readonly HttpRequest[]>
  clients?: number
  token?: string
  /** Waits for what process managers do on account of them. */
  done?: (product: Product, requests: readonly HttpRequest[]) => Promise<void>
}

/**
 * This build beside that of an older commit, which is checked out, installed and built in a temporary folder: the CPU time of
 * the same requests, in turn, each with all that follows it until everything is readable.
 */
export const against = (commit: string): Benchmark => ({
  name: 'against',
  async run({ rounds, say }) {
    const checkedOut = checkOut(commit)
    const folders = [dataDirectory(), dataDirectory()] as const
    const builds = {
      newer: await startProduct(folders[0].path),
      older: await startProduct(folders[1].path, { dist: join(checkedOut.path, 'dist') }),
    }
    try {
      const rows: Row[] = []
      for (const [what, operation] of Object.entries(await operations(builds))) {
        const measured = await interleave(rounds, {
          newer: () => sample(builds.newer, operation),
          older: () => sample(builds.older, operation),
        })
        const row = rowOf(what, measured.newer, measured.older)
        say(`${what}: ${row.value}, ${row.limit}, ratio ${row.ratio?.toFixed(2)}`)
        rows.push(row)
      }
      return {
        title: `Against ${commit}`,
        about:
          `CPU time of the server's process for one request from ${many} clients at a time, with all that follows until ` +
          'read models, sagas and event index are level again, in turn with the older build on stores of its own; median of the rounds.',
        rows,
      }
    } finally {
      for (const product of Object.values(builds)) await product.stop()
      for (const { remove } of folders) await remove()
      await checkedOut.remove()
    }
  },
})

/** What both builds are asked: the same requests, but for the identifiers of their records. */
async function operations(builds: Readonly<Record<string, Product>>): Promise<Record<string, Operation>> {
  const moves = new Map<Product, HttpRequest[]>()
  const owners = new Map<Product, string>()
  let leads: readonly HttpRequest[] = []
  for (const product of Object.values(builds)) {
    const company = await setUpCompany(product)
    leads = company.leads
    owners.set(product, company.ownerId)
    moves.set(product, await stageMoves(product, company, 200))
  }
  return {
    'create lead': { requests: async () => leads },
    'advance stage': {
      requests: async (product) => {
        const all = moves.get(product) ?? []
        const next = all.splice(0, 200)
        all.push(...next)
        return next
      },
    },
    'convert lead': {
      requests: (product) => {
        const ownerId = owners.get(product)
        return qualified(
          product,
          leads.slice(0, 200).map((lead) => ({ ...lead, body: { ...(lead.body as object), ownerId } })),
        )
      },
      done: async (product, requests) => {
        for (const { path } of requests) {
          const lead: HttpRequest = { method: 'GET', path: path.slice(0, path.lastIndexOf('/')) }
          for (let left = 600; ; left--) {
            const { status, ...rest } = await product.ask<{ status: string }>(lead)
            if (status === 'converted') break
            if (left === 0) throw new Error(`a lead was not converted: ${JSON.stringify(rest)}`)
            await sleep(100)
          }
        }
      },
    },
    // One after the other, as whoever tries many at once is made to wait; and signed out, as a session would be renewed.
    'sign in': {
      clients: 1,
      token: '',
      requests: async () =>
        times(4, { method: 'POST', path: '/api/sign-in?token=true', body: administrator }),
    },
    'list leads': {
      requests: async () => times(300, { method: 'GET', path: '/api/leads?sort=-createdAt&limit=50' }),
    },
  }
}

const times = (count: number, request: HttpRequest) => Array.from({ length: count }, () => request)

const answers = { budget: 'Set aside', authority: 'Decides alone', need: 'Now', timeline: 'This quarter' }

/** Conversions of leads that were captured and qualified just now. */
async function qualified(product: Product, leads: readonly HttpRequest[]): Promise<HttpRequest[]> {
  const ids: string[] = []
  await each(leads, many, async (lead) => {
    const { id } = await product.ask<{ id: string }>(lead)
    await product.ask({ method: 'POST', path: `/api/leads/${id}/qualify`, body: answers })
    ids.push(id)
  })
  await product.settled()
  return ids.map((id) => ({ method: 'POST', path: `/api/leads/${id}/convert`, body: {} }))
}

async function sample(product: Product, { requests: make, clients = many, token, done }: Operation) {
  const requests = await make(product)
  return withCpu(
    () => partsOf(product.pid),
    async () => {
      const began = performance.now()
      await each(requests, clients, (request) => product.ask(request, token))
      const seconds = (performance.now() - began) / 1000
      await done?.(product, requests)
      await product.settled()
      return { operations: requests.length, seconds }
    },
  )
}

/** Each in turn, by some at a time. */
async function each<T>(all: readonly T[], clients: number, one: (of: T) => Promise<unknown>): Promise<void> {
  const left = all.values()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const of of left) await one(of)
    }),
  )
}

function rowOf(what: string, newer: Measured, older: Measured): Row {
  const cpu = ({ cpu: { main = Number.NaN } }: Measured) => main
  const ms = (measured: Measured) => `${(cpu(measured) / 1000).toFixed(2)} ms of CPU`
  return {
    what,
    value: ms(newer),
    limit: ms(older),
    ratio: cpu(newer) / cpu(older),
    figures: { newer, older },
  }
}
