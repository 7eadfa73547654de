import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldSetId } from '../../../src/commands/settings/referred.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishFieldSets } from '../../../src/start/furnish-field-sets.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { seed, times } from '../../support/chance.ts'
import { patience } from '../../support/patience.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
const tags: string[] = []
beforeAll(async () => {
  t = await testApp()
  await furnishFieldSets(t, systemPrincipal('first-start', { kind: 'cli' }))
  await furnish(t)
  const admin = t.as('admin')
  const adviser = { key: 'adviser', label: 'Adviser', type: 'record', of: 'contact' }
  await answered(admin.post(`/api/field-sets/${fieldSetId('opportunity')}/add-field`, adviser))
  for (const name of ['One', 'Two', 'Three']) tags.push(await make(admin, '/api/tags', { name }))
})
afterAll(() => t.close())

type Row = Record<string, unknown> & { id: string }
type Merge = {
  status: string
  reason: string | null
  moved: { model: string; id: string }[]
  left: { model: string; id: string; fields: string[] }[]
}

const add = (path: string, body: object, as: Person = 'admin') => make(t.as(as), path, body)

/** What a row says beside when and how often it was written. */
async function rowOf(path: string): Promise<object> {
  const { revision: _, position: __, updatedAt: ___, ...row } = await answered<Row>(t.as('admin').get(path))
  return row
}

async function ended(id: string, as: Person = 'admin'): Promise<Merge> {
  await expect
    .poll(async () => (await t.as(as).get(`/api/merges/${id}`)).json().status, { timeout: patience })
    .toMatch(/^(done|failed|reverted)$/)
  await t.settled()
  return answered(t.as(as).get(`/api/merges/${id}`))
}

async function merged(body: object, as: Person = 'admin'): Promise<Merge & { id: string }> {
  await t.settled()
  const reply = await t.as(as).post('/api/merges', body)
  expect(reply.statusCode, reply.body).toBe(202)
  const { id } = reply.json()
  expect(reply.headers.location).toBe(`/api/merges/${id}`)
  return { ...(await ended(id, as)), id }
}

async function reverted(id: string): Promise<Merge> {
  const reply = await t.as('admin').post(`/api/merges/${id}/revert`)
  expect(reply.statusCode, reply.body).toBe(202)
  await expect
    .poll(async () => (await t.as('admin').get(`/api/merges/${id}`)).json(), { timeout: patience })
    .toSatisfy((one: Merge) => one.status === 'reverted' || one.reason !== null)
  return ended(id)
}

async function file(model: string, recordId: string): Promise<string> {
  await t.settled()
  const query = new URLSearchParams({ model, recordId, name: 'Terms.txt' })
  const reply = await t.app.inject({
    method: 'POST',
    url: `/api/files?${query.toString()}`,
    headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(`of ${recordId} ${Math.random()}`),
  })
  expect(reply.statusCode, reply.body).toBe(201)
  return reply.json().id
}

let count = 0
const person = (more: object = {}) =>
  add('/api/contacts', { name: { first: 'Jo', last: `Okafor ${++count}` }, ...more })
const company = (more: object = {}) => add('/api/accounts', { name: `Wharf ${++count}`, ...more })

/** A way in which something names a contact, and perhaps another one beside it. */
const ofContact = {
  deal: (id: string) => add('/api/opportunities', { name: 'Scopes', contactId: id }),
  player: async (id: string, other: string) => {
    const dealId = await add('/api/opportunities', { name: 'Lenses', contactId: other })
    for (const [contactId, role] of [
      [id, 'Decides'],
      [other, 'Uses'],
    ])
      await answered(
        t.as('admin').post(`/api/opportunities/${dealId}/set-player`, { contactId, role, stance: 'neutral' }),
      )
    return dealId
  },
  adviser: (id: string) => add('/api/opportunities', { name: 'Mounts', custom: { adviser: id } }),
  ticket: (id: string) => add('/api/tickets', { subject: 'It hums', contactId: id }),
  task: (id: string) =>
    add('/api/activities', {
      kind: 'task',
      subject: 'Call back',
      due: { day: '2099-01-01' },
      regarding: [{ model: 'contact', id }],
    }),
  meeting: (id: string, other: string) =>
    add('/api/activities', {
      kind: 'appointment',
      subject: 'Demonstration',
      startsAt: '2099-01-01T10:00:00.000Z',
      endsAt: '2099-01-01T11:00:00.000Z',
      regarding: [
        { model: 'contact', id },
        { model: 'contact', id: other },
      ],
      participants: [{ model: 'contact', id }],
    }),
  referral: (id: string) => add('/api/leads', { name: { last: 'Friend' }, referrerId: id }),
  file: (id: string) => file('contact', id),
} as const
const ofAccount = {
  contact: (id: string) => person({ accountId: id }),
  child: (id: string) => company({ parentId: id }),
  deal: (id: string) => add('/api/opportunities', { name: 'Fleet', accountId: id }),
  quote: async (id: string) => {
    const opportunityId = await add('/api/opportunities', { name: 'Fleet', accountId: id })
    const lines = [{ description: 'Scope', quantity: 2, unitPrice: { amount: 1_000, currency: 'EUR' } }]
    return add('/api/quotes', { opportunityId, currency: 'EUR', validUntil: '2099-12-31', lines })
  },
  ticket: (id: string) => add('/api/tickets', { subject: 'It hums', accountId: id }),
  file: (id: string) => file('account', id),
} as const
const paths: Readonly<Record<string, string>> = {
  deal: 'opportunities',
  player: 'opportunities',
  adviser: 'opportunities',
  ticket: 'tickets',
  task: 'activities',
  meeting: 'activities',
  referral: 'leads',
  file: 'files',
  contact: 'contacts',
  child: 'accounts',
  quote: 'quotes',
}

