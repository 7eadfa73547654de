import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { textOf } from '../../support/pdf-text.ts'
import { answered, problem } from '../../support/reply.ts'
import { type Smsc, smsc } from '../../support/smsc.ts'

const ours = '+4930901820'

describe('one text to many: by SMS, and by post', () => {
  let t: TestApp
  let centre: Smsc
  let numberId: string
  let templateId: string
  let campaignId: string
  const shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  beforeAll(async () => {
    centre = await smsc({ systemId: 'larkspur', password: 'geheim' })
    t = await testApp({ clock })
    await furnish(t)
    numberId = await make(t.as('admin'), '/api/sms-numbers', {
      name: 'Larkspur',
      number: ours,
      country: 'DE',
      gateway: { is: 'smpp', host: '127.0.0.1', port: centre.port, tls: false, login: 'larkspur' },
      pricePerPart: { amount: 7.5, currency: 'EUR' },
    })
    await answered(t.as('admin').post(`/api/sms-numbers/${numberId}/password`, { password: 'geheim' }))
    await answered(
      t.as('admin').patch('/api/settings/sending-policy', {
        purposes: [
          { name: 'News', basis: 'consent', about: null },
          { name: 'Offers', basis: 'legitimate-interests', about: null },
        ],
      }),
    )
    await answered(
      t.as('admin').patch('/api/settings/organisation', {
        legalName: 'Larkspur Instruments GmbH',
        timeZone: 'Europe/Berlin',
        address: { lines: ['Torstraße 1'], postalCode: '10119', city: 'Berlin', country: 'DE' },
      }),
    )
    templateId = await make(t.as('manager'), '/api/message-templates', {
      name: 'Open day',
      subject: 'Our open day, {{ person.firstName }}',
      body: 'Dear {{ person.firstName }},\n\nwe open our doors on Friday.',
    })
    await answered(t.as('manager').post(`/api/message-templates/${templateId}/publish`))
    campaignId = await make(t.as('manager'), '/api/campaigns', { name: 'Open day', channels: ['email'] })
    await answered(t.as('manager').post(`/api/campaigns/${campaignId}/start`))
  })
  afterAll(async () => {
    await t?.close()
    await centre?.close()
  })

  const contactOf = (first: string, more: object) =>
    make(t.as('manager'), '/api/contacts', { name: { first, last: 'Doe' }, ...more })
  const consent = (id: string, channel: string) =>
    answered(
      t.as('manager').post(`/api/contacts/${id}/give-consent`, {
        purpose: 'News',
        channel,
        source: 'A fair',
        textVersion: '1',
      }),
    )
  const listOf = async (name: string, ids: string[]) => {
    const id = await make(t.as('manager'), '/api/marketing-lists', { name, model: 'contact', kind: 'static' })
    await answered(t.as('manager').post(`/api/marketing-lists/${id}/add-members`, { recordIds: ids }))
    return id
  }
  async function read<T>(path: string): Promise<T> {
    await t.settled()
    return answered<T>(t.as('manager').get(path))
  }
  interface Recipient {
    contactId: string
    channel: string
    status: string
    leftOut: string | null
    reason: string | null
  }
  const recipients = async (mailingId: string) =>
    new Map(
      (
        await read<{ items: Recipient[] }>(`/api/mailing-recipients?mailingId=${mailingId}&limit=200`)
      ).items.map((one) => [one.contactId, one]),
    )
  async function sent(of: object): Promise<string> {
    const id = await make(t.as('manager'), '/api/mailings', { campaignId, templateId, ...of })
    await answered(t.as('manager').post(`/api/mailings/${id}/schedule`))
    await eventually(async () => expect(await read(`/api/mailings/${id}`)).toMatchObject({ status: 'done' }))
    return id
  }

  it('COM-14 texts each of a list once, says whom it leaves out and why, and what arrived and what it cost', async () => {
    const phone = (n: number) => `+49151234567${n}`
    const people = {
      anna: await contactOf('Anna', { phone: phone(10) }),
      ben: await contactOf('Ben', { phone: '0151 23456711' }),
      cleo: await contactOf('Cleo', { phone: phone(12) }),
      dora: await contactOf('Dora', { phone: phone(13) }),
      emil: await contactOf('Emil', { phone: '+49 30 1234567' }),
    }
    const twin = await contactOf('Twin', { phone: phone(10) })
    for (const id of [...Object.values(people), twin]) if (id !== people.cleo) await consent(id, 'sms')
    // A consent for mail is none for texts.
    await consent(people.cleo, 'email')
    await eventually(async () =>
      expect(await read(`/api/sms-numbers/${numberId}/standing`)).toMatchObject({ state: 'healthy' }),
    )
    await t.settled()
    await centre.tell({ from: phone(13), to: ours, text: 'STOP' })
    const listId = await listOf('Texted', [...Object.values(people), twin])
    // Of two with one number the first of the list gets it, in the order that the list has.
    const { items: members } = await read<{ items: { id: string }[] }>(
      `/api/marketing-lists/${listId}/members`,
    )
    const isAnna =
      members.findIndex(({ id }) => id === people.anna) < members.findIndex(({ id }) => id === twin)
    const [gets, again] = isAnna ? [people.anna, twin] : [twin, people.anna]
    const preview = await read<{ sendable: number; leftOut: { reason: string; count: number }[] }>(
      `/api/marketing-lists/${listId}/preview?purpose=News&numberId=${numberId}`,
    )
    expect(preview).toMatchObject({ sendable: 3 })
    expect(preview.leftOut.map(({ reason }) => reason).toSorted()).toEqual([
      'do-not-contact',
      'no-consent',
      'no-number',
    ])
    const id = await sent({ name: 'Texts', listId, numberId, purpose: 'News' })
    await eventually(async () => {
      const all = await recipients(id)
      expect(all.get(gets)).toMatchObject({ channel: 'sms', status: 'sent', leftOut: null })
      expect(all.get(people.ben)).toMatchObject({ status: 'sent' })
    })
    const all = await recipients(id)
    expect([people.cleo, people.dora, people.emil, again].map((one) => all.get(one)?.leftOut)).toEqual([
      'no-consent',
      'do-not-contact',
      'no-number',
      'same-number',
    ])
    expect(
      centre.submitted.map(({ to, text }) => [to, text]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ).toEqual([
      [phone(10), `Dear ${isAnna ? 'Anna' : 'Twin'},\n\nwe open our doors on Friday.\nReply STOP to end.`],
      [phone(11), 'Dear Ben,\n\nwe open our doors on Friday.\nReply STOP to end.'],
    ])
    const [first, second] = centre.submitted.toSorted((a, b) => (a.to < b.to ? -1 : 1))
    await centre.receipt(first?.messageId ?? '', 'DELIVRD')
    await centre.receipt(second?.messageId ?? '', 'EXPIRED')
    await eventually(async () => {
      const after = await recipients(id)
      expect(after.get(gets)).toMatchObject({ status: 'delivered' })
      expect(after.get(people.ben)).toMatchObject({ status: 'undelivered', reason: 'EXPIRED' })
    })
    expect(await read(`/api/mailings/${id}/results`)).toMatchObject({
      delivered: 1,
      undelivered: 1,
      cost: [{ parts: 2, pricePerPart: { amount: 7.5, currency: 'EUR' } }],
    })
    // Whoever answers has answered the mailing.
    await centre.tell({ from: phone(10), to: ours, text: 'I will come' })
    expect(await read(`/api/mailings/${id}/results`)).toMatchObject({ responded: 1 })
    expect(
      await problem(
        t
          .as('manager')
          .post('/api/mailings', { campaignId, templateId, listId, purpose: 'News', name: 'From nowhere' }),
      ),
    ).toEqual([422, 'mailing.from'])
  })

  it('COM-22 COM-04 merges letters into one file with windows and labels, lists who got none and why, and logs what was posted', async () => {
    const at = (lines: string[], city: string, country: string) => ({
      addresses: [{ kind: 'private', lines, postalCode: '10115', city, country, state: null }],
    })
    const fritz = await contactOf('Fritz', at(['Invalidenstraße 5'], 'Berlin', 'DE'))
    const gaston = await contactOf('Gaston', at(['12 rue de la Paix'], 'Paris', 'FR'))
    const hana = await contactOf('花', at(['Chausseestraße 1'], 'Berlin', 'DE'))
    const ines = await contactOf('Ines', {})
    const jan = await contactOf('Jan', at(['Ackerstraße 2'], 'Berlin', 'DE'))
    await answered(
      t.as('manager').post(`/api/contacts/${jan}/forbid-channel`, { channel: 'post', reason: 'moved' }),
    )
    const listId = await listOf('By post', [fritz, gaston, hana, ines, jan])
    const id = await sent({ name: 'Letters', listId, letterForm: 'din-5008-b', purpose: 'Offers' })
    await eventually(async () => {
      const all = await recipients(id)
      expect(
        [fritz, gaston, hana, ines, jan].map((one) => all.get(one)?.leftOut ?? all.get(one)?.status),
      ).toEqual(['waiting', 'waiting', 'refused', 'no-postal-address', 'do-not-contact'])
      // Which person, and which sign.
      expect(all.get(hana)?.reason).toContain('花')
    })
    const written = () => read<{ items: { id: string; contactId: string }[] }>(`/api/letters?mailingId=${id}`)
    await eventually(async () => expect((await written()).items).toHaveLength(2))
    const pdf = await t.as('manager').get(`/api/mailings/${id}/letters`)
    expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf'])
    const words = textOf(pdf.rawPayload)
    // A letter within the country names none; one abroad does.
    expect(words).toEqual(
      expect.arrayContaining([
        'Fritz Doe',
        'Invalidenstraße 5',
        '10115 Berlin',
        'Gaston Doe',
        'FRANCE',
        'Dear Fritz,',
      ]),
    )
    expect(words).not.toContain('GERMANY')
    expect(words.some((one) => one.includes('Jan'))).toBe(false)
    // The window of DIN 5008, form B: 62.7 mm from the top, 25 mm from the left.
    const again = await t.as('manager').get(`/api/mailings/${id}/letters`)
    expect(again.rawPayload.equals(pdf.rawPayload)).toBe(true)
    const labels = await t.as('manager').get(`/api/mailings/${id}/labels`)
    expect(textOf(labels.rawPayload)).toEqual(expect.arrayContaining(['Fritz Doe', 'Gaston Doe']))
    const { items } = await written()
    const letterId = items.find(({ contactId }) => contactId === fritz)?.id ?? ''
    const posted = async () =>
      (await read<{ items: { kind: string }[] }>(`/api/contacts/${fritz}/timeline?kind=letter`)).items.length
    // What is printed was not sent.
    expect(await posted()).toBe(0)
    await answered(t.as('manager').post(`/api/letters/${letterId}/post`))
    await eventually(async () => {
      expect(await posted()).toBe(1)
      expect((await recipients(id)).get(fritz)).toMatchObject({ status: 'sent' })
    })
    await answered(t.as('manager').post(`/api/letters/${letterId}/return`, { reason: 'moved away' }))
    await eventually(async () =>
      expect((await recipients(id)).get(fritz)).toMatchObject({
        status: 'undelivered',
        reason: 'moved away',
      }),
    )
  })

  it('COM-22 writes one letter, for the window of a US envelope, too', async () => {
    const kim = await contactOf('Kim', {
      addresses: [
        {
          kind: 'private',
          lines: ['350 Fifth Ave'],
          postalCode: '10118',
          city: 'New York',
          country: 'US',
          state: 'NY',
        },
      ],
    })
    const id = await make(t.as('manager'), '/api/letters', {
      contactId: kim,
      form: 'us-10',
      subject: 'Hello',
      body: 'Dear Kim,\n\nwelcome.',
    })
    await t.settled()
    const pdf = await t.as('manager').get(`/api/letters/${id}/document`)
    expect(textOf(pdf.rawPayload)).toEqual(
      expect.arrayContaining(['Kim Doe', 'New York, NY 10118', 'UNITED STATES']),
    )
    // Letter paper: 8 1/2 by 11 inches.
    expect(pdf.rawPayload.toString('latin1')).toContain('/MediaBox [0 0 612 792]')
    await answered(
      t.as('manager').post(`/api/contacts/${kim}/set-do-not-contact`, {
        doNotContact: [{ channel: 'post', reason: null }],
      }),
    )
    expect(
      await problem(
        t.as('manager').post('/api/letters', { contactId: kim, subject: 'Again', body: 'Hello' }),
      ),
    ).toEqual([409, 'contact.do-not-contact'])
  })
})
