import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/http/endpoint.ts'
import { registryEndpoints } from '../../src/api/http/routes.ts'
import { historyEndpoints } from '../../src/api/log/history.ts'
import { type Role, roles } from '../../src/domain/identity/authority.ts'
import { allows } from '../../src/platform/people/permissions.ts'
import { catalogue } from '../../src/registry.ts'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
let endpoints: Endpoint[]
beforeAll(async () => {
  t = await testApp()
  endpoints = [...registryEndpoints(t.services), ...historyEndpoints(t.services)]
})
afterAll(() => t.close())

function call(one: Endpoint, token: string | undefined) {
  return t.app.inject({
    method: one.method,
    url: `/api${one.path.replaceAll(':id', randomUUID())}`,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(one.method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(one.method !== 'GET' && { payload: '{}' }),
  })
}

const permissionOf = ({ access }: Endpoint) => (typeof access === 'object' ? access.permission : undefined)

describe('SEC-02 every command, query and history', () => {
  it('has a permission of its own', () => {
    expect(endpoints.length).toBeGreaterThan(50)
    expect(endpoints.filter((one) => permissionOf(one) === undefined)).toEqual([])
  })

  it('is 401 for anybody who is not signed in, and for a token that is worth nothing', async () => {
    for (const one of endpoints) {
      for (const token of [undefined, 'made-up']) {
        const reply = await call(one, token)
        expect([one.method, one.path, reply.statusCode]).toEqual([one.method, one.path, 401])
      }
    }
  })

  it.each(roles)('is 403 exactly where the role %s has no permission', async (role: Role) => {
    for (const one of endpoints) {
      const permission = permissionOf(one) ?? ''
      const reply = await call(one, t.tokens[role])
      const may = allows(catalogue.authorities[role].may, permission)
      const got = [one.method, one.path, reply.statusCode === 403 ? 'forbidden' : 'let in']
      expect(got).toEqual([one.method, one.path, may ? 'let in' : 'forbidden'])
      if (!may) expect(reply.json().details).toEqual({ permission })
      expect(reply.statusCode, reply.body).toBeLessThan(500)
    }
  })

  it('leaves the auditor nothing that writes', () => {
    const writing = endpoints.filter(({ method }) => method !== 'GET')
    const granted = writing.filter((one) =>
      allows(catalogue.authorities.auditor.may, permissionOf(one) ?? ''),
    )
    expect(granted).toEqual([])
  })
})

describe('SEC-02 a command on a record that is out of sight', () => {
  it('is 404, as if there were no such record', async () => {
    const lead = { name: { first: 'Ada', last: 'Byron' }, company: 'Engines', source: 'web' }
    const made = await t.as('rep').post('/api/leads', lead)
    expect(made.statusCode, made.body).toBe(201)
    const { id } = made.json<{ id: string }>()
    await t.as('rep').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep })
    const mine = await t.as('rep').get(`/api/leads/${id}/history`)
    expect(mine.statusCode).toBe(200)
    const theirs = await t.as('rep2').get(`/api/leads/${id}/history`)
    expect(theirs.statusCode).toBe(404)
    const manager = await t.as('manager').get(`/api/leads/${id}/history`)
    expect(manager.statusCode).toBe(200)
    const change = await t.as('rep2').patch(`/api/leads/${id}`, { company: 'Mine' })
    expect(change.statusCode).toBe(404)
  })
})
