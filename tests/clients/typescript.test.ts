import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import { build } from 'esbuild'
import openapiTypes, { astToString } from 'openapi-typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { furnish, make } from '../browser/furnish.ts'
import { type TestApp, testApp } from '../support/app.ts'
import type { Asked, Told } from './journeys/journey.ts'

const root = join(import.meta.dirname, '../..')
let t: TestApp
let asked: Asked
/** Below the packages, which what is made imports. */
let place: string
beforeAll(async () => {
  t = await testApp()
  const { productId } = await furnish(t)
  const rep = t.as('rep')
  await make(t.as('admin'), '/api/accounts', { name: 'Larkspur' })
  const accountId = await make(rep, '/api/accounts', { name: 'Engines' })
  const opportunityId = await make(rep, '/api/opportunities', { name: 'Harbour', accountId, productId })
  const quoteId = await make(rep, '/api/quotes', {
    opportunityId,
    currency: 'EUR',
    lines: [],
    validUntil: '2099-01-31',
  })
  await t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur Ltd' })
  const url = await t.app.listen({ port: 0, host: '127.0.0.1' })
  asked = { url, email: 'admin@hindsight.example', password: t.password, quoteId }
  place = mkdtempSync(join(root, 'node_modules', '.clients-'))
  cpSync(join(import.meta.dirname, 'journeys'), place, { recursive: true })
  mkdirSync(join(place, 'made'))
  const [rest, live] = await Promise.all(
    ['openapi', 'asyncapi'].map(async (name) => (await t.anonymous.get(`/api/${name}.json`)).json()),
  )
  const types = async (name: string, document: object) =>
    writeFileSync(
      join(place, 'made', `${name}.ts`),
      astToString(
        await openapiTypes(document as Parameters<typeof openapiTypes>[0], {
          // What has a default need not be sent.
          defaultNonNullable: false,
        }),
      ),
    )
  await types('openapi', rest)
  const { info, components } = live as { info: object; components: { schemas: object } }
  await types('asyncapi', { openapi: '3.1.0', info, paths: {}, components: { schemas: components.schemas } })
  await createClient({
    input: rest as never,
    output: join(place, 'made', 'hey-api'),
    logs: { level: 'silent' },
  })
})
afterAll(async () => {
  rmSync(place, { recursive: true, force: true })
  await t.close()
})

it('INT-07 what two generators make of the descriptions compiles strictly', () => {
  const options = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2023', 'dom', 'dom.iterable'],
      // The runtime of hey-api is not written for it.
      exactOptionalPropertyTypes: false,
    },
    include: [],
    files: ['openapi-fetch.ts', 'hey-api.ts'],
  }
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(options))
  const compile = () =>
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', place], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
  let said = ''
  try {
    compile()
  } catch (error) {
    said = (error as { stdout: string }).stdout
  }
  expect(said).toBe('')
})

it.each(['openapi-fetch', 'hey-api'])('INT-07 ES-10 %s goes the whole way through the API', async (name) => {
  const outfile = join(place, `${name}.js`)
  const entryPoints = [join(place, `${name}.ts`)]
  await build({ entryPoints, outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' })
  const { journey } = (await import(outfile)) as { journey: (asked: Asked) => Promise<Told> }
  const told = await journey(asked)
  const { revision } = told.changed
  expect(told).toMatchObject({
    captured: { repeated: [false, true] },
    reused: { status: 422, type: '/problems/key-reused' },
    changed: { stale: { status: 412, current: revision, missed: 1 } },
    quote: { begins: '%PDF-', name: expect.stringMatching(/^attachment; filename="[^"]+\.pdf"/) },
    bundle: { location: `/api/jobs/${told.bundle.job}` },
  })
  expect(told.heard.at(-1)).toEqual({ revision, actor: 'Test admin' })
  const { ids, pages, total } = told.listed
  expect(ids).toContain(told.captured.id)
  expect([new Set(ids).size, pages, total]).toEqual([total, total, ids.length])
  expect(told.bundle.bytes).toBeGreaterThan(1000)
})
