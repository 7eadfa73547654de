import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiTypes, type Document } from '../../scripts/api-types.ts'
import { deciders } from '../../src/registry.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { resolved } from '../support/described.ts'
import { reference } from '../support/reference.ts'
import { type WebEntry, type WebResource, webFeatures } from '../support/web.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

it('the reference of rules in the documents is that of the program', async () => {
  const text = reference()
  expect(text).toContain('| `lead.qualify` | yes | yes |  |')
  expect(text).toMatch(/\| `contact` \| .*\*\*email\*\*/)
  expect(text).toContain('| `lead.already-converted` | 409 |')
  await expect(text).toMatchFileSnapshot('../../docs/reference.md')
})

describe('the types that the web app takes from the API', () => {
  it('INT-07 are those of the OpenAPI document as it is now', async () => {
    const described = async (name: string) => (await app.anonymous.get(`/api/${name}.json`)).json<Document>()
    const types = apiTypes(await described('openapi'), await described('asyncapi'))
    await expect(types).toMatchFileSnapshot('../../web/src/api/types.gen.ts')
  })

  it('name every property, and tell what may be missing or null', () => {
    const types = apiTypes({
      paths: {
        '/api/leads/{id}': {
          get: {
            summary: 'One lead',
            responses: {
              '200': {
                content: {
                  'application/json': {
                    schema: {
                      type: 'object',
                      properties: {
                        id: { type: 'string' },
                        status: { enum: ['new', 'won'] },
                        score: { type: ['integer', 'null'] },
                        tags: { type: 'array', items: { anyOf: [{ type: 'string' }, { const: 0 }] } },
                      },
                      required: ['id', 'status'],
                    },
                  },
                },
              },
            },
          },
        },
        '/api/sign-in': { post: { responses: {} } },
      },
    })
    expect(types).toContain('  "/leads/{id}": {\n')
    expect(types).toContain('    "id": string\n    "status": "new" | "won"\n    "score"?: number | null\n')
    expect(types).toContain('    "tags"?: (string | 0)[]\n')
    expect(types).not.toContain('sign-in')
  })
})

interface Operation {
  'x-permission'?: string
  parameters: { name: string; in: string; schema: { enum?: string[]; items?: { enum?: string[] } } }[]
  responses: Record<string, { content?: { 'application/json'?: { schema: { properties?: object } } } }>
}

