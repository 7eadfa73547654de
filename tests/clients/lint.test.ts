import { join } from 'node:path'
import { lintFromString, loadConfig } from '@redocly/openapi-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

/** What the linter finds, by rule and place. */
async function findings(source: string): Promise<string[]> {
  const config = await loadConfig({ configPath: join(import.meta.dirname, '../../redocly.yaml') })
  const found = await lintFromString({ source, absoluteRef: 'description.json', config })
  return found.map(({ ruleId, location, message }) => `${ruleId} ${location[0]?.pointer}: ${message}`)
}

it.each(['openapi', 'asyncapi'])('INT-07 the linter finds nothing in %s.json', async (name) => {
  expect(await findings((await t.anonymous.get(`/api/${name}.json`)).body)).toEqual([])
})

it('INT-07 the linter looks: what is wrong is found', async () => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [],
    paths: {
      '/a': {
        get: {
          operationId: 'get leads',
          summary: 'Leads',
          responses: {
            '200': {
              description: 'Some',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/lead' } } },
            },
          },
        },
      },
    },
    components: {
      schemas: { lead: { anyOf: [{ type: 'integer' }, { $ref: '#/components/schemas/Nothing' }] } },
    },
  }
  const rules = (await findings(JSON.stringify(document))).map((one) => one.split(' ')[0])
  expect(rules).toEqual(
    expect.arrayContaining([
      'rule/operation-name',
      'rule/refusal',
      'rule/schema-name',
      'rule/no-any-of',
      'rule/whole-number',
      'no-unresolved-refs',
    ]),
  )
})