const details = fc.record(
  {
    email: fc.constantFrom('jo@wharf.example', 'okafor@quay.example'),
    phone: fc.constantFrom('+44 20 7946 0000', '+49 30 901820'),
    title: fc.constantFrom('Buyer', 'Head of lenses'),
    otherEmails: fc.constant([{ kind: 'private', email: 'jo@home.example' }]),
    social: fc.constant([{ network: 'mastodon', handle: '@jo' }]),
  },
  { requiredKeys: [] },
)

describe('CUS-22 two contacts become one', () => {
  it('CUS-22 whatever named the one names the other, and undone both are as they were, with all that named them', async () => {
    const kinds = Object.keys(ofContact) as (keyof typeof ofContact)[]
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 2 }),
        fc.tuple(details, details),
        fc.subarray(['name', 'email', 'phone', 'title']),
        fc.tuple(fc.subarray([0, 1, 2]), fc.subarray([0, 1, 2])),
        async (links, [one, other], fields, [some, others]) => {
          const mine = (of: object, n: number) => {
            const own = JSON.stringify(of).replaceAll('@', `-${++count}-${n}@`)
            return JSON.parse(own) as object
          }
          const survivorId = await person(mine(one, 1))
          const absorbedId = await person(mine(other, 2))
          for (const [id, chosen] of [
            [survivorId, some],
            [absorbedId, others],
          ] as const)
            if (chosen.length > 0)
              await answered(
                t.as('admin').post(`/api/contacts/${id}/tag`, { tagIds: chosen.map((n) => tags[n]) }),
              )
          const all = [`/api/contacts/${survivorId}`, `/api/contacts/${absorbedId}`]
          for (const kind of links)
            all.push(`/api/${paths[kind]}/${await ofContact[kind](absorbedId, survivorId)}`)
          await t.settled()
          const before = await Promise.all(all.map(rowOf))

          const { id, status, moved } = await merged({ model: 'contact', survivorId, absorbedId, fields })
          expect(status).toBe('done')
          expect(new Set(moved.map((each) => each.id))).toEqual(
            new Set(all.slice(2).map((path) => path.split('/').at(-1))),
          )
          const [, gone, ...rest] = await Promise.all(all.map(rowOf))
          expect(gone).toMatchObject({ archived: true, absorbedById: survivorId })
          expect(JSON.stringify(rest)).not.toContain(absorbedId)
          for (const row of rest) expect(JSON.stringify(row)).toContain(survivorId)

          expect(await reverted(id)).toMatchObject({ status: 'reverted', left: [] })
          expect(await Promise.all(all.map(rowOf))).toEqual(before)
        },
      ),
      { numRuns: times(2, 12), seed },
    )
  })
})

describe('CUS-22 two accounts become one', () => {
  it('CUS-22 people, branches, deals, quotes, tickets and files go to the survivor, and come back', async () => {
    const parentId = await company()
    const survivorId = await company({ parentId })
    const absorbedId = await company({ website: 'https://wharf.example' })
    const all = [`/api/accounts/${survivorId}`, `/api/accounts/${absorbedId}`]
    for (const [kind, named] of Object.entries(ofAccount))
      all.push(`/api/${paths[kind]}/${await named(absorbedId)}`)
    await t.settled()
    const before = await Promise.all(all.map(rowOf))
    const { id, moved } = await merged({ model: 'account', survivorId, absorbedId, fields: ['website'] })
    expect(moved.length).toBeGreaterThanOrEqual(all.length - 2)
    const [kept, gone, ...rest] = await Promise.all(all.map(rowOf))
    expect(kept).toMatchObject({ website: 'https://wharf.example', parentId })
    expect(gone).toMatchObject({ archived: true, absorbedById: survivorId })
    expect(JSON.stringify(rest)).not.toContain(absorbedId)
    expect(await reverted(id)).toMatchObject({ status: 'reverted', left: [] })
    expect(await Promise.all(all.map(rowOf))).toEqual(before)
  })
})

