import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailing } from '../../../src/domain/marketing/mailing.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem } from '../../support/reply.ts'

describe('marketing, from a list to who has answered', () => {
  let t: TestApp
  let smtp: MailServer
  let mailboxId: string
  let templateId: string
  let campaignId: string
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  beforeAll(async () => {
    smtp = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, { user: 'sales' }),
    })
    t = await testApp({ clock, publicUrl: 'https://crm.larkspur.example' })
    await furnish(t)
    mailboxId = await make(t.as('admin'), '/api/mailboxes', {
      name: 'Larkspur news',
      address: 'news@larkspur.example',
      smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
      login: 'news',
    })
    await answered(t.as('admin').post(`/api/mailboxes/${mailboxId}/password`, { password: 'let-me-in' }))
    await answered(
      t.as('admin').patch('/api/settings/sending-policy', {
        purposes: [
          { name: 'News', basis: 'consent', about: 'Once a month' },
          { name: 'Offers', basis: 'legitimate-interests', about: null },
        ],
        opens: 'all',
      }),
    )
    templateId = await make(t.as('manager'), '/api/message-templates', {
      name: 'Spring',
      subject: 'Spring for {{ person.firstName }}',
      body: 'Hello {{ person.firstName }},\n\nsee [our prices](https://larkspur.example/prices).\n\n[Leave]({{ links.unsubscribe }})',
    })
    await answered(t.as('manager').post(`/api/message-templates/${templateId}/publish`))
    campaignId = await make(t.as('manager'), '/api/campaigns', { name: 'Spring', channels: ['email'] })
    await answered(t.as('manager').post(`/api/campaigns/${campaignId}/start`))
  })
  afterAll(async () => {
    await t?.close()
    await smtp?.close()
  })

  const contactOf = async (first: string, more: object = {}, consent = true) => {
    const id = await make(t.as('manager'), '/api/contacts', {
      name: { first, last: 'Doe' },
      email: `${first.toLowerCase()}@acme.example`,
      ...more,
    })
    if (consent)
      await answered(
        t.as('manager').post(`/api/contacts/${id}/give-consent`, {
          purpose: 'News',
          channel: 'email',
          source: 'A fair',
          textVersion: '1',
        }),
      )
    return id
  }
  const listOf = async (name: string, ids: string[]) => {
    const id = await make(t.as('manager'), '/api/marketing-lists', { name, model: 'contact', kind: 'static' })
    await answered(t.as('manager').post(`/api/marketing-lists/${id}/add-members`, { recordIds: ids }))
    return id
  }
  async function read<T>(path: string, as: 'manager' | 'rep' | 'admin' = 'manager'): Promise<T> {
    await t.settled()
    return answered<T>(t.as(as).get(path))
  }
  interface Recipient {
    id: string
    contactId: string
    status: string
    leftOut: string | null
    clicks: number
    openedAt: string | null
    machineOpenedAt: string | null
    unsubscribedAt: string | null
    templateVersion: number
    variant: string | null
  }
  const recipients = async (mailingId: string) =>
    (await read<{ items: Recipient[] }>(`/api/mailing-recipients?mailingId=${mailingId}&limit=200`)).items
  const mailed = async (name: string, listId: string, more: object = {}) => {
    const id = await make(t.as('manager'), '/api/mailings', {
      name,
      campaignId,
      listId,
      mailboxId,
      purpose: 'News',
      templateId,
      ...more,
    })
    await answered(t.as('manager').post(`/api/mailings/${id}/schedule`))
    return id
  }
  const done = (id: string) =>
    eventually(async () => {
      expect(await read(`/api/mailings/${id}`)).toMatchObject({ status: 'done' })
      expect((await recipients(id)).filter(({ status }) => status === 'waiting')).toEqual([])
    })
  const linkIn = (raw: string, path: string) => {
    const text = raw.replace(/=\r\n/g, '').replace(/=3D/g, '=')
    const [found] = new RegExp(`https://crm\\.larkspur\\.example${path}\\?link=[\\w.-]+`).exec(text) ?? []
    if (!found) throw new Error(`there is no link to ${path}`)
    return found.slice('https://crm.larkspur.example'.length)
  }

  it('COM-03 refuses to publish what asks for what nobody knows, shows it with a real record, and keeps its versions', async () => {
    const id = await make(t.as('manager'), '/api/message-templates', {
      name: 'Broken',
      subject: 'Hello',
      body: 'Hello {{ person.nickname }}',
    })
    expect(await problem(t.as('manager').post(`/api/message-templates/${id}/publish`))).toEqual([
      422,
      'messageTemplate.unfit',
    ])
    await answered(t.as('manager').patch(`/api/message-templates/${id}`, { body: 'Hello {{ person.name }}' }))
    await answered(t.as('manager').post(`/api/message-templates/${id}/publish`))
    await answered(
      t.as('manager').patch(`/api/message-templates/${id}`, { body: 'Good day {{ person.name }}' }),
    )
    const recordId = await contactOf('Vera')
    const shown = (version?: number) =>
      answered<{ text: string; version: number | null }>(
        t.as('rep').post(`/api/message-templates/${id}/preview`, {
          model: 'contact',
          recordId,
          ...(version && { version }),
        }),
      )
    expect(await shown()).toMatchObject({ text: 'Good day Vera Doe', version: null })
    expect(await shown(1)).toMatchObject({ text: 'Hello Vera Doe', version: 1 })
    await answered(t.as('manager').post(`/api/message-templates/${id}/publish`))
    expect(await read(`/api/message-templates/${id}`)).toMatchObject({ version: 2, draft: false })
  })

  it('MKT-01 keeps who was in a list, by hand and by a criterion, now and at an instant before', async () => {
    const [zoe, yan] = [
      await contactOf('Zoe', { region: 'North' }),
      await contactOf('Yan', { region: 'South' }),
    ]
    const id = await make(t.as('manager'), '/api/marketing-lists', {
      name: 'North',
      model: 'contact',
      kind: 'dynamic',
      where: { field: 'region', operator: 'is', value: 'North' },
    })
    const members = (at = '') =>
      read<{ items: { id: string }[]; total: number }>(`/api/marketing-lists/${id}/members?total=true${at}`)
    expect(await members()).toMatchObject({ items: [{ id: zoe }], total: 1 })
    const before = clock()
    await answered(t.as('manager').patch(`/api/contacts/${yan}`, { region: 'North' }))
    expect((await members()).total).toBe(2)
    expect((await members(`&asOf=${before}`)).total).toBe(1)
    expect(
      await problem(
        t.as('manager').post('/api/marketing-lists', {
          name: 'Wrong',
          model: 'contact',
          kind: 'dynamic',
          where: { field: 'shoeSize', operator: 'is', value: 40 },
        }),
      ),
    ).toEqual([422, 'marketingList.criterion'])
    const byHand = await listOf('By hand', [zoe, yan])
    await answered(
      t.as('manager').post(`/api/marketing-lists/${byHand}/remove-members`, { recordIds: [zoe] }),
    )
    expect(await read(`/api/marketing-lists/${byHand}/members`)).toMatchObject({ items: [{ id: yan }] })
    expect(await read(`/api/marketing-lists/${byHand}`)).toMatchObject({ size: 1 })
  })

  it('MKT-02, MKT-03, MKT-18 sends each of a list one mail or says why not, by the version that was published', async () => {
    const ada = await contactOf('Ada', { language: 'de' })
    const bob = await contactOf('Bob', {}, false)
    const cyd = await contactOf('Cyd')
    await answered(
      t.as('manager').post(`/api/contacts/${cyd}/set-do-not-contact`, {
        doNotContact: [{ channel: 'email', reason: null }],
      }),
    )
    const dan = await contactOf('Dan', { email: null })
    const listId = await listOf('Friends', [ada, bob, cyd, dan])
    const preview = await read<{ sendable: number; leftOut: { reason: string; count: number }[] }>(
      `/api/marketing-lists/${listId}/preview?purpose=News`,
    )
    expect(preview.sendable).toBe(1)
    expect(preview.leftOut.map(({ reason }) => reason).sort()).toEqual([
      'do-not-contact',
      'no-address',
      'no-consent',
    ])
    const count = smtp.letters.length
    const id = await mailed('First', listId)
    await done(id)
    expect(smtp.letters.slice(count).map(({ to }) => to)).toEqual(['ada@acme.example'])
    const letter = smtp.letters[count]
    expect(letter?.headers).toMatchObject({
      subject: 'Spring for Ada',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    })
    expect(letter?.headers['list-unsubscribe']).toMatch(
      /^<https:\/\/crm\.larkspur\.example\/m\/unsubscribe\?link=\S+>$/,
    )
    const all = await recipients(id)
    expect(
      Object.fromEntries(all.map(({ contactId, status, leftOut }) => [contactId, leftOut ?? status])),
    ).toEqual({
      [ada]: 'sent',
      [bob]: 'no-consent',
      [cyd]: 'do-not-contact',
      [dan]: 'no-address',
    })
    expect(all.every(({ templateVersion }) => templateVersion === 1)).toBe(true)
    const mails = await read<{ items: { template: { id: string; version: number } }[] }>(
      '/api/outgoing-mails?limit=200',
      'admin',
    )
    expect(mails.items.some(({ template }) => template?.id === templateId && template.version === 1)).toBe(
      true,
    )

    // COM-05, COM-06: what they do is noted with them, and a program that fetches is told apart.
    const raw = letter?.raw ?? ''
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' }
    const seen = await t.anonymous.get(linkIn(raw, '/m/seen\\.gif'), { 'user-agent': 'GoogleImageProxy' })
    expect(seen.headers['content-type']).toBe('image/gif')
    const go = await t.anonymous.get(linkIn(raw, '/m/go'), browser)
    expect([go.statusCode, go.headers.location]).toEqual([302, 'https://larkspur.example/prices'])
    // No link leads elsewhere than we have signed.
    expect((await t.anonymous.get(`${linkIn(raw, '/m/go').slice(0, -2)}xx`, browser)).statusCode).toBe(404)
    const [own] = (await recipients(id)).filter(({ contactId }) => contactId === ada)
    expect(own).toMatchObject({
      clicks: 1,
      machineOpenedAt: expect.any(String),
      openedAt: expect.any(String),
    })
    const results = await read(`/api/mailings/${id}/results`)
    expect(results).toMatchObject({
      total: 4,
      decided: 4,
      sent: 1,
      opened: 1,
      clicked: 1,
      responded: 1,
      openRate: { share: 1, to: 1 },
      links: [{ link: 'https://larkspur.example/prices', people: 1, clicks: 1 }],
    })

    // RFC 8058: one POST, without any page before it; looking at the link does nothing.
    const unsubscribe = linkIn(raw, '/m/unsubscribe')
    const page = await t.anonymous.get(unsubscribe)
    expect(page.body).toContain('<button')
    expect(page.body).toContain('lang="de"')
    expect((await recipients(id)).find(({ contactId }) => contactId === ada)?.unsubscribedAt).toBeNull()
    const post = await t.app.inject({
      method: 'POST',
      url: unsubscribe,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    expect(post.statusCode).toBe(200)
    expect(await read(`/api/contacts/${ada}`)).toMatchObject({
      suppressions: [{ cause: 'unsubscribe', purpose: 'News' }],
    })
    const again = await mailed('Second', listId)
    await done(again)
    expect((await recipients(again)).find(({ contactId }) => contactId === ada)).toMatchObject({
      leftOut: 'unsubscribed',
    })
    expect(smtp.letters.length).toBe(count + 1)

    // On the page of all purposes they take it back, and choose another.
    const preferences = unsubscribe.replace('/m/unsubscribe', '/m/preferences')
    expect((await t.anonymous.get(preferences)).body).toContain('Offers')
    await t.app.inject({
      method: 'POST',
      url: preferences,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'purpose0=yes',
    })
    expect(await read(`/api/contacts/${ada}`)).toMatchObject({
      suppressions: [{ cause: 'unsubscribe', purpose: 'Offers' }],
    })

    // ACT-07: their response becomes a lead, once.
    if (!own) throw new Error('Ada is no recipient')
    const key = { 'idempotency-key': 'make-a-lead-of-ada' }
    const first = await answered<{ id: string }>(
      t.as('manager').post(`/api/mailing-recipients/${own.id}/lead`, {}, key),
    )
    const twice = await answered<{ id: string }>(
      t.as('manager').post(`/api/mailing-recipients/${own.id}/lead`, {}, key),
    )
    expect(twice.id).toBe(first.id)
    expect(await read(`/api/leads/${first.id}`)).toMatchObject({
      name: { first: 'Ada' },
      source: 'E-mail campaign',
      // LEAD-04: the campaign is shown on the lead.
      campaignName: 'Spring',
    })

    // Whoever is erased is gone; what was counted stays.
    await answered(t.as('admin').post(`/api/contacts/${ada}/privacy/erase`, {}))
    await t.settled()
    expect(await read(`/api/mailings/${id}/results`)).toMatchObject({
      sent: 1,
      opened: 1,
      clicked: 1,
      responded: 1,
    })
    const events = JSON.stringify(
      await answered(t.as('admin').get(`/api/mailing-recipients/${own.id}/history`)),
    )
    expect(events).not.toContain('larkspur.example/prices')
    expect((await t.anonymous.get(preferences)).statusCode).toBe(404)
  })

  it('MKT-21, MKT-18 writes to each by the text for their segment, by one of two subjects, and notes what came back', async () => {
    const other = await make(t.as('manager'), '/api/message-templates', {
      name: 'For Austria',
      subject: 'Servus {{ person.firstName }}',
      body: 'Servus!',
    })
    await answered(t.as('manager').post(`/api/message-templates/${other}/publish`))
    const ids = await Promise.all([
      contactOf('Eve', { region: 'Austria' }),
      contactOf('Fay'),
      contactOf('Gil'),
    ])
    const listId = await listOf('Segments', ids)
    smtp.answer((to) => (to === 'gil@acme.example' ? '550 5.1.1 No such user' : undefined))
    const count = smtp.letters.length
    const id = await mailed('Segments', listId, {
      variants: [
        { name: 'Austria', where: { field: 'region', operator: 'is', value: 'Austria' }, templateId: other },
      ],
    })
    await done(id)
    smtp.answer(undefined)
    const all = await recipients(id)
    expect(all.find(({ contactId }) => contactId === ids[0])).toMatchObject({
      variant: 'Austria',
      status: 'sent',
    })
    expect(all.find(({ contactId }) => contactId === ids[1])).toMatchObject({ variant: null, status: 'sent' })
    expect(
      smtp.letters
        .slice(count)
        .map(({ headers }) => headers.subject ?? '')
        .sort(),
    ).toEqual(['Servus Eve', 'Spring for Fay'])
    // MKT-17: who followed a link and bought is revenue of the campaign, whole, whichever model shares it out.
    const fay = smtp.letters.slice(count).find(({ to }) => to === 'fay@acme.example')
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0' }
    await t.anonymous.get(linkIn(fay?.raw ?? '', '/m/go'), browser)
    const deal = await make(t.as('manager'), '/api/opportunities', {
      name: 'Fay buys',
      contactId: ids[1],
      amount: { amount: 10_001, currency: 'USD' },
    })
    await answered(t.as('manager').post(`/api/opportunities/${deal}/win`))
    for (const model of ['first', 'last', 'linear', 'position'])
      expect(await read(`/api/campaigns/${campaignId}/deals?model=${model}`)).toMatchObject({
        items: [{ opportunityId: deal, amount: 10_001, part: 10_001, touches: [{ campaignId }] }],
      })
    expect(await read(`/api/mailings/${id}/results`)).toMatchObject({ won: 1 })

    // An address that there is not is left out from then on.
    await eventually(async () => {
      expect(await read(`/api/contacts/${ids[2]}`)).toMatchObject({
        suppressions: [{ cause: 'bounce', address: 'gil@acme.example' }],
      })
    })
  })

  it('stops and goes on by command: who was not written to yet is not, and nobody is twice', async () => {
    const ids = await Promise.all(['Hal', 'Ida', 'Jim'].map((first) => contactOf(first)))
    const listId = await listOf('Paused', ids)
    // Quiet hours hold everything back until it is paused.
    const hour = (at: number) =>
      `${String((new Date(Date.now() + shift).getUTCHours() + at + 24) % 24).padStart(2, '0')}:00`
    await answered(
      t.as('admin').patch('/api/settings/sending-policy', { quiet: { from: hour(-1), to: hour(2) } }),
    )
    const count = smtp.letters.length
    const id = await mailed('Held back', listId)
    await eventually(async () => {
      expect(await read(`/api/mailings/${id}/results`)).toMatchObject({ decided: 3, waiting: 3 })
    })
    await answered(t.as('manager').post(`/api/mailings/${id}/pause`))
    shift += 3 * 3_600_000
    await answered(t.as('manager').post(`/api/mailings/${id}/stop`, { reason: 'Wrong prices' }))
    await eventually(async () => {
      expect((await recipients(id)).map(({ status }) => status)).toEqual(['refused', 'refused', 'refused'])
    })
    expect(smtp.letters.length).toBe(count)
    await answered(t.as('admin').patch('/api/settings/sending-policy', { quiet: null }))
    expect(await problem(t.as('manager').post(`/api/mailings/${id}/schedule`))).toEqual([
      409,
      'mailing.begun',
    ])
  })

  it('MKT-02 ADM-06 sends nothing that falls due while marketing is switched off, and says why', async () => {
    const listId = await listOf('Nobody now', [await contactOf('Quiet')])
    const body = { name: 'Off', campaignId, listId, mailboxId, purpose: 'News', templateId }
    const id = await make(t.as('manager'), '/api/mailings', body)
    const at = new Date(Date.parse(clock()) + 60_000).toISOString()
    await answered(t.as('manager').post(`/api/mailings/${id}/schedule`, { at }))
    await answered(t.as('admin').patch('/api/settings/modules', { off: ['marketing'] }))
    shift += 60_000
    await eventually(async () => expect((await t.execute.load(mailing, id))?.status).toBe('stopped'))
    await answered(t.as('admin').patch('/api/settings/modules', { off: [] }))
    expect(await recipients(id)).toEqual([])
    expect(JSON.stringify(await read(`/api/mailings/${id}/history`))).toContain('Marketing was switched off')
  })

  it('MKT-20 starts and ends by its days, and MKT-19 tells what campaigns cost and brought', async () => {
    const yesterday = new Date(Date.parse(clock()) - 86_400_000).toISOString().slice(0, 10)
    const id = await make(t.as('manager'), '/api/campaigns', {
      name: 'By its days',
      startsOn: yesterday,
      endsOn: yesterday,
    })
    await answered(
      t.as('manager').post(`/api/campaigns/${id}/add-cost`, {
        channel: 'ad',
        amount: { amount: 12_000, currency: 'USD' },
        on: yesterday,
        what: 'Banner',
        responses: 40,
      }),
    )
    await eventually(async () =>
      expect(await read(`/api/campaigns/${id}`)).toMatchObject({ status: 'ended' }),
    )
    const { items } = await read<{ items: { title: string }[] }>(`/api/campaigns/${id}/history`)
    expect(items.map(({ title }) => title).sort()).toEqual([
      'Campaign By its days planned',
      'Cost of USD 120.00 noted: Banner',
      'Ended, by its schedule',
      'Started, by its schedule',
    ])
    for (const model of ['first', 'last', 'linear', 'position']) {
      const found = await read<{
        campaigns: { campaignId: string; returns: { currency: string; cost: number; revenue: number }[] }[]
        unattributed: { currency: string; revenue: number }[]
        total: { currency: string; revenue: number }[]
      }>(`/api/campaign-results?model=${model}`)
      expect(found.campaigns.find(({ campaignId: of }) => of === id)?.returns).toMatchObject([
        { currency: 'USD', cost: 12_000, revenue: 0 },
      ])
      for (const { currency, revenue } of found.total) {
        const parts = [...found.campaigns.flatMap(({ returns }) => returns), ...found.unattributed]
        const sum = parts
          .filter((one) => one.currency === currency)
          .reduce((all, one) => all + one.revenue, 0)
        expect(sum).toBe(revenue)
      }
    }
  })
})
