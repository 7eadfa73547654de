import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFolder } from '../../../src/platform/files/folder.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'

interface Call {
  id: string
  number: string
  records: { model: string; id: string }[]
  end: string | null
  durationSeconds: number | null
  consentedAt: string | null
  activityId: string | null
}
interface Logged {
  kind: string
  subject: string
  body: string | null
  outcome: string | null
  direction: string
  durationSeconds: number | null
  assigneeId: string
  regarding: { model: string; id: string }[]
}

const place = mkdtempSync(join(tmpdir(), 'files-'))
const grace = '+4915112345678'
let t: TestApp
let shift = 0
let lineId: string
let contactId: string
let accountId: string
beforeAll(async () => {
  const files = { storage: await openFolder(place), scanner: undefined, largest: 300_000 }
  t = await testApp({ files, clock: () => new Date(Date.now() + shift).toISOString() })
  await furnish(t)
  accountId = await make(t.as('rep'), '/api/accounts', { name: 'Auma Optics', phone: '030 901820' })
  contactId = await make(t.as('rep'), '/api/contacts', {
    name: { first: 'Grace', last: 'Auma' },
    accountId,
    phone: '0151 / 1234 5678',
  })
})
afterAll(async () => {
  await t.close()
  rmSync(place, { recursive: true, force: true })
})

async function refusal(asked: Parameters<typeof problem>[0]) {
  const [status, code] = await problem(asked)
  return { status, code }
}
async function read<T>(path: string, as: Person = 'rep'): Promise<T> {
  await t.settled()
  return answered<T>(t.as(as).get(path))
}
const call = (id: string) => read<Call>(`/api/phone-calls/${id}`)
/** What it is logged as, once it is. */
const logged = (id: string) =>
  eventually(async () => {
    const { activityId } = await call(id)
    expect(activityId).not.toBeNull()
    return read<Logged>(`/api/activities/${activityId}`)
  })
let calls = 0
const start = (body: object, sip = `${++calls}@sip`) =>
  t
    .as('rep')
    .post(
      '/api/phone-calls',
      { lineId, direction: 'inbound', number: grace, ...body },
      { 'idempotency-key': sip },
    )
const started = async (body: object = {}) => (await answered<{ id: string }>(start(body))).id
const on = (id: string, verb: string, body: object = {}, as: Person = 'rep') =>
  t.as(as).post(`/api/phone-calls/${id}/${verb}`, body)

describe('a telephone line (COM-08)', () => {
  it('is nobody’s and says so until an administrator gives it to somebody', async () => {
    expect(await read('/api/me/phone')).toEqual({ line: null })
    expect((await refusal(t.as('rep').post('/api/me/phone/credential'))).status).toBe(404)
    const line = {
      name: 'Rep',
      server: 'ws://127.0.0.1:5066',
      domain: 'larkspur.example',
      login: 'rep',
      country: 'DE',
      userId: t.ids.rep,
    }
    expect((await refusal(t.as('rep').post('/api/phone-lines', line))).status).toBe(403)
    const far = { ...line, server: 'ws://sip.larkspur.example' }
    expect((await refusal(t.as('admin').post('/api/phone-lines', far))).code).toBe('phoneLine.plain')
    lineId = await make(t.as('admin'), '/api/phone-lines', line)
    expect((await refusal(t.as('admin').post('/api/phone-lines', { ...line, login: 'other' }))).code).toBe(
      'phoneLine.user-taken',
    )
    expect(await read('/api/me/phone')).toMatchObject({ line: { id: lineId, hasPassword: false } })
    expect((await refusal(t.as('rep').post('/api/me/phone/credential'))).code).toBe('phoneLine.not-set-up')
  })

  it('tells its password to whose it is and to nobody else, uncached, and each time stands in the access log', async () => {
    await answered(t.as('admin').post(`/api/phone-lines/${lineId}/password`, { password: 'geheim' }))
    await t.settled()
    const reply = await t.as('rep').post('/api/me/phone/credential')
    expect(reply.json()).toEqual({ password: 'geheim' })
    expect(reply.headers['cache-control']).toBe('no-store')
    expect((await refusal(t.as('agent').post('/api/me/phone/credential'))).status).toBe(404)
    expect((await t.as('admin').get(`/api/phone-lines/${lineId}`)).body).not.toContain('geheim')
    const seen = await read<{ items: { what: string; actor: { id: string } }[] }>(
      `/api/access-log?recordId=${lineId}&kind=view`,
      'auditor',
    )
    expect(seen.items.map(({ what, actor }) => [what, actor.id])).toEqual([
      ['POST /me/phone/credential', t.ids.rep],
    ])
  })

  it('finds whose a number is, however they are written, and only by the whole of it', async () => {
    const whose = async (number: string) =>
      (
        await read<{ number: string; items: { record: { id: string } }[] }>(
          `/api/callers?${new URLSearchParams({ number }).toString()}`,
        )
      ).items.map(({ record }) => record.id)
    const leadId = await make(t.as('rep'), '/api/leads', {
      name: { first: 'Ada', last: 'Byron' },
      phone: '+44 20 7946 0018',
      source: 'Web',
    })
    expect(await whose(grace)).toEqual([contactId])
    expect(await whose('0151 12345678')).toEqual([contactId])
    expect(await whose('+4930901820')).toEqual([accountId])
    expect(await whose('+442079460018')).toEqual([leadId])
    expect(await whose('+4912345678')).toEqual([])
  })
})

