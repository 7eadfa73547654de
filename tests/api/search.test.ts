import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldSetId } from '../../src/commands/settings/referred.ts'
import { noAuthority } from '../../src/domain/identity/authority.ts'
import { fitOf, marksOf, typed } from '../../src/domain/values/searched.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { furnishFieldSets } from '../../src/start/furnish-field-sets.ts'
import { furnish, make } from '../browser/furnish.ts'
import { type Client, client, type TestApp, testApp } from '../support/app.ts'
import { answered, problem } from '../support/reply.ts'

interface Hit {
  record: { model: string; id: string; name: string }
  fit: string
  by: string | null
  archived: boolean
}
interface Found {
  items: Hit[]
  next: string | null
}

let t: TestApp
let strasse: string
let jane: string
let ticket: { id: string; number: string }
const system = systemPrincipal('test', { kind: 'cli' })

beforeAll(async () => {
  t = await testApp()
  await furnish(t)
  const rep = t.as('rep')
  strasse = await make(rep, '/api/accounts', {
    name: 'Müller & Söhne Straßenbau',
    website: 'https://strassenbau.example',
  })
  jane = await make(rep, '/api/contacts', {
    name: { first: 'Jane', last: 'Doe-Überall' },
    email: 'jane.doe@acme.example',
    phone: '+49 (0)171 123-4567',
  })
  const id = await make(t.as('agent'), '/api/tickets', { subject: 'The printer hums' })
  await t.settled()
  const { number } = await answered<{ number: string }>(t.as('agent').get(`/api/tickets/${id}`))
  ticket = { id, number }
})
afterAll(() => t.close())

const asked = (q: string, more = '', as: Client = t.as('admin')) =>
  answered<Found>(as.get(`/api/search?q=${encodeURIComponent(q)}${more}`))
async function found(q: string, more = '', as: Client = t.as('admin')) {
  await t.settled()
  return (await asked(q, more, as)).items
}
const idsFor = async (q: string, as?: Client) => (await found(q, '', as)).map(({ record }) => record.id)

/** Somebody with these rights, in a session. */
async function somebody(name: string, role: Partial<typeof noAuthority>) {
  const { id: roleId } = await t.execute({
    command: 'role.define',
    body: { ...noAuthority, name, may: ['user.read'], ...role },
    principal: system,
  })
  const { id } = await t.execute({
    command: 'user.register',
    body: { name, email: `${name.toLowerCase()}@hindsight.example`, role: roleId },
    principal: system,
  })
  const { token } = await t.sessions.open(crypto.randomUUID(), id)
  return { id, client: client(t.app, token) }
}

describe('ADM-03 what fields of one’s own hold', () => {
  const field = (verb: string, body: object) =>
    answered(t.as('admin').post(`/api/field-sets/${fieldSetId('account')}/${verb}`, body))

  it('is found by, as long as it is shown, and by nobody from whom it is hidden', async () => {
    await furnishFieldSets(t, system)
    await field('add-field', { key: 'debtor', label: 'Debtor', type: 'integer' })
    await field('add-field', { key: 'badge', label: 'Badge', type: 'text' })
    await field('add-field', { key: 'lines', label: 'Lines', type: 'choices', choices: ['Optics', 'Lasers'] })
    const custom = { debtor: 4_711_815, badge: 'Quokka 9', lines: ['Optics', 'Lasers'] }
    const id = await make(t.as('rep'), '/api/accounts', { name: 'Numbered Ltd', custom })
    expect((await found('4711815'))[0]).toMatchObject({ record: { id }, by: '4711815' })
    expect(await idsFor('lasers numb')).toEqual([id])
    expect((await found('quokka'))[0]).toMatchObject({ record: { id, name: 'Numbered Ltd' }, by: 'Quokka 9' })
    const may = ['account.read']
    const seesAll = ['account']
    const { client: blind } = await somebody('Blind', { may, seesAll, hidden: { account: ['custom.badge'] } })
    expect(await idsFor('quokka', blind)).toEqual([])
    expect(await idsFor('4711815', blind)).toEqual([id])
    await field('archive-field', { key: 'badge' })
    expect(await idsFor('quokka')).toEqual([])
    expect((await found('numbered'))[0]?.by).not.toBe('Quokka 9')
    await field('restore-field', { key: 'badge' })
    expect(await idsFor('quokka')).toEqual([id])
    await answered(t.as('rep').patch(`/api/accounts/${id}`, { custom: { badge: null } }))
    expect(await idsFor('quokka')).toEqual([])
  })
})

