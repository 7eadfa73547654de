import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { newUser, tokenOf } from '../../support/sign-in.ts'

let t: TestApp
const stages = [
  { name: 'New', kind: 'open', probability: 0.1 },
  { name: 'Offered', kind: 'open', probability: 0.4 },
  { name: 'Won', kind: 'won', probability: 1 },
  { name: 'Lost', kind: 'lost', probability: 0 },
]
const open: pg.Client[] = []
beforeAll(async () => {
  t = await testApp()
  await post(t.as('admin'), '/api/pipelines', { name: 'Sales', currency: 'EUR', stages, isDefault: true })
  await t.settled()
})
afterAll(async () => {
  await Promise.allSettled(open.map((each) => each.end()))
  await t.close()
})

interface Where {
  host: string
  port: number
  database: string
  refused: string | null
  tables: { name: string; about: string; hasHistory: boolean; columns: { name: string; about: string }[] }[]
}

type Rows = Record<string, unknown>[]

/** Somebody with a key that opens SQL, as a program of theirs connects. */
async function analyst(name: string, role: string, scopes = ['*.*']) {
  const user = await newUser(t, name, role)
  const me = client(t.app, await tokenOf(t, user))
  const made = await me.post('/api/me/api-keys', { name: `SQL of ${name}`, scopes })
  expect(made.statusCode, made.body).toBe(201)
  const { id, key, sqlUser } = made.json<{ id: string; key: string; sqlUser: string | null }>()
  const where = (await me.get('/api/sql')).json<Where>()
  async function connect(): Promise<pg.Client> {
    const one = new pg.Client({ ...where, user: sqlUser ?? '', password: key })
    one.on('error', () => {})
    await one.connect()
    open.push(one)
    return one
  }
  const sql = await eventually(connect)
  const ask = async (text: string): Promise<Rows> => (await sql.query<Record<string, unknown>>(text)).rows
  return { user, me, id, key, sqlUser, where, connect, sql, ask }
}

const post = async (
  who: { post: TestApp['anonymous']['post'] },
  path: string,
  body: object = {},
  headers = {},
) => {
  const made = await who.post(path, body, headers)
  expect(made.statusCode, made.body).toBeLessThan(300)
  return made.body === '' ? '' : made.json<{ id: string }>().id
}

const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

