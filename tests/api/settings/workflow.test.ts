import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishRules } from '../../../src/start/furnish-rules.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { problem } from '../../support/reply.ts'

interface Run {
  id: string
  status: string
  stoppedBecause: string | null
  ruleName: string
  ruleVersion: number
  eventId: string
  recordId: string
  depth: number
  results: { step: number; is: string; message: string | null }[]
}
interface RuleSet {
  id: string
  revision: number
  purpose: string
}

let t: TestApp
let skew = 0
beforeAll(async () => {
  t = await testApp({ clock: () => new Date(Date.now() + skew).toISOString() })
  await furnishRules(t, systemPrincipal('test', { kind: 'cli' }))
  await t.settled()
})
afterAll(() => t.close())

async function ok<T = { id: string; position: string }>(
  who: Person,
  path: string,
  body: unknown = {},
): Promise<T> {
  const reply = await t.as(who).post(path, body, { 'if-match': '*' })
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  await t.settled()
  return reply.json<T>()
}
const workflow = async () =>
  (await t.as('admin').get('/api/rule-sets?purpose=workflow')).json<{ items: RuleSet[] }>().items[0]
const draft = async (who: Person, rules: object[], runsAnHour = 500) =>
  t
    .as(who)
    .post(
      `/api/rule-sets/${(await workflow())?.id}/draft`,
      { content: { rules, runsAnHour } },
      { 'if-match': '*' },
    )
async function publish(rules: object[], runsAnHour?: number): Promise<void> {
  const reply = await draft('admin', rules, runsAnHour)
  expect(reply.statusCode, reply.body).toBe(200)
  await ok('admin', `/api/rule-sets/${(await workflow())?.id}/publish`)
}
const runs = async (query = '') =>
  (await t.as('manager').get(`/api/workflow-runs?sort=-createdAt&limit=100${query}`)).json<{ items: Run[] }>()
    .items
const lead = (company: string) =>
  ok('admin', '/api/leads', { name: { last: 'Byron' }, company, ownerId: t.ids.rep })

const wharf = { field: 'company', operator: 'is', value: 'Wharf' }
const big = (more: object) => ({
  name: 'Greet the big ones',
  when: wharf,
  outcome: { model: 'lead', on: ['lead.captured'], ...more },
})

it('ADM-07 does what a rule says when it holds: a task, a command, a notice, a wait after which it is asked again', async () => {
  await publish([
    big({
      actions: [
        { do: 'task', subject: 'Call them', dueInDays: 1, assigneeId: null },
        { do: 'command', command: 'lead.change', body: { productInterest: 'Lenses' } },
        { do: 'notify', userIds: [t.ids.manager], owner: true },
        { do: 'wait', minutes: 60, recheck: true },
        { do: 'task', subject: 'Call them again', dueInDays: 0, assigneeId: t.ids.rep2 },
      ],
    }),
  ])
  await lead('Quay')
  const one = await lead('Wharf')
  await eventually(async () => {
    expect((await runs(`&recordId=${one.id}`))[0]).toMatchObject({
      status: 'waiting',
      ruleVersion: 2,
      depth: 0,
    })
  })
  const [run] = await runs(`&recordId=${one.id}`)
  expect(run?.results.map(({ is }) => is)).toEqual(['done', 'done', 'told', 'waits'])
  expect((await runs()).map(({ recordId }) => recordId)).toEqual([one.id])
  expect((await t.as('rep').get(`/api/leads/${one.id}`)).json()).toMatchObject({ productInterest: 'Lenses' })
  const tasks = async (who: Person) =>
    (await t.as(who).get('/api/activities?kind=task'))
      .json<{ items: { subject: string }[] }>()
      .items.map(({ subject }) => subject)
  expect(await tasks('rep')).toEqual(['Call them'])
  await eventually(async () =>
    expect(JSON.stringify((await t.as('manager').get('/api/me/notices')).json())).toContain(
      'A workflow rule calls you to this',
    ),
  )
  // Every change says by which rule, and leads back to what began it.
  const history = (await t.as('rep').get(`/api/leads/${one.id}/history`)).json<{
    items: { id: string; type: string; via: { rule?: string } }[]
  }>()
  const changed = history.items.find(({ type }) => type === 'lead.changed')
  expect(changed?.via.rule).toContain('workflow version 2')
  const why = (await t.as('admin').get(`/api/events/${changed?.id}/why`)).json<{
    chain: { type: string }[]
  }>()
  expect(why.chain.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['workflowRun.begun', 'lead.captured']),
  )
  const other = await lead('Wharf')
  await eventually(async () =>
    expect((await runs(`&recordId=${other.id}`))[0]).toMatchObject({ status: 'waiting' }),
  )
  await t.as('admin').patch(`/api/leads/${other.id}`, { company: 'Elsewhere' })
  await t.settled()
  skew += 2 * 3_600_000
  await eventually(async () =>
    expect((await runs(`&recordId=${one.id}`))[0]).toMatchObject({ status: 'done' }),
  )
  await eventually(async () =>
    expect((await runs(`&recordId=${other.id}`))[0]).toMatchObject({
      status: 'stopped',
      stoppedBecause: 'no-longer',
    }),
  )
  expect(await tasks('rep2')).toEqual(['Call them again'])
})

