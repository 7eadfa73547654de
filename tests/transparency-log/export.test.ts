import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyBundle } from '../../src/platform/log/export-bundle/verify.ts'
import { sha256 } from '../../src/platform/log/export-bundle.ts'
import { leafHash, verifyConsistency, verifyInclusion } from '../../src/platform/log/merkle.ts'
import {
  checkpointText,
  openCheckpoint,
  parseVerifierKey,
  signedNote,
  signerOf,
} from '../../src/platform/log/transparency-log/note.ts'
import { type Files, filesOf, tarOf } from '../../src/platform/process/tar.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { partsOf, type Tampering, tampering } from './tampering.ts'

const run = promisify(execFile)
const script = resolve(import.meta.dirname, '../../verifier/verify.py')

let t: TestApp
let folder: string
let team: string
/** A record of eight events. */
let tar: Buffer
let files: Files
let key: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hindsight-export-'))
  t = await testApp()
  const made = await t.as('admin').post('/api/teams', { name: '=1+1', region: 'Süd', managerId: null })
  team = made.json<{ id: string }>().id
  for (const name of ['@cmd', 'Zwei', '+3', 'Vier', '-5', '"Six", seven', 'Acht']) {
    const headers = { 'x-reason': encodeURIComponent(`=reason ${name}`) }
    await t.as('admin').patch(`/api/teams/${team}`, { name }, headers)
  }
  tar = (await exported({ kind: 'record', aggregate: 'team', id: team })).tar
  files = filesOf(tar).files
  key = t.tree.key().text
})
afterAll(async () => {
  await t.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Export {
  id: string
  events: number
  sha256: string
  path: string
}

async function jobOf<T>(path: string, body: object): Promise<T> {
  const reply = await t.as('admin').post(path, body)
  expect(reply.statusCode, reply.body).toBe(202)
  const { id } = reply.json<{ id: string }>()
  return eventually(async () => {
    const job = (await t.as('admin').get(`/api/jobs/${id}`)).json<{
      state: string
      error: string
      result: T
    }>()
    expect(job).toMatchObject({ error: null, state: 'done' })
    return job.result
  })
}

async function exported(query: object, more: object = {}): Promise<Export & { tar: Buffer }> {
  const result = await jobOf<Export>('/api/exports', { query, ...more })
  const reply = await t.as('admin').get(result.path)
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toBe('application/x-tar')
  expect(sha256(reply.rawPayload, 'hex')).toBe(result.sha256)
  return { ...result, tar: reply.rawPayload }
}

interface Judged {
  ok: boolean
  places: { file: string; line?: number; event?: string; index?: number }[]
  events: number
}

/** What the stand-alone verifier says of many bundles, in one process. */
async function python(bundles: readonly Buffer[], trusted?: string): Promise<Judged[]> {
  const paths = bundles.map((bundle, index) => {
    const path = join(folder, `${index}.tar`)
    writeFileSync(path, bundle)
    return path
  })
  const args = [script, '--json', ...(trusted === undefined ? [] : ['--key', trusted]), ...paths]
  const { stdout } = await run('python3', args, { maxBuffer: 2 ** 28 }).catch(
    (error: { code?: number; stdout?: string }) => {
      if (error.code !== 1 || error.stdout === undefined) throw error
      return { stdout: error.stdout }
    },
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Judged)
}

/** As `npm run verify` judges an archive. */
function judged(bundle: Buffer, trusted: string | undefined = key): Judged {
  const { files: found, damage } = filesOf(bundle)
  const result = verifyBundle(found, trusted)
  const places = [...result.places, ...(damage ? [{ file: 'archive' }] : [])]
  return { ...result, ok: places.length === 0, places } as Judged
}

const eventAt = (line: number) => partsOf(files).eventAt(line)
const whole = () => ({ tar, files, log: t.tree.key().name })

function expectFound({ what, file, event }: Tampering, { ok, places }: Judged): void {
  expect(ok, what).toBe(false)
  expect(places.length, what).toBeGreaterThan(0)
  if (file !== undefined)
    expect(
      places.map((place) => place.file),
      what,
    ).toContain(file)
  if (event !== undefined) expect(places[0], what).toMatchObject({ file, event })
}

describe('ES-17 an export', () => {
  it('is accepted by both verifiers, with the log’s key and with its own', async () => {
    expect([...files.keys()]).toStrictEqual([
      'manifest.json',
      'manifest.sig',
      'INSTRUCTIONS.txt',
      'verify.py',
      'key.txt',
      'checkpoint.txt',
      'events.jsonl',
      'proofs.jsonl',
      'events.csv',
      'events.pdf',
    ])
    expect(judged(tar)).toMatchObject({ ok: true, events: 8, places: [] })
    expect(judged(tar, files.get('key.txt')?.toString().trim())).toMatchObject({ ok: true })
    for (const trusted of [key, undefined])
      expect(await python([tar], trusted)).toMatchObject([{ ok: true, events: 8, places: [] }])
  })

  it('is checked by the verifier inside it, in the folder it was unpacked to', async () => {
    const place = mkdtempSync(join(folder, 'unpacked-'))
    const archive = join(folder, 'export.tar')
    writeFileSync(archive, tar)
    await run('tar', ['-xf', archive, '-C', place])
    const { stdout } = await run('python3', ['verify.py', '--key', key, '.'], { cwd: place })
    expect(stdout).toMatch(/^OK {3}\.: 8 events/)
    writeFileSync(
      join(place, 'events.jsonl'),
      readFileSync(join(place, 'events.jsonl'), 'utf8').replace('Vier', 'View'),
    )
    const refused = run('python3', ['verify.py', '.'], { cwd: place })
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`line 5 (event ${eventAt(4)}`),
    })
  })

  it('of a query up to a position is the same bytes after later events', async () => {
    const upTo = String(await t.store.lastPosition())
    const queries = [
      { kind: 'record', aggregate: 'team', id: team },
      { kind: 'actor', actorId: t.ids.admin },
      { kind: 'period', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' },
    ]
    const before = []
    for (const query of queries) before.push(await exported(query, { upTo }))
    expect(before[1]?.events).toBeGreaterThan(8)
    expect(before[2]?.events).toBeGreaterThan(before[1]?.events ?? 0)
    await t.as('admin').patch(`/api/teams/${team}`, { name: 'Later' })
    expect(await t.tree.waitFor((await t.store.lastPosition()) ?? 0n, patience)).toBe(true)
    await t.tree.sign()
    for (const [at, query] of queries.entries()) {
      const again = await exported(query, { upTo })
      expect(again.tar.equals(before[at]?.tar ?? Buffer.alloc(0))).toBe(true)
      expect(again.id).not.toBe(before[at]?.id)
    }
    expect(
      (
        await python(
          before.map((one) => one.tar),
          key,
        )
      ).map(({ ok }) => ok),
    ).toStrictEqual([true, true, true])
    expect((await exported(queries[0] ?? {})).events).toBe(9)
  })

  it('can prove that a newer checkpoint continues its own', async () => {
    const upTo = String((await t.store.readStream(`team-${team}`)).at(-1)?.position)
    await t.as('admin').post('/api/teams', { name: 'Newer', region: 'x', managerId: null })
    expect(await t.tree.waitFor((await t.store.lastPosition()) ?? 0n, patience)).toBe(true)
    const newer = (await t.tree.sign())?.size
    const { tar: bundle } = await exported({ kind: 'record', aggregate: 'team', id: team }, { upTo, newer })
    const inside = filesOf(bundle).files
    expect(inside.has('consistency.json')).toBe(true)
    expect(judged(bundle)).toMatchObject({ ok: true })
    const proof = JSON.parse(inside.get('consistency.json')?.toString() ?? '') as string[]
    const without = tarOf(
      new Map([...inside, ['consistency.json', Buffer.from(`${JSON.stringify(proof.slice(1))}\n`)]]),
    )
    const forged = tarOf(
      new Map([...inside, ['checkpoint-newer.txt', inside.get('checkpoint.txt') ?? Buffer.alloc(0)]]),
    )
    expect((await python([bundle, without, forged], key)).map(({ ok }) => ok)).toStrictEqual([
      true,
      false,
      false,
    ])
    for (const bad of [without, forged])
      expect(judged(bad).places.map(({ file }) => file)).toContain('consistency.json')
  })

  it('has a table whose cells no spreadsheet computes', () => {
    const csv = files.get('events.csv')?.toString() ?? ''
    expect(csv).toMatch(/"'=reason @cmd"/)
    for (const line of csv.split('\r\n').slice(0, -1))
      for (const [cell = ''] of line.matchAll(/"(?:[^"]|"")*"/g))
        expect(cell.slice(1)).not.toMatch(/^[=+\-@\t\r|%]/)
  })

  it('has the events as a document for people', () => {
    const pdf = files.get('events.pdf') ?? Buffer.alloc(0)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.subarray(-6).toString().trim()).toBe('%%EOF')
    // Its bookkeeping is plain text; its words are numbers of glyphs.
    const pages = Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])
    expect(pages).toBe(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length)
    expect(pages).toBeGreaterThan(0)
  })

  it('of nothing is refused', async () => {
    const query = { kind: 'actor', actorId: 'nobody' }
    const { id } = (await t.as('admin').post('/api/exports', { query })).json<{ id: string }>()
    await eventually(async () => {
      const job = (await t.as('admin').get(`/api/jobs/${id}`)).json<{ state: string; error: string }>()
      expect(job).toMatchObject({ state: 'failed', error: expect.stringContaining('no such events') })
    })
  })

  it('is an event itself, and only for those who see everything', async () => {
    const made = await exported({ kind: 'record', aggregate: 'team', id: t.ids.team })
    const [event] = await t.store.readStream(`disclosure-${made.id}`)
    expect(event).toMatchObject({
      type: 'disclosure.made.v1',
      data: { query: { kind: 'record', id: t.ids.team }, events: made.events, sha256: made.sha256 },
      metadata: { actor: { id: t.ids.admin } },
    })
    for (const person of ['rep', 'manager', 'auditor'] as const) {
      const query = { kind: 'record', aggregate: 'team', id: team }
      expect((await t.as(person).post('/api/exports', { query })).statusCode).toBe(403)
      expect((await t.as(person).get(`/api/exports/${made.id}/file`)).statusCode).toBe(403)
    }
    const unknown = await t
      .as('admin')
      .post('/api/exports', { query: { kind: 'record', aggregate: 'x', id: team } })
    expect(unknown.statusCode).toBe(400)
  })
})