describe('SQL of one’s own', () => {
  it('ANA-04 shows the rows and columns that its holder sees in the app, as of any instant on both axes', async () => {
    const opening = { 'x-occurred-at': at(20) }
    const rep = t.as('admin')
    const account = await post(rep, '/api/accounts', { name: 'Quay' })
    const deal = await post(
      rep,
      '/api/opportunities',
      { name: 'Harbour', accountId: account, amount: { amount: 500_000, currency: 'EUR' } },
      opening,
    )
    await post(t.as('rep2'), '/api/opportunities', { name: 'Another’s' })
    const raised = await rep.patch(
      `/api/opportunities/${deal}`,
      { name: 'Harbour wall' },
      { 'x-occurred-at': at(10), 'if-match': '"0"' },
    )
    expect(raised.statusCode, raised.body).toBe(200)
    await t.settled()

    const all = await analyst('seesall', 'auditor', ['*.read'])
    expect(await all.ask('select name, amount, currency from opportunity order by name')).toEqual([
      { name: 'Another’s', amount: null, currency: null },
      { name: 'Harbour wall', amount: '500000', currency: 'EUR' },
    ])
    await all.ask(`set hindsight.as_of = '${at(15)}'`)
    expect(await all.ask('select name, amount from opportunity')).toEqual([
      { name: 'Harbour', amount: '500000' },
    ])
    expect(await all.ask('select version_to from opportunity_history')).toEqual([{ version_to: null }])
    await all.ask(`set hindsight.basis = 'recorded'`)
    expect(await all.ask('select name from opportunity')).toEqual([])
    await all.ask(`reset hindsight.as_of`)
    expect(await all.ask('select name from opportunity_history order by version_from')).toContainEqual({
      name: 'Harbour',
    })
    await expect(all.ask(`set hindsight.basis = 'sideways'; select name from opportunity`)).rejects.toThrow(
      'sideways',
    )
  })

  it('ANA-04 gives nobody a row, a column or a table that is not theirs, whatever they set', async () => {
    const role = await post(t.as('admin'), '/api/roles', {
      name: 'Analyst',
      ...noAuthority,
      may: ['sql.read', 'opportunity.*', 'account.read', 'activity.*'],
      seesAll: ['account'],
      hidden: { account: ['revenue'] },
    })
    await post(t.as('admin'), '/api/accounts', {
      name: 'Rich',
      revenue: { amount: 100, currency: 'EUR' },
    })
    await t.settled()
    const one = await analyst('narrow', role, ['sql.read', 'opportunity.*', 'account.read', 'activity.*'])
    await post(one.me, '/api/opportunities', { name: 'Mine' })
    await post(t.as('rep2'), '/api/opportunities', { name: 'Of somebody else' })
    await t.settled()
    const mine = [{ name: 'Mine' }]
    expect(await one.ask('select name from opportunity')).toEqual(mine)
    expect(await one.ask(`select * from account where name = 'Rich'`)).toEqual([
      expect.not.objectContaining({ revenue: expect.anything(), revenue_currency: expect.anything() }),
    ])
    for (const wish of [
      `set hindsight.keys = '{all:*}'`,
      `select set_config('hindsight.keys', '{all:*}', false)`,
      'set row_security = off',
      'set session_replication_role = replica',
      'set role hindsight_reader',
      'set session authorization postgres',
      'set role none',
    ])
      await one.ask(wish).catch((error: unknown) => expect(error).toBeInstanceOf(pg.DatabaseError))
    // Turned off, row-level security refuses rather than shows.
    const seen = await one.ask('select name from opportunity').catch(() => mine)
    expect(seen).toEqual(mine)
    await one.ask('reset row_security').catch(() => {})
    // Nothing of what is hidden reaches a function of theirs either.
    await one
      .ask(`create function pg_temp.leak(text) returns boolean language plpgsql cost 0.0000001 as
        $$ begin raise notice '%', $1; return true; end $$`)
      .catch(() => {})
    const leaked: string[] = []
    one.sql.on('notice', ({ message }) => leaked.push(String(message)))
    await one.ask('select name from opportunity where pg_temp.leak(name)').catch(() => [])
    expect(leaked.filter((name) => name !== 'Mine')).toEqual([])
    for (const closed of [
      'select * from rm.opportunity',
      'select * from rm.opportunity_past',
      'select * from asof.opportunity',
      'select * from log.event',
      'select * from rm.sql_login',
      'select * from auth.api_key',
      'select * from lead',
      'select * from rm.search_hits(null, null, null, null, null, null, null, 1, 0)',
      'delete from opportunity',
      `set default_transaction_read_only = off; update opportunity set name = 'Taken'`,
      'create table public.mine (n int)',
    ])
      await expect(one.ask(closed), closed).rejects.toThrow(pg.DatabaseError)
    await one.ask('reset default_transaction_read_only')

    const [mineOnly] = await one.ask(`select count(*) from events where aggregate = 'opportunity'`)
    expect(mineOnly).toEqual({ count: '1' })
    expect(
      (await one.ask('select distinct aggregate from events order by 1')).map((row) => row.aggregate),
    ).not.toContain('lead')
  })

  it('ANA-04 an activity is seen with what it is about, as in the app', async () => {
    const deal = await post(t.as('rep'), '/api/opportunities', { name: 'With a call' })
    await post(t.as('rep'), '/api/activities', {
      kind: 'call',
      regarding: [{ model: 'opportunity', id: deal }],
      subject: 'Rang them',
      direction: 'outbound',
    })
    await t.settled()
    const all = await analyst('listens', 'auditor', ['*.read'])
    expect(await all.ask(`select subject from activity where subject = 'Rang them'`)).toHaveLength(1)
    const other = await analyst('hears-not', 'manager', ['sql.read', 'activity.read', 'opportunity.read'])
    expect(await other.ask(`select subject from activity where subject = 'Rang them'`)).toEqual([])
  })

  it('ANA-01 ANA-02 has marts of sales, service and marketing with a meaning for each column, and says how far it is', async () => {
    const all = await analyst('marts', 'auditor', ['*.read'])
    const names = all.where.tables.map(({ name }) => name)
    for (const mart of [
      'sales_stage_stays',
      'sales_bookings',
      'sales_revenue',
      'service_ticket_times',
      'market_leads',
      'events',
    ])
      expect(names).toContain(mart)
    // What the API tells of each table is what stands in the database, and every table can be read.
    for (const { name, about, hasHistory, columns } of all.where.tables) {
      const real = await all.ask(`
        select attname as name, coalesce(col_description(attrelid, attnum), '') as about from pg_attribute
          where attrelid = '"${name}"'::regclass and attnum > 0 order by attname`)
      expect(real, name).toEqual(columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      const [described] = await all.ask(`select obj_description('"${name}"'::regclass) as about`)
      expect(described).toEqual({ about })
      await all.ask(`select * from "${name}" limit 1`)
      if (hasHistory) await all.ask(`select version_from, version_to from "${name}_history" limit 1`)
    }
    const [refreshed] = await all.ask('select position, recorded_at from refreshed')
    expect(refreshed).toEqual({ position: expect.stringMatching(/^\d+$/), recorded_at: expect.any(Date) })

    const pipelines = (await t.as('admin').get('/api/pipelines')).json<{
      items: { stages: { id: string; name: string }[] }[]
    }>()
    const stages = pipelines.items[0]?.stages ?? []
    const deal = await post(
      t.as('admin'),
      '/api/opportunities',
      { name: 'Travelled' },
      { 'x-occurred-at': at(9) },
    )
    await post(
      t.as('admin'),
      `/api/opportunities/${deal}/advance-stage`,
      { stageId: stages[1]?.id },
      { 'x-occurred-at': at(7) },
    )
    await post(
      t.as('admin'),
      `/api/opportunities/${deal}/lose`,
      { reason: 'Price' },
      { 'x-occurred-at': at(4) },
    )
    await t.settled()
    const stays = () =>
      all.ask(`select nth, stage_name, round(days)::int as days, left_at is null as is_there from sales_stage_stays
        where opportunity_id = '${deal}' order by nth`)
    expect(await stays()).toEqual([
      { nth: '1', stage_name: stages[0]?.name, days: 2, is_there: false },
      { nth: '2', stage_name: stages[1]?.name, days: 3, is_there: false },
    ])
    await all.ask(`set hindsight.as_of = '${at(6)}'`)
    expect(await stays()).toEqual([
      { nth: '1', stage_name: stages[0]?.name, days: 2, is_there: false },
      { nth: '2', stage_name: stages[1]?.name, days: 1, is_there: true },
    ])
  })

  it('ANA-04 ends with the key, with its owner and with the role, at once and for what is open', async () => {
    const one = await analyst('passing', 'auditor', ['*.read'])
    await one.ask('select 1')
    await post(one.me, `/api/me/api-keys/${one.id}/revoke`)
    await eventually(() => expect(one.ask('select 1')).rejects.toThrow())
    await expect(one.connect()).rejects.toThrow()

    const other = await analyst('leaving', 'auditor', ['*.read'])
    await post(t.as('admin'), `/api/users/${other.user.id}/deactivate`)
    await eventually(() => expect(other.connect()).rejects.toThrow())

    // Without the scope, or without the right, there is no login.
    const modest = await newUser(t, 'no-sql', 'rep')
    const me = client(t.app, await tokenOf(t, modest))
    expect((await me.get('/api/sql')).statusCode).toBe(403)
    const made = await me.post('/api/me/api-keys', { name: 'No', scopes: ['sql.read'] })
    expect(made.json().type).toBe('/problems/apiKey.beyond-owner')
    const plain = await t.as('admin').post('/api/me/api-keys', { name: 'Plain', scopes: ['lead.read'] })
    expect(plain.json().sqlUser ?? null).toBeNull()
  })

  it('ANA-04 goes on after a rebuild, and nobody reads a word more by one who came before', async () => {
    const one = await analyst('rebuilt', 'auditor', ['*.read'])
    await one.ask('select count(*) from opportunity')
    await t.readModels.rebuild(['opportunity'])
    await eventually(async () => expect(await one.ask('select count(*) from opportunity')).toHaveLength(1))
  })
})