describe('CUS-22 what a merge does not do', () => {
  it('CUS-22 undone, what somebody has changed since is left as they want it, and named', async () => {
    const survivorId = await person({ title: 'Buyer' })
    const absorbedId = await person({ title: 'Head', phone: '+49 30 901820', email: 'head@wharf.example' })
    const dealId = await ofContact.deal(absorbedId)
    const taskId = await ofContact.task(absorbedId)
    const { id } = await merged({ model: 'contact', survivorId, absorbedId, fields: ['title', 'phone'] })
    const third = await person()
    for (const [path, change] of [
      [`/api/contacts/${survivorId}`, { title: 'Chief' }],
      [`/api/opportunities/${dealId}`, { contactId: third }],
    ] as const) {
      const etag = (await t.as('admin').get(path)).headers.etag as string
      await answered(t.as('admin').patch(path, change, { 'if-match': etag }))
    }
    const { left } = await reverted(id)
    expect(left).toEqual([
      expect.objectContaining({ model: 'contact', id: survivorId, fields: ['title'] }),
      expect.objectContaining({ model: 'opportunity', id: dealId, fields: ['contactId'] }),
    ])
    expect(await rowOf(`/api/contacts/${survivorId}`)).toMatchObject({ title: 'Chief', phone: null })
    expect(await rowOf(`/api/opportunities/${dealId}`)).toMatchObject({ contactId: third })
    expect(await rowOf(`/api/activities/${taskId}`)).toMatchObject({
      regarding: [expect.objectContaining({ id: absorbedId })],
    })
    expect(await rowOf(`/api/contacts/${absorbedId}`)).toMatchObject({
      archived: false,
      email: 'head@wharf.example',
    })
  })

  it('CUS-22 is refused of what is archived, of one’s own upper account, and by who may not', async () => {
    const [one, other] = [await person(), await person()]
    await answered(t.as('admin').post(`/api/contacts/${other}/archive`))
    await t.settled()
    const body = { model: 'contact', survivorId: one, absorbedId: other }
    expect(await problem(t.as('admin').post('/api/merges', body))).toEqual([409, 'contact.archived'])
    expect(await problem(t.as('admin').post('/api/merges', { ...body, absorbedId: one }))).toEqual([
      409,
      'merge.same',
    ])
    expect(await problem(t.as('rep').post('/api/merges', body))).toEqual([403, 'forbidden'])
    const top = await company()
    const middle = await company({ parentId: top })
    const low = await company({ parentId: middle })
    await t.settled()
    const family = { model: 'account', survivorId: low, absorbedId: top }
    expect(await problem(t.as('admin').post('/api/merges', family))).toEqual([409, 'merge.family'])
    await merged({ ...family, survivorId: middle })
    expect(await rowOf(`/api/accounts/${middle}`)).toMatchObject({ parentId: null })
  })

  it('CUS-22 who made it reads of no record that they may not know of', async () => {
    const [survivorId, absorbedId] = [await person(), await person()]
    const hidden = await add('/api/opportunities', {
      name: 'Secret',
      contactId: absorbedId,
      ownerId: t.ids.admin,
    })
    await t.settled()
    const body = { model: 'contact', survivorId, absorbedId }
    const query = new URLSearchParams(body).toString()
    expect((await t.as('manager').get(`/api/merges/preview?${query}`)).json()).toEqual({ moved: [] })
    const { id, moved } = await merged(body, 'manager')
    expect(moved).toEqual([])
    expect(await rowOf(`/api/opportunities/${hidden}`)).toMatchObject({ contactId: survivorId })
    expect((await t.as('manager').get(`/api/events?aggregateId=${id}`)).body).not.toContain(hidden)
    expect(
      (await answered<{ items: object[] }>(t.as('manager').get(`/api/merges?recordId=${survivorId}`))).items,
    ).toMatchObject([{ id, survivorId, absorbedId, status: 'done' }])
  })
})

type Candidates = { items: { id: string; name: string; score: number; reasons: string[] }[] }
const reasonsOf = async (path: string, as: Person = 'admin') => {
  await t.settled()
  const { items } = await answered<Candidates>(t.as(as).get(path))
  return new Map(items.map(({ id, reasons }) => [id, reasons]))
}

