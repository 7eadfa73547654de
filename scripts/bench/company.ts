import { randomUUID } from 'node:crypto'
import type { HttpRequest } from './load.ts'
import type { Product } from './product.ts'

/** What deals need to be there: a pipeline of open stages, and made-up people and sums that are the same every time. */
export interface Company {
  stageIds: readonly string[]
  ownerId: string
  leads: readonly HttpRequest[]
}

const stageNames = ['Qualification', 'Discovery', 'Proposal', 'Negotiation']

export async function setUpCompany(product: Product): Promise<Company> {
  const open = stageNames.map((name, index) => ({
    id: randomUUID(),
    name,
    probability: (index + 1) / 5,
    kind: 'open',
  }))
  const closed = [
    { id: randomUUID(), name: 'Won', probability: 1, kind: 'won' },
    { id: randomUUID(), name: 'Lost', probability: 0, kind: 'lost' },
  ]
  await product.ask({
    method: 'POST',
    path: '/api/pipelines',
    body: { name: 'New business', currency: 'EUR', isDefault: true, stages: [...open, ...closed] },
  })
  const { id: ownerId } = await product.ask<{ id: string }>({ method: 'GET', path: '/api/me' })
  return { stageIds: open.map(({ id }) => id), ownerId, leads: leadRequests(500) }
}

function leadRequests(count: number): HttpRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    path: '/api/leads',
    body: {
      name: { first: `First${index}`, last: `Last${index % 97}` },
      email: `lead.${index}@prospect.example`,
      phone: `+49 30 ${1_000_000 + index * 137}`,
      company: `Company ${index % 61}`,
      country: ['DE', 'FR', 'NL', 'SE'][index % 4],
      source: ['Web', 'Trade show', 'Referral'][index % 3],
      productInterest: 'Larkspur Scope',
    },
  }))
}

/** Requests that move each of `count` new deals from stage to stage, in turn. */
export async function stageMoves(
  product: Product,
  { stageIds, ownerId }: Company,
  count: number,
): Promise<HttpRequest[]> {
  const ids: string[] = []
  const one = async (index: number) => {
    const { id } = await product.ask<{ id: string }>({
      method: 'POST',
      path: '/api/opportunities',
      body: {
        name: `Deal ${index}`,
        ownerId,
        amount: { amount: 1_000_000 + index, currency: 'EUR' },
        closeDate: '2027-03-31',
      },
    })
    ids.push(id)
  }
  for (let from = 0; from < count; from += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - from) }, (_, index) => one(from + index)))
  }
  const [first, ...others] = stageIds
  return [...others, first].flatMap((stageId) =>
    ids.map(
      (id): HttpRequest => ({
        method: 'POST',
        path: `/api/opportunities/${id}/advance-stage`,
        body: { stageId },
      }),
    ),
  )
}