describe('CUS-01 TIC-07 one search over everything', () => {
  it.each([
    ['muller sohne', 'words in their order'],
    ['STRASSENBAU müller', 'words in any order, folded'],
    ['straß mül', 'beginnings of words'],
    ['strassenbau.example', 'a part of an address'],
  ])('finds an account by %s (%s)', async (q) => {
    expect(await idsFor(q)).toEqual([strasse])
  })

  it.each([
    'jane doe',
    'überall',
    'doe-uber',
    'jane.doe@acme.example',
    'doe@acme',
    'acme.exa jane',
    '0171 123',
    '0171/1234567',
    '+491711234567',
    '0049 171 1234567',
    '1234567',
  ])('finds a contact by %s', async (q) => {
    expect(await idsFor(q)).toEqual([jane])
  })

  it('finds nothing where one word is missing', async () => {
    expect(await idsFor('jane nobody')).toEqual([])
    expect(await idsFor("'")).toEqual([])
    expect(await idsFor("\\':* | 'jane")).toEqual([])
  })

  it('tells what a record was found by, and puts numbers before names before words', async () => {
    expect(await found(ticket.number.toLowerCase())).toEqual([
      {
        record: { model: 'ticket', id: ticket.id, name: `${ticket.number} The printer hums` },
        fit: 'exact',
        by: null,
        archived: false,
      },
    ])
    expect(await found('acme.example')).toMatchObject([
      { record: { id: jane }, fit: 'words', by: 'jane.doe@acme.example' },
    ])
    const rep = t.as('rep')
    const words = await make(rep, '/api/accounts', { name: 'The QG-1 Company' })
    const name = await make(rep, '/api/accounts', { name: 'QG-1 Works' })
    const exact = await make(t.as('admin'), '/api/products', {
      name: 'Saddle',
      code: 'QG-1',
      price: { amount: 100, currency: 'EUR' },
    })
    expect((await found('qg-1')).map(({ record, fit }) => [record.id, fit])).toEqual([
      [exact, 'exact'],
      [name, 'name'],
      [words, 'words'],
    ])
  })

  it("puts what is one's own first, and what is archived last", async () => {
    const [mine, others] = [t.as('rep'), t.as('rep2')]
    const archived = await make(mine, '/api/accounts', { name: 'Okapi one' })
    const own = await make(mine, '/api/accounts', { name: 'Okapi two' })
    const other = await make(others, '/api/accounts', { name: 'Okapi three' })
    await answered(t.as('admin').post(`/api/accounts/${archived}/archive`))
    expect(await idsFor('okapi', mine)).toEqual([own, other, archived])
    expect(await idsFor('okapi', others)).toEqual([other, own, archived])
    expect((await found('okapi')).at(-1)).toMatchObject({ archived: true })
  })

  it('finds users, teams, tags, products, roles, pipelines, activities and whatever else has a name', async () => {
    const rep = t.as('rep')
    await make(rep, '/api/tags', { name: 'Zebra tag' })
    await make(rep, '/api/leads', { name: { last: 'Zebra' } })
    await make(rep, '/api/opportunities', { name: 'Zebra deal' })
    await make(rep, '/api/activities', { kind: 'task', subject: 'Feed the zebra' })
    await make(t.as('admin'), '/api/teams', { name: 'Zebra team', region: 'North' })
    await t.execute({
      command: 'role.define',
      body: { ...noAuthority, name: 'Zebra role', may: [] },
      principal: system,
    })
    const models = (await found('zebra')).map(({ record }) => record.model)
    expect(models.sort()).toEqual(['activity', 'lead', 'opportunity', 'role', 'tag', 'team'])
    expect((await found('zebra', '&kind=lead,tag')).map(({ record }) => record.model).sort()).toEqual([
      'lead',
      'tag',
    ])
  })

  it('follows what is changed, and what is rebuilt', async () => {
    const id = await make(t.as('rep'), '/api/accounts', { name: 'Formerly' })
    await answered(t.as('rep').patch(`/api/accounts/${id}`, { name: 'Lately' }))
    expect([await idsFor('formerly'), await idsFor('lately')]).toEqual([[], [id]])
    const all = await found('e')
    await t.readModels.rebuild(['account', 'contact', 'activity'])
    expect(await found('e')).toEqual(all)
  })

  it('gives pages that follow each other', async () => {
    const ids = await Promise.all(
      Array.from({ length: 7 }, (_, n) => make(t.as('rep'), '/api/accounts', { name: `Ibex ${n}` })),
    )
    await t.settled()
    const seen: string[] = []
    for (let next: string | null = '0'; next !== null; ) {
      const page: Found = await asked('ibex', `&limit=3&cursor=${next}`)
      seen.push(...page.items.map(({ record }) => record.id))
      next = page.next
    }
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })

  it('asks each kind there is by an id', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect((await answered<Found>(t.as('admin').get(`/api/search?id=${nobody}`))).items).toEqual([])
  })

  it('says what is wrong with what was asked', async () => {
    for (const bad of [
      '',
      '?q=',
      '?id=a',
      '?q=a&id=00000000-0000-4000-8000-000000000000',
      '?q=a&kind=none',
      '?q=a&limit=0',
      '?q=a&cursor=x',
      '?q=a&colour=red',
      '?q=%00',
    ])
      expect([bad, ...(await problem(t.as('rep').get(`/api/search${bad}`)))]).toEqual([
        bad,
        400,
        'invalid-input',
      ])
    expect((await t.anonymous.get('/api/search?q=a')).statusCode).toBe(401)
  })

  it('finds in the index what the marks of the same texts say', async () => {
    const names = [
      'Ça va',
      'a.b-c',
      'İstanbul',
      'Ωmega',
      '東京',
      "O'Neil",
      'x_y@z',
      '50 % off',
      'ab:cd|ef&gh!',
    ]
    const ids = await Promise.all(
      names.map((name) => make(t.as('rep'), '/api/accounts', { name: `Gnu ${name}` })),
    )
    for (const q of [
      ...names,
      'gnu',
      'ca',
      'b',
      'istan',
      'ω',
      '東',
      'oneil',
      'y',
      'z',
      '50',
      '%',
      '|',
      'gh!',
    ]) {
      const fit = names.filter((name) =>
        fitOf(marksOf({ texts: [`Gnu ${name}`], name: [`Gnu ${name}`] }), typed(q)),
      )
      const there = await idsFor(q)
      expect([q, names.filter((_, n) => there.includes(ids[n] ?? ''))]).toEqual([q, fit])
    }
  })
})

