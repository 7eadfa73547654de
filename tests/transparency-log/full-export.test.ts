import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noAuthority } from '../../src/domain/identity/authority.ts'
import { sha256 } from '../../src/platform/log/export-bundle.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

interface Line {
  position: string
  type: string
  aggregate: string
  aggregateId: string
  data: Record<string, unknown>
  metadata: { actor: { id: string } }
}

async function exported(after = ''): Promise<{ lines: Line[]; text: string }> {
  const reply = await t.as('admin').get(`/api/exports/events${after && `?after=${after}`}`)
  expect(reply.statusCode, reply.body).toBe(200)
  expect(reply.headers['content-type']).toContain('application/x-ndjson')
  const lines = reply.body.split('\n').filter(Boolean)
  return { lines: lines.map((line) => JSON.parse(line) as Line), text: reply.body }
}

it('ES-17 the whole log is handed out as lines that its schemas describe, without who was erased, and that is an event', async () => {
  const contact = await t
    .as('admin')
    .post('/api/contacts', { name: { first: 'Rosalind', last: 'Gone' }, email: 'rosalind@gone.example' })
  const { id } = contact.json<{ id: string }>()
  await t.as('admin').post('/api/accounts', { name: 'Stays Ltd' })
  const before = await exported()
  expect(before.text).toContain('Rosalind')
  const made = before.lines.find(({ aggregateId }) => aggregateId === id)
  expect(made).toMatchObject({ type: 'contact.created.v3', metadata: { actor: { id: t.ids.admin } } })

  const { events: schemas } = (await t.as('admin').get('/api/exports/event-schemas')).json<{
    events: Record<string, object>
  }>()
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  for (const { type, data } of before.lines) {
    const schema = schemas[type]
    // What was written in an older form is told in the newest one, under the type it was written as.
    if (schema) expect(ajv.validate(schema, data), `${type}: ${ajv.errorsText()}`).toBe(true)
  }
  expect(before.lines.filter(({ type }) => schemas[type]).length).toBeGreaterThan(10)

  // Who comes back goes on from where they ended: with what was handed out, by whom.
  await eventually(async () => {
    const next = await exported(before.lines.at(-1)?.position)
    expect(next.lines[0]).toMatchObject({
      type: 'disclosure.made.v1',
      data: {
        query: { kind: 'log' },
        events: before.lines.length,
        sha256: sha256(Buffer.from(before.text), 'hex'),
      },
      metadata: { actor: { id: t.ids.admin } },
    })
  })

  const erased = await t.as('admin').post(`/api/contacts/${id}/privacy/erase`)
  expect(erased.statusCode, erased.body).toBe(200)
  await eventually(async () => expect((await exported()).text).not.toContain('Rosalind'))
  const { text, lines } = await exported()
  expect(text).toContain('Stays Ltd')
  // The event is there all the same.
  expect(lines.find(({ aggregateId }) => aggregateId === id)).toMatchObject({ type: 'contact.created.v3' })
})

it('ES-17 nobody gets it who does not see everything', async () => {
  expect((await t.as('rep').get('/api/exports/events')).statusCode).toBe(403)
  expect((await t.anonymous.get('/api/exports/events')).statusCode).toBe(401)
  const half = { ...noAuthority, name: 'Exporter', may: ['export.create'], seesAll: ['account'] }
  const { id } = (await t.as('admin').post('/api/roles', half)).json<{ id: string }>()
  await t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role: id })
  await t.settled()
  expect((await t.as('rep2').get('/api/exports/events')).statusCode).toBe(403)
})
