import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setPassword } from '../../src/commands/identity/password.ts'
import { fieldSetId } from '../../src/commands/settings/referred.ts'
import { startEventStore } from '../../src/embedded/event-store.ts'
import { type Postgres, startPostgres } from '../../src/embedded/postgres.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { openNote } from '../../src/platform/log/transparency-log/note.ts'
import { verifyTree } from '../../src/platform/log/transparency-log/verify.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { localKey } from '../../src/platform/vault/key-encryption-key.ts'
import { fileLedger } from '../../src/platform/vault/ledger.ts'
import { checksum } from '../../src/projections/read-models.ts'
import { projections } from '../../src/registry.ts'
import { compose } from '../../src/start/compose.ts'
import { furnishFieldSets } from '../../src/start/furnish-field-sets.ts'
import type { Hindsight } from '../../src/start/hindsight.ts'
import { type Client, client } from '../support/app.ts'
import { patience } from '../support/patience.ts'
import { roomyPlace } from '../support/place.ts'
import { canaries, inTables, traces } from './traces.ts'

/** A cluster of its own: what lies in its files is what this is about. */
let place: string
let postgres: Postgres
let hindsight: Hindsight
let store: Awaited<ReturnType<typeof startEventStore>>
let admin: Client
let adminToken: string
const logged: Buffer[] = []
const collecting = new Writable({
  write(chunk: Buffer, _, done) {
    logged.push(chunk)
    done()
  },
})
const seed = randomBytes(32)
const kek = localKey(randomBytes(32))
const system = systemPrincipal('test', { kind: 'cli' })
const ledgerFile = () => join(place, 'erasures.jsonl')

async function open(): Promise<Hindsight> {
  return compose({
    databaseUrl: postgres.url,
    eventStoreUrl: store.url,
    log: pino({ level: 'trace' }, collecting),
    signingSeed: seed,
    keys: [kek],
    ledger: fileLedger(ledgerFile()),
    exports: join(place, 'exports'),
  })
}

beforeAll(async () => {
  place = mkdtempSync(join(roomyPlace(), 'privacy-'))
  postgres = await startPostgres({ dataDir: join(place, 'postgres') })
  store = await startEventStore({ databaseUrl: postgres.url })
  hindsight = await open()
  const body = { name: 'Root', email: 'root@hindsight.example', role: 'admin', teamId: null }
  const { id } = await hindsight.execute({ command: 'user.register', body, principal: system })
  await setPassword(hindsight, id, 'hindsight-demo', { principal: system })
  adminToken = (await hindsight.sessions.open(randomUUID(), id)).token
  admin = client(hindsight.app, adminToken)
  await furnishFieldSets(hindsight, system)
  const nickname = { key: 'nickname', label: 'Nickname', type: 'text', personal: true }
  await ok(admin.post(`/api/field-sets/${fieldSetId('contact')}/add-field`, nickname))
})

afterAll(async () => {
  await hindsight.stop()
  await store.stop()
  await postgres.stop()
  rmSync(place, { recursive: true, force: true })
})

const ok = async (reply: Promise<{ statusCode: number; body: string }>, status = 200) => {
  const { statusCode, body } = await reply
  expect(statusCode, body).toBe(status)
  return (body ? JSON.parse(body) : {}) as Record<string, never> & { id: string; requestId: string }
}

