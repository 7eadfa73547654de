import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldSetId } from '../../../src/commands/settings/referred.ts'
import {
  type CustomisedKind,
  customisedKinds,
  isAboutPerson,
} from '../../../src/domain/settings/custom-field.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { faces, projections } from '../../../src/registry.ts'
import { furnishFieldSets } from '../../../src/start/furnish-field-sets.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem, refusal } from '../../support/reply.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await furnishFieldSets(t, systemPrincipal('first-start', { kind: 'cli' }))
  await furnish(t)
})
afterAll(() => t.close())

type Row = { id: string; items: Row[] } & Record<string, unknown>
const ok = answered<Row>
const read = async (path: string) => {
  await t.settled()
  return ok(t.as('admin').get(path))
}
const field = (kind: CustomisedKind, verb: string, body: object) =>
  t.as('admin').post(`/api/field-sets/${fieldSetId(kind)}/${verb}`, body)
const add = (kind: CustomisedKind, key: string, type: string, more: object = {}) =>
  ok(field(kind, 'add-field', { key, label: key, type, ...more }))

/** How one of each kind is made, and where. */
const kinds: Record<CustomisedKind, { path: string; body: () => object }> = {
  account: { path: 'accounts', body: () => ({ name: `Acme ${Math.random()}` }) },
  contact: { path: 'contacts', body: () => ({ name: { last: 'Okello' } }) },
  lead: { path: 'leads', body: () => ({ name: { last: 'Byron' } }) },
  opportunity: { path: 'opportunities', body: () => ({ name: 'Engine' }) },
  ticket: { path: 'tickets', body: () => ({ subject: 'It hums' }) },
}

/** A value of each type as it is sent, and one that it refuses. */
const values: Record<string, { sent: unknown; kept?: unknown; wrong: unknown; more?: object }> = {
  text: { sent: ' North ', kept: 'North', wrong: 'a\u202Eb' },
  'long-text': { sent: 'Two\nlines', wrong: '' },
  integer: { sent: -12, wrong: 1.5 },
  decimal: { sent: 0.125, wrong: 0.123_456_789 },
  money: { sent: { amount: 12_50, currency: 'EUR' }, wrong: { amount: 1, currency: 'XYZ' } },
  percentage: { sent: 12.5, wrong: 101 },
  day: { sent: '2026-02-28', wrong: '2026-02-30' },
  instant: { sent: '2026-02-28T12:00:00+02:00', kept: '2026-02-28T10:00:00.000Z', wrong: '2026-02-28' },
  'yes-no': { sent: false, wrong: 'no' },
  choice: { sent: 'gold', kept: 'Gold', wrong: 'Lead', more: { choices: ['Gold', 'Silver'] } },
  choices: {
    sent: ['silver', 'GOLD'],
    kept: ['Silver', 'Gold'],
    wrong: [],
    more: { choices: ['Gold', 'Silver'] },
  },
  phone: { sent: 'tel:+49-30-1234567', kept: '+49-30-1234567', wrong: 'call me' },
  email: { sent: 'Ada@Example.com', kept: 'ada@example.com', wrong: 'ada' },
  link: { sent: 'https://example.com/a', wrong: 'javascript:alert(1)' },
}

