import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { type Dovecot, dovecot, dovecotPath } from '../../support/dovecot.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem } from '../../support/reply.ts'

// Without Debian's dovecot-imapd there is no real IMAP server to speak to.
describe.runIf(dovecotPath)('mailboxes, against Dovecot', () => {
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()

  let t: TestApp
  let imap: Dovecot
  let smtp: MailServer
  let contactId: string
  let sharedId: string
  let helpId: string
  beforeAll(async () => {
    imap = await dovecot()
    smtp = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        password === imap.password ? done(null, { user: username }) : done(new Error('wrong')),
    })
    t = await testApp({ clock })
    await furnish(t)
    contactId = await make(t.as('rep'), '/api/contacts', {
      name: { first: 'Grace', last: 'Auma' },
      email: 'grace@acme.example',
    })
    sharedId = await mailboxOf('admin', 'sales', {})
    helpId = await mailboxOf('admin', 'help', { tickets: true })
  })
  afterAll(async () => {
    await t?.close()
    await smtp?.close()
    await imap?.close()
  })

  async function mailboxOf(as: Person, name: string, more: object): Promise<string> {
    const id = await make(t.as(as), '/api/mailboxes', {
      name: `Larkspur ${name}`,
      address: `${name}@larkspur.example`,
      imap: { host: '127.0.0.1', port: imap.port, tls: 'none' },
      smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
      login: name,
      checkedBy: 'mx.larkspur.example',
      ...more,
    })
    await t.settled()
    expect(await standing(id, as)).toMatchObject({ state: 'not-set-up' })
    // From here on each half minute fetches it: what it is before is not looked at just before one.
    while (Date.now() % 30_000 > 25_000) await sleep(100)
    await answered(t.as(as).post(`/api/mailboxes/${id}/password`, { password: imap.password }))
    await t.settled()
    expect(await standing(id, as)).toMatchObject({ state: 'new' })
    return id
  }

  const passed = 'Authentication-Results: mx.larkspur.example; dkim=pass header.d=acme.example; dmarc=pass'
  const eml = (of: {
    id: string
    subject: string
    from?: string
    to?: string
    more?: string[]
    text?: string
  }) =>
    [
      ...(of.more ?? [passed]),
      `From: ${of.from ?? 'Grace Auma <grace@acme.example>'}`,
      `To: ${of.to ?? 'sales@larkspur.example'}`,
      `Subject: ${of.subject}`,
      `Message-ID: <${of.id}>`,
      '',
      of.text ?? 'Hello.',
    ].join('\r\n')

  const fetchNow = (id: string, as: Person = 'agent') => answered(t.as(as).post(`/api/mailboxes/${id}/fetch`))
  const standing = (id: string, as: Person = 'agent') =>
    answered<{ state: string; error: string | null; failures: number; nextAt: string | null }>(
      t.as(as).get(`/api/mailboxes/${id}/standing`),
    )
  async function read<T>(path: string, as: Person = 'agent'): Promise<T> {
    await t.settled()
    return answered<T>(t.as(as).get(path))
  }
  interface Conversation {
    id: string
    subject: string
    status: string
    filed: boolean
    heldIds: string[]
    messages: number
    records: { model: string; id: string }[]
    lastAutomatic: string | null
  }
  interface Mail {
    id: string
    is: string
    text: string
    whole: string | null
    reason: string | null
    automatic: string | null
  }
  const conversations = async (mailboxId = sharedId) =>
    (await read<{ items: Conversation[] }>(`/api/conversations?mailboxId=${mailboxId}&sort=createdAt`)).items
  const called = async (subject: string, mailboxId = sharedId) => {
    const found = (await conversations(mailboxId)).find((one) => one.subject === subject)
    if (!found) throw new Error(`no conversation is called ${subject}`)
    return found
  }
  const mails = async (id: string) =>
    (await read<{ items: Mail[] }>(`/api/conversations/${id}/messages`)).items

  it('COM-02 fetches a message once, whatever the server counts by, and files it with who is known to have sent it', async () => {
    await imap.deliver('sales', eml({ id: 'a1@acme.example', subject: 'Scopes' }))
    await imap.deliver('sales', eml({ id: 'b1@acme.example', subject: 'Lenses' }))
    await fetchNow(sharedId)
    await fetchNow(sharedId)
    expect((await conversations()).map(({ subject, messages }) => [subject, messages])).toEqual([
      ['Scopes', 1],
      ['Lenses', 1],
    ])
    expect(await standing(sharedId)).toMatchObject({ state: 'healthy', error: null })
    // Its UIDs begin anew, and mean other messages.
    await imap.renumber('sales')
    await imap.deliver('sales', eml({ id: 'c1@acme.example', subject: 'Tripods' }))
    await fetchNow(sharedId)
    expect((await conversations()).map(({ subject }) => subject)).toEqual(['Scopes', 'Lenses', 'Tripods'])
    // COM-07
    const { id, records, heldIds } = await called('Scopes')
    expect([records, heldIds]).toMatchObject([[{ model: 'contact', id: contactId }], []])
    await eventually(async () => {
      const { items } = await read<{ items: { title: string }[] }>(
        `/api/contacts/${contactId}/timeline?kind=email`,
        'rep',
      )
      expect(items).toHaveLength(3)
    })
    const [mail] = await mails(id)
    const { items } = await read<{ items: { name: string }[] }>(`/api/files?recordId=${mail?.id}`)
    expect(items.map(({ name }) => name)).toEqual(['Scopes.eml'])
  })

  it('COM-02 goes on where it was killed: what was half taken is taken whole, and nothing twice', async () => {
    await imap.deliver('sales', eml({ id: 'k1@acme.example', subject: 'Killed' }))
    const before = t.services.execute
    await fetchNow(sharedId)
    // As it is where the process ended before the last step was noted: the server is asked for all of it again.
    await t.pg.owner.query('update mail.cursor set uid = null where mailbox_id = $1', [sharedId])
    expect(before).toBe(t.services.execute)
    await fetchNow(sharedId)
    expect((await conversations()).filter(({ subject }) => subject === 'Killed')).toMatchObject([
      { messages: 1 },
    ])
    expect(await mails((await called('Killed')).id)).toHaveLength(1)
  })

  it('COM-07 holds what nobody vouches for, until somebody has looked at it', async () => {
    const forged = 'Authentication-Results: mx.elsewhere.example; dmarc=pass'
    await imap.deliver('sales', eml({ id: 'f1@evil.example', subject: 'Pay here', more: [forged] }))
    await fetchNow(sharedId)
    const { id, filed, heldIds } = await called('Pay here')
    expect([filed, heldIds.length]).toEqual([false, 1])
    const stories = () =>
      read<{ items: { record: { id: string } }[] }>(`/api/contacts/${contactId}/timeline?kind=email`, 'rep')
    expect((await stories()).items.map(({ record }) => record.id)).not.toContain(heldIds[0])
    await answered(
      t.as('agent').post(`/api/conversations/${id}/file`, { records: [{ model: 'contact', id: contactId }] }),
    )
    await eventually(async () =>
      expect((await stories()).items.map(({ record }) => record.id)).toContain(heldIds[0]),
    )
    expect(await called('Pay here')).toMatchObject({ filed: true, heldIds: [] })
    // And off again.
    await answered(
      t
        .as('agent')
        .post(`/api/conversations/${id}/take-off`, { records: [{ model: 'contact', id: contactId }] }),
    )
    await eventually(async () =>
      expect((await stories()).items.map(({ record }) => record.id)).not.toContain(heldIds[0]),
    )
  })

  it('COM-02 puts an answer where it belongs in the shapes that mail programs write', async () => {
    const { id } = await called('Scopes')
    const shapes = [
      ['In-Reply-To: <a1@acme.example>'],
      ['References: <elsewhere@x.example>', '\t<a1@acme.example>'],
      [
        'References: <a1@acme.example><unknown@x.example>',
        'In-Reply-To: "Scopes" of Monday <unknown@x.example>',
      ],
    ]
    for (const [n, shape] of shapes.entries())
      await imap.deliver(
        'sales',
        eml({ id: `s${n}@acme.example`, subject: `AW: Scopes ${n}`, more: [passed, ...shape] }),
      )
    await fetchNow(sharedId)
    expect(await mails(id)).toHaveLength(4)
  })

  it('TIC-01 opens a ticket, takes answers on the same number, and sends what an agent answers, but no notes', async () => {
    const to = 'help@larkspur.example'
    await imap.deliver('help', eml({ id: 't1@acme.example', subject: 'It is broken', to }))
    await fetchNow(helpId)
    const ticketIn = async () =>
      (await called('It is broken', helpId)).records.find(({ model }) => model === 'ticket')?.id ?? ''
    const ticketId = await eventually(async () => {
      const found = await ticketIn()
      expect(found).not.toBe('')
      return found
    })
    interface Ticket {
      number: string
      subject: string
      status: string
      channel: string
      contactId: string
      requester: { email: string }
      messages: { author: string; kind: string; body: string }[]
    }
    const ticket = () => read<Ticket>(`/api/tickets/${ticketId}`)
    const opened = await ticket()
    expect(opened).toMatchObject({
      subject: 'It is broken',
      channel: 'email',
      contactId,
      requester: { email: 'grace@acme.example' },
    })
    await answered(t.as('agent').post(`/api/tickets/${ticketId}/add-note`, { body: 'She is cross.' }))
    await answered(
      t.as('agent').post(`/api/tickets/${ticketId}/reply`, { body: 'Have you tried the other cable?' }),
    )
    const { id } = await called('It is broken', helpId)
    await eventually(async () => expect((await mails(id)).map(({ is }) => is)).toEqual(['came', 'waiting']))
    shift += 11_000
    const letter = await eventually(() => {
      const found = smtp.letters.find(({ raw }) => raw.includes('other cable'))
      expect(found).toBeDefined()
      return found
    })
    expect(letter?.headers).toMatchObject({
      to: 'Grace Auma <grace@acme.example>',
      'in-reply-to': '<t1@acme.example>',
      references: '<t1@acme.example>',
      subject: `Re: It is broken [${opened.number}]`,
    })
    await eventually(async () => expect((await mails(id)).map(({ is }) => is)).toEqual(['came', 'sent']))
    expect(smtp.letters.some(({ raw }) => raw.includes('cross'))).toBe(false)
    const text =
      'Yes, I have.\r\n\r\nOn Mon, 2 Mar 2026 at 10:00, Larkspur help <help@larkspur.example> wrote:\r\n> Have you tried'
    const inReplyTo = `In-Reply-To: ${letter?.headers['message-id']}`
    await imap.deliver(
      'help',
      eml({ id: 't2@acme.example', subject: 'Re: It is broken', to, more: [passed, inReplyTo], text }),
    )
    // Nobody is here: that is no answer, and reopens nothing.
    const away = [passed, inReplyTo, 'Auto-Submitted: auto-replied']
    await imap.deliver('help', eml({ id: 't3@acme.example', subject: 'Away', to, more: away }))
    await fetchNow(helpId)
    await eventually(async () =>
      expect((await ticket()).messages.map(({ author, kind, body }) => [author, kind, body])).toEqual([
        ['agent', 'note', 'She is cross.'],
        ['agent', 'reply', 'Have you tried the other cable?'],
        ['requester', 'reply', 'Yes, I have.'],
      ]),
    )
    expect((await mails(id)).map(({ automatic }) => automatic ?? 'none').sort()).toEqual([
      'auto-reply',
      'none',
      'none',
      'none',
    ])
    expect(await conversations(helpId)).toHaveLength(1)

    // TIC-12: once it is merged, an answer is said in the ticket that it is part of, and wakes that one.
    const survivorId = await make(t.as('agent'), '/api/tickets', { subject: 'All is broken' })
    await answered(t.as('agent').post(`/api/tickets/${survivorId}/pend`, {}))
    await answered(t.as('agent').post('/api/merges', { model: 'ticket', survivorId, absorbedId: ticketId }))
    await eventually(async () => expect(await ticketIn()).toBe(survivorId))
    const late = eml({ id: 't4@acme.example', subject: 'Re: It is broken', to, more: [passed, inReplyTo] })
    await imap.deliver('help', late)
    await fetchNow(helpId)
    await eventually(async () => {
      const whole = await read<Ticket>(`/api/tickets/${survivorId}`)
      expect(whole).toMatchObject({ status: 'open' })
      expect(whole.messages.at(-1)).toMatchObject({ author: 'requester', body: 'Hello.' })
    })
  })

  it('COM-02 sends once, takes back in time, says what it doubts, and knows what came back', async () => {
    const { id } = await called('Lenses')
    const order = (subject: string, to = 'dora@else.example') =>
      make(t.as('agent'), '/api/outgoing-mails', {
        conversationId: id,
        to: [{ address: to }],
        subject,
        body: 'Hello',
      })
    const status = async (mailId: string) =>
      await read<{ status: string; reason: string | null }>(`/api/outgoing-mails/${mailId}`)
    const [kept, sent] = [await order('Kept'), await order('Sent')]
    await answered(t.as('agent').post(`/api/outgoing-mails/${kept}/take-back`))
    shift += 11_000
    await eventually(async () => expect(await status(sent)).toMatchObject({ status: 'sent' }))
    expect(await status(kept)).toMatchObject({ status: 'taken-back' })
    expect(smtp.letters.map(({ headers }) => headers.subject)).not.toContain('Kept')
    expect(await problem(t.as('agent').post(`/api/outgoing-mails/${sent}/take-back`))).toEqual([
      409,
      'outgoingMail.gone',
    ])
    // It was begun, and cut off before anybody knew.
    const doubted = await order('Doubted')
    await t.execute({
      command: 'outgoingMail.start',
      id: doubted,
      body: { attempt: 1 },
      principal: {
        actor: { kind: 'system', id: 'test', roles: ['system'] },
        via: { kind: 'saga' },
        may: ['*'],
        keys: ['all:*'],
        masks: { hidden: {}, readOnly: {} },
      },
    })
    shift += 11_000
    await eventually(async () => expect(await status(doubted)).toMatchObject({ status: 'doubtful' }))
    expect(smtp.letters.map(({ headers }) => headers.subject)).not.toContain('Doubted')
    // No such person.
    smtp.answer((to) => (to === 'nobody@else.example' ? '550 5.1.1 no such user' : undefined))
    const refused = await order('Refused', 'nobody@else.example')
    shift += 11_000
    await eventually(async () => expect(await status(refused)).toMatchObject({ status: 'refused' }))
    // A report of what was taken first (RFC 3464), as Postfix writes it.
    const msgid = smtp.letters.find(({ headers }) => headers.subject === 'Sent')?.headers['message-id']
    const report = [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.larkspur.example (Mail Delivery System)',
      'To: sales@larkspur.example',
      'Subject: Undelivered Mail Returned to Sender',
      'Message-ID: <r1@mx.larkspur.example>',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'I am sorry to have to inform you.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.larkspur.example',
      '',
      'Final-Recipient: rfc822; dora@else.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Subject: Sent',
      `Message-ID: ${msgid}`,
      '',
      'Hello',
      '--b--',
      '',
    ]
    await imap.deliver('sales', report.join('\r\n'))
    await fetchNow(sharedId)
    await eventually(async () =>
      expect(await status(sent)).toMatchObject({ status: 'bounced', reason: '5.1.1 550 5.1.1 User unknown' }),
    )
    expect(await called('Lenses')).toMatchObject({ lastAutomatic: 'bounce' })
  })

  it('COM-02 writes to nobody who has forbidden it, asked when it is ordered and when it goes', async () => {
    const { id } = await called('Tripods')
    const order = {
      conversationId: id,
      to: [{ address: 'grace@acme.example' }],
      subject: 'Offer',
      body: 'New',
    }
    const mailId = await make(t.as('agent'), '/api/outgoing-mails', order)
    expect(await read(`/api/outgoing-mails/${mailId}`)).toMatchObject({
      checked: [{ contactId, use: 'free' }],
    })
    await answered(
      t.as('rep').post(`/api/contacts/${contactId}/set-do-not-contact`, {
        doNotContact: [{ channel: 'email', reason: 'asked us not to' }],
      }),
    )
    shift += 11_000
    await eventually(async () =>
      expect(await read(`/api/outgoing-mails/${mailId}`)).toMatchObject({ status: 'refused' }),
    )
    expect(await problem(t.as('agent').post('/api/outgoing-mails', order))).toEqual([
      409,
      'contact.do-not-contact',
    ])
    await answered(t.as('rep').post(`/api/contacts/${contactId}/set-do-not-contact`, { doNotContact: [] }))
  })

  it('COM-02 tells why a mailbox cannot be fetched, and comes back by itself', async () => {
    await imap.stop()
    await fetchNow(sharedId)
    await fetchNow(sharedId)
    const failing = await standing(sharedId)
    expect(failing).toMatchObject({ state: 'failing' })
    expect(failing.failures).toBeGreaterThan(1)
    expect(failing.nextAt && failing.nextAt > clock()).toBe(true)
    await imap.start()
    await imap.deliver('sales', eml({ id: 'w1@acme.example', subject: 'Back' }))
    await fetchNow(sharedId)
    expect(await standing(sharedId)).toMatchObject({ state: 'healthy', failures: 0 })
    await called('Back')
    await answered(t.as('admin').post(`/api/mailboxes/${sharedId}/password`, { password: 'wrong' }))
    await fetchNow(sharedId)
    expect(await standing(sharedId)).toMatchObject({
      state: 'failing',
      error: 'The server does not let this login in.',
    })
    await answered(t.as('admin').post(`/api/mailboxes/${sharedId}/password`, { password: imap.password }))
  })

  it('COM-02 shows a page without what could act, and pictures from elsewhere only when they are asked for', async () => {
    const html = [
      passed,
      'Content-Type: text/html; charset=windows-1252',
      'Content-Transfer-Encoding: quoted-printable',
    ]
    const text =
      '<p onclick=3D"x()">It costs 5 =80</p><script>alert(1)</script><img src=3D"https://track.example/p.png"><form action=3D"//evil.example"><input></form>'
    await imap.deliver('sales', eml({ id: 'h1@acme.example', subject: 'Page', more: html, text }))
    await fetchNow(sharedId)
    const [mail] = await mails((await called('Page')).id)
    expect(mail?.text).toBe('It costs 5 €')
    const page = await t.as('agent').get(`/api/activities/${mail?.id}/page`)
    expect(page.statusCode, page.body).toBe(200)
    expect(page.body).toContain('<p>It costs 5')
    expect(page.body).not.toMatch(/script|onclick|form|track\.example/)
    expect(page.headers).toMatchObject({ 'x-has-pictures': 'true' })
    expect(page.headers['content-security-policy']).not.toContain('https:')
    const whole = await t.as('agent').get(`/api/activities/${mail?.id}/page?pictures=true`)
    expect(whole.body).toContain('track.example')
    expect(whole.headers['content-security-policy']).toContain('img-src data: https:')
  })

  it('COM-02 keeps what cannot be read, and what is larger than what is taken', async () => {
    const deep = Array.from(
      { length: 300 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
    )
    await imap.deliver('sales', `${passed}\r\nFrom: grace@acme.example\r\n${deep.join('\r\n')}\r\n`)
    await imap.deliver(
      'sales',
      eml({ id: 'big@acme.example', subject: 'Large', text: `${'x'.repeat(76)}\r\n`.repeat(350_000) }),
    )
    await fetchNow(sharedId)
    const unread = await called('A mail that cannot be read')
    expect(unread.heldIds).toHaveLength(1)
    const [large] = await mails((await called('Large')).id)
    expect(large?.text).toMatch(/^This mail has 27 MB/)
  })

  it('COM-02 shows a mailbox of somebody to no colleague, and its mails go with their person', async () => {
    const ownId = await mailboxOf('rep', 'rita', { ownerId: t.ids.rep })
    expect(
      await problem(
        t.as('rep').post('/api/mailboxes', { name: 'All', address: 'all@larkspur.example', login: 'all' }),
      ),
    ).toEqual([422, 'mailbox.not-own'])
    await imap.deliver('rita', eml({ id: 'p1@acme.example', subject: 'Lunch' }))
    await fetchNow(ownId, 'rep')
    const all = async (as: Person) =>
      (await read<{ items: Conversation[] }>(`/api/conversations?mailboxId=${ownId}`, as)).items
    const [own] = await all('rep')
    expect(own).toMatchObject({ subject: 'Lunch', filed: true })
    expect(await all('agent')).toEqual([])
    await eventually(async () =>
      expect(await read(`/api/contacts/${contactId}/timeline?kind=email`, 'rep')).toBeTruthy(),
    )
    await answered(t.as('admin').post(`/api/contacts/${contactId}/privacy/erase`))
    await eventually(async () => {
      const left = JSON.stringify([await all('rep'), await mails((await conversations())[0]?.id ?? '')])
      expect(left).not.toMatch(/Lunch|grace/i)
    })
  })
})
