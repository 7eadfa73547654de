import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { client, type TestApp, testApp } from '../../support/app.ts'

let t: TestApp
let key: string

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
type Json = Record<string, unknown>

async function keyOf(scopes: string[]): Promise<string> {
  const reply = await t.as('admin').post('/api/me/api-keys', { name: `Directory ${scopes[0]}`, scopes })
  expect(reply.statusCode, reply.body).toBe(201)
  return reply.json<{ key: string }>().key
}

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: Json,
  headers: Record<string, string> = {},
) {
  const reply = await t.app.inject({
    method,
    url: `/scim/v2${path}`,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    ...(body && { payload: JSON.stringify(body) }),
  })
  return {
    status: reply.statusCode,
    headers: reply.headers,
    body: reply.body === '' ? {} : reply.json<Json>(),
  }
}
const patch = (path: string, ...Operations: Json[]) => ask('PATCH', path, { schemas: [patchOp], Operations })
const found = async (path: string, filter: string) => {
  const { body } = await ask('GET', `/${path}?filter=${encodeURIComponent(filter)}`)
  return (body.Resources as { id: string }[] | undefined)?.map(({ id }) => id) ?? body
}
const made = async (more: Json = {}) => {
  const name = `u${Math.random().toString(36).slice(2, 10)}`
  const { status, body } = await ask('POST', '/Users', {
    userName: `${name}@corp.example`,
    displayName: name,
    ...more,
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body as Json & { id: string; userName: string }
}
const history = async (path: string) =>
  (await t.as('admin').get(`/api/${path}/history`)).json<{
    items: { title: string; actor: { id: string }; via: Json }[]
  }>().items

beforeAll(async () => {
  t = await testApp()
  key = await keyOf(['user.provision'])
  await t.as('admin').patch('/api/settings/sign-in-policy', { directoryRole: 'rep' })
})
afterAll(() => t.close())

describe('SCIM 2.0, what it says of itself (INT-08)', () => {
  it('INT-08 is told to a key with its scope, and to nobody else, in the form of the protocol', async () => {
    const config = await ask('GET', '/ServiceProviderConfig')
    expect(config.headers['content-type']).toContain('application/scim+json')
    expect(config.body).toMatchObject({ patch: { supported: true }, filter: { supported: true } })
    expect((await ask('GET', '/ResourceTypes')).body).toMatchObject({ totalResults: 2 })
    expect((await ask('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).body).toMatchObject({
      name: 'User',
    })
    expect((await ask('GET', '/Nothing')).body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
    })
    const narrow = client(t.app, await keyOf(['lead.read']))
    expect((await narrow.get('/scim/v2/Users')).statusCode).toBe(403)
    expect((await t.as('admin').get('/scim/v2/Users')).statusCode).toBe(401)
    expect((await t.anonymous.get('/scim/v2/Users')).json()).toMatchObject({ status: '401' })
    // The scope opens nothing else.
    expect((await client(t.app, key).get('/api/leads')).statusCode).toBe(403)
  })
})

describe('SCIM 2.0, users (INT-08)', () => {
  it('INT-08 makes a user by what Entra sends, once, and history names the key', async () => {
    const sent = {
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      ],
      externalId: '0a21f0f2',
      userName: 'Ada@corp.example',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'ada.lovelace@corp.example' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Ada Lovelace', familyName: 'Lovelace', givenName: 'Ada' },
      roles: [],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Engines' },
    }
    const { status, body, headers } = await ask('POST', '/Users', sent)
    expect([status, body]).toMatchObject([
      201,
      {
        userName: 'Ada@corp.example',
        externalId: '0a21f0f2',
        displayName: 'Ada Lovelace',
        name: { givenName: 'Ada', familyName: 'Lovelace' },
        emails: [{ value: 'ada.lovelace@corp.example', type: 'work', primary: true }],
        active: true,
        roles: [{ value: 'rep' }],
      },
    ])
    expect(headers.location).toMatch(/\/scim\/v2\/Users\//)
    const again = await ask('POST', '/Users', { ...sent, userName: 'ADA@CORP.example', emails: [] })
    expect(again).toMatchObject({ status: 409, body: { scimType: 'uniqueness', status: '409' } })
    const taken = await ask('POST', '/Users', { ...sent, userName: 'other' })
    expect(taken).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    const [linked, registered] = await history(`users/${String(body.id)}`)
    expect(registered).toMatchObject({ title: 'Ada Lovelace registered as rep', actor: { id: t.ids.admin } })
    expect(linked).toMatchObject({
      title: 'Linked to Ada@corp.example in the directory',
      via: { kind: 'api-key' },
    })
  })

  it('INT-08 finds by filters, in whatever letter case, and says what is none', async () => {
    const { id, userName } = await made({
      externalId: 'X-7',
      name: { givenName: "O'Neil %", familyName: '_' },
    })
    const at = (name: string) => found('Users', name)
    expect(await at(`userName eq "${userName.toUpperCase()}"`)).toEqual([id])
    expect(await at(`USERNAME Eq "${userName}"`)).toEqual([id])
    expect(await at('externalId eq "X-7"')).toEqual([id])
    expect(await at('externalId eq "x-7"')).toEqual([])
    expect(await at(`emails[type eq "work"].value eq "${userName}"`)).toEqual([id])
    expect(await at(`emails[type eq "home" and value eq "${userName}"]`)).toEqual([])
    expect(
      await at(`urn:ietf:params:scim:schemas:core:2.0:User:userName sw "${userName.slice(0, 5)}"`),
    ).toEqual([id])
    expect(await at(`name.givenName co "'" and not (active eq false)`)).toEqual([id])
    expect(await at('name.givenName ew "%" and name.familyName eq "_"')).toEqual([id])
    expect(await at(`externalId pr and userName eq "${userName}" and active eq "True"`)).toEqual([id])
    // An offset is one, and no text (findings/scim-filter-compares-text.sh).
    const hourAgo = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '+02:00')
    expect(await at(`meta.lastModified gt "${hourAgo}" and externalId eq "X-7"`)).toEqual([id])
    for (const broken of [
      'userName eq',
      'userName eq "a" or',
      'password eq "x"',
      'active gt true',
      'id co 7',
      "userName eq 'x'",
      '(((',
      'userName eq "x"; drop table',
    ])
      expect(await at(broken), broken).toMatchObject({ status: '400', scimType: 'invalidFilter' })
  })

  it('INT-08 pages by startIndex and count, and gives the attributes asked for', async () => {
    const { body } = await ask('GET', '/Users?startIndex=2&count=2&attributes=userName')
    expect(body).toMatchObject({ startIndex: 2, itemsPerPage: 2 })
    expect(Object.keys((body.Resources as Json[])[0] ?? {}).sort()).toEqual([
      'id',
      'meta',
      'schemas',
      'userName',
    ])
    expect((await ask('GET', '/Users?count=0')).body).toMatchObject({ itemsPerPage: 0, Resources: [] })
  })

  it('INT-08 takes the PATCH of Entra: any letter case, text for truth, entries that are not there yet', async () => {
    const { id } = await made()
    const path = `/Users/${id}`
    const session = await t.sessions.open(crypto.randomUUID(), id)
    const user = client(t.app, session.token)
    expect((await user.get('/api/me')).statusCode).toBe(200)
    const changed = await patch(
      path,
      { op: 'Replace', path: 'displayName', value: 'Grace Hopper' },
      { op: 'Add', path: 'name.givenName', value: 'Grace' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'Grace@corp.example' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555' },
      { op: 'Replace', path: 'roles[primary eq "True"].value', value: 'Service agent' },
      {
        op: 'Add',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
        value: 'Navy',
      },
    )
    expect(changed).toMatchObject({
      status: 200,
      body: {
        displayName: 'Grace Hopper',
        name: { givenName: 'Grace' },
        emails: [{ value: 'grace@corp.example' }],
        roles: [{ value: 'agent' }],
      },
    })
    const off = await patch(path, { op: 'Replace', value: { active: 'False', 'name.familyName': 'Hopper' } })
    expect(off).toMatchObject({ status: 200, body: { active: false, name: { familyName: 'Hopper' } } })
    // At once, like when an administrator does it.
    expect((await user.get('/api/me')).statusCode).toBe(401)
    expect((await history(`users/${id}`))[0]).toMatchObject({ title: 'Deactivated; all sessions ended' })
    expect(await patch(path, { op: 'replace', path: 'active', value: true })).toMatchObject({
      body: { active: true },
    })
    // The same again is nothing new.
    const { version } = (await ask('GET', path)).body.meta as { version: string }
    await patch(path, { op: 'replace', path: 'active', value: 'True' })
    expect((await ask('GET', path)).headers.etag).toBe(version)
  })

  it('INT-08 takes what Okta sends, and goes by the address that is new where two are primary', async () => {
    const { id, userName } = await made()
    // With an id, as it comes along when Okta renames a group.
    expect(await patch(`/Users/${id}`, { op: 'replace', value: { id, active: false } })).toMatchObject({
      body: { active: false },
    })
    expect(await patch(`/Users/${id}`, { op: 'replace', path: 'id', value: 'x' })).toMatchObject({
      status: 400,
      body: { scimType: 'mutability' },
    })
    const second = { value: 'new@corp.example', type: 'other', primary: true }
    expect(await patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [second] })).toMatchObject({
      body: { emails: [{ value: 'new@corp.example', primary: true }] },
    })
    const put = await ask('PUT', `/Users/${id}`, {
      userName,
      name: { givenName: 'Katherine', familyName: 'Johnson' },
      emails: [{ value: 'kj@corp.example', primary: true }],
      active: true,
      timezone: 'America/New_York',
    })
    expect(put).toMatchObject({
      status: 200,
      body: { displayName: 'Katherine Johnson', active: true, timezone: 'America/New_York' },
    })
  })

  it('INT-08 refuses in its own form: versions, paths, values, prototypes, and more rights than its owner has', async () => {
    const { id } = await made()
    const path = `/Users/${id}`
    const { etag } = (await ask('GET', path)).headers
    const rename = { schemas: [patchOp], Operations: [{ op: 'replace', path: 'displayName', value: 'B' }] }
    expect((await ask('PATCH', path, rename, { 'if-match': String(etag) })).status).toBe(200)
    expect(await ask('PATCH', path, rename, { 'if-match': String(etag) })).toMatchObject({
      status: 412,
      body: { status: '412' },
    })
    const refused = async (operation: Json) => (await patch(path, operation)).body.scimType
    expect(await refused({ op: 'move', path: 'active', value: true })).toBe('invalidSyntax')
    expect(await refused({ op: 'replace', path: 'emails[type eq', value: 'x' })).toBe('invalidPath')
    expect(await refused({ op: 'replace', path: 'active', value: 'perhaps' })).toBe('invalidSyntax')
    expect(await refused({ op: 'replace', path: 'roles', value: [{ value: 'emperor' }] })).toBe(
      'invalidValue',
    )
    expect(await refused({ op: 'remove', path: 'userName' })).toBe('invalidSyntax')
    await patch(path, { op: 'add', path: 'constructor.prototype.polluted', value: 'x' })
    await patch(path, { op: 'add', value: { 'name.__proto__.polluted': 'x', '__proto__.polluted': 'x' } })
    expect(({} as Json).polluted).toBeUndefined()
    expect((await ask('GET', '/Users/0f6b1c9e-0000-4000-8000-000000000000')).status).toBe(404)
    expect((await ask('GET', '/Users/none')).status).toBe(404)
    // A provisioner who is no administrator makes none.
    const role = (
      await t.as('admin').post('/api/roles', {
        name: 'Provisioner',
        may: ['user.*', 'team.*'],
        seesAll: [],
        seesMembers: false,
        queues: [],
        hidden: {},
        readOnly: {},
      })
    ).json<{ id: string }>().id
    await t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role })
    await t.settled()
    const own = await t.as('rep2').post('/api/me/api-keys', { name: 'Own', scopes: ['user.provision'] })
    const provisioner = client(t.app, own.json<{ key: string }>().key)
    const asked = { userName: 'root@corp.example', roles: [{ value: 'admin' }] }
    expect((await provisioner.post('/scim/v2/Users', asked)).json()).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
    })
    expect(
      (await provisioner.post('/scim/v2/Users', { ...asked, roles: [{ value: 'Provisioner' }] })).statusCode,
    ).toBe(201)
  })

  it('INT-08 undoes nothing that is asked for at the same time', async () => {
    const { id } = await made()
    const asked = [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'timezone', value: 'Asia/Tokyo' },
      { op: 'replace', path: 'name.givenName', value: 'Given' },
      { op: 'replace', path: 'externalId', value: 'X-9' },
    ]
    const replies = await Promise.all(asked.map((operation) => patch(`/Users/${id}`, operation)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await ask('GET', `/Users/${id}`)).body).toMatchObject({
      active: false,
      timezone: 'Asia/Tokyo',
      name: { givenName: 'Given' },
      externalId: 'X-9',
    })
  })

  it('INT-08 says what is wrong with a body that is none and an instant of no year, and cuts no character', async () => {
    for (const method of ['POST', 'PUT'] as const)
      for (const payload of [undefined, 'null', '[]']) {
        const url = `/scim/v2/${method === 'POST' ? 'Groups' : `Users/${(await made()).id}`}`
        const headers = {
          authorization: `Bearer ${key}`,
          ...(payload && { 'content-type': 'application/scim+json' }),
        }
        const reply = await t.app.inject({ method, url, headers, ...(payload && { payload }) })
        expect([payload, reply.json()]).toMatchObject([payload, { status: '400', scimType: 'invalidSyntax' }])
      }
    for (const at of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-14:00'])
      expect(await found('Users', `meta.created gt "${at}"`), at).toMatchObject({ scimType: 'invalidFilter' })
    const { displayName } = await made({ displayName: `${'a'.repeat(199)}😀 b` })
    expect(displayName).toBe('a'.repeat(199))
  })

  it('INT-08 forgets whom the directory deletes, and takes them back as who they were', async () => {
    const { id, userName } = await made()
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204)
    expect((await ask('GET', `/Users/${id}`)).status).toBe(404)
    expect(await found('Users', `userName eq "${userName}"`)).toEqual([])
    expect((await t.as('admin').get(`/api/users/${id}`)).json()).toMatchObject({ active: false })
    expect(await made({ userName })).toMatchObject({ id, active: true })
    expect((await history(`users/${id}`)).map(({ title }) => title)).toContain('Deleted in the directory')
  })
})