describe('ADM-03 a field that is added to a kind of record', () => {
  it.each(customisedKinds)(
    'takes values of %ss of every type at once, and shows them in the row, as of, and in history',
    async (kind) => {
      const { path, body } = kinds[kind]
      for (const [type, { more }] of Object.entries(values))
        await add(kind, `a${type.replace('-', '')}`, type, { label: `My ${type}`, ...more })
      const sponsor = await make(t.as('admin'), '/api/contacts', { name: { first: 'Ada', last: 'Byron' } })
      await add(kind, 'sponsor', 'record', { of: 'contact', label: 'Sponsor' })
      const custom = {
        ...Object.fromEntries(
          Object.entries(values).map(([type, { sent }]) => [`a${type.replace('-', '')}`, sent]),
        ),
        sponsor,
      }
      const kept = {
        ...Object.fromEntries(
          Object.entries(values).map(([type, { sent, kept: as = sent }]) => [
            `a${type.replace('-', '')}`,
            as,
          ]),
        ),
        sponsor,
      }
      const { id } = await ok(t.as('admin').post(`/api/${path}`, { ...body(), custom }))
      const made = await read(`/api/${path}/${id}`)
      expect(made.custom).toEqual(kept)
      expect(made.customNames).toEqual({ sponsor: 'Ada Byron' })
      expect((await read(`/api/${path}`)).items.find((one) => one.id === id)?.custom).toEqual(kept)
      // The same once more changes nothing; null takes a value away.
      expect((await ok(t.as('admin').patch(`/api/${path}/${id}`, { custom }))).events).toEqual([])
      await ok(t.as('admin').patch(`/api/${path}/${id}`, { custom: { atext: 'South', amoney: null } }))
      expect((await read(`/api/${path}/${id}`)).custom).toEqual({
        ...kept,
        atext: 'South',
        amoney: undefined,
      })
      expect((await read(`/api/${path}/${id}?asOf=${String(made.updatedAt)}`)).custom).toEqual(kept)
      const { items } = await read(`/api/${path}/${id}/history`)
      expect(items[0]).toMatchObject({
        type: `${kind}.custom-values-set`,
        title: 'My text set to South, My money taken away',
        changes: [
          { field: 'custom.atext', before: 'North', after: 'South' },
          { field: 'custom.amoney', before: { amount: 1250, currency: 'EUR' }, after: null },
        ],
      })
    },
  )

  it('refuses what a value of its type cannot be, and names every field', async () => {
    const custom = Object.fromEntries(
      Object.entries(values).map(([type, { wrong }]) => [`a${type.replace('-', '')}`, wrong]),
    )
    const reply = await t
      .as('rep')
      .post('/api/accounts', { name: 'Wrong', custom: { ...custom, nothing: 1 } })
    expect(reply.statusCode).toBe(400)
    const { errors } = reply.json<{ errors: { field: string; message: string }[] }>()
    const fields = new Set(errors.map(({ field: name }) => name.split('.').slice(0, 2).join('.')))
    expect(fields).toEqual(new Set([...Object.keys(custom), 'nothing'].map((key) => `custom.${key}`)))
    expect(errors).toContainEqual({
      field: 'custom.nothing',
      rule: 'unknown',
      message: 'There is no such field.',
    })
    expect(errors).toContainEqual(
      expect.objectContaining({ field: 'custom.achoice', message: 'must be one of Gold, Silver' }),
    )
    const nobody = { sponsor: fieldSetId('account') }
    expect(await refusal(t.as('rep').post('/api/accounts', { name: 'Wrong', custom: nobody }))).toEqual([
      400,
      'invalid-input',
      'custom.sponsor',
    ])
  })

  it('comes with a past that is brought along from before there was one', async () => {
    const step = { command: 'account.create', at: '2017-01-02T09:00:00Z' }
    // Other systems had other choices.
    const body = { name: 'Of old', custom: { atext: 'Then', achoice: 'Platinum' } }
    const line = { source: { system: 'old', id: '1' }, history: [{ ...step, body }] }
    const reply = await t.app.inject({
      method: 'POST',
      url: '/api/histories',
      headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': 'application/x-ndjson' },
      payload: JSON.stringify(line),
    })
    const { status, id } = JSON.parse(reply.body.split('\n')[0] ?? '') as Record<string, string>
    expect(status, reply.body).toBe('created')
    const then = await read(`/api/accounts/${id}?asOf=2018-01-01T00:00:00Z`)
    expect(then.custom).toEqual({ atext: 'Then', achoice: 'Platinum' })
  })

  it('is on whatever takes such values, and nothing else', () => {
    const takes = faces.deciders.flatMap(({ name, takesCustomValues }) => (takesCustomValues ? [name] : []))
    expect(new Set(takes)).toEqual(new Set(customisedKinds))
    const models = faces.commands.filter(
      // One of two records that are made one has the values of both, which nobody types.
      ({ body, internal }) => !internal && 'custom' in ((body.def as { shape?: object }).shape ?? {}),
    )
    expect(models).toHaveLength(2 * customisedKinds.length)
    const kept = projections.filter(({ columns }) => 'custom' in columns).map(({ name }) => name)
    expect(new Set(kept)).toEqual(new Set(customisedKinds))
  })
})