describe('ES-14 tampering with an export', () => {
  it(
    'is found in random cases, and the first bad place named',
    () => {
      fc.assert(
        fc.property(tampering(whole()), (one) => expectFound(one, judged(one.bundle))),
        { numRuns: times(1_000, 10_000) },
      )
    },
    10 * patience,
  )

  it(
    'is found by the stand-alone verifier in random cases',
    async () => {
      const cases = fc.sample(tampering(whole()), times(50, 200))
      const found = await python(
        cases.map(({ bundle }) => bundle),
        key,
      )
      expect(found).toHaveLength(cases.length)
      for (const [index, one] of cases.entries())
        expectFound(one, found[index] ?? { ok: true, places: [], events: 0 })
    },
    10 * patience,
  )

  it('by a whole bundle signed with another key is found by who knows the right one', async () => {
    const thief = signerOf(t.tree.key().name, Buffer.alloc(32, 7))
    const forged = new Map(files).set('key.txt', Buffer.from(`${thief.text}\n`))
    const checkpoint = openCheckpoint(files.get('checkpoint.txt')?.toString() ?? '', [t.tree.key()])
    if (!checkpoint) throw new Error('no checkpoint')
    forged.set('checkpoint.txt', Buffer.from(signedNote(checkpointText(checkpoint), thief)))
    const bundle = tarOf(forged)
    expect(judged(bundle).places[0]).toMatchObject({ file: 'key.txt' })
    expect((await python([bundle], key))[0]?.ok).toBe(false)
  })
})