it('ADM-07 is tried on what has happened without writing, as each record was then, and keeps to what the asker sees', async () => {
  const id = (await workflow())?.id
  const before = (await runs()).length
  const content = { rules: [big({ actions: [{ do: 'notify', userIds: [], owner: true }] })], runsAnHour: 5 }
  const reply = await t.as('admin').post(`/api/rule-sets/${id}/try`, { content, days: 5 })
  expect(reply.statusCode, reply.body).toBe(202)
  const job = reply.json<{ id: string }>().id
  const { result } = await eventually(async () => {
    const found = (await t.as('admin').get(`/api/jobs/${job}`)).json()
    expect(found.state).toBe('done')
    return found
  })
  // The one that was of another company since was of this one then.
  expect(result).toMatchObject({ runs: 2, events: 3, rules: [{ name: 'Greet the big ones', runs: 2 }] })
  expect((await runs()).length).toBe(before)
})

it('ADM-07 refuses what nobody could follow, and what its writer may not do', async () => {
  const refused = async (who: Person, more: object, when: object = { all: [] }) =>
    (
      await problem(
        draft(who, [{ name: 'X', when, outcome: { model: 'lead', on: ['lead.captured'], ...more } }]),
      )
    )[1]
  const task = { actions: [{ do: 'task', subject: 'X', dueInDays: 0, assigneeId: null }] }
  expect(await refused('admin', { ...task, on: ['lead.flew'] })).toBe('workflow.unknown-event')
  expect(await refused('admin', { ...task, on: ['team.created'] })).toBe('workflow.unknown-event')
  expect(await refused('admin', task, { field: 'wings', operator: 'known' })).toBe('workflow.criterion')
  const stranger = '00000000-0000-4000-8000-000000000001'
  const told = { do: 'notify', userIds: [stranger], owner: false }
  expect(await refused('admin', { actions: [told] })).toBeTruthy()
  const command = (name: string, body: object = {}) => ({ actions: [{ do: 'command', command: name, body }] })
  expect(await refused('admin', command('ticket.close'))).toBe('workflow.unknown-command')
  expect(await refused('admin', command('lead.change', { wings: 2 }))).toBe('workflow.body')
  expect(
    await refused('manager', { ...command('user.deactivate'), model: 'user', on: ['user.registered'] }),
  ).toBe('workflow.beyond-own')
})

it('ADM-07 stops a circle and a storm, and says so', async () => {
  await publish([
    {
      name: 'Round and round',
      when: { all: [] },
      outcome: {
        model: 'team',
        on: ['team.changed', 'team.created'],
        actions: [{ do: 'command', command: 'team.change', body: { region: 'South' } }],
      },
    },
  ])
  const { id } = await ok('admin', '/api/teams', { name: 'Circle', region: 'North' })
  await eventually(async () =>
    expect(
      (await runs(`&recordId=${id}`)).map(({ status, stoppedBecause, depth }) => [
        status,
        stoppedBecause,
        depth,
      ]),
    ).toEqual([
      ['stopped', 'loop', 1],
      ['done', null, 0],
    ]),
  )
  await publish(
    [
      {
        name: 'Storm',
        when: { all: [] },
        outcome: {
          model: 'competitor',
          on: ['competitor.created'],
          actions: [{ do: 'notify', userIds: [], owner: true }],
        },
      },
    ],
    3,
  )
  for (let n = 0; n < 6; n++) await ok('admin', '/api/competitors', { name: `Rival ${n}` })
  const last = await ok('admin', '/api/competitors', { name: 'Last' })
  expect(last.id).toBeDefined()
  await eventually(async () => {
    const all = (await runs('&model=competitor')).map(({ status }) => status)
    expect(all.filter((one) => one === 'done')).toHaveLength(3)
    expect(all.filter((one) => one === 'stopped')).toHaveLength(1)
  })
})