describe('every entry of the web app is true of the server', () => {
  let paths: Record<string, Record<string, Operation>>
  let features: readonly WebEntry[]
  let permissions: ReadonlySet<string | undefined>
  beforeAll(async () => {
    features = await webFeatures()
    ;({ paths } = resolved<{ paths: typeof paths }>((await app.anonymous.get('/api/openapi.json')).json()))
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    permissions = new Set(operations.map((operation) => operation['x-permission']))
  })

  const all = <K extends WebEntry['is']>(is: K) =>
    features.filter((entry): entry is Extract<WebEntry, { is: K }> => entry.is === is)
  const singles = () => all('setting').flatMap(({ single }) => single ?? [])
  const records = async () =>
    Promise.all(all('record').map(async (entry) => ({ entry, resource: await entry.load() })))
  const resources = async (): Promise<WebResource[]> => [
    ...(await records()).map(({ resource }) => resource),
    ...(await Promise.all(singles().map(({ load }) => load()))),
  ]
  const listed = (path: string) => paths[`/api/${path}`]?.get
  const asked = (path: string) => listed(path)?.parameters.filter((one) => one.in === 'query') ?? []

  it('names models that there are, each once, and reads them where the API has them', () => {
    const known = deciders.map(({ name }) => name)
    const named = [...all('record'), ...all('unlisted'), ...singles()].map(({ model }) => model)
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((model) => !known.includes(model))).toStrictEqual([])
    expect(new Set(named).size).toBe(named.length)
    const about = [
      ...all('screen').flatMap(({ models = [] }) => models),
      ...all('part').flatMap(({ models }) => models),
      ...all('record').flatMap(({ on = {} }) => Object.keys(on)),
    ]
    expect(about.filter((model) => !named.includes(model))).toStrictEqual([])
    const read = [
      ...all('record').flatMap(({ path }) => [
        `/api/${path}`,
        `/api/${path}/{id}`,
        `/api/${path}/{id}/history`,
      ]),
      ...all('unlisted').flatMap(({ path }) => (path === undefined ? [] : [`/api/${path}`])),
      ...singles().map(({ at }) => `/api${at}`),
    ]
    expect(read.filter((path) => !paths[path]?.get)).toStrictEqual([])
  })

  it('has an address of its own, and a page of help for it', () => {
    const addresses = [...all('record'), ...all('screen')].map(({ path }) => path)
    expect(new Set([...addresses, 'home', 'me', 'sign-in']).size).toBe(addresses.length + 3)
    expect(new Set(all('setting').map(({ path }) => path)).size).toBe(all('setting').length)
    const page = (path: string) => join(import.meta.dirname, '../../help', `${path}.md`)
    expect(addresses.filter((path) => !existsSync(page(path)))).toStrictEqual([])
    const keys = [...all('record'), ...all('screen')].flatMap(({ shortcut }) => shortcut ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('asks for permissions that there are', async () => {
    const entries = [...all('record'), ...all('screen')]
    const needed = [
      ...all('record').flatMap(({ model, create }) => [`${model}.read`, create ?? []].flat()),
      ...[...all('screen'), ...all('setting'), ...all('tab'), ...all('part')].map(({ needs }) => needs),
      ...entries.flatMap(({ widgets = [] }) => widgets.map(({ needs }) => needs)),
      ...(await resources()).flatMap(({ change }) => change ?? []),
    ]
    expect(needed.filter((permission) => !permissions.has(permission))).toStrictEqual([])
  })

  it('asks of lists what they answer, for the home page and for what starts as a view', async () => {
    const wrong: string[] = []
    const ask = async (path: string, parameters: Readonly<Record<string, string>>) => {
      const address = `/api/${path}?${new URLSearchParams({ ...parameters, limit: '1' }).toString()}`
      const reply = await app.as('admin').get(address)
      if (reply.statusCode !== 200) wrong.push(`${address}: ${reply.body}`)
    }
    for (const { entry, resource } of await records()) {
      for (const widget of entry.widgets ?? [])
        if ('where' in widget && widget.where) await ask(entry.path, widget.where(app.ids.admin))
      for (const { filters, sort } of resource.starters ?? [])
        await ask(entry.path, { ...filters, ...(sort !== undefined && { sort }) })
    }
    expect(wrong).toStrictEqual([])
  })

  it('shows fields that the API sends, and filters, sorts and searches by what its list takes', async () => {
    const wrong: string[] = []
    for (const { entry, resource } of await records()) {
      const { path, model } = entry
      const says = (what: string, right: boolean) => right || wrong.push(`${model}: ${what}`)
      const reply = paths[`/api/${path}/{id}`]?.get?.responses['200']?.content?.['application/json']
      const sent = Object.keys(reply?.schema.properties ?? {})
      const parameters = asked(path).map(({ name }) => name)
      const sort = asked(path).find(({ name }) => name === 'sort')?.schema
      const sorts = sort?.enum ?? sort?.items?.enum ?? []
      const keys = resource.fields.map(({ key }) => key)
      expect(sent.length, model).toBeGreaterThan(3)
      says(`is ${resource.model} at ${resource.path}`, resource.model === model && resource.path === path)
      for (const { key, filter, filterAs = key, sortable, kind } of resource.fields) {
        says(`the field ${key} is not sent`, kind === 'shown' || sent.includes(key))
        says(`no filter by ${filterAs}`, !filter || parameters.includes(filterAs))
        says(`no sort by ${key}`, !sortable || (sorts.includes(key) && sorts.includes(`-${key}`)))
      }
      says(`no sort by ${resource.sort}`, sorts.includes(resource.sort))
      says('cannot be searched', !resource.searchable || parameters.includes('q'))
      const shown = [
        ...resource.columns,
        ...(entry.widgets ?? []).flatMap(({ columns = [] }) => columns),
        ...Object.values(entry.on ?? {}).flatMap(({ columns }) => columns),
      ]
      for (const key of shown) says(`there is no field ${key} to show`, keys.includes(key))
      const narrowed = [
        ...Object.values(entry.on ?? {}).map(({ by }) => by),
        ...(entry.widgets ?? []).flatMap(({ where }) => Object.keys(where?.('me') ?? {})),
      ]
      for (const key of narrowed) says(`its list takes no ${key}`, parameters.includes(key))
    }
    expect(wrong).toStrictEqual([])
  })

  it('loads what it says it shows', async () => {
    const screens = [
      ...all('screen').map(({ load }) => load),
      ...[...all('tab'), ...all('part')].map(({ load }) => load),
      ...all('screen').flatMap(({ mark }) => mark ?? []),
      ...all('setting').map(({ screen }) => screen),
      ...[...all('record'), ...all('screen')].flatMap(({ widgets = [] }) =>
        widgets.flatMap(({ load }) => load ?? []),
      ),
    ]
    for (const load of screens) expect(await load()).toBeTypeOf('function')
    for (const { single } of all('setting'))
      if (single) expect((await single.load()).model).toBe(single.model)
    const ids = [...all('record'), ...all('screen')].flatMap(({ widgets = [] }) =>
      widgets.map(({ id }) => id),
    )
    expect(new Set([...ids, 'recent']).size).toBe(ids.length + 1)
  })
})