describe('CUS-22 who may be the same', () => {
  const named = (first: string, last: string, more: object = {}) =>
    add('/api/contacts', { name: { first, last }, ...more })

  it('CUS-22 is named with what they have in common, by folded name, mistyped name, and number', async () => {
    const id = await named('Zoë', 'Vandermeer', { phone: '+31 20 794 6000', email: 'zoe@canal.example' })
    const folded = await named('ZOE', 'Vandermeer')
    const mistyped = await named('Zoë', 'Vandermeier')
    const number = await named('Reception', 'Desk', {
      otherPhones: [{ kind: 'work', phone: '(020) 7946000' }],
    })
    const other = await named('Piet', 'Vandermeer', { email: 'piet@canal.example' })
    const found = await reasonsOf(`/api/contacts/${id}/duplicates`)
    expect(found.get(folded)).toEqual(['name'])
    expect(found.get(mistyped)).toEqual(['near-name'])
    expect(found.get(number)).toEqual(['phone'])
    expect([...found.keys()]).not.toContain(other)
    expect([...found.keys()]).not.toContain(id)
    const pairs = await answered<{ items: { one: { id: string }; other: { id: string } }[] }>(
      t.as('admin').get('/api/contacts/duplicates?limit=200'),
    )
    const inPairs = pairs.items.map(({ one, other: two }) => [one.id, two.id].sort())
    expect(inPairs).toContainEqual([id, folded].sort())
    expect(inPairs).toContainEqual([id, number].sort())
  })

  it('CUS-22 is named of accounts by domain and by name without its legal form', async () => {
    const id = await add('/api/accounts', { name: 'Larkspur GmbH', website: 'https://www.larkspur.example' })
    const form = await add('/api/accounts', { name: 'LARKSPUR Ltd.' })
    const domain = await add('/api/accounts', { name: 'Optics', email: 'desk@larkspur.example' })
    const found = await reasonsOf(`/api/accounts/${id}/duplicates`)
    expect(found.get(form)).toEqual(['near-name'])
    expect(found.get(domain)).toEqual(['domain'])
  })

  it('CUS-22 is told while somebody is entered, and an address that is in use is refused with who has it', async () => {
    const id = await named('Amina', 'Diallo', { email: 'amina@delta.example' })
    const query = new URLSearchParams({ name: 'amina diallo', email: 'Amina@Delta.example' }).toString()
    expect((await reasonsOf(`/api/contacts/alike?${query}`, 'rep')).get(id)).toEqual(['email', 'name'])
    const body = { name: { last: 'Diallo' }, email: 'amina@delta.example' }
    const refused = await t.as('rep').post('/api/contacts', body)
    expect([refused.statusCode, refused.json().type]).toEqual([409, '/problems/contact.email-taken'])
    expect(refused.json().details).toEqual({
      field: 'email',
      id,
      candidates: [{ id, name: 'Amina Diallo' }],
    })
    // A similar one is entered all the same.
    await named('Amina', 'Diallo')
  })

  it('CUS-22 is found by nothing that the reader may not see', async () => {
    const id = await named('Noor', 'Haddad', { phone: '+961 1 794611' })
    const same = await named('Front', 'Office', { phone: '+961 1 794611' })
    expect((await reasonsOf(`/api/contacts/${id}/duplicates`, 'rep2')).get(same)).toEqual(['phone'])
    const { id: role } = await answered<Row>(
      t.as('admin').post('/api/roles', {
        name: 'No telephones',
        may: ['contact.read', 'contact.create'],
        seesAll: ['contact'],
        queues: [],
        seesMembers: false,
        hidden: { contact: ['phone'] },
        readOnly: {},
      }),
    )
    await answered(t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role }))
    expect(await reasonsOf(`/api/contacts/${id}/duplicates`, 'rep2')).toEqual(new Map())
    const pairs = (await t.as('rep2').get('/api/contacts/duplicates?limit=200')).body
    expect(pairs).not.toContain(same)
  })
})

describe('CUS-22 whoever was merged is erased with who stayed', () => {
  it('CUS-22 SEC-06 erases what was absorbed, and cannot be undone then', async () => {
    const survivorId = await person({ email: 'stays@quay.example' })
    const absorbedId = await person({ email: 'goes@quay.example', title: 'Harbour master' })
    const { id } = await merged({ model: 'contact', survivorId, absorbedId })
    await t.settled()
    expect((await t.as('admin').get(`/api/contacts/${absorbedId}`)).body).toContain('Harbour master')
    await answered(t.as('admin').post(`/api/contacts/${survivorId}/privacy/erase`))
    await t.settled()
    const left = await t.as('admin').get(`/api/contacts/${absorbedId}`)
    expect(left.body).not.toContain('Harbour master')
    expect(left.body).not.toContain('goes@quay.example')
    expect(await problem(t.as('admin').post(`/api/merges/${id}/revert`))).toEqual([409, 'merge.erased'])
  })
})
