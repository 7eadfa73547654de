import type { Client, TestApp } from '../support/app.ts'

export interface Furnished {
  pipelineId: string
  productId: string
  teamId: string
}

/** What an organisation needs before its first lead and its first ticket. */
export async function furnish(t: TestApp): Promise<Furnished> {
  const admin = t.as('admin')
  const pipelineId = await make(admin, '/api/pipelines', {
    name: 'New business',
    currency: 'EUR',
    isDefault: true,
    stages: [
      { name: 'Prospecting', probability: 0.1, kind: 'open' },
      { name: 'Proposal', probability: 0.5, kind: 'open' },
      { name: 'Negotiation', probability: 0.8, kind: 'open' },
      { name: 'Closed won', probability: 1, kind: 'won' },
      { name: 'Closed lost', probability: 0, kind: 'lost' },
    ],
  })
  const productId = await make(admin, '/api/products', {
    name: 'Larkspur Scope',
    code: 'LS-1',
    price: { amount: 120_000, currency: 'EUR' },
  })
  const teamId = await make(admin, '/api/teams', { name: 'Second line' })
  const calendarId = await make(admin, '/api/business-calendars', {
    name: 'Around the clock',
    timeZone: 'UTC',
    weekly: [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
      { day, from: '00:00', to: '12:00' },
      { day, from: '12:00', to: '00:00' },
    ]),
  })
  const target = { responseMinutes: 60, resolutionMinutes: 480 }
  await make(admin, '/api/sla-policies', {
    name: 'Standard support',
    calendarId,
    default: true,
    targets: { low: target, normal: target, high: target, urgent: target },
    escalateTo: { teamId, userId: null },
  })
  await t.settled()
  return { pipelineId, productId, teamId }
}

/** @returns the id of what was made. */
export async function make(client: Client, path: string, body: unknown): Promise<string> {
  const reply = await client.post(path, body)
  if (reply.statusCode >= 300) throw new Error(`POST ${path} answered ${reply.statusCode}: ${reply.body}`)
  return reply.json<{ id: string }>().id
}
