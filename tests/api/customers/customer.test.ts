import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressLines } from '../../../src/domain/values/address-lines.ts'
import { make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

type Row = { id: string; items: Row[] } & Record<string, unknown>
const ok = answered<Row>
const read = async (path: string) => {
  await t.settled()
  return ok(t.as('rep').get(path))
}
const idsOf = async (path: string) => (await read(path)).items.map(({ id }) => id)
const where = (criterion: object) => `where=${encodeURIComponent(JSON.stringify(criterion))}`

const berlin = {
  kind: 'billing',
  lines: ['Lindenufer 12'],
  postalCode: '10115',
  city: 'Berlin',
  state: null,
  country: 'DE',
}
const boston = {
  kind: 'private',
  lines: ['1 Beacon St'],
  postalCode: '02108',
  city: 'Boston',
  state: 'MA',
  country: 'US',
}

describe('CUS-01 how a customer is reached', () => {
  let id: string
  const body = {
    name: { first: 'Ada', last: 'Byron' },
    email: 'ada@engine.example',
    phone: '+44 20 7946 0000',
    otherEmails: [{ kind: 'private', email: 'Countess@Home.example' }],
    otherPhones: [{ kind: 'mobile', phone: '+44 7700 900123' }],
    addresses: [berlin, boston],
    social: [{ network: 'mastodon', handle: '@ada@engines.example' }],
  }
  beforeAll(async () => {
    id = await make(t.as('rep'), '/api/contacts', body)
  })

  it('CUS-01 is kept whole: addresses, telephones, e-mail addresses with their kind, and names on networks', async () => {
    const shown = { ...body, otherEmails: [{ kind: 'private', email: 'countess@home.example' }] }
    expect(await read(`/api/contacts/${id}`)).toMatchObject({
      ...shown,
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    })
    const account = await make(t.as('rep'), '/api/accounts', {
      name: 'Engine works',
      email: 'office@works.example',
      otherPhones: [{ kind: 'fax', phone: '+49 30 1234' }],
      addresses: [{ ...boston, kind: 'delivery' }],
    })
    expect(await read(`/api/accounts/${account}`)).toMatchObject({
      email: 'office@works.example',
      otherEmails: [],
      city: 'Boston',
      postalCode: '02108',
    })
    expect(await idsOf('/api/accounts?city=boston')).toEqual([account])
  })

  it.each(['byron ada', 'countess@home', '7700900123', '+44 7700 900 123', 'Berlin', '10115'])(
    'CUS-01 finds somebody by %s in the one search box',
    async (words) => expect(await idsOf(`/api/contacts?q=${encodeURIComponent(words)}`)).toEqual([id]),
  )

  it('CUS-01 can be asked for by city, country, postal code and any e-mail address', async () => {
    expect(await idsOf('/api/contacts?city=BERLIN&country=DE')).toEqual([id])
    for (const criterion of [
      { field: 'postalCode', operator: 'starts-with', value: '101' },
      { field: 'allEmails', operator: 'contains', value: 'countess@home.example' },
      { field: 'country', operator: 'is', value: 'DE' },
    ])
      expect(await idsOf(`/api/contacts?${where(criterion)}`)).toEqual([id])
  })

  it('CUS-01 CUS-22 no other contact has any of the addresses, until it is given up', async () => {
    const other = { name: { last: 'King' }, email: 'countess@home.example' }
    expect(await problem(t.as('rep').post('/api/contacts', other))).toEqual([409, 'contact.email-taken'])
    await ok(t.as('rep').patch(`/api/contacts/${id}`, { otherEmails: [], addresses: [boston] }))
    expect(await read(`/api/contacts/${id}`)).toMatchObject({ city: 'Boston', country: 'US' })
    await ok(t.as('rep').post('/api/contacts', other))
  })

  it('CUS-01 refuses what is no address, number or kind, and says where', async () => {
    const refused = async (part: object) => {
      const reply = await t.as('rep').post('/api/contacts', { name: { last: 'No' }, ...part })
      return [reply.statusCode, reply.json<{ errors: { field: string }[] }>().errors[0]?.field]
    }
    expect(await refused({ addresses: [{ ...berlin, country: 'XX' }] })).toEqual([400, 'addresses.0.country'])
    expect(await refused({ addresses: [{ ...berlin, lines: [] }] })).toEqual([400, 'addresses.0.lines'])
    expect(await refused({ otherEmails: [{ kind: 'work', email: 'a@' }] })).toEqual([
      400,
      'otherEmails.0.email',
    ])
    expect(await refused({ otherPhones: [{ kind: 'car', phone: '+49 30 1234' }] })).toEqual([
      400,
      'otherPhones.0.kind',
    ])
    expect(await refused({ addresses: Array.from({ length: 21 }, () => berlin) })).toEqual([400, 'addresses'])
  })

  it('CUS-01 an address stands as its country writes it', () => {
    const written = (more: object) =>
      addressLines({ lines: ['1 Way'], postalCode: '123', city: 'Town', country: 'DE', ...more })
    expect(written({})).toEqual(['1 Way', '123 Town', 'GERMANY'])
    expect(written({ country: 'US', state: 'MA' })).toEqual(['1 Way', 'Town, MA 123', 'UNITED STATES'])
    expect(written({ country: 'US' })).toEqual(['1 Way', 'Town 123', 'UNITED STATES'])
    expect(written({ country: 'GB', postalCode: 'N1 9GU' })).toEqual([
      '1 Way',
      'Town',
      'N1 9GU',
      'UNITED KINGDOM',
    ])
    expect(written({ country: 'BR', state: 'SP', postalCode: null })).toEqual(['1 Way', 'Town-SP', 'BRAZIL'])
    expect(written({ country: 'MX', state: 'Jal.', postalCode: null })).toEqual([
      '1 Way',
      'Town, Jal.',
      'MEXICO',
    ])
    expect(written({ country: 'JP', state: 'Tokyo' })).toEqual(['〒123', 'Tokyo Town', '1 Way', 'JAPAN'])
  })

  it('CUS-01 SEC is personal of a contact: who is hidden an address sees neither city nor postal code', async () => {
    const { items } = await ok(t.as('admin').get('/api/roles'))
    const agent = items.find(({ builtIn }) => builtIn === 'agent')
    await ok(t.as('admin').patch(`/api/roles/${agent?.id}`, { hidden: { contact: ['addresses', 'email'] } }))
    const seen = await ok(t.as('agent').get(`/api/contacts/${id}`))
    for (const field of ['addresses', 'city', 'postalCode', 'email', 'otherEmails'])
      expect(seen).not.toHaveProperty(field)
    expect(seen).toHaveProperty('otherPhones')
    expect((await t.as('agent').get('/api/contacts?city=Boston')).statusCode).toBe(403)
    await ok(t.as('admin').patch(`/api/roles/${agent?.id}`, { hidden: { account: ['revenue'] } }))
  })
})

describe('CUS-02 employment over time', () => {
  it('CUS-02 keeps the former account and title with their dates, and shows them as of then', async () => {
    const [acme, initech] = [
      await make(t.as('rep'), '/api/accounts', { name: 'Acme' }),
      await make(t.as('rep'), '/api/accounts', { name: 'Initech' }),
    ]
    const at = (day: string) => ({ 'x-occurred-at': `${day}T08:00:00.000Z` })
    const { id } = await ok(
      t
        .as('admin')
        .post(
          '/api/contacts',
          { name: { last: 'Gibbons' }, accountId: acme, title: 'Clerk' },
          at('2024-01-01'),
        ),
    )
    const change = (body: object, day: string) =>
      ok(t.as('admin').patch(`/api/contacts/${id}`, body, at(day)))
    await change({ title: 'Head clerk' }, '2024-06-01')
    await change({ title: 'Head of purchasing' }, '2024-06-01')
    await change({ accountId: initech, title: 'Director' }, '2025-03-01')
    const former = [
      { accountId: acme, accountName: 'Acme', title: 'Head of purchasing', to: '2025-03-01T08:00:00.000Z' },
      { accountId: acme, title: 'Clerk', from: '2024-01-01T08:00:00.000Z', to: '2024-06-01T08:00:00.000Z' },
    ]
    const path = `/api/contacts/${id}/employments`
    expect((await read(path)).items).toMatchObject([
      { accountId: initech, accountName: 'Initech', title: 'Director', from: former[0]?.to, to: null },
      ...former,
    ])
    expect((await read(`${path}?asOf=2024-03-01T00:00:00Z`)).items).toMatchObject([
      { accountId: acme, title: 'Clerk', to: null },
    ])
    await change({ accountId: null }, '2025-09-01')
    expect((await read(path)).items).toMatchObject([
      { title: 'Director', to: '2025-09-01T08:00:00.000Z' },
      ...former,
    ])
  })
})

describe('CUS-03 who somebody is', () => {
  it('CUS-03 birth date, gender, language and region are typed, personal, and can be asked for', async () => {
    const about = { birthDate: '1815-12-10', gender: 'female', language: 'en-GB', region: 'Mayfair' }
    const id = await make(t.as('rep'), '/api/contacts', { name: { last: 'Lovelace' }, ...about })
    expect(await read(`/api/contacts/${id}`)).toMatchObject(about)
    const criterion = {
      all: [
        { field: 'birthDate', operator: 'before', value: '1900-01-01' },
        { field: 'gender', operator: 'is', value: 'female' },
        { field: 'language', operator: 'starts-with', value: 'en' },
        { field: 'region', operator: 'is', value: 'mayfair' },
      ],
    }
    expect(await idsOf(`/api/contacts?${where(criterion)}`)).toEqual([id])
    expect(await idsOf('/api/contacts?gender=female&region=MAYFAIR')).toEqual([id])
    for (const wrong of [{ birthDate: '1815-02-30' }, { gender: 'unknown' }, { language: 'English' }])
      expect(await problem(t.as('rep').patch(`/api/contacts/${id}`, wrong))).toEqual([400, 'invalid-input'])
  })
})

describe('CUS-04 what an organisation is', () => {
  let id: string
  beforeAll(async () => {
    id = await make(t.as('rep'), '/api/accounts', { name: 'Rotor works', naics: '3345', employees: 260 })
  })

  it('CUS-04 says its industry by the sector of its NAICS code, and its size by its employees', async () => {
    expect(await read(`/api/accounts/${id}`)).toMatchObject({
      naics: '3345',
      industry: 'Manufacturing',
      sizeBand: '250-999',
    })
    expect(await idsOf('/api/accounts?sizeBand=250-999&industry=manufacturing')).toEqual([id])
    expect(
      await idsOf(`/api/accounts?${where({ field: 'naics', operator: 'starts-with', value: '33' })}`),
    ).toEqual([id])
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { naics: '54', employees: null }))
    expect(await read(`/api/accounts/${id}`)).toMatchObject({
      industry: 'Professional, scientific and technical services',
      sizeBand: null,
    })
  })

  it.each(['5', '34', '319', '3451', '1234567', 'A1'])(
    'CUS-04 refuses %s, which NAICS 2022 has not',
    async (naics) => {
      expect(await problem(t.as('rep').patch(`/api/accounts/${id}`, { naics }))).toEqual([
        400,
        'invalid-input',
      ])
    },
  )

  it('CUS-04 belongs to another, which lists it, and never to itself by whatever way', async () => {
    const parentId = await make(t.as('rep'), '/api/accounts', { name: 'Rotor holding' })
    await ok(t.as('rep').patch(`/api/accounts/${id}`, { parentId }))
    expect(await read(`/api/accounts/${id}`)).toMatchObject({ parentName: 'Rotor holding' })
    expect(await idsOf(`/api/accounts?parentId=${parentId}`)).toEqual([id])
    expect(await problem(t.as('rep').patch(`/api/accounts/${parentId}`, { parentId: id }))).toEqual([
      422,
      'account.parent-circle',
    ])
  })

  it('CUS-13 a vendor is linked to the products that come from it, CUS-12 a partner is found as one', async () => {
    const vendorId = await make(t.as('rep'), '/api/accounts', { name: 'Lens maker', relation: 'vendor' })
    const partner = await make(t.as('rep'), '/api/accounts', { name: 'Reseller', relation: 'partner' })
    const product = { name: 'Lens', code: 'L-1', price: { amount: 100, currency: 'EUR' }, vendorId }
    const lens = await make(t.as('admin'), '/api/products', product)
    expect(await read(`/api/products/${lens}`)).toMatchObject({ vendorId, vendorName: 'Lens maker' })
    expect(await idsOf(`/api/products?vendorId=${vendorId}`)).toEqual([lens])
    expect(await idsOf('/api/accounts?relation=partner')).toEqual([partner])
    expect(await idsOf(`/api/accounts?${where({ related: 'products', atLeast: 1 })}`)).toEqual([vendorId])
    const nobody = { ...product, code: 'L-2', vendorId: '00000000-0000-4000-8000-00000000dead' }
    expect(await problem(t.as('admin').post('/api/products', nobody))).toEqual([
      422,
      'product.vendor-unknown',
    ])
  })
})