/** A lead that becomes a contact, who writes a ticket; every field of the person is a canary. */
async function person() {
  const words = canaries()
  const reason = { 'x-reason': words.reason }
  const lead = await ok(
    admin.post('/api/leads', {
      name: { first: words.first, last: words.last },
      email: words.email,
      phone: words.phone,
      company: 'Analytical Engines',
      source: 'web',
      ownerId: null,
    }),
    201,
  )
  const answers = { budget: '10', authority: words.authority, need: 'yes', timeline: 'soon' }
  await ok(admin.post(`/api/leads/${lead.id}/qualify`, answers, reason))
  const contact = await ok(
    admin.post('/api/contacts', {
      name: { first: words.first, last: words.last },
      email: words.email,
      phone: words.phone,
      title: words.title,
      leadId: lead.id,
      custom: { nickname: words.custom },
    }),
    201,
  )
  await ok(admin.patch(`/api/contacts/${contact.id}`, { name: { first: words.renamed, last: words.last } }))
  await ok(admin.post(`/api/contacts/${contact.id}/archive`))
  await ok(admin.post(`/api/contacts/${contact.id}/restore`))
  const ticket = await ok(
    admin.post('/api/tickets', {
      subject: words.subject,
      description: words.description,
      requester: { name: words.requester, email: words.email },
    }),
    201,
  )
  await ok(admin.post(`/api/tickets/${ticket.id}/reply`, { body: words.reply }))
  await ok(admin.post(`/api/tickets/${ticket.id}/add-note`, { body: words.note }))
  await ok(admin.post(`/api/tickets/${ticket.id}/resolve`, { resolution: words.resolution }))
  const activity = await ok(
    admin.post('/api/activities', {
      kind: 'appointment',
      subject: words.heading,
      body: words.agenda,
      location: words.place,
      startsAt: '2035-01-01T10:00:00Z',
      participants: [{ model: 'contact', id: contact.id }],
    }),
    201,
  )
  const regarding = [{ model: 'lead', id: lead.id }]
  const call = await ok(
    admin.post('/api/activities', { kind: 'call', purpose: words.purpose, regarding }),
    201,
  )
  await ok(admin.post(`/api/activities/${call.id}/cancel`, { reason: words.withdrawn }))
  await settled()
  return {
    words: Object.values(words),
    reason: words.reason,
    email: words.email,
    lead: lead.id,
    contact: contact.id,
    ticket: ticket.id,
    activity: activity.id,
    call: call.id,
  }
}

async function settled() {
  const last = (await hindsight.store.lastPosition()) ?? expect.unreachable()
  expect(await hindsight.readModels.waitFor(last, patience)).toBe(true)
  expect(await hindsight.tree.waitFor(last, patience)).toBe(true)
}

const records = ({ lead, contact, ticket, activity, call }: Awaited<ReturnType<typeof person>>) =>
  [
    { aggregate: 'activity', id: activity },
    { aggregate: 'activity', id: call },
    { aggregate: 'lead', id: lead },
    { aggregate: 'contact', id: contact },
    { aggregate: 'ticket', id: ticket },
  ].sort((a, b) => (a.aggregate < b.aggregate ? -1 : 1))

async function totals() {
  const counts = await Promise.all(
    ['leads', 'contacts', 'tickets', 'activities'].map(async (list) => {
      const { total } = (await admin.get(`/api/${list}?limit=1&total=true`)).json<{ total: unknown }>()
      return total
    }),
  )
  return JSON.stringify(counts)
}