describe('ADM-03 the rules of fields', () => {
  it('one key is one field for ever, and what it is never changes', async () => {
    await add('account', 'region', 'text', { label: 'Region' })
    const region = { key: 'region', label: 'Another', type: 'text' }
    expect(await problem(field('account', 'add-field', region))).toEqual([422, 'fieldSet.key-taken'])
    expect(
      await problem(field('account', 'add-field', { ...region, key: 'other', label: 'region' })),
    ).toEqual([422, 'fieldSet.label-taken'])
    expect(await refusal(field('account', 'change-field', { key: 'region', type: 'integer' }))).toEqual([
      422,
      'fieldSet.type-fixed',
      'type',
    ])
    await ok(field('account', 'change-field', { key: 'region', type: 'text', label: 'Area' }))
    for (const wrong of ['constructor', 'toString', 'Region', 'a b', ''])
      expect((await field('account', 'add-field', { ...region, key: wrong })).statusCode, wrong).toBe(400)
    const bad = [
      [{ type: 'choice' }, 'choices-missing'],
      [{ type: 'text', choices: ['a'] }, 'choices-superfluous'],
      [{ type: 'choice', choices: ['a', 'A'] }, 'choice-twice'],
      [{ type: 'record' }, 'reference'],
      [{ type: 'text', list: 'lead-source' }, 'list-superfluous'],
      [{ type: 'text', personal: true }, 'nobody'],
    ] as const
    for (const [more, code] of bad)
      expect(await problem(field('account', 'add-field', { ...region, key: 'fresh', ...more }))).toEqual([
        422,
        `fieldSet.${code}`,
      ])
  })

  it('is defined by who has the right, and read by all', async () => {
    const body = { key: 'mine', label: 'Mine', type: 'text' }
    const path = `/api/field-sets/${fieldSetId('account')}`
    expect((await t.as('rep').post(`${path}/add-field`, body)).statusCode).toBe(403)
    expect((await t.as('manager').post(`${path}/add-field`, body)).statusCode).toBe(403)
    await t.settled()
    expect(await ok(t.as('rep').get('/api/field-sets?kind=account'))).toMatchObject({
      items: [{ kind: 'account' }],
    })
    const { items } = await read(`${path}/history`)
    expect(items[0]).toMatchObject({ title: 'Field Region renamed to Area', actor: { name: 'Test admin' } })
  })

  it('a required one is demanded of new records, and not of those there were', async () => {
    const old = await make(t.as('rep'), '/api/contacts', { name: { last: 'Old' } })
    await add('contact', 'source', 'text', { label: 'Met at', required: true })
    const body = { name: { last: 'New' } }
    expect(await refusal(t.as('rep').post('/api/contacts', body))).toEqual([
      400,
      'invalid-input',
      'custom.source',
    ])
    const { id } = await ok(t.as('rep').post('/api/contacts', { ...body, custom: { source: 'A fair' } }))
    await ok(t.as('rep').patch(`/api/contacts/${old}`, { title: 'Countess' }))
    expect(await refusal(t.as('rep').patch(`/api/contacts/${id}`, { custom: { source: null } }))).toEqual([
      400,
      'invalid-input',
      'custom.source',
    ])
    await ok(field('contact', 'change-field', { key: 'source', required: false }))
  })

  it('an archived one is hidden and takes no value; history and what was stay', async () => {
    const id = await make(t.as('rep'), '/api/accounts', { name: 'Archivist', custom: { region: 'North' } })
    const before = (await read(`/api/accounts/${id}`)).updatedAt as string
    await ok(field('account', 'archive-field', { key: 'region' }))
    expect((await read(`/api/accounts/${id}`)).custom).toEqual({})
    expect((await read(`/api/accounts/${id}?asOf=${before}`)).custom).toEqual({ region: 'North' })
    expect(await refusal(t.as('rep').patch(`/api/accounts/${id}`, { custom: { region: 'South' } }))).toEqual([
      400,
      'invalid-input',
      'custom.region',
    ])
    expect((await read(`/api/accounts/${id}/history`)).items[0]).toMatchObject({ title: 'Area set to North' })
    expect(await problem(field('account', 'change-field', { key: 'region', label: 'X' }))).toEqual([
      409,
      'fieldSet.field-archived',
    ])
    await ok(field('account', 'restore-field', { key: 'region' }))
    expect((await read(`/api/accounts/${id}`)).custom).toEqual({ region: 'North' })
  })

  it('a kind of record has at most a hundred at a time', async () => {
    const has = (await read('/api/field-sets?kind=opportunity')).items[0]?.fields as object[]
    for (let n = has.length; n < 100; n++) await add('opportunity', `filler${n}`, 'text')
    const more = { key: 'more', label: 'More', type: 'text' }
    expect(await problem(field('opportunity', 'add-field', more))).toEqual([422, 'fieldSet.full'])
    await ok(field('opportunity', 'archive-field', { key: 'filler99' }))
    await ok(field('opportunity', 'add-field', more))
    expect(await problem(field('opportunity', 'restore-field', { key: 'filler99' }))).toEqual([
      422,
      'fieldSet.full',
    ])
    await ok(field('opportunity', 'move-field', { key: 'more', index: 0 }))
    const fields = (await read('/api/field-sets?kind=opportunity')).items[0]?.fields as { key: string }[]
    expect(fields[0]?.key).toBe('more')
  })
})

