import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, type TestApp, testApp } from '../../support/app.ts'

let t: TestApp
let skew = 0
const now = () => Date.now() + skew
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(now()).toISOString() })
  // Nobody is signed out while days go by.
  const rules = { sessionIdleMinutes: 43_200, sessionLifetimeHours: 2160 }
  await t.as('admin').patch('/api/settings/sign-in-policy', rules)
})
afterAll(() => t.close())

const day = 86_400_000
const dayIn = (days: number) => new Date(now() + days * day).toISOString().slice(0, 10)

async function assign(people: readonly Person[], more: object = {}) {
  const userIds = people.map((person) => t.ids[person])
  const body = { title: 'Forged mail', text: 'Look at the address.', dueOn: dayIn(7), userIds, ...more }
  return t.as('admin').post('/api/trainings', body)
}
interface Standing {
  id: string
  userId: string
  acknowledgedAt: string | null
  overdue: boolean
}
async function items(person: Person, path: string): Promise<Standing[]> {
  await t.settled()
  const reply = await t.as(person).get(path)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ items: Standing[] }>().items
}

describe('USR-17 a security training', () => {
  it('is read and acknowledged by those it is assigned to, and the report says who has not', async () => {
    const { id } = (await assign(['rep', 'agent'])).json<{ id: string }>()
    expect(await items('rep', '/api/me/trainings')).toMatchObject([
      { id, title: 'Forged mail', text: 'Look at the address.', acknowledgedAt: null, overdue: false },
    ])
    expect(await items('rep2', '/api/me/trainings')).toEqual([])
    expect((await t.as('rep').post(`/api/me/trainings/${id}/acknowledge`)).statusCode).toBe(200)
    const again = await t.as('rep').post(`/api/me/trainings/${id}/acknowledge`)
    expect(again.json()).toMatchObject({ events: [] })
    const report = await items('auditor', `/api/trainings/${id}/report`)
    expect(report).toMatchObject([
      { userId: t.ids.agent, name: 'Test agent', acknowledgedAt: null },
      { userId: t.ids.rep, name: 'Test rep', acknowledgedAt: expect.any(String) },
    ])
    expect((await t.as('admin').get(`/api/trainings/${id}`)).json()).toMatchObject({ open: 1 })
    const history = (await t.as('auditor').get(`/api/trainings/${id}/history`)).json().items
    expect(history).toMatchObject([
      { type: 'training.acknowledged', actor: { id: t.ids.rep } },
      { type: 'training.assigned', title: '“Forged mail” assigned to 2' },
    ])
  })

  it('is acknowledged by nobody for another, and by nobody it was not assigned to', async () => {
    const { id } = (await assign(['manager'])).json<{ id: string }>()
    for (const person of ['rep', 'admin'] as const)
      expect((await t.as(person).post(`/api/me/trainings/${id}/acknowledge`)).statusCode).toBe(404)
    expect((await t.as('admin').post(`/api/trainings/${id}/acknowledge`)).statusCode).toBe(404)
  })

  it('is overdue after its day, can be given to more, and withdrawn', async () => {
    const { id } = (await assign(['rep2'], { dueOn: dayIn(1) })).json<{ id: string }>()
    const more = { userIds: [t.ids.rep2, t.ids.agent] }
    expect((await t.as('admin').post(`/api/trainings/${id}/add-people`, more)).statusCode).toBe(200)
    const mine = async (person: Person) =>
      (await items(person, '/api/me/trainings')).find((item) => item.id === id)
    expect(await mine('agent')).toMatchObject({ overdue: false })
    skew += 3 * day
    expect(await mine('rep2')).toMatchObject({ overdue: true })
    expect(await items('admin', `/api/trainings/${id}/report`)).toMatchObject([
      { userId: t.ids.agent, overdue: true },
      { userId: t.ids.rep2, overdue: true },
    ])
    expect((await t.as('admin').post(`/api/trainings/${id}/withdraw`)).statusCode).toBe(200)
    expect(await mine('rep2')).toBeUndefined()
    const late = await t.as('rep2').post(`/api/me/trainings/${id}/acknowledge`)
    expect(late.json()).toMatchObject({ status: 409, type: '/problems/training.withdrawn' })
  })

  it('is assigned by administrators and by managers, who coach, and withdrawn by the former only, to people who work here, for a day to come', async () => {
    const body = { title: 'No', text: 'No', dueOn: dayIn(1), userIds: [t.ids.rep] }
    for (const person of ['rep', 'agent', 'auditor'] as const)
      expect([person, (await t.as(person).post('/api/trainings', body)).statusCode]).toEqual([person, 403])
    const coached = await t.as('manager').post('/api/trainings', body)
    expect(coached.statusCode).toBe(201)
    const withdrawn = t.as('manager').post(`/api/trainings/${coached.json<{ id: string }>().id}/withdraw`)
    expect((await withdrawn).statusCode).toBe(403)
    expect((await t.as('rep').get('/api/trainings')).statusCode).toBe(403)
    expect((await assign([], { userIds: [crypto.randomUUID()] })).json().type).toBe(
      '/problems/training.unknown-user',
    )
    expect((await assign(['rep'], { dueOn: dayIn(-1) })).json().type).toBe('/problems/training.due-in-past')
    expect((await assign([])).statusCode).toBe(400)
  })
})
