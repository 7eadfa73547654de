import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { greeting } from '../../../src/domain/marketing/greeting.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishRules } from '../../../src/start/furnish-rules.ts'
import { make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem } from '../../support/reply.ts'

interface Recipient {
  id: string
  leftOut: string | null
  status: string
  channel: string
  contactId: string | null
  greetedOn: string | null
  templateVersion: number
  ruleName: string | null
  ruleVersion: number | null
  trigger: string | null
}

/** What goes out by itself: greetings on their day, and messages of rules. */
describe('what is sent by itself', () => {
  let t: TestApp
  let smtp: MailServer
  // Well before nine in the morning, so that what is switched on goes out on the same day.
  let now = Date.parse('2027-02-28T06:00:00Z')
  const started = Date.now()
  const clock = () => new Date(now + Date.now() - started).toISOString()
  let mailboxId: string
  const templates: Record<string, string> = {}
  beforeAll(async () => {
    smtp = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, { user: 'sales' }),
    })
    t = await testApp({ clock, publicUrl: 'https://crm.larkspur.example' })
    mailboxId = await make(t.as('admin'), '/api/mailboxes', {
      name: 'Larkspur',
      address: 'hello@larkspur.example',
      smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
      login: 'hello',
    })
    await answered(t.as('admin').post(`/api/mailboxes/${mailboxId}/password`, { password: 'let-me-in' }))
    await answered(
      t.as('admin').patch('/api/settings/sending-policy', {
        purposes: [{ name: 'Greetings', basis: 'legitimate-interests', about: null }],
      }),
    )
    for (const [language, body] of [
      ['en', 'Happy birthday'],
      ['de', 'Alles Gute'],
    ] as const) {
      const id = await make(t.as('manager'), '/api/message-templates', {
        name: `Birthday ${language}`,
        subject: `${body}, {{ person.lastName }}`,
        body: `${body}!`,
      })
      await answered(t.as('manager').post(`/api/message-templates/${id}/publish`))
      templates[language] = id
    }
  })
  afterAll(async () => {
    await t?.close()
    await smtp?.close()
  })

  const contactOf = (last: string, more: object = {}) =>
    make(t.as('manager'), '/api/contacts', {
      name: { first: null, last },
      email: `${last.toLowerCase()}@acme.example`,
      ...more,
    })
  const greetingOf = (name: string, more: object) =>
    make(t.as('manager'), '/api/greetings', {
      name,
      mailboxId,
      purpose: 'Greetings',
      texts: [
        { language: null, templateId: templates.en },
        { language: 'de', templateId: templates.de },
      ],
      ...more,
    })
  const recipients = async (query: string) => {
    await t.settled()
    return (await answered<{ items: Recipient[] }>(t.as('manager').get(`/api/mailing-recipients?${query}`)))
      .items
  }
  const workflowSet = async () =>
    (await answered<{ items: { id: string }[] }>(t.as('admin').get('/api/rule-sets?purpose=workflow')))
      .items[0]?.id ?? ''
  const draftOf = (set: string, rules: readonly object[]) =>
    t
      .as('admin')
      .post(`/api/rule-sets/${set}/draft`, { content: { rules, runsAnHour: 500 } }, { 'if-match': '*' })
  const mailsTo = (last: string) =>
    smtp.letters.filter(({ to }) => to === `${last.toLowerCase()}@acme.example`)

  it('COM-23 greets each once on their day, in their language, by the way they prefer, and says who is left out', async () => {
    const birthDate = '1990-02-28'
    const anna = await contactOf('Anna', { birthDate })
    const leap = await contactOf('Leap', { birthDate: '1992-02-29', language: 'de-AT' })
    const silent = await contactOf('Silent', { birthDate })
    await answered(t.as('manager').post(`/api/contacts/${silent}/forbid-channel`, { channel: 'email' }))
    await contactOf('March', { birthDate: '1990-03-05' })
    const id = await greetingOf('Birthday', { occasion: { is: 'birthday' } })
    const preview = await answered<{
      items: { day: string; person: { id: string }; leftOut: string | null }[]
    }>(t.as('manager').get(`/api/greetings/${id}/preview?days=10`))
    expect(preview).toMatchObject({ total: 4, sendable: 3 })
    expect(preview.items.find(({ person }) => person.id === silent)?.leftOut).toBe('do-not-contact')
    expect(preview.items.map(({ day }) => day)).toEqual([
      '2027-02-28',
      '2027-02-28',
      '2027-02-28',
      '2027-03-05',
    ])
    await answered(t.as('manager').post(`/api/greetings/${id}/activate`))
    expect(await answered(t.as('rep').get(`/api/greetings/${id}`))).toMatchObject({
      active: true,
      next: '2027-02-28T09:00:00.000Z',
    })
    expect(smtp.letters).toEqual([])
    now += 3 * 3_600_000
    await eventually(async () => {
      expect(await recipients(`greetingId=${id}`)).toHaveLength(3)
      expect([mailsTo('Anna').length, mailsTo('Leap').length]).toEqual([1, 1])
    })
    expect(JSON.stringify(mailsTo('Leap'))).toContain('Alles Gute, Leap')
    const all = await recipients(`greetingId=${id}`)
    expect(all.find(({ contactId }) => contactId === silent)).toMatchObject({
      status: 'left-out',
      leftOut: 'do-not-contact',
    })
    expect(all.find(({ contactId }) => contactId === leap)).toMatchObject({
      greetedOn: '2027-02-28',
      channel: 'email',
      templateVersion: 1,
    })
    // Switched off and on again on the same day, nobody gets it twice.
    await answered(t.as('manager').post(`/api/greetings/${id}/deactivate`))
    await answered(t.as('manager').patch(`/api/greetings/${id}`, { time: '15:00' }))
    await answered(t.as('manager').post(`/api/greetings/${id}/activate`))
    now += 7 * 3_600_000
    await eventually(async () =>
      expect(await answered(t.as('manager').get(`/api/greetings/${id}`))).toMatchObject({
        next: '2027-03-01T15:00:00.000Z',
      }),
    )
    await eventually(async () => {
      const { items } = await answered<{ items: { status: string }[] }>(
        t.as('manager').get('/api/batches?limit=10'),
      )
      expect(items.every(({ status }) => status === 'done')).toBe(true)
    })
    expect(await recipients(`greetingId=${id}`)).toHaveLength(3)
    expect(
      (
        await answered<{ items: { person: { id: string }; leftOut: string | null }[] }>(
          t.as('manager').get(`/api/greetings/${id}/preview?days=1`),
        )
      ).items.map(({ leftOut }) => leftOut),
    ).toEqual(['greeted-already', 'greeted-already', 'greeted-already'])
    const { items } = await answered<{ items: { title: string }[] }>(
      t.as('manager').get(`/api/greetings/${id}/history`),
    )
    expect(items.map(({ title }) => title)).toContain('Goes out to 3 people')
    expect(anna).toBeDefined()
  })

  it('COM-23 keeps a holiday where it is kept, and is refused what would reach nobody', async () => {
    await contactOf('Paris', { addresses: [address('FR')] })
    await contactOf('Berlin', { addresses: [address('DE')] })
    const id = await greetingOf('Bastille day', {
      occasion: { is: 'day', date: '07-14' },
      countries: ['FR'],
      texts: [{ language: null, templateId: templates.en }],
    })
    const preview = await answered(
      t.as('manager').get(`/api/greetings/${id}/preview?from=2027-07-01&days=31`),
    )
    expect(preview).toMatchObject({ total: 1, items: [{ day: '2027-07-14', person: { name: 'Paris' } }] })
    const bad = (more: object) =>
      problem(t.as('manager').post('/api/greetings', { ...greetingBody, ...more }))
    const greetingBody = {
      name: 'Bad',
      occasion: { is: 'birthday' },
      purpose: 'Greetings',
      texts: [{ language: null, templateId: templates.en }],
      mailboxId,
    }
    expect(await bad({ mailboxId: null })).toEqual([422, 'greeting.no-way'])
    expect(await bad({ purpose: 'Nothing' })).toEqual([422, 'greeting.purpose-unknown'])
    expect((await bad({ occasion: { is: 'day', date: '02-29' } }))[0]).toBe(400)
    expect((await problem(t.as('rep').post('/api/greetings', greetingBody)))[0]).toBe(403)
  })

  it('COM-16 sends a message by a rule of the workflow, and the log names trigger, rule and version', async () => {
    await furnishRules(t, systemPrincipal('test', { kind: 'cli' }))
    await t.settled()
    const set = await workflowSet()
    const draft = (action: object) =>
      draftOf(set, [
        {
          name: 'Welcome from the fair',
          when: { field: 'company', operator: 'is', value: 'Fair' },
          outcome: {
            model: 'lead',
            on: ['lead.captured'],
            actions: [
              {
                do: 'message',
                templateId: templates.en,
                purpose: 'Greetings',
                mailboxId,
                numberId: null,
                ...action,
              },
            ],
          },
        },
      ])
    expect(await problem(draft({ purpose: 'Nothing' }))).toEqual([422, 'workflow.purpose-unknown'])
    expect(await problem(draft({ mailboxId: null }))).toEqual([422, 'workflow.from'])
    await answered(draft({}))
    await answered(t.as('admin').post(`/api/rule-sets/${set}/publish`, {}, { 'if-match': '*' }))
    const lead = (last: string, email: string | null) =>
      make(t.as('manager'), '/api/leads', {
        name: { first: null, last },
        company: 'Fair',
        email,
        source: 'manual',
      })
    const one = await lead('Fairgoer', 'fairgoer@acme.example')
    const other = await lead('Nowhere', null)
    await eventually(async () => {
      expect(await recipients(`leadId=${one}`)).toMatchObject([
        { status: 'sent', ruleName: 'Welcome from the fair', ruleVersion: 2, trigger: 'lead.captured' },
      ])
      expect(await recipients(`leadId=${other}`)).toMatchObject([{ leftOut: 'no-address', ruleVersion: 2 }])
    })
    expect(mailsTo('Fairgoer')).toHaveLength(1)
    const [{ id } = { id: '' }] = await recipients(`leadId=${one}`)
    const { items } = await answered<{ items: { title: string }[] }>(
      t.as('manager').get(`/api/mailing-recipients/${id}/history`),
    )
    expect(items.map(({ title }) => title)).toContain(
      'To be written to, by version 1 of the template, because of lead.captured, by version 2 of the rule Welcome from the fair',
    )
  })

  it('LEAD-21 offers what is worth reading by interest, sends it by a link of its own, and says when it was followed', async () => {
    const itemId = await make(t.as('manager'), '/api/content-items', {
      name: 'How lenses are ground',
      url: 'https://larkspur.example/lenses',
      interests: ['Lenses'],
      templateId: templates.en,
      mailboxId,
      purpose: 'Greetings',
    })
    const leadId = await make(t.as('manager'), '/api/leads', {
      name: { first: null, last: 'Reader' },
      email: 'reader@acme.example',
      productInterest: 'lenses',
      source: 'manual',
    })
    const offers = async () => {
      await t.settled()
      return (await answered<{ items: object[] }>(t.as('manager').get(`/api/content-offers/lead/${leadId}`)))
        .items
    }
    expect(await offers()).toMatchObject([
      { contentItemId: itemId, interests: ['Lenses'], sentAt: null, openedAt: null },
    ])
    const send = { contentItemId: itemId, personId: leadId, model: 'lead' }
    expect((await problem(t.as('agent').post('/api/mailing-recipients', send)))[0]).toBe(403)
    await make(t.as('manager'), '/api/mailing-recipients', send)
    await followedBy('Reader')
    await eventually(async () =>
      expect(await offers()).toMatchObject([{ sentAt: expect.any(String), openedAt: expect.any(String) }]),
    )
  })

  it('LEAD-04 makes a lead of a response by a rule, whose version stands in its history', async () => {
    const rule = {
      name: 'Who follows a link is a lead',
      when: { all: [] },
      outcome: {
        model: 'mailingRecipient',
        on: ['mailingRecipient.clicked'],
        actions: [{ do: 'lead', source: 'manual' }],
      },
    }
    const set = await workflowSet()
    await answered(draftOf(set, [rule]))
    await answered(t.as('admin').post(`/api/rule-sets/${set}/publish`, {}, { 'if-match': '*' }))
    const personId = await contactOf('Clicker')
    const { items: library } = await answered<{ items: { id: string }[] }>(
      t.as('manager').get('/api/content-items'),
    )
    const contentItemId = library[0]?.id
    const id = await make(t.as('manager'), '/api/mailing-recipients', {
      contentItemId,
      personId,
      model: 'contact',
    })
    await followedBy('Clicker')
    const leadId = await eventually(async () => {
      const found = await answered<{ madeLeadId: string | null }>(
        t.as('manager').get(`/api/mailing-recipients/${id}`),
      )
      expect(found.madeLeadId).not.toBeNull()
      return found.madeLeadId as string
    })
    expect(await answered(t.as('manager').get(`/api/leads/${leadId}`))).toMatchObject({
      email: 'clicker@acme.example',
    })
    const { items } = await answered<{ items: { type: string; via: { rule?: string } }[] }>(
      t.as('manager').get(`/api/leads/${leadId}/history`),
    )
    expect(items.find(({ type }) => type === 'lead.captured')?.via.rule).toContain('workflow version 3')
  })

  it('MKT-14 LEAD-08 counts visits of who allows it, knows who came by their link, and makes a lead of who looks at prices twice', async () => {
    const origin = 'https://larkspur.example'
    const siteId = await make(t.as('manager'), '/api/tracked-sites', { name: 'Larkspur', sites: [origin] })
    const productId = await make(t.as('admin'), '/api/products', {
      name: 'Larkspur Lens',
      code: 'L-1',
      price: { amount: 100, currency: 'USD' },
    })
    const set = await workflowSet()
    const pricing = {
      all: [
        { field: 'lastPath', operator: 'is', value: '/pricing' },
        { field: 'timesThere', operator: 'at-least', value: 2 },
      ],
    }
    const outcome = {
      model: 'webVisitor',
      on: ['webVisitor.viewed'],
      actions: [{ do: 'lead', source: 'manual' }],
    }
    await answered(draftOf(set, [{ name: 'Prices twice', when: pricing, outcome }]))
    await answered(t.as('admin').post(`/api/rule-sets/${set}/publish`, {}, { 'if-match': '*' }))

    const script = await t.anonymous.get('/t.js')
    expect(script.headers['content-type']).toContain('text/javascript')
    expect(script.body.length).toBeLessThan(3_000)
    // All that stores or sends is in what consent alone begins.
    expect(script.body.indexOf('sendBeacon')).toBeLessThan(script.body.indexOf('consent(){'))

    const contactId = await contactOf('Walker')
    const { items } = await answered<{ items: { id: string }[] }>(t.as('manager').get('/api/content-items'))
    await make(t.as('manager'), '/api/mailing-recipients', {
      contentItemId: items[0]?.id,
      personId: contactId,
      model: 'contact',
    })
    const hs = new URL(await followedBy('Walker')).searchParams.get('hs') ?? ''
    const view = async (form: Record<string, string>, headers: Record<string, string> = {}) =>
      (
        await t.app.inject({
          method: 'POST',
          url: `/t/${siteId}`,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'user-agent': browser,
            origin,
            ...headers,
          },
          payload: new URLSearchParams(form).toString(),
        })
      ).statusCode
    expect(await view({ p: '/pricing' }, { origin: 'https://other.example' })).toBe(404)
    expect(await view({ p: 'no path' })).toBe(400)
    expect(await view({ p: '/pricing' })).toBe(204)
    expect(await view({ p: '/pricing' }, { 'user-agent': 'ExampleBot/1.0 bot' })).toBe(204)
    expect(await view({ p: '/lens', r: productId, c: 'spring', h: hs })).toBe(204)
    expect(await view({ p: '/pricing', h: `${hs}x` })).toBe(204)
    expect(await view({ p: '/pricing', h: hs })).toBe(204)
    await t.settled()
    const leads = async () => {
      await t.settled()
      return (
        await answered<{ items: { id: string }[] }>(t.as('manager').get('/api/leads?q=walker@acme.example'))
      ).items
    }
    expect(await leads()).toEqual([])
    expect(await view({ p: '/pricing', h: hs })).toBe(204)
    const today = clock().slice(0, 10)
    expect(
      await answered(t.as('rep').get(`/api/tracked-sites/${siteId}/ranks?from=${today}&to=${today}`)),
    ).toMatchObject({
      pages: [
        { name: '/pricing', people: 4, machines: 1 },
        { name: '/lens', people: 1, machines: 0 },
      ],
      products: [{ name: 'Larkspur Lens', productId }],
      campaigns: [{ name: 'spring', people: 1 }],
    })
    await t.settled()
    const { items: visitors } = await answered<{ items: { id: string }[] }>(
      t.as('manager').get(`/api/web-visitors?contactId=${contactId}`),
    )
    expect(visitors).toMatchObject([
      { views: 3, lastPath: '/pricing', timesThere: 2, productId, campaign: 'spring' },
    ])
    const made = await eventually(async () => {
      const [one] = await leads()
      expect(one).toBeDefined()
      return one?.id ?? ''
    })
    const history = await answered<{ items: { type: string; via: { rule?: string } }[] }>(
      t.as('manager').get(`/api/leads/${made}/history`),
    )
    expect(history.items.find(({ type }) => type === 'lead.captured')?.via.rule).toContain(
      'workflow version 4',
    )
    // Whoever is erased is gone from their way, too; what was counted stays.
    await answered(t.as('admin').post(`/api/contacts/${contactId}/privacy/erase`, {}))
    await t.settled()
    expect(
      JSON.stringify(await answered(t.as('admin').get(`/api/web-visitors/${visitors[0]?.id}/history`))),
    ).not.toContain('/pricing')
  })

  it('COM-23 ADM-06 greets nobody while marketing is switched off, and is on again with it', async () => {
    const light = { occasion: { is: 'day', date: '02-28' }, time: '20:00' }
    const id = await greetingOf('Day of light', light)
    await answered(t.as('manager').post(`/api/greetings/${id}/activate`))
    await answered(t.as('admin').patch('/api/settings/modules', { off: ['marketing'] }))
    now += 4.5 * 3_600_000
    await eventually(async () => {
      await t.settled()
      expect((await t.execute.load(greeting, id))?.next).toBe('2028-02-28T20:00:00.000Z')
    })
    await answered(t.as('admin').patch('/api/settings/modules', { off: [] }))
    expect(await recipients(`greetingId=${id}`)).toEqual([])
    expect(await answered(t.as('manager').get(`/api/greetings/${id}`))).toMatchObject({ active: true })
  })

  /** Somebody follows the link that stands in the mail to them, in a browser. */
  async function followedBy(last: string) {
    const link = await eventually(() => {
      const text = Buffer.from(mailsTo(last)[0]?.raw ?? '').toString()
      const found = /https:\/\/crm\.larkspur\.example(\/m\/go\?link=[\w.~%-]+)/.exec(
        text.replace(/=\r?\n/g, '').replace(/=3D/g, '='),
      )
      expect(found).not.toBeNull()
      return found?.[1] ?? ''
    })
    const reply = await t.anonymous.get(link, { 'user-agent': browser })
    expect(reply.statusCode).toBe(302)
    return String(reply.headers.location)
  }
})

const browser = 'Mozilla/5.0 (X11; Linux) Firefox/140.0'

const address = (country: string) => ({
  kind: 'visiting',
  lines: ['1 Main Street'],
  postalCode: '10001',
  city: 'Town',
  country,
})
