import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../support/app.ts'

let t: TestApp
let accountId: string
let renamedAt: string
const deals: Record<string, string> = {}

interface Page {
  items: Record<string, unknown>[]
  next: string | null
}

async function get<T = Page>(path: string): Promise<T> {
  const reply = await t.as('rep').get(`/api${path}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}

async function post(path: string, body: object): Promise<string> {
  const reply = await t.as('admin').post(`/api${path}`, body)
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  return reply.json<{ id: string }>().id
}

beforeAll(async () => {
  t = await testApp()
  const stages = [
    { name: 'Prospecting', probability: 0.1, kind: 'open' },
    { name: 'Proposal', probability: 0.5, kind: 'open' },
    { name: 'Won', probability: 1, kind: 'won' },
    { name: 'Lost', probability: 0, kind: 'lost' },
  ]
  await post('/pipelines', { name: 'Sales', currency: 'USD', isDefault: true, stages })
  accountId = await post('/accounts', { name: 'Initech', sector: 'software', ownerId: t.ids.rep })
  for (const [name, amount, closeDate] of [
    ['Small', 100, '2030-03-31'],
    ['Large', 900, '2030-01-31'],
    ['Open-ended', 500, null],
  ] as const) {
    deals[name] = await post('/opportunities', {
      name,
      accountId,
      ownerId: t.ids.rep,
      amount: { amount, currency: 'USD' },
      closeDate,
    })
  }
  const [next] = (await get<{ items: { stages: { id: string; name: string }[] }[] }>('/pipelines')).items
  const stageId = next?.stages.find(({ name }) => name === 'Proposal')?.id
  await post(`/opportunities/${deals.Large}/advance-stage`, { stageId })
  await t.settled()
  renamedAt = new Date().toISOString()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await t.as('admin').patch(`/api/accounts/${accountId}`, { name: 'Initrode' })
  await t.settled()
})
afterAll(() => t.close())

const names = ({ items }: Page) => items.map(({ name }) => name)

describe('OPP-02 the list of opportunities', () => {
  it('is sorted as asked, rows without a value last', async () => {
    expect(names(await get('/opportunities?sort=closeDate'))).toStrictEqual(['Large', 'Small', 'Open-ended'])
    expect(names(await get('/opportunities?sort=-amount'))).toStrictEqual(['Large', 'Open-ended', 'Small'])
    expect(names(await get('/opportunities'))).toStrictEqual(['Open-ended', 'Large', 'Small'])
  })

  it('is filtered by equality, by range and by words', async () => {
    expect(names(await get('/opportunities?closeDateFrom=2030-02-01&sort=name'))).toStrictEqual(['Small'])
    expect(names(await get('/opportunities?amountFrom=200&amountTo=900&sort=name'))).toStrictEqual([
      'Large',
      'Open-ended',
    ])
    expect(names(await get('/opportunities?q=ENDED'))).toStrictEqual(['Open-ended'])
    expect(names(await get(`/opportunities?status=won&ownerId=${t.ids.rep}`))).toStrictEqual([])
    expect(names(await get(`/opportunities?accountId=${accountId}&limit=1&sort=name`))).toStrictEqual([
      'Large',
    ])
  })

  it('goes on from page to page without gap or repeat', async () => {
    const first = await get('/opportunities?sort=-amount&limit=2')
    const second = await get(`/opportunities?sort=-amount&limit=2&cursor=${first.next}`)
    expect([...names(first), ...names(second)]).toStrictEqual(['Large', 'Open-ended', 'Small'])
    expect(second.next).toBeNull()
  })

  it.each(['sort=lostReason', 'status=maybe', 'colour=red', 'closeDateFrom=tomorrow', 'ownerId=me'])(
    'refuses %s',
    async (asked) => {
      const reply = await t.as('rep').get(`/api/opportunities?${asked}`)
      expect([asked, reply.statusCode]).toStrictEqual([asked, 400])
    },
  )

  it('BEY-03: is what a criterion holds of, also of related records and as of then', async () => {
    const where = (criterion: object, more = '') =>
      get(`/opportunities?sort=name&where=${encodeURIComponent(JSON.stringify(criterion))}${more}`)
    const large = { field: 'amount', operator: 'at-least', value: { amount: 500, currency: 'USD' } }
    const ofInitech = {
      related: 'account',
      where: { field: 'name', operator: 'starts-with', value: 'INITE' },
    }
    expect(names(await where({ all: [large] }))).toStrictEqual(['Large', 'Open-ended'])
    expect(names(await where({ none: [large, { field: 'closeDate', operator: 'unknown' }] }))).toStrictEqual([
      'Small',
    ])
    expect(names(await where({ field: 'ownerId', operator: 'is', value: 'me' }, '&limit=1'))).toStrictEqual([
      'Large',
    ])
    expect(names(await where({ field: 'closeDate', operator: 'before', value: { days: 1 } }))).toStrictEqual(
      [],
    )
    expect(names(await where(ofInitech))).toStrictEqual([])
    expect(names(await where(ofInitech, `&asOf=${renamedAt}`))).toHaveLength(3)
    const accounts = await get(
      `/accounts?where=${encodeURIComponent(JSON.stringify({ related: 'opportunities', where: large, atLeast: 2 }))}`,
    )
    expect(names(accounts)).toStrictEqual(['Initrode'])
  })

  it.each([
    ['{', 'where'],
    ['{"all":[{"field":"colour","operator":"known"}]}', 'where.all.0.field'],
    ['{"field":"amount","operator":"contains","value":"1"}', 'where.operator'],
    ['{"any":[{"field":"closeDate","operator":"on","value":"2030-02-30"}]}', 'where.any.0.value'],
    ['{"field":"status","operator":"is","value":"maybe"}', 'where.value'],
    ['{"related":"secrets"}', 'where.related'],
    ['{"related":"account","where":{"field":"x","operator":"known"}}', 'where.where.field'],
    ['{"field":"status","operator":"known","extra":1}', 'where'],
    [`${'{"none":['.repeat(9)}{"field":"name","operator":"known"}${']}'.repeat(9)}`, 'where'],
  ])('BEY-03: refuses the criterion %s', async (criterion, field) => {
    const reply = await t.as('rep').get(`/api/opportunities?where=${encodeURIComponent(criterion)}`)
    expect(reply.statusCode, reply.body).toBe(400)
    expect(reply.json().errors).toMatchObject([{ field }])
  })

  it('BEY-03: says what can be asked of each model, as far as the reader sees it', async () => {
    const { models } = await get<{ models: { name: string; fields: object[]; related: object[] }[] }>(
      '/criteria',
    )
    const deal = models.find(({ name }) => name === 'opportunity')
    expect(deal?.fields).toContainEqual({
      name: 'status',
      kind: 'choice',
      operators: ['is', 'is-not', 'one-of', 'known', 'unknown'],
      options: ['open', 'won', 'lost'],
    })
    expect(deal?.related).toContainEqual({ name: 'account', model: 'account' })
    expect(models.map(({ name }) => name)).not.toContain('retentionRule')
  })

  it('shows names beside ids, and as of the past those of that day', async () => {
    const path = `/opportunities/${deals.Large}`
    const now = await get<Record<string, unknown>>(path)
    expect(now).toMatchObject({ accountName: 'Initrode', stageName: 'Proposal', productName: null })
    expect(now.ownerName).toBeTruthy()
    expect(await get<Record<string, unknown>>(`${path}?asOf=${renamedAt}`)).toMatchObject({
      accountName: 'Initech',
    })
  })
})

describe('other lists', () => {
  it('CUS-01 finds a contact by name, e-mail or telephone in one box', async () => {
    const contact = {
      name: { first: 'Peter', last: 'Gibbons' },
      email: 'peter@initech.example',
      phone: '+1 555 0100',
    }
    await post('/contacts', { ...contact, accountId })
    await t.settled()
    for (const q of ['gibb', 'PETER@', '0100']) {
      expect((await get(`/contacts?q=${q}&sort=name`)).items).toMatchObject([
        { ...contact, accountName: 'Initrode' },
      ])
    }
    const again = await t
      .as('rep')
      .post('/api/contacts', { name: { last: 'X' }, email: 'Peter@Initech.example' })
    expect([again.statusCode, again.json<{ type: string }>().type]).toStrictEqual([
      409,
      '/problems/contact.email-taken',
    ])
  })

  it('LEAD-10 sorts leads by score and filters them by heat', async () => {
    await post('/leads', { name: { last: 'Cold' }, source: 'list', ownerId: t.ids.rep })
    await post('/leads', {
      name: { last: 'Warm' },
      source: 'Referral',
      company: 'Globex',
      email: 'hank@globex.example',
      ownerId: t.ids.rep,
    })
    await t.settled()
    const { items } = await get('/leads?sort=-score')
    expect(items.map(({ heat, score }) => [heat, score])).toStrictEqual([
      ['warm', 50],
      ['cold', 0],
    ])
    expect((await get('/leads?heat=cold')).items).toMatchObject([{ name: { first: null, last: 'Cold' } }])
  })
})

describe('FAULTS 23: text matches as people mean it', () => {
  const found = async (path: string) =>
    (await get(`${path}&total=true`)).items.map(({ number, subject, name }) => number ?? subject ?? name)

  it('words in any order, in all columns and in the names of what is referred to, numbers by their digits', async () => {
    const ownerId = t.ids.rep
    const account = await post('/accounts', { name: 'Müller & O’Neill GmbH', sector: 'Straßenbau', ownerId })
    const contact = {
      name: { first: 'Zoë', last: 'Meyer-Landrut' },
      phone: '+49 30 1234567',
      accountId: account,
    }
    await post('/contacts', { ...contact, ownerId, email: 'Zoe@Example.com' })
    await post('/leads', {
      name: { last: 'Sørensen' },
      phone: '+45 (0)33 12 34 56',
      source: 'Web Site',
      ownerId,
    })
    const opportunityId = await post('/opportunities', { name: 'Über-Deal', accountId: account, ownerId })
    await post('/quotes', {
      opportunityId,
      currency: 'EUR',
      validUntil: '2099-01-01',
      lines: [{ description: 'It', quantity: 1, unitPrice: { amount: 100, currency: 'EUR' } }],
    })
    await t.settled()
    for (const q of [
      'zoe meyer',
      'Landrut Zoë',
      'meyer–landrut',
      'ZOE@EXAMPLE',
      '+49301234567',
      '0049 30 123 45 67',
      '030/1234567',
      'zoe muller',
    ])
      expect([q, await found(`/contacts?q=${encodeURIComponent(q)}`)]).toStrictEqual([q, [contact.name]])
    for (const q of ['sorensen', '+4533123456', 'Sørensen 33 12 34 56'])
      expect([q, (await get(`/leads?q=${encodeURIComponent(q)}`)).items.length]).toStrictEqual([q, 1])
    for (const q of ["o'neill", 'ONEILL muller', 'mu\u0308ller', 'strassenbau'])
      expect([q, await found(`/accounts?q=${encodeURIComponent(q)}`)]).toStrictEqual([
        q,
        ['Müller & O’Neill GmbH'],
      ])
    for (const path of ['/opportunities', '/quotes'])
      expect([path, (await get(`${path}?q=uber%20muller`)).items.length]).toStrictEqual([path, 1])
    expect(await found('/contacts?q=zoe%20nobody')).toStrictEqual([])
    expect((await get('/contacts?email=ZOE@example.COM')).items).toHaveLength(1)
    expect((await get('/leads?source=web%20site')).items).toHaveLength(1)
    expect((await get('/accounts?sector=STRASSENBAU')).items).toHaveLength(1)
  })

  it('finds a ticket by who asked, and by the customer', async () => {
    const requester = { name: 'Łukasz Nowak', email: 'lukasz@nowak.example' }
    await post('/tickets', { subject: 'It broke', requester, accountId, priority: 'normal' })
    await t.settled()
    for (const q of ['nowak lukasz', 'LUKASZ@nowak', 'initrode broke']) {
      const reply = await t.as('agent').get(`/api/tickets?q=${encodeURIComponent(q)}`)
      expect([q, reply.json<Page>().items.map(({ subject }) => subject)]).toStrictEqual([q, ['It broke']])
    }
  })

  it('names stand where readers look for them, on every page', async () => {
    const names = [
      'zebra',
      'Österreich',
      'Apfel',
      'äpfel',
      'Zürich',
      'apfel',
      'Ørsted',
      'Omega',
      'Éclair',
      'Ecke',
    ]
    for (const name of names)
      await post('/products', {
        name: `S ${name}`,
        code: `S${names.indexOf(name)}`,
        price: { amount: 1, currency: 'EUR' },
      })
    await t.settled()
    const seen: unknown[] = []
    for (let next: string | null | undefined; next !== null; ) {
      const page: Page = await get(`/products?sort=name&limit=3${next ? `&cursor=${next}` : ''}`)
      seen.push(...page.items.map(({ name }) => name))
      next = page.next
    }
    expect(seen).toStrictEqual(names.map((name) => `S ${name}`).toSorted(new Intl.Collator('und').compare))
  })

  it('amounts are ordered within their currency', async () => {
    for (const [currency, amount] of [
      ['JPY', 500],
      ['EUR', 300],
      ['JPY', 7],
      ['EUR', 9],
    ] as const)
      await post('/products', {
        name: `P ${currency} ${amount}`,
        code: `${currency}${amount}`,
        price: { amount, currency },
      })
    await t.settled()
    const shown: unknown[] = []
    for (let next: string | null | undefined; next !== null; ) {
      const page: Page = await get(`/products?q=P&sort=-price&limit=1${next ? `&cursor=${next}` : ''}`)
      shown.push(...page.items.map(({ name }) => name))
      next = page.next
    }
    expect(shown.filter((name) => String(name).startsWith('P '))).toStrictEqual([
      'P JPY 500',
      'P JPY 7',
      'P EUR 300',
      'P EUR 9',
    ])
  })
})

describe('the history of an opportunity', () => {
  it('OPP-08 tells each event in human words, newest first', async () => {
    const { items } = await get(`/opportunities/${deals.Large}/history`)
    expect(items.map(({ title }) => title)).toStrictEqual([
      'Stage advanced from Prospecting to Proposal',
      'Opportunity opened in Prospecting, USD 9.00',
    ])
  })
})
