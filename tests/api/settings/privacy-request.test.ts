import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openNote } from '../../../src/platform/log/transparency-log/note.ts'
import { make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, refusal } from '../../support/reply.ts'

let t: TestApp
let contact: string
beforeAll(async () => {
  t = await testApp()
  contact = await make(t.as('admin'), '/api/contacts', { name: { last: 'Lovelace' }, title: 'Countess' })
})
afterAll(() => t.close())

interface Named {
  id: string
  type: string
  recordedAt: string
  position: string
  index: number
  leafHash: string
}

interface Receipt {
  kind: string
  subject: { aggregate: string; id: string }
  records: { id: string }[]
  requestedAt: string
  requestedBy: string
  completedAt: string
  events: Named[]
}

const asked = answered<{ requestId: string }>

async function receiptOf(id: string): Promise<Receipt> {
  const note = await t.as('auditor').get(`/api/privacy-requests/${id}/receipt`)
  expect(note.statusCode, note.body).toBe(200)
  expect(note.body).not.toMatch(/Lovelace|Byron|Countess/)
  const text = openNote(note.body, [t.tree.key()]) ?? ''
  expect(text).toMatch(/^hindsight privacy receipt\n/)
  return JSON.parse(text.split('\n')[1] ?? '')
}

const typesOf = ({ events }: Receipt) => events.map(({ type }) => type)

describe('a receipt of what a person asked for (SEC-06)', () => {
  it('SEC-06 says what, for whom, when, asked by whom, and where the log and its tree have it', async () => {
    const { requestId } = await asked(t.as('admin').post(`/api/contacts/${contact}/privacy/access`))
    const receipt = await receiptOf(requestId)
    expect(receipt).toMatchObject({
      kind: 'access',
      subject: { aggregate: 'contact', id: contact },
      requestedBy: t.ids.admin,
    })
    expect(receipt.completedAt >= receipt.requestedAt).toBe(true)
    expect(typesOf(receipt)).toEqual(['privacyRequest.made', 'privacyRequest.completed'])
    await t.tree.sign()
    for (const { id, index, leafHash } of receipt.events) {
      const proof = await answered(t.as('auditor').get(`/api/log/proof/inclusion?event=${id}`))
      expect(proof).toMatchObject({ index, leafHash })
    }
  })

  it('SEC-06 is given for rectification by the changes that were made, and for nothing else', async () => {
    const { revision } = await answered<{ revision: number }>(t.as('admin').get(`/api/contacts/${contact}`))
    const changed = await answered<{ revision: number }>(
      t
        .as('admin')
        .patch(`/api/contacts/${contact}`, { name: { last: 'Byron' } }, { 'if-match': `"${revision}"` }),
    )
    const path = `/api/contacts/${contact}/privacy/rectify`
    const { requestId } = await asked(t.as('admin').post(path, { revisions: [changed.revision] }))
    const receipt = await receiptOf(requestId)
    expect(receipt).toMatchObject({ kind: 'rectification', records: [{ id: contact }] })
    expect(typesOf(receipt)).toEqual(['contact.changed', 'privacyRequest.made', 'privacyRequest.completed'])
    await t.settled()
    const history = await answered<{ items: { id: string }[] }>(
      t.as('admin').get(`/api/contacts/${contact}/history`),
    )
    expect(history.items.map(({ id }) => id)).toContain(receipt.events[0]?.id)

    const nothing = [422, 'privacy.no-such-change', 'revisions.1']
    const other = { revisions: [changed.revision, changed.revision + 1] }
    expect(await refusal(t.as('admin').post(path, other))).toEqual(nothing)
    // The making of a record put nothing right.
    expect((await t.as('admin').post(path, { revisions: [0] })).statusCode).toBe(400)
    expect((await t.as('admin').post(path, { revisions: [] })).statusCode).toBe(400)
    expect((await t.as('rep').post(path, { revisions: [changed.revision] })).statusCode).toBe(403)
  })

  it('SEC-06 is given for portability, restriction, its end and erasure, with what was written for it', async () => {
    const expected = {
      portability: [],
      restrict: ['contact.restricted'],
      'lift-restriction': ['contact.restriction-lifted'],
      erase: ['contact.erased'],
    }
    for (const [verb, between] of Object.entries(expected)) {
      const { requestId } = await asked(t.as('admin').post(`/api/contacts/${contact}/privacy/${verb}`))
      expect(typesOf(await receiptOf(requestId))).toEqual([
        'privacyRequest.made',
        ...between,
        'privacyRequest.completed',
      ])
    }
    await t.settled()
    const listed = await answered<{ items: { kind: string }[] }>(
      t.as('auditor').get(`/api/privacy-requests?subjectId=${contact}`),
    )
    expect(listed.items.map(({ kind }) => kind)).toEqual([
      'erasure',
      'lifting',
      'restriction',
      'portability',
      'rectification',
      'access',
    ])
  })
})
