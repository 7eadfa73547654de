import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, client, type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

const start = '2027-03-01T12:00:00.000Z'
let now = start
let t: TestApp
let sharer: Client
let sharerId: string
let role: string
let reportId: string

const system = systemPrincipal('test', { kind: 'cli' })
const does = async (command: string, body: object, id?: string) =>
  (await t.execute({ command, body, principal: system, ...(id && { id }) })).id

/* Three deals, one of them the sharer's; whose role sees what is theirs, and no close date. */
beforeAll(async () => {
  t = await testApp({ clock: () => now, publicUrl: 'https://crm.example' })
  const { pipelineId } = await furnish(t)
  role = await does('role.define', {
    ...noAuthority,
    name: 'Analyst',
    may: ['*.read', 'report.*', 'reportLink.*'],
    hidden: { opportunity: ['closeDate'] },
  })
  const person = { name: 'Ana Lyst', email: 'ana@hindsight.example', role, teamId: null }
  sharerId = await does('user.register', person)
  for (const [n, ownerId] of [sharerId, t.ids.rep, t.ids.rep2].entries())
    await does('opportunity.open', {
      name: `Deal <${n}>`,
      pipelineId,
      ownerId,
      amount: { amount: 100_000 + n, currency: 'EUR' },
      closeDate: '2027-06-30',
    })
  sharer = client(t.app, (await t.sessions.open(randomUUID(), sharerId)).token)
  reportId = await make(sharer, '/api/reports', {
    name: 'Our deals',
    definition: { model: 'opportunity', columns: ['name', 'amount'] },
  })
  await t.settled()
})
afterAll(() => t.close())

const inDays = (days: number) => new Date(Date.parse(start) + days * 86_400_000).toISOString()
const share = (body: object = {}) =>
  make(sharer, '/api/report-links', {
    reportId,
    purpose: 'The auditors',
    expiresAt: inDays(7),
    ...body,
  })
interface Address {
  url: string | null
  openings: { at: string; by: string | null; as: string }[]
}
const addressOf = (id: string) => answered<Address>(sharer.get(`/api/report-links/${id}/address`))
const pathOf = async (id: string) => ((await addressOf(id)).url ?? '').slice('https://crm.example'.length)

