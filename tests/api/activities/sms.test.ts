import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'
import { type Smsc, smsc } from '../../support/smsc.ts'

const ours = '+4930901820'
const grace = '+4915112345678'
const secret = 'geheim'

describe('texts, against a centre that speaks SMPP 3.4', () => {
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  let t: TestApp
  let centre: Smsc
  let numberId: string
  let contactId: string
  beforeAll(async () => {
    centre = await smsc({ systemId: 'larkspur', password: secret })
    t = await testApp({ clock })
    await furnish(t)
    contactId = await make(t.as('rep'), '/api/contacts', {
      name: { first: 'Grace', last: 'Auma' },
      phone: '0151 12345678',
    })
    numberId = await make(t.as('admin'), '/api/sms-numbers', {
      name: 'Larkspur',
      number: ours,
      country: 'DE',
      gateway: { is: 'smpp', host: '127.0.0.1', port: centre.port, tls: false, login: 'larkspur' },
      pricePerPart: { amount: 7.5, currency: 'EUR' },
    })
  })
  afterAll(async () => {
    await t?.close()
    await centre?.close()
  })

  async function read<T>(path: string, as: Person = 'agent'): Promise<T> {
    await t.settled()
    return answered<T>(t.as(as).get(path))
  }
  interface Message {
    id: string
    is: string
    text: string
    parts: number | null
    repeats: boolean
    reason: string | null
  }
  const messages = async (id: string) =>
    (await read<{ items: Message[] }>(`/api/conversations/${id}/messages`)).items
  const conversations = async () =>
    (
      await read<{ items: { id: string; number: string; optedOut: boolean; records: { id: string }[] }[] }>(
        '/api/conversations?channel=sms',
      )
    ).items
  const withNumber = async (number: string) => (await conversations()).find((one) => one.number === number)
  const order = (conversationId: string, body: string) =>
    make(t.as('agent'), '/api/outgoing-texts', { conversationId, body })
  const status = (id: string) =>
    read<{ status: string; parts: number; reason: string | null; attempts: number }>(
      `/api/outgoing-texts/${id}`,
    )
  const go = () => {
    shift += 11_000
  }
  const standing = () =>
    read<{ state: string; error: string | null }>(`/api/sms-numbers/${numberId}/standing`)
  let graceIs: string

  it('COM-13 says that nothing is set up, and pretends no sending', async () => {
    graceIs = await make(t.as('agent'), '/api/conversations', { numberId, contactId })
    expect(
      await problem(t.as('agent').post('/api/outgoing-texts', { conversationId: graceIs, body: 'Hi' })),
    ).toEqual([409, 'outgoingSms.not-set-up'])
    expect(await standing()).toMatchObject({ state: 'not-set-up' })
    await answered(t.as('admin').post(`/api/sms-numbers/${numberId}/password`, { password: 'falsch' }))
    await eventually(async () => expect(await standing()).toMatchObject({ state: 'failing' }))
    expect((await standing()).error).toContain('ESME_RINVPASWD')
    await answered(t.as('admin').post(`/api/sms-numbers/${numberId}/password`, { password: secret }))
    shift += 60_000
    await eventually(async () => expect(await standing()).toMatchObject({ state: 'healthy' }))
  })

  it('COM-13 counts parts and their price before it sends, and sends each text once', async () => {
    const count = (body: string) =>
      answered<{ alphabet: string; parts: number; pricePerPart: object }>(
        t.as('agent').post(`/api/sms-numbers/${numberId}/count`, { body }),
      )
    expect(await count('Grüße aus Köln, 5 €')).toMatchObject({
      alphabet: 'gsm',
      parts: 1,
      pricePerPart: { amount: 7.5, currency: 'EUR' },
    })
    expect(await count('x'.repeat(161))).toMatchObject({ alphabet: 'gsm', parts: 2 })
    expect(await count('😀'.repeat(36))).toMatchObject({ alphabet: 'ucs2', parts: 2 })
    const [plain, long, emoji, kept] = [
      await order(graceIs, 'Grüße aus Köln, 5 €'),
      await order(graceIs, `${'x'.repeat(150)}ÄÖÜ€${'y'.repeat(60)}`),
      await order(graceIs, `Bis gleich 😀 ${'z'.repeat(80)}`),
      await order(graceIs, 'Never mind'),
    ]
    await answered(t.as('agent').post(`/api/outgoing-texts/${kept}/take-back`))
    go()
    for (const id of [plain, long, emoji])
      await eventually(async () => expect(await status(id)).toMatchObject({ status: 'sent' }))
    expect(await status(kept)).toMatchObject({ status: 'taken-back' })
    expect(centre.submitted.filter(({ to }) => to !== grace || false)).toEqual([])
    expect(centre.submitted.find(({ part }) => !part)).toMatchObject({
      from: ours,
      text: 'Grüße aus Köln, 5 €',
      dataCoding: 0,
    })
    const whole = (coding: number) =>
      centre.submitted
        .filter(({ part, dataCoding }) => part && dataCoding === coding)
        .toSorted((a, b) => (a.part?.part ?? 0) - (b.part?.part ?? 0))
        .map(({ text }) => text)
        .join('')
    expect(whole(0)).toBe(`${'x'.repeat(150)}ÄÖÜ€${'y'.repeat(60)}`)
    expect(whole(8)).toBe(`Bis gleich 😀 ${'z'.repeat(80)}`)
    await eventually(async () =>
      expect((await messages(graceIs)).map(({ is, parts }) => `${is} ${parts}`).toSorted()).toEqual([
        'sent 1',
        'sent 2',
        'sent 2',
        'taken-back 1',
      ]),
    )
    const { items } = await read<{ items: { kind: string }[] }>(
      `/api/contacts/${contactId}/timeline?kind=sms`,
      'rep',
    )
    expect(items).toHaveLength(3)
  })

  it('COM-13 knows by receipts what has arrived: all of its parts, or not', async () => {
    const sentBy = async (body: string) => {
      const before = centre.submitted.length
      const id = await order(graceIs, body)
      go()
      await eventually(async () => expect(await status(id)).toMatchObject({ status: 'sent' }))
      return { id, ids: centre.submitted.slice(before).map(({ messageId }) => messageId) }
    }
    const two = await sentBy('a'.repeat(200))
    const lost = await sentBy('Lost')
    expect(two.ids).toHaveLength(2)
    expect(await centre.receipt(two.ids[0] ?? '', 'DELIVRD')).toBe(0)
    expect(await centre.receipt(two.ids[0] ?? '', 'DELIVRD')).toBe(0)
    expect(await centre.receipt(lost.ids[0] ?? '', 'UNDELIV')).toBe(0)
    await eventually(async () =>
      expect(await status(lost.id)).toMatchObject({ status: 'undelivered', reason: 'UNDELIV' }),
    )
    expect(await status(two.id)).toMatchObject({ status: 'sent' })
    await centre.receipt(two.ids[1] ?? '', 'DELIVRD')
    await eventually(async () => expect(await status(two.id)).toMatchObject({ status: 'delivered' }))
  })

  it('COM-13 puts off, refuses and doubts what a centre refuses, takes silently, or loses', async () => {
    const throttled = 0x58
    centre.answer(() => throttled)
    const later = await order(graceIs, 'Later')
    go()
    await eventually(async () =>
      expect(await status(later)).toMatchObject({
        status: 'waiting',
        reason: expect.stringContaining('THROTTLED'),
      }),
    )
    centre.answer(undefined)
    shift += 60_000
    await eventually(async () => expect(await status(later)).toMatchObject({ status: 'sent', attempts: 2 }))

    centre.answer(() => 0x0b)
    const refused = await order(graceIs, 'Refused')
    go()
    await eventually(async () => expect(await status(refused)).toMatchObject({ status: 'refused' }))

    // The centre has it, and was gone before it said so: it is not sent again.
    centre.answer(() => 'silent')
    const doubted = await order(graceIs, 'Doubted')
    go()
    await eventually(async () => expect(await status(doubted)).toMatchObject({ status: 'doubtful' }))
    // Of two parts one was taken.
    centre.answer(({ part }) => (part?.part === 2 ? throttled : 0))
    const half = await order(graceIs, 'h'.repeat(200))
    go()
    await eventually(async () =>
      expect(await status(half)).toMatchObject({
        status: 'doubtful',
        reason: expect.stringContaining('1 of 2 parts were taken'),
      }),
    )
    centre.answer(undefined)
    // It was begun, and the process was killed before anybody knew.
    const killed = await order(graceIs, 'Killed')
    await t.execute({
      command: 'outgoingSms.start',
      id: killed,
      body: { attempt: 1 },
      principal: {
        actor: { kind: 'system', id: 'test', roles: ['system'] },
        via: { kind: 'saga' },
        may: ['*'],
        keys: ['all:*'],
        masks: { hidden: {}, readOnly: {} },
      },
    })
    go()
    await eventually(async () => expect(await status(killed)).toMatchObject({ status: 'doubtful' }))
    expect(centre.submitted.filter(({ text }) => text === 'Doubted')).toHaveLength(1)
    expect(centre.submitted.filter(({ text }) => text === 'Killed')).toHaveLength(0)
  })

  it('COM-13 threads what comes to whose number it is, whole where it came in parts, and leaves who is unknown to be filed', async () => {
    expect(await centre.tell({ from: grace, to: ours, text: 'Komme später 😀' })).toBe(0)
    expect((await withNumber(grace))?.records.map(({ id }) => id)).toContain(contactId)
    expect((await messages(graceIs)).at(-1)).toMatchObject({
      is: 'came',
      text: 'Komme später 😀',
      repeats: false,
    })
    const parts = ['Der erste Teil, ', 'der zweite.']
    for (const at of [1, 0])
      await centre.tell({
        from: grace,
        to: ours,
        text: parts[at] ?? '',
        part: { reference: 7, total: 2, part: at + 1 },
      })
    expect((await messages(graceIs)).at(-1)).toMatchObject({ text: 'Der erste Teil, der zweite.' })
    await centre.tell({ from: '+4915799999999', to: ours, text: 'Who is this?' })
    expect(await withNumber('+4915799999999')).toMatchObject({ records: [] })
    // A number has one conversation with each.
    expect(
      await problem(t.as('agent').post('/api/conversations', { numberId, number: '0157 99999999' })),
    ).toEqual([409, 'conversation.number-taken'])
  })

  it('COM-13 takes what is told again once, unless nobody can know, and then says so', async () => {
    const texts = async () => (await messages(graceIs)).filter(({ text }) => text === 'Yes please')
    // The same words twice in one connection are two texts.
    await centre.tell({ from: grace, to: ours, text: 'Yes please' })
    await centre.tell({ from: grace, to: ours, text: 'Yes please' })
    expect((await texts()).map(({ repeats }) => repeats)).toEqual([false, false])
    // As it is where the process was killed before it answered: nothing says that it was, and it is told again.
    await t.pg.owner.query(
      'update sms.came set answered_at = null where id = (select id from sms.came order by id desc limit 1)',
    )
    await centre.tell({ from: grace, to: ours, text: 'Yes please' })
    expect(await texts()).toHaveLength(2)
    // It was answered, and the connection ended: whether the centre heard that, nobody knows.
    const binds = centre.binds()
    centre.hangUp()
    await eventually(async () => expect(await standing()).toMatchObject({ state: 'failing' }))
    shift += 60_000
    await eventually(async () => {
      expect(centre.binds()).toBeGreaterThan(binds)
      expect(await standing()).toMatchObject({ state: 'healthy' })
    })
    await centre.tell({ from: grace, to: ours, text: 'Yes please' })
    expect((await texts()).map(({ repeats }) => repeats)).toEqual([false, false, true])
  })

  it('COM-13 stops at STOP and starts at START, with the consents that go with it, also what waits', async () => {
    for (const channel of ['sms', 'email'])
      await answered(
        t.as('rep').post(`/api/contacts/${contactId}/give-consent`, {
          purpose: 'Newsletter',
          channel,
          source: 'A call',
          textVersion: '1',
        }),
      )
    const consents = async () =>
      (
        await read<{ consents: { channel: string; withdrawnAt: string | null }[] }>(
          `/api/contacts/${contactId}/privacy`,
          'admin',
        )
      ).consents
        .filter(({ withdrawnAt }) => withdrawnAt === null)
        .map(({ channel }) => channel)
        .toSorted()
    expect(await consents()).toEqual(['email', 'sms'])
    const waiting = await order(graceIs, 'An offer')
    await centre.tell({ from: grace, to: ours, text: ' Stop! ' })
    expect(await consents()).toEqual(['email'])
    expect(await withNumber(grace)).toMatchObject({ optedOut: true })
    go()
    await eventually(async () => expect(await status(waiting)).toMatchObject({ status: 'refused' }))
    expect(
      await problem(t.as('agent').post('/api/outgoing-texts', { conversationId: graceIs, body: 'Hi' })),
    ).toEqual([409, 'outgoingSms.opted-out'])
    expect(centre.submitted.some(({ text }) => text === 'An offer')).toBe(false)
    // Somebody nobody knows stops it likewise.
    await centre.tell({ from: '+4915799999999', to: ours, text: 'STOP' })
    const strange = (await withNumber('+4915799999999'))?.id ?? ''
    expect(
      await problem(t.as('agent').post('/api/outgoing-texts', { conversationId: strange, body: 'Hi' })),
    ).toEqual([409, 'outgoingSms.opted-out'])
    await centre.tell({ from: grace, to: ours, text: 'START' })
    expect(await consents()).toEqual(['email', 'sms'])
    await order(graceIs, 'Welcome back')
    go()
    await eventually(() => expect(centre.submitted.at(-1)?.text).toBe('Welcome back'))
  })
})
