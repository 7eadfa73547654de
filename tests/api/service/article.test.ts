import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

/** Real time, and as much later as the test says. */
let shift = 0
const clock = () => new Date(Date.now() + shift).toISOString()
const day = 86_400_000

let t: TestApp
beforeAll(async () => {
  t = await testApp({ clock })
})
afterAll(() => t.close())

type Row = { id: string; items: Row[]; revision: number } & Record<string, unknown>
const ok = answered<Row>
const read = async (path: string, person: Person = 'agent') => {
  await t.settled()
  return ok(t.as(person).get(path))
}
const articleAt = (id: string, asOf?: string) => read(`/api/articles/${id}${asOf ? `?asOf=${asOf}` : ''}`)
const written = (body: object) =>
  make(t.as('agent'), '/api/articles', { type: 'guide', language: 'en', ...body })
const act = (id: string, verb: string, body: object = {}, person: Person = 'agent') =>
  ok(t.as(person).post(`/api/articles/${id}/${verb}`, body))
async function publish(id: string) {
  await act(id, 'submit')
  const { revision } = await articleAt(id)
  return t.as('manager').post(`/api/articles/${id}/publish`, {}, { 'if-match': `"${revision}"` })
}
async function published(body: object): Promise<string> {
  const id = await written(body)
  await ok(publish(id))
  await t.settled()
  return id
}
const helpCentre = (path = '', headers: Record<string, string> = {}) =>
  t.app.inject({ url: `/help-centre${path}`, headers })
