import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { scrub } from '../../src/platform/pg/scrub.ts'
import { newId } from '../../src/platform/process/ids.ts'
import { eventually } from '../support/eventually.ts'
import { type TestDatabase, testDatabase } from '../support/servers.ts'

const role = `scrub_${newId().replaceAll('-', '')}`
const word = `Canary${newId()}`

let database: TestDatabase
let admin: pg.Client
let owner: Pg
beforeAll(async () => {
  database = await testDatabase()
  admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  await admin.query(`create role ${role} login password 'scrub' nosuperuser`)
  await admin.query(`alter database ${new URL(database.url).pathname.slice(1)} owner to ${role}`)
  await admin.query(`grant create on schema public to ${role}`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'scrub'
  owner = openPg({ url: url.href, log: { warn: () => {} } })
})
afterAll(async () => {
  await owner.close()
  await admin.query(`alter database ${new URL(database.url).pathname.slice(1)} owner to current_user`)
  await admin.query(`drop owned by ${role} cascade`)
  await admin.query(`drop role ${role}`)
  await admin.end()
  await database.drop()
})

/** A table from which a word was deleted, which its file and the planner's samples still have. */
async function told(name: string): Promise<void> {
  await owner.owner.query(`create table ${name} (id int primary key, text text)`)
  await owner.owner.query(
    `insert into ${name} select n, case when n % 2 = 0 then $1 else 'other' end from generate_series(1, 100) n`,
    [word],
  )
  await owner.owner.query(`analyze ${name}`)
  await owner.owner.query(`delete from ${name} where text = $1`, [word])
}

/** Whether the file of the table, as it is on disk, has the word. */
async function isInFile(name: string): Promise<boolean> {
  await admin.query('checkpoint')
  const { rows } = await admin.query<{ data: string; path: string }>(
    `select current_setting('data_directory') as data, pg_relation_filepath($1::regclass) as path`,
    [name],
  )
  return readFileSync(join(rows[0]?.data ?? '', rows[0]?.path ?? '')).includes(word)
}

async function samples(name: string): Promise<string> {
  const { rows } = await admin.query<{ most: string | null }>(
    `select most_common_vals::text as most from pg_stats where tablename = $1 and attname = 'text'`,
    [name],
  )
  return rows[0]?.most ?? ''
}

describe('making Postgres’s files forget', () => {
  it('SEC-06 is had by who owns the database, no superuser, but for the write-ahead log, which it says', async () => {
    await told('person')
    expect([await isInFile('person'), await samples('person')]).toStrictEqual([
      true,
      expect.stringContaining(word),
    ])
    const scrubbed = await scrub(owner, ['public.person'])
    expect([await isInFile('person'), await samples('person')]).toStrictEqual([
      false,
      expect.not.stringContaining(word),
    ])
    expect(await isInFile('pg_statistic')).toBe(false)
    expect(scrubbed).toStrictEqual({
      done: ['public.person'],
      segments: 0,
      problems: [
        expect.stringMatching(/^The write-ahead log was left as it is: .* grant execute on function/),
      ],
    })
    // What it says has to be granted is what has to be granted.
    const [, grants = ''] = /let a superuser run once: (.*)$/.exec(scrubbed.problems[0] ?? '') ?? []
    await admin.query(grants)
    expect((await scrub(owner, ['public.person'])).problems).toStrictEqual([])
  })

  it('SEC-06 names the planner’s samples where the database belongs to somebody else', async () => {
    const name = new URL(database.url).pathname.slice(1)
    await admin.query(`alter database ${name} owner to current_user`)
    await told('elsewhere')
    const { done, problems } = await scrub(owner, ['public.elsewhere'])
    await admin.query(`alter database ${name} owner to ${role}`)
    expect(done).toStrictEqual(['public.elsewhere'])
    expect(await isInFile('elsewhere')).toBe(false)
    expect(problems).toContainEqual(expect.stringContaining('pg_statistic'))
  })

  it('waits for who may still see what was there, because Postgres keeps that for them', async () => {
    const looking = new pg.Client({ connectionString: database.url })
    await looking.connect()
    await looking.query('begin isolation level repeatable read')
    await looking.query('select')
    await told('seen')
    const scrubbing = scrub(owner, ['public.seen'])
    await eventually(async () => {
      const { rowCount } = await admin.query(
        `select from pg_stat_activity where pid <> pg_backend_pid() and query like '%backend_xmin%'`,
      )
      expect(rowCount).toBe(1)
    })
    await looking.query('commit')
    await looking.end()
    expect(await scrubbing).toMatchObject({ done: ['public.seen'] })
    expect(await isInFile('seen')).toBe(false)
    expect(await isInFile('pg_statistic')).toBe(false)
  })

  it('waits for who writes in another database of the cluster, because its own snapshot reaches back to them', async () => {
    const other = await testDatabase()
    const writing = new pg.Client({ connectionString: other.url })
    await writing.connect()
    await writing.query('begin')
    await writing.query('create table slow ()')
    await told('kept')
    const scrubbing = scrub(owner, ['public.kept'])
    await eventually(async () => {
      const { rowCount } = await admin.query(
        `select from pg_stat_activity where pid <> pg_backend_pid() and query like '%backend_xmin%'`,
      )
      expect(rowCount).toBe(1)
    })
    await writing.query('commit')
    await writing.end()
    await other.drop()
    expect(await scrubbing).toMatchObject({ done: ['public.kept'] })
    expect(await isInFile('kept')).toBe(false)
  })

  it('lets readers pass while it waits for one that does not end, and is done when that has', async () => {
    await told('busy')
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    await reader.query('begin')
    await reader.query('select from busy')
    const scrubbing = scrub(owner, ['public.busy'])
    await eventually(async () => {
      const { rowCount } = await admin.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'vacuum (full%busy%'`,
      )
      expect(rowCount).toBe(1)
    })
    // Behind who waits for a lock on everything, everybody waits.
    await admin.query('select from busy')
    await reader.query('commit')
    await reader.end()
    expect(await scrubbing).toMatchObject({ done: ['public.busy'] })
    expect(await isInFile('busy')).toBe(false)
  })
})