describe('ADM-03 the choices of a field', () => {
  it('are its own, kept as they were called, or those of a list as of the day', async () => {
    await add('lead', 'tier', 'choice', { choices: ['One', 'Two'] })
    const { id } = await ok(t.as('rep').post('/api/leads', { name: { last: 'X' }, custom: { tier: 'two' } }))
    await ok(field('lead', 'change-field', { key: 'tier', choices: ['One', 'Three'] }))
    expect((await read(`/api/leads/${id}`)).custom).toMatchObject({ tier: 'Two' })
    // What it has already is never refused again.
    await ok(t.as('rep').patch(`/api/leads/${id}`, { custom: { tier: 'Two' } }))
    const other = t.as('rep').post('/api/leads', { name: { last: 'Y' }, custom: { tier: 'Two' } })
    expect(await refusal(other)).toEqual([400, 'invalid-input', 'custom.tier'])
  })
})

describe('SEC-01 ADM-03 a field that is about a person', () => {
  it.each(customisedKinds.filter(isAboutPerson))(
    'of a %s is encrypted in the log, told without its value, and gone with the person',
    async (kind) => {
      const { path, body } = kinds[kind]
      await add(kind, 'birthday', 'day', { label: 'Born on', personal: true })
      const { id } = await ok(
        t.as('admin').post(`/api/${path}`, { ...body(), custom: { birthday: '1815-12-10', atext: 'kept' } }),
      )
      expect((await read(`/api/${path}/${id}`)).custom).toMatchObject({ birthday: '1815-12-10' })
      const { items } = await read(`/api/${path}/${id}/history`)
      expect(items.map(({ title }) => title)).toContain('My text set to kept, Born on changed')
      await ok(t.as('admin').post(`/api/${path}/${id}/privacy/erase`))
      await eventually(async () =>
        expect((await read(`/api/${path}/${id}`)).custom).toEqual({ atext: 'kept' }),
      )
      const past = await read(`/api/${path}/${id}/history`)
      expect(JSON.stringify(past)).not.toContain('1815-12-10')
    },
  )
})

const where = (criterion: object) => `where=${encodeURIComponent(JSON.stringify(criterion))}`