describe('ES-14 the API', () => {
  it('gives an event’s bytes, its proof and the checkpoint, which outsiders can check', async () => {
    const event = eventAt(3)
    const reply = await t.as('auditor').get(`/api/events/${event}/proof`)
    expect(reply.statusCode, reply.body).toBe(200)
    const given = reply.json<{
      leaf: string
      index: number
      proof: string[]
      checkpoint: string
      key: string
    }>()
    const trusted = parseVerifierKey(given.key)
    const checkpoint = trusted && openCheckpoint(given.checkpoint, [trusted])
    if (!checkpoint) throw new Error('the checkpoint cannot be opened')
    const leaf = leafHash(Buffer.from(given.leaf))
    const proof = given.proof.map((part) => Buffer.from(part, 'base64'))
    expect(verifyInclusion({ index: given.index, leaf, proof, ...checkpoint })).toBe(true)
    const inclusion = await t
      .as('auditor')
      .get(`/api/log/proof/inclusion?event=${event}&size=${checkpoint.size}`)
    expect(inclusion.json()).toMatchObject({ index: given.index, proof: given.proof })
  })

  it('gives checkpoints, the key and consistency proofs to who may read the log', async () => {
    const note = await t.as('auditor').get('/api/log/checkpoint')
    expect(note.headers['content-type']).toMatch('text/plain')
    const newest = openCheckpoint(note.body, [t.tree.key()])
    const { items } = (await t.as('auditor').get('/api/log/checkpoints')).json<{
      items: { note: string }[]
    }>()
    const oldest = openCheckpoint(items.at(-1)?.note ?? '', [t.tree.key()])
    if (!newest || !oldest) throw new Error('a checkpoint cannot be opened')
    const path = `/api/log/proof/consistency?from=${oldest.size}&to=${newest.size}`
    const { proof } = (await t.as('auditor').get(path)).json<{ proof: string[] }>()
    const hashes = proof.map((part) => Buffer.from(part, 'base64'))
    const roots = { fromRoot: oldest.root, toRoot: newest.root }
    expect(verifyConsistency({ from: oldest.size, to: newest.size, proof: hashes, ...roots })).toBe(true)
    expect((await t.as('auditor').get('/api/log/key')).json()).toMatchObject({ key })
    for (const bad of ['from=0&to=1', 'from=2&to=1', 'from=1&to=99999999', 'from=x&to=1'])
      expect((await t.as('auditor').get(`/api/log/proof/consistency?${bad}`)).statusCode, bad).toBe(400)
    for (const path of ['checkpoint', 'checkpoints', 'key', 'proof/consistency?from=1&to=2'])
      expect((await t.as('rep').get(`/api/log/${path}`)).statusCode).toBe(403)
    const missing = '00000000-0000-4000-8000-000000000000'
    expect((await t.as('auditor').get(`/api/events/${missing}/proof`)).statusCode).toBe(404)
  })

  it('SEC-08 verifies the whole log as a job', async () => {
    const result = await jobOf<{ ok: boolean; checked: number; problems: unknown[] }>('/api/admin/verify', {})
    expect(result).toMatchObject({ ok: true, problems: [] })
    expect(result.checked).toBeGreaterThan(20)
    expect((await t.as('auditor').post('/api/admin/verify')).statusCode).toBe(403)
  })
})
