import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { type Cable, cableTo } from '../support/outage.ts'
import { patience } from '../support/patience.ts'
import { signInThrough, type TestProvider, testProvider } from '../support/provider.ts'
import { newUser, signIn } from '../support/sign-in.ts'

const publicUrl = 'https://crm.example'
const minute = 60_000

let provider: TestProvider
let cable: Cable
let t: TestApp
let ahead = 0
beforeAll(async () => {
  provider = await testProvider()
  provider.knows(publicUrl)
  t = await testApp({
    publicUrl,
    oidc: { ...provider.oidc, provisionRole: 'rep' },
    clock: () => new Date(Date.now() + ahead).toISOString(),
    async through(url) {
      cable = await cableTo(url)
      return cable.url
    },
  })
})
afterAll(async () => {
  await t.close()
  await cable.close()
  await provider.close()
})

interface Row {
  id: string
  status: string
  accountId: string
  name: string
  converted: { accountId: string; contactId: string; opportunityId: string }
}

const get = async (path: string) => (await t.as('rep').get(path)).json<Row>()

async function leadOf(company: string): Promise<string> {
  const body = { name: { last: `Of ${company}` }, company, source: 'web' }
  const { id } = (await t.as('rep').post('/api/leads', body)).json<Row>()
  const answers = { budget: 'b', authority: 'a', need: 'n', timeline: 't' }
  await t.as('rep').post(`/api/leads/${id}/qualify`, answers)
  return id
}

async function converted(id: string) {
  const reply = await t.as('rep').post(`/api/leads/${id}/convert`)
  expect(reply.statusCode, reply.body).toBe(200)
  return () =>
    eventually(async () => {
      const lead = await get(`/api/leads/${id}`)
      expect(lead.status).toBe('converted')
      const { accountId, contactId, opportunityId } = lead.converted
      const made = {
        account: await get(`/api/accounts/${accountId}`),
        contact: await get(`/api/contacts/${contactId}`),
        deal: await get(`/api/opportunities/${opportunityId}`),
      }
      expect([made.contact.accountId, made.deal.accountId]).toEqual([made.account.id, made.account.id])
      return made
    })
}

/** What is asked while the store goes away right before it gets something, and is back once there is an answer. */
async function duringOutage<T>(before: string, ask: () => Promise<T>): Promise<T> {
  const pulled = cable.pullAt(before)
  const answer = ask()
  await pulled
  const given = await answer
  cable.plugIn()
  return given
}

describe('FAULTS 22 an outage between two appends that belong together', { timeout: 4 * patience }, () => {
  it('22.1 a company whose account was never made is converted all the same, and R14 nothing is made of what is not', async () => {
    const stages = [
      { name: 'Open', probability: 0.1, kind: 'open' },
      { name: 'Won', probability: 1, kind: 'won' },
      { name: 'Lost', probability: 0, kind: 'lost' },
    ]
    await t.as('admin').post('/api/pipelines', { name: 'P', currency: 'USD', isDefault: true, stages })
    const [one, two] = [await leadOf('Unborn Ltd'), await leadOf('Unborn Ltd')]
    const body = { name: 'Unborn Ltd' }
    const refused = await duringOutage('account.created.', () => t.as('manager').post('/api/accounts', body))
    expect(refused.statusCode, refused.body).toBe(503)
    const done = [await converted(one), await converted(two)]
    ahead += 2 * minute
    const [first, second] = await Promise.all(done.map((each) => each()))
    expect(first?.account).toMatchObject({ name: 'Unborn Ltd' })
    expect(second?.account.id).toBe(first?.account.id)
  })

  it('22.2 a renamed account is answered 200, and what comes in its old name is not its own', async () => {
    const lead = await leadOf('Old Ltd')
    const { id } = (await t.as('rep').post('/api/accounts', { name: 'Old Ltd' })).json<Row>()
    ahead += 2 * minute
    const renamed = await duringOutage('claim.released.v1', () =>
      t.as('rep').patch(`/api/accounts/${id}`, { name: 'New Ltd' }),
    )
    expect(renamed.statusCode, renamed.body).toBe(200)
    const { account } = await (await converted(lead))()
    expect(account).toMatchObject({ name: 'Old Ltd' })
    expect(account.id).not.toBe(id)
  })

  it('22.1 nobody is found by an address that they gave up: not by sign-in, nor by the provider', async () => {
    const user = await newUser(t, 'moving')
    ahead += 2 * minute
    const path = `/api/users/${user.id}`
    const moved = await duringOutage('claim.released.v1', () =>
      t.as('admin').patch(path, { email: 'moved@hindsight.example' }),
    )
    expect(moved.statusCode, moved.body).toBe(200)
    expect((await signIn(t, user)).statusCode).toBe(401)
    expect((await signIn(t, { ...user, email: 'moved@hindsight.example' })).statusCode).toBe(200)

    provider.people.set('next-owner', { email: user.email, email_verified: true, name: 'Next' })
    const { done, location } = await signInThrough(t.app, { provider, publicUrl, login: 'next-owner' })
    expect(location).toBe('/')
    const session = [done.headers['set-cookie'] ?? []]
      .flat()
      .find((each) => each.startsWith('hindsight_session='))
    const me = await t.app.inject({ url: '/api/me', headers: { cookie: session?.split(';')[0] ?? '' } })
    expect(me.json()).toMatchObject({ name: 'Next', email: user.email })
    expect(me.json<Row>().id).not.toBe(user.id)
  })
})