describe('CUS-20 by which channel somebody is reached', () => {
  const never = [{ channel: 'phone', reason: 'Asked for in writing' }]

  it.each(['contacts', 'leads'])('CUS-20 of %s is kept, told, undone, and can be asked for', async (path) => {
    const id = await make(t.as('rep'), `/api/${path}`, { name: { last: `Reached ${path}` } })
    const use = async (channel: string) =>
      (await read(`/api/${path}/${id}/channels`)).items.find((one) => one.channel === channel)
    expect(await use('phone')).toEqual({ channel: 'phone', use: 'free', preferred: null, reason: null })
    await ok(t.as('rep').post(`/api/${path}/${id}/prefer-channel`, { preferredChannel: 'email' }))
    await ok(t.as('rep').post(`/api/${path}/${id}/set-do-not-contact`, { doNotContact: never }))
    expect(await read(`/api/${path}/${id}`)).toMatchObject({
      preferredChannel: 'email',
      doNotContact: never,
    })
    expect(await use('phone')).toMatchObject({ use: 'forbidden', reason: 'Asked for in writing' })
    expect(await use('post')).toMatchObject({ use: 'not-preferred', preferred: 'email' })
    expect(await use('email')).toMatchObject({ use: 'free' })
    const asked = where({ field: 'forbiddenChannels', operator: 'contains', value: 'phone' })
    expect(await idsOf(`/api/${path}?preferredChannel=email&${asked}`)).toEqual([id])
    const titles = (await read(`/api/${path}/${id}/history`)).items.map(({ title }) => title)
    expect(titles).toEqual(expect.arrayContaining(['Prefers e-mail', 'Not to be contacted by telephone']))

    const regarding = [{ model: path.slice(0, -1), id }]
    const call = { kind: 'call', subject: 'Ask again', direction: 'outbound', regarding }
    const toCome = { ...call, done: false }
    expect(await problem(t.as('rep').post('/api/activities', toCome))).toEqual([
      409,
      `${path.slice(0, -1)}.do-not-contact`,
    ])
    // What happened can be told, and who is called by them may pick up.
    await ok(t.as('rep').post('/api/activities', call))
    await ok(t.as('rep').post('/api/activities', { ...toCome, direction: 'inbound' }))
    await ok(t.as('rep').post(`/api/${path}/${id}/set-do-not-contact`, { doNotContact: [] }))
    await ok(t.as('rep').post('/api/activities', toCome))
  })

  it('CUS-20 a quote is not sent to who wants no e-mail', async () => {
    await make(t.as('admin'), '/api/pipelines', {
      name: 'Sales',
      currency: 'EUR',
      isDefault: true,
      stages: [
        { name: 'Open', probability: 0.1, kind: 'open' },
        { name: 'Won', probability: 1, kind: 'won' },
        { name: 'Lost', probability: 0, kind: 'lost' },
      ],
    })
    const contactId = await make(t.as('rep'), '/api/contacts', { name: { last: 'Silent' } })
    const doNotContact = [{ channel: 'any' }]
    await ok(t.as('rep').post(`/api/contacts/${contactId}/set-do-not-contact`, { doNotContact }))
    const opportunityId = await make(t.as('rep'), '/api/opportunities', { name: 'Engine', contactId })
    const quote = await make(t.as('rep'), '/api/quotes', {
      opportunityId,
      validUntil: '2099-01-01',
      lines: [{ description: 'Wheel', quantity: 1, unitPrice: { amount: 100, currency: 'USD' } }],
    })
    const send = () => t.as('rep').post(`/api/quotes/${quote}/send`)
    expect(await problem(send())).toEqual([409, 'contact.do-not-contact'])
    await ok(t.as('rep').post(`/api/contacts/${contactId}/set-do-not-contact`, { doNotContact: [] }))
    await ok(send())
  })
})