describe('USR-07 a search shows what its reader may see', () => {
  it('gives nothing of models and records that are not theirs, until one is shared', async () => {
    const narrow = await somebody('Narrow', { may: ['opportunity.read', 'activity.read'] })
    const id = await make(t.as('rep'), '/api/opportunities', { name: 'Secret saola' })
    const note = await make(t.as('rep'), '/api/activities', {
      kind: 'task',
      subject: 'Saola first',
      regarding: [{ model: 'opportunity', id }],
    })
    await make(t.as('rep'), '/api/accounts', { name: 'Saola Ltd' })
    expect(await idsFor('saola', narrow.client)).toEqual([])
    await answered(
      t.as('rep').post('/api/shares', {
        model: 'opportunity',
        recordId: id,
        grantee: 'user',
        granteeId: narrow.id,
        level: 'read',
        reason: 'To look at',
        expiresAt: null,
      }),
    )
    expect((await idsFor('saola', narrow.client)).toSorted()).toEqual([id, note].toSorted())
  })

  it('finds nothing by a field that is hidden, and ranks nothing by it', async () => {
    const veiled = await somebody('Veiled', {
      may: ['contact.read'],
      seesAll: ['contact'],
      hidden: { contact: ['email', 'phone'] },
    })
    for (const q of ['jane.doe@acme.example', 'acme', '0171 123', 'jane acme'])
      expect([q, await found(q, '', veiled.client)]).toEqual([q, []])
    expect(await found('jane', '', veiled.client)).toMatchObject([
      { record: { id: jane }, fit: 'name', by: null },
    ])
  })

  it('ES-18 leaves in the access log what it showed, and no word of what was asked', async () => {
    await found('jane', '', t.as('rep2'))
    await t.services.access.flush()
    const log = await answered<{ items: { kind: string; records: string[]; parameters: string[] }[] }>(
      t.as('auditor').get(`/api/access-log?actorId=${t.ids.rep2}`),
    )
    expect(log.items[0]).toMatchObject({ kind: 'search', records: [jane], parameters: ['q'] })
    expect(JSON.stringify(log.items[0])).not.toContain('jane')
  })

  it('ES-15 does not find whom one has erased', async () => {
    const id = await make(t.as('rep'), '/api/contacts', {
      name: { first: 'Gone', last: 'Takin' },
      email: 'gone@takin.example',
    })
    expect(await idsFor('takin')).toEqual([id])
    await answered(t.as('admin').post(`/api/contacts/${id}/privacy/erase`))
    expect(await idsFor('takin')).toEqual([])
    const { rows } = await t.pg.owner.query('select words::text from rm.search where id = $1', [id])
    expect(JSON.stringify(rows)).not.toMatch(/takin/)
  })
})