describe('SCIM 2.0, groups (INT-08)', () => {
  it('INT-08 are teams: made, filled, moved between, renamed and given up', async () => {
    const [a, b] = [await made(), await made()]
    const north = await ask('POST', '/Groups', {
      displayName: 'North',
      externalId: 'g1',
      members: [{ value: a.id }],
    })
    expect(north).toMatchObject({ status: 201, body: { displayName: 'North', members: [{ value: a.id }] } })
    const id = String(north.body.id)
    expect((await t.as('admin').get(`/api/users/${a.id}`)).json()).toMatchObject({ teamId: id })
    expect(await ask('POST', '/Groups', { displayName: 'north' })).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    })
    expect(await found('Groups', 'displayName eq "NORTH"')).toEqual([id])
    expect(await found('Groups', `members[value eq "${a.id}"] and externalId eq "g1"`)).toEqual([id])
    const path = `/Groups/${id}`
    const added = await patch(path, { op: 'Add', path: 'members', value: [{ value: b.id }] })
    expect(new Set((added.body.members as Json[]).map(({ value }) => value))).toEqual(new Set([a.id, b.id]))
    expect(added.body.members).toHaveLength(2)
    expect((await ask('GET', `/Users/${b.id}`)).body.groups).toMatchObject([{ value: id, display: 'North' }])
    // Entra's old way names in the value who leaves; it does not mean all.
    const left = await patch(path, { op: 'Remove', path: 'members', value: [{ value: a.id }] })
    expect(left.body.members).toMatchObject([{ value: b.id }])
    expect(
      await ask(
        'PATCH',
        path,
        { schemas: [patchOp], Operations: [{ op: 'replace', path: 'displayName', value: 'Far North' }] },
        { 'if-match': String(added.headers.etag) },
      ),
    ).toMatchObject({ status: 412 })
    expect(await patch(path, { op: 'replace', value: { displayName: 'Far North' } })).toMatchObject({
      body: { displayName: 'Far North' },
    })
    const south = await ask('POST', '/Groups', { displayName: 'South', members: [{ value: b.id }] })
    expect((await ask('GET', path)).body.members).toEqual([])
    // Who has moved on is not taken out of where they are now.
    await patch(path, { op: 'remove', path: `members[value eq "${b.id}"]` })
    expect((await ask('GET', `/Groups/${String(south.body.id)}`)).body.members).toMatchObject([
      { value: b.id },
    ])
    expect((await ask('GET', `${path}?excludedAttributes=members`)).body.members).toBeUndefined()
    expect(
      (await patch(path, { op: 'add', path: 'members', value: [{ value: id, type: 'Group' }] })).body
        .scimType,
    ).toBe('invalidValue')
    expect(
      (await patch(path, { op: 'add', path: 'members', value: [{ value: 'nobody' }] })).body.scimType,
    ).toBe('invalidValue')
    expect((await ask('DELETE', `/Groups/${String(south.body.id)}`)).status).toBe(204)
    expect((await ask('GET', `/Users/${b.id}`)).body.groups).toEqual([])
    expect((await ask('GET', `/Groups/${String(south.body.id)}`)).status).toBe(404)
  })

  it('INT-08 leave nobody out who was not named, and nothing behind of what is refused', async () => {
    const ids = [(await made()).id, (await made()).id]
    const members = ids.map((value) => ({ value }))
    const { body } = await ask('POST', '/Groups', { displayName: 'East', members })
    const path = `/Groups/${String(body.id)}`
    // One without an array, as text, and none at all: never all of them.
    const removed = async (value: unknown) => {
      await ask('PUT', path, { displayName: 'East', members })
      return (await patch(path, { op: 'remove', path: 'members', value })).body.members
    }
    expect(await removed({ value: ids[0] })).toMatchObject([{ value: ids[1] }])
    expect(await removed(ids[0])).toMatchObject([{ value: ids[1] }])
    expect(await removed([])).toHaveLength(2)
    expect(await removed(undefined)).toHaveLength(0)
    const stranger = [{ value: crypto.randomUUID() }]
    expect((await ask('PUT', path, { displayName: 'Far East', members: stranger })).status).toBe(400)
    expect((await ask('GET', path)).body).toMatchObject({ displayName: 'East' })
    expect((await ask('POST', '/Groups', { displayName: 'West', members: stranger })).status).toBe(400)
    expect((await ask('POST', '/Groups', { displayName: 'West' })).status).toBe(201)
  })
})