describe('CUS-11 a customer in one call', () => {
  it('CUS-11 CUS-23 tells profile, people, deals, tickets, notes and consents, as of any instant and by the reader’s rights', async () => {
    const accountId = await make(t.as('rep'), '/api/accounts', { name: 'Whole', serviceNotes: 'Be quick' })
    const contactId = await make(t.as('rep'), '/api/contacts', { name: { last: 'Part' }, accountId })
    await t.settled()
    const before = await instantBetween()
    await ok(
      t.as('rep').post(`/api/contacts/${contactId}/give-consent`, {
        purpose: 'News',
        channel: 'email',
        source: 'Fair',
        textVersion: '1',
      }),
    )
    await make(t.as('rep'), '/api/opportunities', { name: 'Deal', accountId, contactId })
    await make(t.as('agent'), '/api/tickets', { subject: 'It hums', accountId, contactId })
    const note = { kind: 'note', body: 'Internal', regarding: [{ model: 'account', id: accountId }] }
    await make(t.as('rep'), '/api/activities', note)
    expect(await read(`/api/customers/${accountId}/360`)).toMatchObject({
      profile: { model: 'account', name: 'Whole', serviceNotes: 'Be quick' },
      contacts: { count: 1, items: [{ id: contactId, name: 'Part' }] },
      deals: { count: 1, open: 1, items: [{ name: 'Deal', status: 'open' }] },
      orders: { count: 0, open: 0, items: [] },
      activities: { count: 1, open: 0, items: [{ kind: 'note' }] },
      consents: null,
    })
    expect(await ok(t.as('agent').get(`/api/customers/${contactId}/360`))).toMatchObject({
      profile: { model: 'contact', name: 'Part' },
      tickets: { count: 1, open: 1, items: [{ subject: 'It hums', status: 'new' }] },
      consents: [{ purpose: 'News', withdrawnAt: null }],
    })
    expect(await read(`/api/customers/${accountId}/360?asOf=${before}`)).toMatchObject({
      contacts: { count: 1 },
      deals: { count: 0 },
      activities: { count: 0 },
    })
    expect(
      (await t.as('rep').get('/api/customers/00000000-0000-4000-8000-00000000dead/360')).statusCode,
    ).toBe(404)
  })
})