describe('ES-15 an erasure', { timeout: 10 * patience }, () => {
  it('leaves no trace of the person in any table, file, log, export or in Postgres’s files, and everything else as it was', async () => {
    const stays = await person()
    const goes = await person()
    // An export and the live feed have had it too.
    const job = await ok(
      admin.post('/api/exports', { query: { kind: 'record', aggregate: 'contact', id: goes.contact } }),
      202,
    )
    await expect
      .poll(async () => (await admin.get(`/api/jobs/${job.id}`)).json<{ state: string }>().state)
      .toBe('done')
    await hindsight.pg.owner.query('analyze')
    const clear = goes.words.filter((word) => !/\s/.test(word))
    expect(
      (await inTables(postgres.url, clear)).length,
      'the read models must hold what is searched for',
    ).toBeGreaterThan(5)
    expect(traces(clear, join(place, 'postgres')).length).toBeGreaterThan(5)
    expect(traces(clear, join(place, 'exports'))).toStrictEqual([])
    const before = await totals()

    const seen = await ok(admin.get(`/api/contacts/${goes.contact}/privacy`))
    expect(
      [...(seen.records as never as { aggregate: string }[])].sort((a, b) =>
        a.aggregate < b.aggregate ? -1 : 1,
      ),
    ).toEqual(records(goes))
    const { requestId } = await ok(admin.post(`/api/contacts/${goes.contact}/privacy/erase`))
    await settled()
    // The planner's samples are made anew by the scrub.
    const shown = (await inTables(postgres.url, goes.words)).filter(
      (one) => !one.startsWith('pg_catalog.pg_statistic:'),
    )
    expect(shown).toStrictEqual([])
    const scrubbed = await ok(admin.post('/api/privacy/scrub'))
    expect(scrubbed.problems).toEqual([])
    expect(await inTables(postgres.url, goes.words)).toStrictEqual([])
    expect(traces(goes.words, place)).toStrictEqual([])
    expect(goes.words.filter((word) => Buffer.concat(logged).includes(word))).toStrictEqual([])

    // The other person is whole, so are the numbers, and what was proved is still proved.
    expect((await admin.get(`/api/contacts/${stays.contact}`)).json()).toMatchObject({ email: stays.email })
    expect(await totals()).toBe(before)
    expect(await problemsOfTree()).toStrictEqual([])

    // What is left is told as erased, now and then, and is not used any more.
    const contact = (await admin.get(`/api/contacts/${goes.contact}`)).json()
    expect(contact).toMatchObject({
      name: { first: null, last: '[erased]' },
      email: null,
      phone: null,
      title: null,
      custom: {},
    })
    const { items } = (await admin.get(`/api/contacts/${goes.contact}/history`)).json<{
      items: { type: string }[]
    }>()
    expect(items.map(({ type }) => type)).toEqual([
      'contact.erased',
      'contact.restored',
      'contact.archived',
      'contact.changed',
      'contact.custom-values-set',
      'contact.created',
    ])
    expect((await admin.patch(`/api/contacts/${goes.contact}`, { title: 'x' })).json()).toMatchObject({
      type: '/problems/contact.erased',
    })
    expect((await admin.get(`/api/tickets/${goes.ticket}`)).json()).toMatchObject({
      subject: '[erased]',
      messages: [{ body: '[erased]' }, { body: '[erased]' }],
    })
    // The address is free again.
    await ok(admin.post('/api/contacts', { name: { last: 'Another' }, email: goes.email }), 201)

    const receipt = (await admin.get(`/api/privacy-requests/${requestId}/receipt`)).body
    const text = openNote(receipt, [hindsight.tree.key()]) ?? expect.unreachable()
    expect(JSON.parse(text.split('\n')[1] ?? '')).toMatchObject({ kind: 'erasure', requestId, unsealed: 0 })
    expect((await admin.get('/api/privacy-requests')).json<{ items: object[] }>().items).toMatchObject([
      { id: requestId, kind: 'erasure', keys: 5 },
    ])
  })

  it('leaves rows, past versions and all, as a rebuild makes them', async () => {
    const { lead } = await person()
    await ok(admin.post(`/api/leads/${lead}/privacy/erase`))
    await settled()
    const sums = () => Promise.all(projections.map((one) => checksum(hindsight.pg, one)))
    const cleaned = await sums()
    await hindsight.readModels.rebuild()
    expect(await sums()).toEqual(cleaned)
  })

  it('is refused under a legal hold, of any record of the person, and changes nothing then', async () => {
    const { contact, ticket, email } = await person()
    await ok(admin.post(`/api/tickets/${ticket}/place-hold`, { matter: 'Case 7' }))
    const refused = await admin.post(`/api/contacts/${contact}/privacy/erase`)
    expect([refused.statusCode, refused.json().type]).toEqual([409, '/problems/ticket.on-hold'])
    expect((await admin.get(`/api/contacts/${contact}`)).json()).toMatchObject({ email })
    await ok(admin.post(`/api/tickets/${ticket}/lift-hold`, { matter: 'Case 7' }))
    await ok(admin.post(`/api/contacts/${contact}/privacy/erase`))
  })

  it('USR-13 of a user is possible once they are deactivated, and leaves an id that the audit trail goes on naming', async () => {
    const words = canaries()
    const body = { name: words.first, email: words.email, role: 'admin', teamId: null }
    const { id } = await hindsight.execute({ command: 'user.register', body, principal: system })
    await setPassword(hindsight, id, 'hindsight-demo', { principal: system })
    const gone = client(hindsight.app, (await hindsight.sessions.open(randomUUID(), id)).token)
    const made = await ok(gone.post('/api/contacts', { name: { last: 'Kept' } }), 201)
    const remove = () =>
      hindsight.app.inject({
        method: 'DELETE',
        url: `/api/users/${id}`,
        headers: { authorization: `Bearer ${adminToken}` },
      })
    expect((await remove()).json()).toMatchObject({ status: 409, type: '/problems/user.active' })
    await ok(admin.post(`/api/users/${id}/deactivate`))
    await ok(remove())
    await settled()
    await hindsight.privacy.scrub()
    expect(await inTables(postgres.url, [words.first, words.email])).toStrictEqual([])
    expect(traces([words.first, words.email], place)).toStrictEqual([])
    expect((await admin.get(`/api/users/${id}`)).json()).toMatchObject({
      name: `Former user ${id.slice(0, 8)}`,
      email: '',
      removed: true,
    })
    const { items } = (await admin.get(`/api/contacts/${made.id}/history`)).json<{
      items: { actor: object }[]
    }>()
    expect(items[0]?.actor).toMatchObject({ id, name: `Former user ${id.slice(0, 8)}` })
    const { rows } = await hindsight.pg.owner.query('select from auth.credential c where id = $1', [id])
    expect(rows).toHaveLength(0)
  })

  it('SEC-06 restriction keeps a person’s records but lets nobody use them until it is lifted', async () => {
    const { contact, lead, words } = await person()
    await ok(admin.post(`/api/contacts/${contact}/privacy/restrict`))
    const refused = await admin.patch(`/api/leads/${lead}`, { company: 'x' })
    expect(refused.json()).toMatchObject({ status: 409, type: '/problems/lead.restricted' })
    expect((await admin.get(`/api/contacts/${contact}/privacy`)).json()).toMatchObject({
      restricted: true,
      erased: false,
    })
    expect((await admin.get(`/api/leads/${lead}`)).json()).toMatchObject({ name: { first: words[0] } })
    await ok(admin.post(`/api/contacts/${contact}/privacy/lift-restriction`))
    await ok(admin.patch(`/api/leads/${lead}`, { company: 'x' }))
  })

  it('SEC-06 access tells everything that is held about a person, and portability gives it to take along', async () => {
    const { contact, words, reason, email } = await person()
    const report = await admin.post(`/api/contacts/${contact}/privacy/access`)
    for (const word of words) expect(report.body).toContain(JSON.stringify(word).slice(1, -1))
    const copy = await ok(admin.post(`/api/contacts/${contact}/privacy/portability`))
    expect(copy.csv).toContain(`"email","${email}"`)
    // Why somebody here did something is told, but is nothing to take along.
    for (const word of words.filter((one) => one !== reason))
      expect(copy.csv, word).toContain(word.replaceAll('"', '""'))
    const kinds = (await admin.get(`/api/privacy-requests?subjectId=${contact}`)).json<{
      items: { id: string; kind: string }[]
    }>()
    expect(kinds.items.map(({ kind }) => kind)).toEqual(['portability', 'access'])
    for (const { id } of kinds.items) {
      const receipt = (await admin.get(`/api/privacy-requests/${id}/receipt`)).body
      expect(openNote(receipt, [hindsight.tree.key()])).toContain(contact)
    }
  })

  it('is done again when the database comes back as it was before', async () => {
    const { contact, words } = await person()
    const { rows: keys } = await hindsight.pg.owner.query<Record<string, unknown>>(
      'select * from vault.key where wrapped is not null',
    )
    await ok(admin.post(`/api/contacts/${contact}/privacy/erase`))
    await settled()
    await hindsight.stop()
    // The keys are back, and so are the rows that they make readable.
    const base = new pg.Client({ connectionString: postgres.url })
    await base.connect()
    for (const { id, kek: by, wrapped } of keys)
      await base.query('update vault.key set kek = $2, wrapped = $3, destroyed_at = null where id = $1', [
        id,
        by,
        wrapped,
      ])
    await base.query('drop schema rm, asof, asof_recorded cascade')
    await base.query(`delete from public.hindsight_migration where id like 'rm/%'`)
    await base.end()
    hindsight = await open()
    await hindsight.privacy.scrub()
    expect(await inTables(postgres.url, words)).toStrictEqual([])
    expect(traces(words, place)).toStrictEqual([])
    const { id } = await hindsight.execute({
      command: 'user.register',
      body: { name: 'R', email: 'r@h.example', role: 'admin', teamId: null },
      principal: system,
    })
    admin = client(hindsight.app, (await hindsight.sessions.open(randomUUID(), id)).token)
    await settled()
    expect((await admin.get(`/api/contacts/${contact}`)).json()).toMatchObject({ name: { last: '[erased]' } })
  })
})

/** Against the log as it lies there, read past everything that has just been erased. */
async function problemsOfTree() {
  await hindsight.tree.sign()
  const bare = connectEventStore(store.url)
  try {
    const { problems, checked } = await verifyTree({
      db: hindsight.pg.owner,
      store: bare,
      key: hindsight.tree.key(),
    })
    expect(checked).toBeGreaterThan(20)
    return problems
  } finally {
    await bare.close()
  }
}
