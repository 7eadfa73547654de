import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { team } from '../../../src/domain/identity/team.ts'
import { eventCodec } from '../../../src/platform/log/codec.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'

let t: TestApp
let lead: string
const teams = { region: '', north: '', desk: '' }
const system = systemPrincipal('test', { kind: 'cli' })
const run = async (command: string, body: object, id?: string) =>
  (await t.execute({ command, body, principal: system, ...(id && { id }) })).id
const asAdmin = (id: string, body: object) => t.as('admin').patch(`/api/teams/${id}`, body)

/** The manager manages the region; the lead is of a rep whose team is, or is not, two floors below. */
beforeAll(async () => {
  t = await testApp()
  teams.region = await run('team.create', { name: 'Region', managerId: t.ids.manager })
  teams.north = await run('team.create', { name: 'North', parentId: teams.region })
  teams.desk = await run('team.create', { name: 'Desk' })
  await run('user.change', { teamId: teams.desk }, t.ids.rep2)
  const body = { name: { first: 'Ada', last: 'Lovelace' }, source: 'web', ownerId: t.ids.rep2 }
  lead = await run('lead.capture', body)
  await t.settled()
})
afterAll(() => t.close())

const seen = async (query = '') => (await t.as('manager').get(`/api/leads/${lead}${query}`)).statusCode
const listed = async (query = '') => {
  const { items } = (await t.as('manager').get(`/api/leads?limit=200${query}`)).json<{
    items: { id: string }[]
  }>()
  return items.some(({ id }) => id === lead)
}
const why = async (asOf = '') =>
  (await t.as('admin').get(`/api/access/why?aggregate=lead&id=${lead}&userId=${t.ids.manager}${asOf}`)).json()
const later = async (than: string) => expect.poll(() => new Date().toISOString() > than).toBe(true)

describe('USR-08 a team that is part of another', () => {
  it('shows what its members own to who manages what it is part of, at once, for the past too, and says so', async () => {
    expect([await seen(), await listed()]).toEqual([404, false])
    expect(await why()).toMatchObject({
      sees: false,
      missing: [expect.stringContaining('manage their team (Desk), or have it shared')],
    })
    const before = await instantBetween()
    await later(before)
    expect((await asAdmin(teams.desk, { parentId: teams.north })).statusCode).toBe(200)
    await t.settled()
    expect([await seen(), await listed()]).toEqual([200, true])
    for (const basis of ['occurred', 'recorded']) {
      const then = `asOf=${before}&basis=${basis}`
      expect([await seen(`?${then}`), await listed(`&${then}`)]).toEqual([200, true])
    }
    expect(await why()).toMatchObject({
      sees: true,
      through: [
        {
          kind: 'member',
          text: 'It is of Test rep2, of the team Desk, which is part of North, which is part of Region, which they manage.',
        },
      ],
    })
    // Who could see it then is told by the teams of then.
    expect(await why(`&asOf=${before}`)).toMatchObject({ sees: false })
    const between = await instantBetween()
    await later(between)

    expect((await asAdmin(teams.north, { parentId: null })).statusCode).toBe(200)
    await t.settled()
    expect([await seen(), await listed()]).toEqual([404, false])
    expect([await seen(`?asOf=${between}`), await listed(`&asOf=${between}`)]).toEqual([404, false])
    expect(await why(`&asOf=${between}`)).toMatchObject({ sees: true })
    expect((await asAdmin(teams.north, { parentId: teams.region })).statusCode).toBe(200)
  })

  it('gives those in the team above nothing, and managers below nothing of what is above', async () => {
    const of = async (ownerId: string) =>
      run('lead.capture', { name: { first: 'Up', last: 'There' }, source: 'web', ownerId })
    await run('user.change', { teamId: teams.region }, t.ids.rep)
    await run('team.change', { managerId: null }, teams.region)
    await run('team.change', { managerId: t.ids.manager }, teams.desk)
    const above = await of(t.ids.rep)
    const below = await of(t.ids.rep2)
    await t.settled()
    const status = async (who: 'manager' | 'rep', id: string) =>
      (await t.as(who).get(`/api/leads/${id}`)).statusCode
    expect(await status('manager', above)).toBe(404)
    expect(await status('manager', below)).toBe(200)
    expect(await status('rep', below)).toBe(404)
  })

  it('is never part of itself, nor of what is part of it, nor of what is not there', async () => {
    const refusals: [string, string][] = [
      [teams.desk, 'team.own-parent'],
      ['00000000-0000-4000-8000-000000000000', 'team.parent-unknown'],
    ]
    for (const [parentId, type] of refusals) {
      const reply = await asAdmin(teams.desk, { parentId })
      expect([reply.statusCode, reply.json().type]).toEqual([422, `/problems/${type}`])
    }
    const circle = await asAdmin(teams.region, { parentId: teams.desk })
    expect(circle.statusCode).toBe(422)
    expect(circle.json()).toMatchObject({
      type: '/problems/team.parent-circle',
      detail: 'The parent team already belongs to this one.',
      errors: [{ field: 'parentId' }],
    })
  })

  it('is in the list with what it is part of, by name', async () => {
    const { items } = (await t.as('rep').get(`/api/teams?parentId=${teams.north}`)).json()
    expect(items).toMatchObject([{ id: teams.desk, parentId: teams.north, parentName: 'North' }])
  })

  it('was part of nothing where the log is older than that', () => {
    const stored = {
      id: '00000000-0000-4000-8000-000000000001',
      type: 'team.created.v1',
      stream: `team-${teams.desk}`,
      revision: 0n,
      position: 0n,
      created: '2026-01-01T00:00:00.000Z',
      data: { name: 'Old', region: null, managerId: null },
      metadata: {
        actor: { kind: 'user', id: teams.desk, roles: [] },
        via: { kind: 'cli' },
        command: { id: teams.desk, type: 'team.create', hash: '' },
        occurredAt: '2026-01-01T00:00:00.000Z',
      },
    }
    expect(eventCodec([team]).decode(stored)?.data).toEqual({
      name: 'Old',
      region: null,
      managerId: null,
      parentId: null,
    })
  })
})
