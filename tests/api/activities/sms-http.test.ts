import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/free-port.ts'
import { type Kannel, kannel, kannelPath } from '../../support/kannel.ts'
import { answered } from '../../support/reply.ts'
import { type Smsc, smsc } from '../../support/smsc.ts'

const ours = '+4930901820'
const grace = '+4915112345678'

describe('texts by a gateway that speaks HTTP', () => {
  let t: TestApp
  let numberId: string
  let inbound: string
  let shift = 0
  const clock = () => new Date(Date.now() + shift).toISOString()
  beforeAll(async () => {
    const port = await freePort()
    t = await testApp({ clock, publicUrl: `http://127.0.0.1:${port}` })
    await t.app.listen({ port, host: '127.0.0.1' })
    await furnish(t)
    await make(t.as('rep'), '/api/contacts', { name: { first: 'Grace', last: 'Auma' }, phone: grace })
    numberId = await make(t.as('admin'), '/api/sms-numbers', {
      name: 'Larkspur',
      number: ours,
      country: 'DE',
      gateway: { is: 'kannel', url: 'http://127.0.0.1:1/cgi-bin/sendsms', login: 'larkspur' },
    })
    await answered(t.as('admin').post(`/api/sms-numbers/${numberId}/password`, { password: 'let-me-in' }))
    await t.settled()
    const standing = await answered<{ state: string; inboundUrl: string }>(
      t.as('admin').get(`/api/sms-numbers/${numberId}/standing`),
    )
    expect(standing).toMatchObject({ state: 'called' })
    inbound = standing.inboundUrl
  })
  afterAll(() => t?.close())

  async function read<T>(path: string): Promise<T> {
    await t.settled()
    return answered<T>(t.as('agent').get(path))
  }
  const conversationWith = async (number: string) =>
    (
      await read<{ items: { id: string; number: string; optedOut: boolean; filed: boolean }[] }>(
        '/api/conversations?channel=sms',
      )
    ).items.find((one) => one.number === number)
  const texts = async (number: string) =>
    (
      await read<{ items: { is: string; text: string }[] }>(
        `/api/conversations/${(await conversationWith(number))?.id}/messages`,
      )
    ).items
  /** As Kannel fills in what it is given. */
  const told = (of: { id: string; from: string; text: string; charset?: string }) =>
    t.anonymous.get(
      inbound
        .slice(inbound.indexOf('/sms/'))
        .replace('%I', of.id)
        .replace('%p', encodeURIComponent(of.from))
        .replace('%P', encodeURIComponent(ours))
        .replace('%C', of.charset ?? 'UTF-8')
        .replace('%b', of.text),
    )

  it('COM-13 takes what a gateway tells once by its id, and nothing from who has no address of ours', async () => {
    const said = { id: 'a-1', from: grace, text: 'Gr%C3%BC%C3%9Fe+aus+K%C3%B6ln' }
    const reply = await told(said)
    // What is said here would go on to them as an answer.
    expect([reply.statusCode, reply.body]).toEqual([200, ''])
    expect((await told(said)).statusCode).toBe(200)
    await told({ id: 'a-2', from: grace, text: '%D8%3D%DE%00', charset: 'UTF-16BE' })
    expect((await texts(grace)).map(({ text }) => text)).toEqual(['Grüße aus Köln', '😀'])
    expect(await conversationWith(grace)).toMatchObject({ filed: true })
    const forged = await t.anonymous.get(`/sms/came?number=forged&id=1&from=%2B4915112345678&text=Hi`)
    expect(forged.statusCode).toBe(404)
    expect((await t.anonymous.get('/sms/receipt?text=forged&type=1')).statusCode).toBe(404)
    // A name cannot be answered.
    expect((await told({ id: 'a-3', from: 'Larkspur', text: 'Hi' })).statusCode).toBe(200)
    expect(await texts(grace)).toHaveLength(2)
  })

  it('COM-13 puts a text off while nobody answers, which nothing was handed to', async () => {
    const conversationId = (await conversationWith(grace))?.id
    const id = await make(t.as('agent'), '/api/outgoing-texts', { conversationId, body: 'Later' })
    shift += 11_000
    await eventually(async () =>
      expect(await read(`/api/outgoing-texts/${id}`)).toMatchObject({ status: 'waiting', attempts: 1 }),
    )
    await answered(t.as('agent').post(`/api/outgoing-texts/${id}/take-back`))
  })

  // Without Debian's kannel there is no real gateway to speak to.
  describe.runIf(kannelPath)('Kannel', () => {
    let centre: Smsc
    let gateway: Kannel
    beforeAll(async () => {
      centre = await smsc({ systemId: 'kannel', password: 'geheim' })
      gateway = await kannel({ port: centre.port, login: 'kannel', password: 'geheim' }, inbound)
      await answered(
        t.as('admin').patch(`/api/sms-numbers/${numberId}`, {
          gateway: { is: 'kannel', url: gateway.url, login: gateway.login },
        }),
      )
      await answered(
        t.as('admin').post(`/api/sms-numbers/${numberId}/password`, { password: gateway.password }),
      )
    })
    afterAll(async () => {
      await gateway?.close()
      await centre?.close()
    })

    it('COM-13 sends by it in parts, knows what arrived, and takes what comes and STOP', async () => {
      const conversationId = (await conversationWith(grace))?.id
      const body = `Grüße 5 € ${'x'.repeat(180)}`
      const id = await make(t.as('agent'), '/api/outgoing-texts', { conversationId, body })
      shift += 11_000
      await eventually(async () =>
        expect(await read(`/api/outgoing-texts/${id}`)).toMatchObject({ status: 'sent', parts: 2 }),
      )
      await eventually(() => expect(centre.submitted).toHaveLength(2))
      expect(
        centre.submitted
          .toSorted((a, b) => (a.part?.part ?? 0) - (b.part?.part ?? 0))
          .map(({ text }) => text)
          .join(''),
      ).toBe(body)
      for (const { messageId } of centre.submitted) await centre.receipt(messageId, 'DELIVRD')
      await eventually(async () =>
        expect(await read(`/api/outgoing-texts/${id}`)).toMatchObject({ status: 'delivered' }),
      )
      await centre.tell({ from: grace, to: ours, text: 'Schöne Grüße' })
      await centre.tell({ from: grace, to: ours, text: 'Привет 😀' })
      await eventually(async () =>
        expect((await texts(grace)).map(({ text }) => text)).toEqual(
          expect.arrayContaining(['Schöne Grüße', 'Привет 😀']),
        ),
      )
      await centre.tell({ from: grace, to: ours, text: 'Stop' })
      await eventually(async () => expect(await conversationWith(grace)).toMatchObject({ optedOut: true }))
    })
  })
})