describe('CUS-21 the service that somebody is promised', () => {
  it('CUS-21 the tier of an account selects the service level of its tickets', async () => {
    const calendarId = await make(t.as('admin'), '/api/business-calendars', {
      name: 'Always',
      timeZone: 'UTC',
      weekly: [{ day: 1, from: '08:00', to: '12:00' }],
    })
    const target = { responseMinutes: 5, resolutionMinutes: 60 }
    const slaPolicyId = await make(t.as('admin'), '/api/sla-policies', {
      name: 'Gold',
      calendarId,
      targets: { urgent: target, high: target, normal: target, low: target },
    })
    const accountId = await make(t.as('rep'), '/api/accounts', { name: 'Golden', slaPolicyId })
    expect(await read(`/api/accounts/${accountId}`)).toMatchObject({ slaPolicyId })
    const policyOf = async (body: object) => {
      const id = await make(t.as('agent'), '/api/tickets', { subject: 'It hums', ...body })
      await t.settled()
      return (await ok(t.as('agent').get(`/api/tickets/${id}`))).sla as { policy: string } | null
    }
    expect(await policyOf({ accountId })).toMatchObject({ policy: 'Gold' })
    expect(await policyOf({})).not.toMatchObject({ policy: 'Gold' })
    await ok(t.as('admin').post(`/api/sla-policies/${slaPolicyId}/archive`))
    expect(await policyOf({ accountId })).not.toMatchObject({ policy: 'Gold' })
  })
})
