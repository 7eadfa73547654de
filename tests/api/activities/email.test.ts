import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem, refusal } from '../../support/reply.ts'

/** Real time, and as much later as the test says. */
let shift = 0
const clock = () => new Date(Date.now() + shift).toISOString()
const wait = 20 * 60_000

interface Email {
  id: string
  kind: string
  subject: string | null
  body: string | null
  direction: string
  happenedAt: string
  repliedAt: string | null
  participants: { model: string; id: string }[]
  email: { from: { name: string | null; address: string } | null; to: object[]; msgid: string | null }
}

let t: TestApp
let dealId: string
let contactId: string
beforeAll(async () => {
  t = await testApp({ clock })
  await furnish(t)
  const rep = t.as('rep')
  contactId = await make(rep, '/api/contacts', {
    name: { first: 'Grace', last: 'Auma' },
    email: 'grace@acme.example',
  })
  dealId = await make(rep, '/api/opportunities', { name: 'Scopes', contactId })
})
afterAll(() => t.close())

const lines = (...all: string[]) => Buffer.from(all.join('\r\n'))
const eml = (headers: readonly string[], text: string) => lines(...headers, '', text)
const file = (content: Buffer, query: Record<string, string> = {}, as: Person = 'rep', key?: string) =>
  t.app.inject({
    method: 'POST',
    url: `/api/activities/emails?${new URLSearchParams({ model: 'opportunity', recordId: dealId, ...query }).toString()}`,
    headers: {
      authorization: `Bearer ${t.tokens[as]}`,
      'content-type': 'message/rfc822',
      ...(key && { 'idempotency-key': key }),
    },
    payload: content,
  })
async function read<T>(path: string): Promise<T> {
  await t.settled()
  return answered<T>(t.as('rep').get(path))
}
const one = (id: string) => read<Email>(`/api/activities/${id}`)
const filesOf = async (id: string) =>
  (await read<{ items: { name: string; type: string }[] }>(`/api/files?recordId=${id}`)).items
    .map(({ name }) => name)
    .sort()