describe('a call (COM-08, COM-10)', () => {
  it('is noted once by its Call-ID, is its caller’s, and becomes one activity with its length and notes', async () => {
    const [first, again] = [
      await answered<{ id: string; repeated: boolean }>(start({ name: 'G. A.' }, 'abc@sip')),
      await answered<{ id: string; repeated: boolean }>(start({ name: 'G. A.' }, 'abc@sip')),
    ]
    expect([again.id, again.repeated]).toEqual([first.id, true])
    const { id } = first
    expect((await call(id)).records).toEqual([{ model: 'contact', id: contactId }])
    await answered(on(id, 'answer'))
    shift += 90_000
    await answered(on(id, 'note', { note: 'Wants **two** more' }))
    await answered(on(id, 'end', { end: 'hung-up', durationSeconds: 83 }))
    await answered(on(id, 'end', { end: 'hung-up', durationSeconds: 83 }))
    expect(await logged(id)).toMatchObject({
      kind: 'call',
      subject: `Call from G. A., ${grace}`,
      body: 'Wants **two** more',
      outcome: 'reached',
      direction: 'inbound',
      durationSeconds: 83,
      assigneeId: t.ids.rep,
      regarding: [
        { model: 'contact', id: contactId },
        { model: 'account', id: accountId },
      ],
    })
    const all = await read<{ items: object[] }>(`/api/activities?regarding=${contactId}&kind=call`)
    expect(all.items).toHaveLength(1)
    expect((await refusal(on(id, 'note', { note: 'Late' }))).code).toBe('phoneCall.logged')
  })

  it('is logged when it was missed, and what it turns out to be about is said there, too', async () => {
    const id = await started({ number: '+4940123456' })
    expect((await call(id)).records).toEqual([])
    await answered(on(id, 'end', { end: 'missed' }))
    expect(await logged(id)).toMatchObject({ outcome: 'no-answer', durationSeconds: null, regarding: [] })
    // TIC-02: a ticket that is opened from it.
    const ticketId = await make(t.as('rep'), '/api/tickets', {
      subject: 'No light',
      channel: 'phone',
      contactId,
      requester: null,
    })
    await answered(on(id, 'file', { records: [{ model: 'ticket', id: ticketId }] }))
    await eventually(async () =>
      expect((await logged(id)).regarding).toMatchObject([{ model: 'ticket', id: ticketId }]),
    )
  })

  it('is made by one’s own line, to whom one may call', async () => {
    expect(
      (
        await refusal(
          t.as('manager').post('/api/phone-calls', { lineId, direction: 'outbound', number: grace }),
        )
      ).code,
    ).toBe('phoneCall.line-unknown')
    await answered(
      t.as('rep').post(`/api/contacts/${contactId}/set-do-not-contact`, {
        doNotContact: [{ channel: 'phone', reason: null }],
      }),
    )
    const body = { direction: 'outbound', records: [{ model: 'contact', id: contactId }] }
    expect((await refusal(start(body))).code).toBe('contact.do-not-contact')
    await answered(t.as('rep').post(`/api/contacts/${contactId}/allow-channel`, { channel: 'phone' }))
    const id = await started(body)
    await answered(on(id, 'end', { end: 'busy' }))
    expect(await logged(id)).toMatchObject({ outcome: 'busy', direction: 'outbound' })
  })
})

describe('a recording (COM-11)', () => {
  const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.from('what was said')])
  const put = (id: string, as: Person = 'rep', name = 'Recording.weba', content = webm) =>
    t.app.inject({
      method: 'POST',
      url: `/api/files?${new URLSearchParams({ model: 'phoneCall', recordId: id, name }).toString()}`,
      headers: { authorization: `Bearer ${t.tokens[as]}`, 'content-type': 'application/octet-stream' },
      payload: content,
    })

  it('comes in once consent is noted, is heard by who may, each time in the access log, and goes by a rule', async () => {
    const id = await started()
    expect((await refusal(on(id, 'consent'))).code).toBe('phoneCall.not-answered')
    await answered(on(id, 'answer'))
    expect((await refusal(put(id))).code).toBe('file.recording-without-consent')
    await answered(on(id, 'consent'))
    expect((await refusal(put(id, 'rep', 'Notes.txt', Buffer.from('text')))).code).toBe('file.no-recording')
    const fileId = (await answered<{ id: string }>(put(id))).id
    await answered(on(id, 'end', { end: 'hung-up' }))
    expect((await logged(id)).outcome).toBe('reached')
    await t.settled()
    const heard = `/api/files/${fileId}/content`
    expect((await refusal(t.as('rep').get(heard))).status).toBe(403)
    expect((await t.as('manager').get(heard)).rawPayload).toEqual(webm)
    const seen = await read<{ items: { actor: { id: string }; kind: string }[] }>(
      `/api/access-log?recordId=${fileId}`,
      'auditor',
    )
    expect(seen.items.map(({ kind, actor }) => [kind, actor.id])).toEqual([
      ['view', t.ids.manager],
      ['denied', t.ids.rep],
    ])

    await make(t.as('admin'), '/api/retention-rules', { name: 'Calls', kind: 'phoneCall', days: 30 })
    shift += 31 * 86_400_000
    // Nobody is signed in any more after so long.
    for (const person of ['rep', 'manager'] as const)
      (t.tokens as Record<Person, string>)[person] = (
        await t.sessions.open(randomUUID(), t.ids[person])
      ).token
    await t.settled()
    const { activityId } = await call(id)
    await t.retention.sweep()
    expect((await call(id)).number).toBe('[erased]')
    expect((await t.as('manager').get(heard)).statusCode).toBe(409)
    // What was done with the customer is kept by a rule of its own.
    expect((await read<Logged>(`/api/activities/${activityId}`)).subject).toContain(grace)
  })
})