describe('ADM-03 CUS-03 what is asked of such fields', () => {
  const custom = {
    atext: 'Straße',
    ainteger: 7,
    amoney: { amount: 500, currency: 'EUR' },
    aday: '2026-05-01',
    ayesno: true,
    achoices: ['Silver'],
  }

  it('finds records by them in lists, now and as of, and through related records', async () => {
    const accountId = await make(t.as('rep'), '/api/accounts', { name: 'Asked', custom })
    await make(t.as('rep'), '/api/contacts', { name: { last: 'Of it' }, accountId })
    const before = (await read(`/api/accounts/${accountId}`)).updatedAt as string
    const criteria = [
      { field: 'custom.atext', operator: 'is', value: 'STRASSE' },
      { field: 'custom.ainteger', operator: 'at-least', value: 7 },
      { field: 'custom.amoney', operator: 'more-than', value: { amount: 499, currency: 'EUR' } },
      { field: 'custom.aday', operator: 'from', value: '2026-05-01' },
      { field: 'custom.ayesno', operator: 'is', value: true },
      { field: 'custom.achoices', operator: 'contains', value: 'silver' },
    ]
    const asked = where({ all: criteria })
    const idsOf = async (path: string) => (await read(path)).items.map(({ id }) => id)
    expect(await idsOf(`/api/accounts?${asked}`)).toEqual([accountId])
    const related = where({ related: 'account', where: { all: criteria } })
    expect((await read(`/api/contacts?${related}`)).items).toMatchObject([{ name: { last: 'Of it' } }])
    await ok(t.as('rep').patch(`/api/accounts/${accountId}`, { custom: { ainteger: 6 } }))
    expect(await idsOf(`/api/accounts?${asked}`)).toEqual([])
    expect(await idsOf(`/api/accounts?${asked}&asOf=${before}`)).toEqual([accountId])
    const { models } = await ok(t.as('rep').get('/api/criteria'))
    const account = (models as { name: string; fields: object[] }[]).find(({ name }) => name === 'account')
    expect(account?.fields).toContainEqual(
      expect.objectContaining({
        name: 'custom.achoice',
        label: 'My choice',
        kind: 'text',
        options: ['Gold', 'Silver'],
      }),
    )
    const unknown = t.as('rep').get(`/api/accounts?${where({ field: 'custom.nothing', operator: 'known' })}`)
    expect(await refusal(unknown)).toEqual([400, 'invalid-input', 'where.field'])
  })

  it('sorts lists by them, each as its type is ordered, page by page, now and as of', async () => {
    const texts = ['Äpfel', 'apfel', 'Zebra', 'berg', null]
    const ids = new Map<string, string | null>()
    for (const [n, text] of texts.entries()) {
      const values = {
        ainteger: [10, 9, -1, 100, 2][n],
        amoney: { amount: [5, 700, 60, 1, 2][n], currency: ['EUR', 'EUR', 'EUR', 'CHF', 'USD'][n] },
        aday: `20${10 + n}-01-01`,
        ayesno: n > 2,
        ...(text !== null && { atext: text }),
      }
      ids.set(await make(t.as('rep'), '/api/opportunities', { name: `Sorted ${n}`, custom: values }), text)
    }
    const before = await instantBetween()
    const place = new Map([...ids.keys()].map((id, n) => [id, n]))
    const order = async (sort: string, more = '') => {
      const found: (number | undefined)[] = []
      for (let cursor = ''; ; ) {
        const page = await read(`/api/opportunities?q=sorted&limit=2&sort=${sort}${more}${cursor}`)
        found.push(...page.items.map(({ id }) => place.get(String(id))))
        if (page.next === null) return found
        cursor = `&cursor=${page.next as string}`
      }
    }
    expect(await order('custom.atext')).toEqual([1, 0, 3, 2, 4])
    expect(await order('-custom.atext')).toEqual([2, 3, 0, 1, 4])
    expect(await order('custom.ainteger')).toEqual([2, 4, 1, 0, 3])
    expect(await order('-custom.amoney')).toEqual([4, 1, 2, 0, 3])
    expect(await order('-custom.aday')).toEqual([4, 3, 2, 1, 0])
    expect(new Set((await order('custom.ayesno')).slice(3))).toEqual(new Set([3, 4]))
    const [first = ''] = ids.keys()
    await ok(t.as('rep').patch(`/api/opportunities/${first}`, { custom: { ainteger: null } }))
    expect(await order('custom.ainteger')).toEqual([2, 4, 1, 3, 0])
    expect(await order('custom.ainteger', `&asOf=${before}`)).toEqual([2, 4, 1, 0, 3])
    for (const none of ['custom.achoices', 'custom.sponsor', 'custom.nothing', 'custom.', 'custom.a.b'])
      expect(await refusal(t.as('rep').get(`/api/opportunities?sort=${none}`))).toEqual([
        400,
        'invalid-input',
        'sort',
      ])
  })

  it('what a role hides of them is neither shown, told, asked for nor sent', async () => {
    const id = await make(t.as('admin'), '/api/accounts', { name: 'Masked', custom })
    const role = {
      name: 'Without one field',
      may: ['account.*', 'fieldSet.read'],
      seesAll: ['account', 'fieldSet'],
      seesMembers: false,
      queues: [],
      hidden: { account: ['custom.atext'] },
      readOnly: { account: ['custom.aday'] },
    }
    const wrong = { ...role, hidden: { account: ['custom.nothing'] } }
    expect(await problem(t.as('admin').post('/api/roles', wrong))).toEqual([422, 'role.unknown-field'])
    await ok(
      t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, {
        role: await make(t.as('admin'), '/api/roles', role),
      }),
    )
    await t.settled()
    const rep2 = t.as('rep2')
    const { atext: _, ...shown } = custom
    expect((await ok(rep2.get(`/api/accounts/${id}`))).custom).toEqual(shown)
    const history = await ok(rep2.get(`/api/accounts/${id}/history`))
    expect(JSON.stringify(history)).not.toContain('Straße')
    expect(JSON.stringify(history)).toContain('custom.ainteger')
    const asked = rep2.get(`/api/accounts?${where({ field: 'custom.atext', operator: 'known' })}`)
    expect((await asked).statusCode).toBe(403)
    expect((await rep2.get('/api/accounts?sort=-custom.atext')).statusCode).toBe(403)
    for (const sent of [{ atext: 'X' }, { aday: null }])
      expect((await rep2.patch(`/api/accounts/${id}`, { custom: sent })).statusCode).toBe(403)
    await ok(rep2.patch(`/api/accounts/${id}`, { custom: { ainteger: 1 } }))
  })

  it('many are given the same by a batch, which is undone, but nothing that is about a person', async () => {
    const ids = [
      await make(t.as('admin'), '/api/contacts', { name: { last: 'One' }, custom: { atext: 'Before' } }),
    ]
    const body = { custom: { atext: 'After' } }
    const batch = await ok(t.as('admin').post('/api/batches', { command: 'contact.change', body, ids }))
    await eventually(async () =>
      expect((await read(`/api/contacts/${ids[0]}`)).custom).toMatchObject({ atext: 'After' }),
    )
    await eventually(async () => ok(t.as('admin').post(`/api/batches/${batch.id}/revert`)))
    await eventually(async () =>
      expect((await read(`/api/contacts/${ids[0]}`)).custom).toMatchObject({ atext: 'Before' }),
    )
    const personal = { command: 'contact.change', body: { custom: { birthday: '1815-12-10' } }, ids }
    expect(await refusal(t.as('admin').post('/api/batches', personal))).toEqual([
      400,
      'invalid-input',
      'body.custom.birthday',
    ])
  })
})

describe('ADM-03 the description of the API', () => {
  it('has the fields of this installation with their types, for who works here', async () => {
    const described = async (from: { get: (path: string) => Promise<{ json: () => unknown }> }) =>
      (await from.get('/api/openapi.json')).json() as {
        components: { schemas: Record<string, { properties?: Record<string, object> }> }
      }
    const { schemas } = (await described(t.as('rep'))).components
    expect(schemas.AccountCustomInput?.properties).toMatchObject({
      ainteger: { type: ['integer', 'null'], description: 'My integer.' },
      achoice: { description: 'My choice. One of Gold, Silver.' },
      sponsor: { description: 'Sponsor. The id of a contact.' },
    })
    expect(schemas.AccountCustom?.properties).toMatchObject({ aday: { type: 'string', format: 'date' } })
    await add('account', 'newest', 'yes-no', { label: 'Newest' })
    const renewed = (await described(t.as('rep'))).components.schemas
    expect(renewed.AccountCustom?.properties).toHaveProperty('newest')
    expect((renewed.AccountSort as { enum?: string[] }).enum).toContain('-custom.newest')
    // What is kept of customers is nothing for strangers.
    expect((await described(t.anonymous)).components.schemas.AccountCustom).not.toHaveProperty('properties')
  })
})