describe('ACT-02 an e-mail that is filed', () => {
  const mail = lines(
    'From: "Grace Auma" <Grace@ACME.example>',
    'To: sales: rep@hindsight.example, stranger@elsewhere.example;',
    'Cc: =?utf-8?q?M=C3=BCller?= <m@elsewhere.example>, not an address',
    'Subject: =?utf-8?b?R3LDvMOfZQ==?= / offer',
    'Message-ID: <m1@acme.example>',
    'Date: Mon, 02 Nov 2026 10:00:00 +0100',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<style>p{}</style><p>We&nbsp;agree &lt;now&gt;</p><script>alert(1)</script><div>Grace</div>',
    '--b',
    'Content-Type: application/pdf; name="../terms.pdf"',
    'Content-Disposition: attachment; filename="../terms.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF-1.7 ten').toString('base64'),
    '--b',
    'Content-Disposition: attachment; filename="setup.exe"',
    '',
    'MZ',
    '--b--',
    '',
  )

  it('comes from a file with its people, its text, itself and its attachments', async () => {
    const reply = await file(mail, {}, 'rep', 'mail-1')
    expect(reply.statusCode, reply.body).toBe(201)
    const { id, notTaken } = reply.json<{ id: string; notTaken: { name: string }[] }>()
    expect(notTaken.map(({ name }) => name)).toEqual(['setup.exe'])
    const shown = await one(id)
    expect(shown).toMatchObject({
      kind: 'email',
      subject: 'Grüße / offer',
      direction: 'inbound',
      happenedAt: '2026-11-02T09:00:00.000Z',
      email: {
        from: { name: 'Grace Auma', address: 'grace@acme.example' },
        msgid: 'm1@acme.example',
        cc: [{ name: 'Müller', address: 'm@elsewhere.example' }],
      },
    })
    expect(shown.body?.split('\n').map((line) => line.trim())).toEqual(['We agree <now>', 'Grace'])
    expect(shown.email.to).toHaveLength(2)
    expect(shown.participants).toMatchObject([
      { model: 'contact', id: contactId },
      { model: 'user', id: t.ids.rep },
    ])
    expect(await filesOf(id)).toEqual(['.._terms.pdf', 'Grüße _ offer.eml'])
    const again = await file(mail, {}, 'rep', 'mail-1')
    expect([again.json().id, again.json().repeated]).toEqual([id, true])
    expect(await filesOf(id)).toHaveLength(2)
    for (const page of [`opportunities/${dealId}`, `contacts/${contactId}`]) {
      const { items } = await read<{ items: { kind: string; record: { id: string } }[] }>(
        `/api/${page}/timeline?kind=email`,
      )
      expect(items.map(({ record }) => record.id)).toEqual([id])
    }
    const text = await t.as('rep').get(`/api/contacts/${contactId}/timeline?q=agree`)
    expect(text.json().items).toHaveLength(1)
  })

  it('is written down by hand, too, and goes with its person', async () => {
    const leadId = await make(t.as('rep'), '/api/leads', { name: { last: 'Byron' } })
    const id = await make(t.as('rep'), '/api/activities', {
      kind: 'email',
      direction: 'inbound',
      subject: 'Byron asks',
      email: { from: { name: 'Byron', address: 'Byron@poets.example' } },
      regarding: [{ model: 'lead', id: leadId }],
    })
    expect((await one(id)).email.from).toEqual({ name: 'Byron', address: 'byron@poets.example' })
    await answered(t.as('admin').post(`/api/leads/${leadId}/privacy/erase`))
    await eventually(async () => expect(JSON.stringify(await one(id))).not.toMatch(/byron/i))
  })

  it('is refused where it is none, or who sends it may not', async () => {
    expect(await refusal(file(Buffer.from('Hello, no headers')))).toEqual([400, 'invalid-input', ''])
    expect((await file(mail, { recordId: contactId })).statusCode).toBe(422)
    expect((await file(mail, {}, 'auditor')).statusCode).toBe(403)
    expect(
      (await problem(t.as('rep').post('/api/activities', { kind: 'email', direction: 'inbound' })))[1],
    ).toBe('activity.address-missing')
  })
})

describe('ACT-03 a reminder if nobody answers', () => {
  const sent = (n: number) =>
    eml(
      [
        'From: rep@hindsight.example',
        'To: grace@acme.example',
        `Subject: Offer ${n}`,
        `Message-ID: <o${n}@ours>`,
      ],
      'Ten.',
    )
  const reminders = async () => {
    const { items } = await read<{ items: { kind: string; record: { id: string } | null }[] }>(
      '/api/me/notices',
    )
    return items.flatMap(({ kind, record }) => (kind === 'activity.reminder' ? [record?.id] : []))
  }

  it('comes when it was asked for, but not of what was answered meanwhile', async () => {
    const remindAt = new Date(Date.parse(clock()) + wait).toISOString()
    const filed = async (n: number) => {
      const reply = await file(sent(n), { direction: 'outbound', remindAt })
      expect(reply.statusCode, reply.body).toBe(201)
      return reply.json<{ id: string }>().id
    }
    const [silent, replied] = [await filed(1), await filed(2)]
    const headers = [
      'From: grace@acme.example',
      'To: rep@hindsight.example',
      'Subject: Re: Offer 2',
      'Message-ID: <r2@acme>',
      'In-Reply-To: <o2@ours>',
      'References: <o2@ours>',
    ]
    expect((await file(eml(headers, 'Yes.'))).statusCode).toBe(201)
    await eventually(async () => expect((await one(replied)).repliedAt).not.toBeNull())
    shift = wait + 1000
    await t.settled()
    await eventually(async () => expect(await reminders()).toContain(silent))
    expect(await reminders()).not.toContain(replied)
    expect((await one(silent)).repliedAt).toBeNull()
  })
})
