import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepFiles } from '../../../src/api/activities/file/sweep.ts'
import { openFolder } from '../../../src/platform/files/folder.ts'
import { clamAv } from '../../../src/platform/files/scanner.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { type Clamd, clamd, eicar } from '../../support/clamd.ts'
import { answered, refusal } from '../../support/reply.ts'

interface File {
  id: string
  name: string
  type: string
  bytes: number
  version: number
  versions: { version: number; name: string; bytes: number; hash: string | null }[]
  preview: boolean
  addedByName: string
  removed: boolean
}

const place = mkdtempSync(join(tmpdir(), 'files-'))
const largest = 300_000
let t: TestApp
let scanner: Clamd
let address: string
let contactId: string
let dealId: string
beforeAll(async () => {
  scanner = await clamd()
  const files = { storage: await openFolder(place), scanner: clamAv(scanner.url), largest }
  t = await testApp({ files })
  await furnish(t)
  address = await t.app.listen({ port: 0 })
  contactId = await make(t.as('rep'), '/api/contacts', { name: { first: 'Grace', last: 'Auma' } })
  dealId = await make(t.as('rep'), '/api/opportunities', { name: 'Scopes', contactId })
})
afterAll(async () => {
  await t.close()
  await scanner.close()
  rmSync(place, { recursive: true, force: true })
})

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`)
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('picture')])
const stored = () => readdirSync(place, { recursive: true }).filter((name) => String(name).length > 60)

type Query = Readonly<Record<string, string>>
/** A content is sent as it is; a body of JSON would be one, too. */
const put = (path: string, query: Query, content: Buffer, as: Person = 'rep', headers = {}) =>
  t.app.inject({
    method: 'POST',
    url: `${path}?${new URLSearchParams(query).toString()}`,
    headers: {
      authorization: `Bearer ${t.tokens[as]}`,
      'content-type': 'application/octet-stream',
      ...headers,
    },
    payload: content,
  })
const add = (name: string, content: Buffer, as: Person = 'rep', headers = {}) =>
  put('/api/files', { model: 'contact', recordId: contactId, name }, content, as, headers)
async function read<T>(path: string, as: Client = t.as('rep')): Promise<T> {
  await t.settled()
  return answered<T>(as.get(path))
}
const one = (id: string, query = '') => read<File>(`/api/files/${id}${query}`)
async function content(id: string, query = '', as: Client = t.as('rep')) {
  await t.settled()
  return as.get(`/api/files/${id}/content${query}`)
}

describe('OPP-07 a file on a record', () => {
  it('comes in as it is and goes out the same, encrypted where it lies, told by its hash', async () => {
    const text = pdf('We agree. '.repeat(20_000))
    const reply = await add('Vertrag Größe.pdf', text)
    expect(reply.statusCode, reply.body).toBe(201)
    const { id, events } = reply.json<{ id: string; events: string[] }>()
    expect(events).toStrictEqual(['file.added'])
    expect(reply.headers.location).toBe(`/api/files/${id}`)
    const hash = createHash('sha256').update(text).digest('hex')
    expect(await one(id)).toMatchObject({
      name: 'Vertrag Größe.pdf',
      model: 'contact',
      recordId: contactId,
      type: 'application/pdf',
      bytes: text.length,
      preview: true,
      versions: [{ version: 1, hash }],
    })
    const out = await content(id)
    expect(text.equals(out.rawPayload)).toBe(true)
    expect(out.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(text.length),
      'content-disposition': `attachment; filename="Vertrag Gr__e.pdf"; filename*=UTF-8''Vertrag%20Gr%C3%B6%C3%9Fe.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    for (const name of stored()) {
      const lies = readFileSync(join(place, String(name)))
      expect(lies.includes('We agree')).toBe(false)
      expect(String(name).endsWith(createHash('sha256').update(lies).digest('hex'))).toBe(true)
    }
    const { items } = await read<{ items: File[] }>(`/api/files?recordId=${contactId}&removed=false`)
    expect(items.map((item) => item.id)).toContain(id)
  })

  it('is had in part (RFC 9110, section 14), as long as it is what was read before', async () => {
    const whole = pdf('0123456789'.repeat(20_000))
    const { id } = (await add('long.pdf', whole)).json<{ id: string }>()
    const ask = async (headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') => {
      await t.settled()
      const authorization = `Bearer ${t.tokens.rep}`
      return t.app.inject({ method, url: `/api/files/${id}/content`, headers: { authorization, ...headers } })
    }
    const { headers: first } = await ask({})
    const etag = String(first.etag)
    expect(first['accept-ranges']).toBe('bytes')
    const size = whole.length
    for (const [range, from, to] of [
      ['bytes=0-9', 0, 9],
      ['bytes=65530-65550', 65_530, 65_550],
      [`bytes=${size - 3}-`, size - 3, size - 1],
      ['bytes=-5', size - 5, size - 1],
      ['bytes=100-999999999', 100, size - 1],
      ['BYTES=-999999999', 0, size - 1],
    ] as const) {
      const part = await ask({ range, 'if-range': etag })
      expect([range, part.statusCode, part.headers['content-range']]).toStrictEqual([
        range,
        206,
        `bytes ${from}-${to}/${size}`,
      ])
      expect(part.headers['content-length']).toBe(String(to - from + 1))
      expect(whole.subarray(from, to + 1).equals(part.rawPayload)).toBe(true)
    }
    // Several at once, other units and nonsense: all of it, as if nothing had been asked.
    for (const range of ['bytes=0-1,5-9', 'lines=1-2', 'bytes=9-5', 'bytes=-', 'bytes=a-b'])
      expect([range, (await ask({ range })).statusCode]).toStrictEqual([range, 200])
    for (const range of [`bytes=${size}-`, 'bytes=-0', 'bytes=99999999999999999999-'])
      expect([
        (await ask({ range })).statusCode,
        (await ask({ range })).headers['content-range'],
      ]).toStrictEqual([416, `bytes */${size}`])
    expect((await ask({ range: 'bytes=0-9' }, 'HEAD')).statusCode).toBe(200)
    expect((await ask({ 'if-none-match': `"other", W/${etag}` })).statusCode).toBe(304)
    await put(`/api/files/${id}/versions`, {}, pdf('another'))
    const changed = await ask({ range: 'bytes=0-9', 'if-range': etag })
    expect([changed.statusCode, changed.body]).toStrictEqual([200, String(pdf('another'))])
  })

  it('is shown only where that runs nothing, and saved otherwise', async () => {
    const picture = (await add('board.png', png)).json<{ id: string }>().id
    const shown = await content(picture, '?inline=true')
    expect(shown.headers['content-disposition']).toMatch(/^inline; /)
    expect(shown.headers['content-security-policy']).toMatch(/^default-src 'none';.*; sandbox$/)
    const text = (await add('notes.txt', Buffer.from('<script>alert(1)</script>'))).json<{ id: string }>().id
    const saved = await content(text, '?inline=true')
    expect(saved.headers).toMatchObject({ 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' })
    expect(saved.headers['content-disposition']).toMatch(/^attachment; /)
  })

  it('has versions, of which each stays; the same again is none', async () => {
    const { id } = (await add('offer.pdf', pdf('one'))).json<{ id: string }>()
    const before = await instantBetween()
    const next = await put(`/api/files/${id}/versions`, {}, pdf('two'))
    expect(next.json()).toMatchObject({ events: ['file.replaced'] })
    expect((await put(`/api/files/${id}/versions`, {}, pdf('two'))).json()).toMatchObject({ events: [] })
    await answered(t.as('rep').post(`/api/files/${id}/rename`, { name: 'signed offer.pdf' }))
    expect(await one(id)).toMatchObject({ name: 'signed offer.pdf', version: 2 })
    expect(await one(id, `?asOf=${before}`)).toMatchObject({ name: 'offer.pdf', version: 1 })
    expect((await content(id)).body).toBe(String(pdf('two')))
    expect((await content(id, '?version=1')).body).toBe(String(pdf('one')))
    expect((await content(id, `?asOf=${before}`)).body).toBe(String(pdf('one')))
    expect((await content(id, '?version=3')).statusCode).toBe(404)
    expect(await refusal(t.as('rep').post(`/api/files/${id}/rename`, { name: 'offer.docx' }))).toStrictEqual([
      422,
      'file.type-differs',
      'name',
    ])
    await answered(t.as('rep').post(`/api/files/${id}/remove`))
    const list = () => read<{ items: File[] }>(`/api/files?recordId=${contactId}&removed=false&q=signed`)
    expect((await list()).items).toStrictEqual([])
    expect(await refusal(put(`/api/files/${id}/versions`, {}, pdf('three')))).toStrictEqual([
      409,
      'file.removed',
    ])
    await answered(t.as('rep').post(`/api/files/${id}/restore`))
    expect((await list()).items).toHaveLength(1)
    const { items } = await read<{ items: { title: string }[] }>(`/api/files/${id}/history`)
    expect(items.map(({ title }) => title)).toStrictEqual([
      'File brought back',
      'File removed',
      'Renamed from offer.pdf to signed offer.pdf',
      'Version 2 added',
      'File added: offer.pdf',
    ])
  })

  it('is made once by one key, and refused under it with another content', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const first = (await add('once.pdf', pdf('once'), 'rep', key)).json<{ id: string }>()
    expect((await add('once.pdf', pdf('once'), 'rep', key)).json()).toMatchObject({
      id: first.id,
      repeated: true,
    })
    expect(await refusal(add('once.pdf', pdf('other'), 'rep', key))).toStrictEqual([422, 'key-reused'])
  })

  it('is told in the story of its record, and of its deal’s contact', async () => {
    const file = (
      await put('/api/files', { model: 'opportunity', recordId: dealId, name: 'plan.png' }, png)
    ).json<{ id: string }>()
    for (const path of [`opportunities/${dealId}`, `contacts/${contactId}`]) {
      const { items } = await read<{ items: { kind: string; id: string; title: string }[] }>(
        `/api/${path}/timeline?kind=file`,
      )
      expect(items.filter(({ id }) => id === file.id)).toMatchObject([{ kind: 'file', title: 'plan.png' }])
    }
    const page = await read<{ items: { id: string }[]; next: string }>(
      `/api/contacts/${contactId}/timeline?limit=2`,
    )
    const rest = await read<{ items: { id: string }[] }>(
      `/api/contacts/${contactId}/timeline?limit=200&cursor=${page.next}`,
    )
    const ids = [...page.items, ...rest.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('what is not taken', () => {
  it.each([
    ['program.exe', Buffer.from('MZ'), 'file.type-refused'],
    ['letter.pdf', Buffer.from('MZ\u0090\0', 'latin1'), 'file.executable'],
    ['letter.pdf', png, 'file.type-differs'],
    ['empty.txt', Buffer.alloc(0), 'file.empty'],
  ])('%s is refused with what is wrong, and nothing of it is kept', async (name, bytes, code) => {
    const before = stored().length
    expect((await refusal(add(name, bytes))).slice(0, 2)).toStrictEqual([422, code])
    expect(stored()).toHaveLength(before)
  })

  it('is more than the limit, a form, and what is for a record that is not there', async () => {
    expect(await refusal(add('large.txt', Buffer.alloc(largest + 1, 'a')))).toStrictEqual([413, 'too-large'])
    const form = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await refusal(add('a.txt', Buffer.from('--x'), 'rep', form))).slice(0, 2)).toStrictEqual([
      400,
      'invalid-input',
    ])
    const nobody = { model: 'contact', recordId: randomUUID(), name: 'a.txt' }
    expect(await refusal(put('/api/files', nobody, Buffer.from('a')))).toStrictEqual([
      422,
      'file.contact-unknown',
      'recordId',
    ])
  })

  it('leaves nothing when it is cut on its way, or longer than it said', async () => {
    const before = stored().length
    const url = `${address}/api/files?model=contact&recordId=${contactId}&name=cut.txt`
    const headers = { authorization: `Bearer ${t.tokens.rep}`, 'content-type': 'application/octet-stream' }
    async function* endless() {
      for (;;) yield Buffer.alloc(10_000, 'a')
    }
    const reply = await fetch(url, {
      method: 'POST',
      headers,
      body: ReadableStream.from(endless()),
      duplex: 'half',
    } as RequestInit).catch(() => undefined)
    if (reply) expect(reply.status).toBe(413)
    async function* broken() {
      yield Buffer.alloc(10_000, 'a')
      throw new Error('gone')
    }
    await fetch(url, {
      method: 'POST',
      headers,
      body: ReadableStream.from(broken()),
      duplex: 'half',
    } as RequestInit).catch(() => undefined)
    await expect.poll(() => stored().length).toBe(before)
    const { items } = await read<{ items: File[] }>(`/api/files?recordId=${contactId}&q=cut`)
    expect(items).toStrictEqual([])
  })

  it('is what the virus scanner finds something in: it is named, and an administrator is told', async () => {
    const before = stored().length
    const reply = await add('invoice.txt', Buffer.from(`Dear all\n${eicar}`))
    expect(reply.json()).toMatchObject({
      status: 422,
      type: '/problems/file.infected',
      details: { signature: 'Eicar-Signature' },
    })
    expect(stored()).toHaveLength(before)
    const { items } = await read<{ items: object[] }>('/api/security-alerts?kind=virus-found', t.as('admin'))
    expect(items).toMatchObject([{ subject: 'Eicar-Signature', actorId: t.ids.rep }])
  })
})

describe('who sees a file', () => {
  it('is who sees its record, who acts on it may too, and each download is in the access log', async () => {
    const { id } = (
      await put('/api/files', { model: 'opportunity', recordId: dealId, name: 'secret.pdf' }, pdf('secret'))
    ).json<{ id: string }>()
    const stranger = t.as('rep2')
    expect((await content(id, '', stranger)).statusCode).toBe(404)
    expect((await stranger.get(`/api/files/${id}`)).statusCode).toBe(404)
    expect((await stranger.get(`/api/files/${id}/history`)).statusCode).toBe(404)
    expect((await stranger.post(`/api/files/${id}/remove`)).statusCode).toBe(404)
    expect(await refusal(put(`/api/files/${id}/versions`, {}, pdf('x'), 'rep2'))).toStrictEqual([
      404,
      'not-found',
    ])
    const there = { model: 'opportunity', recordId: dealId, name: 'mine.pdf' }
    expect(await refusal(put('/api/files', there, pdf('x'), 'rep2'))).toStrictEqual([
      422,
      'file.opportunity-unknown',
      'recordId',
    ])
    expect((await content(id, '', t.as('manager'))).statusCode).toBe(200)
    expect((await content(id, '', t.anonymous)).statusCode).toBe(401)
    const { items } = await read<{ items: { actor: { id: string }; kind: string; what: string }[] }>(
      `/api/access-log?recordId=${id}`,
      t.as('admin'),
    )
    const downloads = items.filter(({ what }) => what === 'GET /files/:id/content')
    expect(downloads.map(({ kind, actor }) => [kind, actor.id])).toStrictEqual([
      ['view', t.ids.manager],
      ['missing', t.ids.rep2],
    ])
  })
})

describe('ACT-01 a file on an activity', () => {
  it('is seen with what the activity is about, and gone with its person', async () => {
    const admin = t.as('admin')
    const person = await make(admin, '/api/contacts', { name: { first: 'Ada', last: 'Called' } })
    const deal = await make(t.as('rep'), '/api/opportunities', { name: 'Called', contactId: person })
    const call = await make(admin, '/api/activities', {
      kind: 'note',
      body: 'See the sketch.',
      regarding: [{ model: 'opportunity', id: deal }],
    })
    const query = { model: 'activity', recordId: call, name: 'sketch.png' }
    const { id } = (await put('/api/files', query, png, 'rep')).json<{ id: string }>()
    expect((await content(id)).statusCode).toBe(200)
    await answered(t.as('rep').post(`/api/files/${id}/rename`, { name: 'drawing.png' }))
    const { records } = await read<{ records: { id: string }[] }>(`/api/contacts/${person}/privacy`, admin)
    expect(records.map((one) => one.id)).toEqual(expect.arrayContaining([call, id]))
  })
})

describe('a person’s files', () => {
  it('are told to them, and gone with them: from the storage, and for whoever had a copy of it', async () => {
    const admin = t.as('admin')
    const person = await make(admin, '/api/contacts', { name: { first: 'Ada', last: 'Erased' } })
    const query = { model: 'contact', recordId: person, name: 'passport of Ada.png' }
    const before = new Set(stored())
    const { id } = (await put('/api/files', query, png, 'admin')).json<{ id: string }>()
    await put(`/api/files/${id}/versions`, {}, Buffer.concat([png, randomBytes(100)]), 'admin')
    const mine = stored().filter((name) => !before.has(name))
    expect(mine).toHaveLength(2)
    const copies = mine.map((name) => [name, readFileSync(join(place, String(name)))] as const)
    await t.settled()
    const told = await answered<{ records: { aggregate: string; id: string; content?: string[] }[] }>(
      admin.post(`/api/contacts/${person}/privacy/access`),
    )
    expect(told.records).toContainEqual(
      expect.objectContaining({
        aggregate: 'file',
        id,
        content: [`/api/files/${id}/content?version=1`, `/api/files/${id}/content?version=2`],
      }),
    )
    await answered(admin.post(`/api/contacts/${person}/privacy/erase`))
    await t.settled()
    expect(stored().filter((name) => mine.includes(name))).toStrictEqual([])
    expect(await one(id)).toMatchObject({ name: '[erased]', versions: [{ hash: null }, { hash: null }] })
    // Whoever puts the contents back has them under keys that are no more.
    const storage = await openFolder(place)
    for (const [name, bytes] of copies)
      await storage.put(String(name).slice(-64), ReadableStream.from([bytes]) as never, bytes.length)
    expect(await refusal(content(id, '', admin))).toStrictEqual([409, 'file.erased'])
    expect(await refusal(put('/api/files', query, png, 'admin'))).toStrictEqual([409, 'contact.erased'])
  })
})

describe('contents that no event names', () => {
  it('are swept once they are old, and those that are named stay', async () => {
    const { id } = (await add('kept.pdf', pdf('kept'))).json<{ id: string }>()
    const { pg, readModels, store } = t
    const blob = 'f'.repeat(64)
    const storage = await openFolder(place)
    await storage.put(blob, ReadableStream.from([Buffer.from('lost')]) as never, 4)
    await t.settled()
    await pg.owner.query(
      `insert into files.loose (blob, going, since) select $1, false, now() - interval '2 hours'
         union select versions->0->>'blob', false, now() - interval '2 hours' from rm.file where id = $2`,
      [blob, id],
    )
    const files = t.files
    expect(await sweepFiles({ files, pg, readModels, store })).toStrictEqual({ removed: 1 })
    expect(await storage.get(blob)).toBeUndefined()
    expect((await content(id)).body).toBe(String(pdf('kept')))
    expect((await pg.owner.query('select from files.loose')).rowCount).toBe(0)
  })
})

describe('without the scanner', () => {
  it('nothing comes in, unless an operator has said so', async () => {
    await scanner.close()
    const reply = await add('later.pdf', pdf('later'))
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBeDefined()
    scanner = await clamd()
  })
})