describe('a report shown by a link (REP-09)', () => {
  it('shows an outsider what its sharer could see, until its day, and says who opened it when', async () => {
    const id = await share()
    const path = await pathOf(id)
    expect(path).toMatch(/^\/shared-report\?link=/)
    const page = await t.anonymous.get(path)
    expect([page.statusCode, page.headers['cache-control'], page.headers['referrer-policy']]).toEqual([
      200,
      'no-store',
      'no-referrer',
    ])
    expect(page.body).toContain('Deal &lt;0&gt;')
    expect(page.body).toContain('EUR 1,000.00')
    expect(page.body).not.toContain('Deal &lt;1&gt;')
    expect(page.body).toContain('The auditors')
    const { hash } = await answered<{ hash: string }>(sharer.get(`/api/reports/${reportId}/result`))
    expect(page.body).toContain(hash)
    const german = await t.anonymous.get(path, { 'accept-language': 'de' })
    expect(german.body).toContain('Offen bis')

    await answered(sharer.get(`/api/report-links/${id}`))
    await t.as('manager').get(path)
    const { openings } = await addressOf(id)
    expect(openings.map(({ as }) => as)).toEqual(['page', 'page', 'page'])
    expect(openings.map(({ by }) => by)).toContain(null)
    const log = await answered<{ items: { kind: string; ip: string | null; actor: { kind: string } }[] }>(
      t.as('admin').get(`/api/access-log?recordId=${id}`),
    )
    expect(log.items.filter(({ actor }) => actor.kind === 'visitor')).toHaveLength(2)
    const { items } = await answered<{ items: { title: string }[] }>(
      sharer.get(`/api/report-links/${id}/history`),
    )
    expect(items.map(({ title }) => title)).toEqual([`Shared by a link until ${inDays(7)}: The auditors`])

    now = inDays(7)
    expect((await t.anonymous.get(path)).statusCode).toBe(404)
    now = start
  })

  it('keeps the question, rights and masks of the day of the link, whatever comes after', async () => {
    const id = await share({ asOf: start })
    const path = await pathOf(id)
    const before = (await t.anonymous.get(path)).body
    // What they ask then, see then and have then is not what was shared.
    await answered(
      sharer.patch(`/api/reports/${reportId}`, {
        definition: { model: 'opportunity', columns: ['name', 'stageName'] },
      }),
    )
    await does('role.change', { seesAll: ['*'], hidden: { opportunity: ['amount'] } }, role)
    await t.settled()
    expect((await t.anonymous.get(path)).body).toBe(before)
    const next = await pathOf(await share())
    expect((await t.anonymous.get(next)).body).toContain('Deal &lt;2&gt;')

    // Of what was hidden from its sharer then it tells nothing, and it says that it cannot be shown.
    const masked = await make(sharer, '/api/reports', {
      name: 'Amounts',
      definition: { model: 'opportunity', columns: ['amount'] },
    })
    const failed = await t.anonymous.get(await pathOf(await share({ reportId: masked })))
    expect([failed.statusCode, failed.body.includes('1,000')]).toEqual([410, false])
    await does('role.change', { seesAll: [], hidden: { opportunity: ['closeDate'] } }, role)
  })

  it('hands out files only where that was said, by who may, and notes each', async () => {
    const id = await share({ files: true })
    const path = await pathOf(id)
    expect((await t.anonymous.get(path)).body).toContain('/shared-report/csv?link=')
    const file = await t.anonymous.get(path.replace('?', '/csv?'))
    expect(file.headers['content-disposition']).toContain('Our deals.csv')
    expect(file.body).toContain('Deal <0>')
    expect((await addressOf(id)).openings.map(({ as }) => as)).toEqual(['file', 'page'])
    const without = await pathOf(await share())
    expect((await t.anonymous.get(without)).body).not.toContain('/shared-report/csv')
    expect((await t.anonymous.get(without.replace('?', '/csv?'))).statusCode).toBe(404)

    await does('role.change', { may: ['*.read', 'reportLink.*', 'report.create'] }, role)
    const body = { reportId, purpose: 'x', expiresAt: inDays(1), files: true }
    const refused = await problem(sharer.post('/api/report-links', body))
    expect(refused).toEqual([403, 'forbidden'])
  })

  it('leads nowhere when it is withdrawn, never was, or its sharer has left; all say the same', async () => {
    const [id, other] = [await share(), await share()]
    const [path, last] = [await pathOf(id), await pathOf(other)]
    await make(sharer, `/api/report-links/${id}/withdraw`, {})
    expect((await addressOf(id)).url).toBeNull()
    await does('user.deactivate', {}, sharerId)
    const never = path.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))
    const replies = await Promise.all(
      [path, last, never, '/shared-report', '/shared-report/csv?link=x'].map((one) => t.anonymous.get(one)),
    )
    for (const reply of replies) expect([reply.statusCode, reply.body]).toEqual([404, replies[0]?.body])
    await does('user.reactivate', {}, sharerId)
  })

  it('is made by who may, of a report they find, for a while that is to come', async () => {
    const body = { reportId, purpose: 'The auditors', expiresAt: inDays(7) }
    expect(await problem(t.as('rep').post('/api/report-links', body))).toEqual([403, 'forbidden'])
    // The report is its owner's own; nobody else's link opens it.
    expect(
      await problem(t.as('manager').post('/api/report-links', { ...body, reportId: randomUUID() })),
    ).toEqual([422, 'reportLink.report-unknown'])
    for (const [more, type] of [
      [{ expiresAt: start }, 'reportLink.over'],
      [{ expiresAt: inDays(400) }, 'reportLink.too-long'],
      [{ asOf: inDays(1) }, 'reportLink.not-yet'],
    ] as const)
      expect(await problem(t.as('admin').post('/api/report-links', { ...body, ...more }))).toEqual([
        422,
        type,
      ])
    const theirs = await share()
    expect(await problem(t.as('rep').get(`/api/report-links/${theirs}/address`))).toEqual([403, 'forbidden'])
  })

  it('shows nothing of a module that is switched off, whatever its sharer could see then (ADM-06)', async () => {
    const path = await pathOf(
      await share({ expiresAt: new Date(Date.parse(now) + 86_400_000).toISOString() }),
    )
    const status = async () => (await t.anonymous.get(path)).statusCode
    const switchOff = (...off: string[]) => answered(t.as('admin').patch('/api/settings/modules', { off }))
    expect(await status()).toBe(200)
    await switchOff('sales')
    expect(await status()).toBe(410)
    await switchOff('analytics')
    expect(await status()).toBe(404)
    await switchOff()
    expect(await status()).toBe(200)
  })
})