async function answer(id: string, helped: 'yes' | 'no', token?: string) {
  const page = token ?? /name="token" value="([^"]+)"/.exec((await helpCentre(`/${id}`)).body)?.[1] ?? ''
  const reply = await t.app.inject({
    method: 'POST',
    url: `/help-centre/${id}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token: page, helped }).toString(),
  })
  return { reply, token: page }
}
const usageOf = (id: string) => read(`/api/article-usage?articleId=${id}`)

describe('the knowledge base', () => {
  it('KB-01 publishes what was approved, and shows it while the next version is written', async () => {
    const id = await written({ title: 'Cleaning the lens', body: 'With a dry cloth.' })
    expect(await articleAt(id)).toMatchObject({ status: 'draft', version: 0, body: 'With a dry cloth.' })
    await act(id, 'submit')
    const { revision } = await articleAt(id)
    // Whoever writes does not approve, and whoever approves says what they have read.
    const own = await t.as('agent').post(`/api/articles/${id}/publish`, {}, { 'if-match': `"${revision}"` })
    expect(own.statusCode).toBe(403)
    expect((await t.as('manager').post(`/api/articles/${id}/publish`, {})).statusCode).toBe(428)
    await ok(t.as('manager').post(`/api/articles/${id}/publish`, {}, { 'if-match': `"${revision}"` }))
    const first = await articleAt(id)
    expect(first).toMatchObject({ status: 'published', version: 1, publishedById: t.ids.manager })

    await ok(t.as('agent').patch(`/api/articles/${id}`, { body: 'With a damp cloth.' }))
    expect(await articleAt(id)).toMatchObject({
      status: 'published',
      next: 'draft',
      body: 'With a dry cloth.',
      draft: { body: 'With a damp cloth.', title: 'Cleaning the lens' },
    })
    await act(id, 'submit')
    await act(id, 'return', { reason: 'How damp?' }, 'manager')
    expect(await articleAt(id)).toMatchObject({ next: 'draft', returned: 'How damp?' })
    const between = await instantBetween()
    await ok(publish(id))
    expect(await articleAt(id)).toMatchObject({
      version: 2,
      body: 'With a damp cloth.',
      draft: null,
      next: null,
      returned: null,
    })
    expect(await articleAt(id, between)).toMatchObject({ version: 1, body: 'With a dry cloth.' })

    const { items } = await read(`/api/articles/${id}/versions`)
    expect(items).toMatchObject([
      {
        version: 2,
        content: { body: 'With a damp cloth.' },
        publishedById: t.ids.manager,
        submittedById: t.ids.agent,
      },
      {
        version: 1,
        content: { body: 'With a dry cloth.' },
        publishedById: t.ids.manager,
        submittedById: t.ids.agent,
      },
    ])
  })

  it('KB-01 what was changed after it was submitted is not approved unread, and an archived article is shown to nobody', async () => {
    const id = await written({ title: 'Storing the stand', body: 'Upright.', audience: 'public' })
    await act(id, 'submit')
    const { revision } = await articleAt(id)
    await ok(t.as('agent').patch(`/api/articles/${id}`, { body: 'Lying down.' }))
    const late = await t
      .as('manager')
      .post(`/api/articles/${id}/publish`, {}, { 'if-match': `"${revision}"` })
    expect(late.statusCode).toBe(412)
    await ok(publish(id))
    await t.settled()
    expect((await helpCentre(`/${id}`)).body).toContain('Lying down.')
    await act(id, 'archive', {}, 'manager')
    await t.settled()
    expect((await helpCentre(`/${id}`)).statusCode).toBe(404)
    expect((await helpCentre()).body).not.toContain('Storing the stand')
  })

  it('KB-02 KB-06 the help centre has what is public, by category and language, and nothing else', async () => {
    const original = await published({
      title: 'Where is my <invoice>?',
      type: 'faq',
      body: 'Under *Orders*.',
      category: 'Billing and orders',
      audience: 'public',
    })
    const translated = await published({
      title: 'Wo ist meine Rechnung?',
      type: 'faq',
      body: 'Unter Aufträge.',
      category: 'Billing and orders',
      audience: 'public',
      language: 'de',
      originalId: original,
    })
    const inner = await published({ title: 'Whom to call for refunds', body: 'Extension 12.' })
    const twice = await t
      .as('agent')
      .post('/api/articles', { type: 'faq', title: 'Noch einmal', language: 'de', originalId: original })
    expect(twice.statusCode).toBe(409)

    const home = await helpCentre('', { 'accept-language': 'en' })
    expect(home.body).toContain('Where is my &lt;invoice&gt;?')
    expect(home.body).not.toContain('Rechnung?')
    expect(home.body).not.toContain('Whom to call')
    expect(home.headers['set-cookie']).toBeUndefined()
    expect((await helpCentre(`/${inner}`)).statusCode).toBe(404)
    const category = await helpCentre('?language=de&category=Billing%20and%20orders')
    expect(category.body).toContain('Wo ist meine Rechnung?')
    expect((await helpCentre(`/${original}`)).body).toContain(`/help-centre/${translated}`)
    // A draft of what is public is not.
    await ok(t.as('agent').patch(`/api/articles/${original}`, { body: 'Nobody knows.' }))
    await t.settled()
    expect((await helpCentre(`/${original}`)).body).not.toContain('Nobody knows.')
    expect((await helpCentre('?q=refunds')).body).not.toContain('Whom to call')
  })

  it('KB-03 KB-06 is found by what it says, with slips of the pen, as it was at any instant', async () => {
    const before = await instantBetween()
    const empty = t
      .as('agent')
      .post(
        `/api/articles/${await written({ type: 'troubleshooting', title: 'No picture', body: 'x' })}/submit`,
        {},
      )
    expect(await problem(empty)).toStrictEqual([422, 'article.steps-missing'])
    const id = await published({
      type: 'troubleshooting',
      title: 'The microscope shows no picture',
      steps: [
        { title: 'Is the lamp on?', text: 'It glows green.' },
        { title: 'Is the aperture open?', text: null },
      ],
      keywords: ['black screen'],
      audience: 'public',
    })
    const found = async (q: string, at = '') =>
      (await read(`/api/article-search?q=${encodeURIComponent(q)}${at}`)).items.map((one) => one.id)
    expect(await found('microscope picture')).toStrictEqual([id])
    expect(await found('mikroscope')).toContain(id)
    expect(await found('apertur')).toContain(id)
    expect(await found('Black')).toContain(id)
    expect(await found('zzzz')).toStrictEqual([])
    expect(await found('microscope', `&asOf=${before}`)).toStrictEqual([])
    expect((await helpCentre('?q=mikroskope')).body).toContain('The microscope shows no picture')
    // Everywhere, by its name.
    const { items } = await read('/api/search?q=microscope%20shows')
    expect(items).toMatchObject([{ record: { model: 'article', id } }])
  })

  it('KB-05 is suggested on a ticket, says why, and counts in how many replies it was sent', async () => {
    const price = { amount: 100, currency: 'EUR' }
    const productId = await make(t.as('admin'), '/api/products', { name: 'Analyser', code: 'AN', price })
    const id = await published({
      type: 'solution',
      title: 'Calibration drifts on channel two',
      body: 'Update the firmware.',
      category: 'Software',
      productIds: [productId],
    })
    const draft = await written({ title: 'Calibration drifts, unread', body: 'Guess.' })
    const ticketId = await make(t.as('agent'), '/api/tickets', {
      productId,
      subject: 'The analyser reports calibration drift',
      category: 'Software',
    })
    const suggested = await read(`/api/tickets/${ticketId}/articles`)
    expect(suggested.items[0]).toMatchObject({
      id,
      sameCategory: true,
      sameProduct: true,
      sent: 0,
      sentHere: false,
    })
    expect(suggested.items[0]?.words).toContain('calibration')
    expect(suggested.items.map((one) => one.id)).not.toContain(draft)

    const unread = t
      .as('agent')
      .post(`/api/tickets/${ticketId}/reply`, { body: 'See there.', articleIds: [draft] })
    expect(await problem(unread)).toStrictEqual([422, 'ticket.article-unpublished'])
    await ok(t.as('agent').post(`/api/tickets/${ticketId}/reply`, { body: 'See there.', articleIds: [id] }))
    await eventually(async () => expect(await usageOf(id)).toMatchObject({ total: { sent: 1, helped: 0 } }))
    const after = await read(`/api/tickets/${ticketId}/articles`)
    expect(after.items[0]).toMatchObject({ sent: 1, sentHere: true })
  })

  it('KB-06 counts a reader’s answer once for each opening, and says what it does not know', async () => {
    const id = await published({ title: 'Changing the lamp', body: 'Unplug it.', audience: 'public' })
    const { reply, token } = await answer(id, 'yes')
    expect(reply.headers.location).toBe(`/help-centre/${id}/thanks?helped=yes`)
    await answer(id, 'no', token)
    await answer(id, 'no')
    expect((await answer(id, 'yes', 'made-up.token')).reply.statusCode).toBe(404)
    await act(id, 'rate', { helpful: true, version: 1 })
    const usage = await usageOf(id)
    expect(usage).toMatchObject({
      total: { helped: 1, notHelped: 1, colleaguesHelped: 1, colleaguesNotHelped: 0, sent: 0 },
      method: expect.stringContaining('may have asked otherwise, or may not'),
    })
    const { items } = await read(`/api/articles/${id}/history`)
    expect(items.filter(({ type }) => type === 'article.rated')).toMatchObject([
      { actor: { kind: 'user' } },
      { actor: { kind: 'visitor' } },
      { actor: { kind: 'visitor' } },
    ])
  })

  it('KB-01 tells the owner on the day on which an article is to be read again', async () => {
    const id = await published({ title: 'Warranty in short', body: 'Two years.' })
    const reviewOn = new Date(Date.parse(clock()) + 40 * day).toISOString().slice(0, 10)
    await act(id, 'plan-review', { reviewOn })
    expect(await articleAt(id)).toMatchObject({ reviewOn, reviewDue: false })
    const past = t.as('agent').post(`/api/articles/${id}/plan-review`, { reviewOn: '2020-01-01' })
    expect(await problem(past)).toStrictEqual([422, 'article.review-past'])
    shift += 41 * day
    const agent = await signedInAgain(t, 'agent')
    await eventually(async () =>
      expect(await ok(agent.get(`/api/articles/${id}`))).toMatchObject({ reviewDue: true }),
    )
    await eventually(async () => {
      const { items } = await ok(agent.get('/api/me/notices'))
      expect(items).toContainEqual(expect.objectContaining({ kind: 'article.review-due' }))
    })
  })
})
