import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { make } from '../../browser/furnish.ts'
import { type Client, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

const day = 86_400_000
let now = '2026-03-02T09:00:00.000Z'
let t: TestApp
let mail: MailServer
let admin: Client
let [productId, correctionId] = ['', '']

async function later(ms: number): Promise<void> {
  now = new Date(Date.parse(now) + ms).toISOString()
  admin = await signedInAgain(t, 'admin')
}
const does = (command: string, body: object, id?: string) =>
  t.execute({ command, body, principal: systemPrincipal('test', { kind: 'import' }), ...(id && { id }) })

let asked = 0
/** Tickets that were closed, asked about and rated so. */
async function rated(scores: readonly number[], of: object = {}): Promise<string[]> {
  const ids: string[] = []
  for (const _ of scores) {
    const id = await make(admin, '/api/tickets', {
      subject: 'It hums',
      requester: { name: 'Kim', email: `kim${asked++}@customer.example` },
      ...of,
    })
    await answered(admin.post(`/api/tickets/${id}/resolve`, {}))
    await answered(admin.post(`/api/tickets/${id}/close`, {}))
    ids.push(id)
  }
  await t.settled()
  await later(2 * 3_600_000)
  for (const [place, id] of ids.entries())
    await eventually(() => does('ticket.rate', { survey: 1, score: scores[place], comment: null }, id))
  return ids
}

beforeAll(async () => {
  mail = await mailServer()
  t = await testApp({
    clock: () => now,
    mail: { url: mail.url, from: { name: 'Hindsight', address: 'crm@hindsight.example' }, plain: true },
    publicUrl: 'https://crm.example',
  })
  await later(0)
  await answered(admin.patch('/api/settings/survey-policy', { on: true, delayHours: 1, remindDays: null }))
  productId = await make(admin, '/api/products', {
    name: 'Larkspur Scope',
    code: 'LS-1',
    price: { amount: 1_000, currency: 'EUR' },
  })
  const [complaint = ''] = await rated([1], { productId, type: 'complaint', rootCause: 'Loose screw' })
  await rated([2, 2, 5], { productId })
  await rated([5])
  await later(10 * day)
  correctionId = await make(admin, '/api/activities', {
    kind: 'task',
    subject: 'Tighten the screws',
    regarding: [{ model: 'ticket', id: complaint }],
  })
  await answered(admin.post(`/api/tickets/${complaint}/plan-correction`, { activityId: correctionId }))
  await answered(admin.post(`/api/activities/${correctionId}/complete`, {}))
  await rated([5, 5, 4, 5, 2], { productId })
  await t.settled()
})
afterAll(async () => {
  await t.close()
  await mail.close()
})

interface Found {
  items: {
    kind: string
    model: string
    id: string
    name: string | null
    productId: string | null
    before: { answered: number; satisfied: number; where: object }
    after: { answered: number; satisfied: number; where: object }
    change: number | null
    low: number | null
    high: number | null
    few: boolean
  }[]
}

describe('satisfaction against actions', () => {
  it('ANA-11 holds what customers thought after a corrective action against before, of its product, with an interval', async () => {
    const { items } = await answered<Found>(admin.get('/api/satisfaction-actions'))
    const action = items.find(({ kind }) => kind === 'correction')
    expect(action).toMatchObject({
      model: 'activity',
      id: correctionId,
      name: 'Tighten the screws',
      productId,
      few: true,
    })
    expect(action?.before).toMatchObject({ answered: 4, satisfied: 1 })
    expect(action?.after).toMatchObject({ answered: 5, satisfied: 4 })
    expect(action?.change).toBe(0.55)
    expect(action?.low).toBeLessThan(0.55)
    expect(action?.high).toBeGreaterThan(0.55)
    for (const side of [action?.before, action?.after]) {
      const where = encodeURIComponent(JSON.stringify(side?.where))
      const { total } = await answered<{ total: number }>(
        admin.get(`/api/tickets?limit=1&total=true&where=${where}`),
      )
      expect(total).toBe(side?.answered)
    }
  })

  it('ANA-11 knows of no action before it was done', async () => {
    const { items } = await answered<Found>(admin.get('/api/satisfaction-actions?asOf=2026-03-05T00:00:00Z'))
    expect(items.filter(({ kind }) => kind === 'correction')).toEqual([])
    expect((await admin.get('/api/satisfaction-actions?days=2')).statusCode).toBe(400)
  })
})
