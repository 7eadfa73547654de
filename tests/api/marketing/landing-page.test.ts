import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

describe('landing pages', () => {
  let t: TestApp
  let formId: string
  let productId: string
  beforeAll(async () => {
    t = await testApp({ publicUrl: 'https://crm.example' })
    productId = (await furnish(t)).productId
    formId = await make(t.as('manager'), '/api/lead-forms', {
      name: 'Ask us',
      title: 'Talk to us',
      thanks: 'Thank you.',
      source: 'Web',
      asks: [{ field: 'email', required: true }],
    })
  })
  afterAll(() => t?.close())

  const dot =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }
  const get = (url: string, headers: Record<string, string> = browser) => t.app.inject({ url, headers })
  const pageOf = (slug: string, blocks: readonly object[]) =>
    make(t.as('manager'), '/api/landing-pages', { name: slug, slug, title: 'Spring <offer>', blocks })
  const publish = (id: string) => answered(t.as('manager').post(`/api/landing-pages/${id}/publish`))

  it('MKT-12 shows a page as it was published, small and without anything from elsewhere, until it is taken away', async () => {
    const id = await pageOf('spring', [
      { is: 'heading', text: 'Look <closer>' },
      { is: 'text', text: 'See [our prices](https://larkspur.example/prices).\n\n<script>no()</script>' },
      { is: 'picture', picture: dot, alt: 'A scope' },
      { is: 'product', productId },
      { is: 'button', text: 'More', url: 'https://larkspur.example' },
      { is: 'form', formId },
    ])
    expect((await get('/p/spring')).statusCode).toBe(404)
    await publish(id)
    const page = await get('/p/spring')
    expect(page.statusCode).toBe(200)
    expect(Buffer.byteLength(page.body)).toBeLessThan(50_000)
    expect(page.body).toContain('<h1>Spring &lt;offer&gt;</h1>')
    expect(page.body).toContain('<a href="https://larkspur.example/prices">our prices</a>')
    expect(page.body).toContain('&lt;script&gt;no()')
    expect(page.body).toContain('Larkspur Scope')
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.headers['x-robots-tag']).toBeUndefined()
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    const picture = await get('/p/spring/1/2')
    expect([picture.headers['content-type'], picture.headers['cache-control']]).toEqual([
      'image/png',
      'public, max-age=31536000, immutable',
    ])
    expect((await get('/p/spring/1/0')).statusCode).toBe(404)
    await answered(t.as('manager').patch(`/api/landing-pages/${id}`, { title: 'Summer' }))
    expect((await get('/p/spring')).body).toContain('Spring &lt;offer&gt;')
    await publish(id)
    expect((await get('/p/spring')).body).toContain('<h1>Summer</h1>')
    await answered(t.as('manager').post(`/api/landing-pages/${id}/unpublish`))
    expect((await get('/p/spring')).statusCode).toBe(404)
  })

  it('MKT-12 says of an address that is taken that it is the address', async () => {
    await pageOf('winter', [])
    const body = { name: 'Another', slug: 'winter', title: 'Winter' }
    const refused = await t.as('manager').post('/api/landing-pages', body)
    expect(refused.json()).toMatchObject({
      status: 409,
      type: '/problems/landingPage.slug-taken',
      detail: 'Another landing page has this slug.',
      details: { field: 'slug' },
    })
  })

  it('MKT-12, MKT-13 makes a lead that keeps page and campaign parameters, and tells visits, forms, leads and won deals', async () => {
    const id = await pageOf('autumn', [{ is: 'form', formId }])
    await publish(id)
    await get('/p/autumn', { 'user-agent': 'Googlebot/2.1' })
    await get('/p/autumn')
    const { body } = await get('/p/autumn?utm_source=fair&utm_campaign=autumn')
    const token = /name="token" value="([^"]+)"/.exec(body)?.[1] ?? ''
    const bits = Number(/data-bits="(\d+)"/.exec(body)?.[1])
    const sent = await t.app.inject({
      method: 'POST',
      url: `/f/${formId}`,
      headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        token,
        work: work(token, bits),
        last: 'Autumn',
        email: 'autumn@acme.example',
      }).toString(),
    })
    expect(sent.statusCode).toBe(303)
    await t.settled()
    const { items } = await answered<{ items: { id: string }[] }>(
      t.as('manager').get(`/api/leads?landingPageId=${id}`),
    )
    expect(items).toMatchObject([
      {
        landingPageId: id,
        landingPageName: 'autumn',
        page: 'https://crm.example/p/autumn',
        utm: { source: 'fair', campaign: 'autumn' },
      },
    ])
    expect(await answered(t.as('manager').get(`/api/landing-pages/${id}/results`))).toMatchObject({
      visits: 2,
      machines: 1,
      fills: 1,
      leads: 1,
      won: 0,
    })
    await answered(t.as('manager').post(`/api/leads/${items[0]?.id}/disqualify`, { reason: 'No budget' }))
    await t.settled()
    expect(await answered(t.as('manager').get(`/api/landing-pages/${id}/results`))).toMatchObject({
      fills: 1,
      leads: 0,
    })
  })

  it('MKT-12 refuses an address that another page has, and to publish nothing', async () => {
    const id = await pageOf('taken', [])
    expect(
      await problem(t.as('manager').post('/api/landing-pages', { name: 'Other', slug: 'taken', title: 'x' })),
    ).toEqual([409, expect.any(String)])
    expect(
      await problem(
        t.as('manager').patch(`/api/landing-pages/${id}`, { blocks: [{ is: 'product', productId: id }] }),
      ),
    ).toEqual([422, 'landingPage.product-unknown'])
    expect(await problem(t.as('manager').post(`/api/landing-pages/${id}/publish`))).toEqual([
      422,
      'landingPage.empty',
    ])
    expect(
      await problem(
        t.as('manager').post('/api/landing-pages', { name: 'Bad', slug: 'Not Good', title: 'x' }),
      ),
    ).toEqual([400, 'invalid-input'])
  })
})

function work(token: string, bits: number): string {
  for (let tried = 0; ; tried++) {
    const hash = createHash('sha256').update(`${token}:${tried}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return String(tried)
  }
}
