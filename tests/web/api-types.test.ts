import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiTypes, type Document } from '../../scripts/api-types.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { reference } from '../support/reference.ts'

it('the reference of rules in the documents is that of the program', async () => {
  const text = reference()
  expect(text).toContain('| `lead.qualify` | yes | yes |  |')
  expect(text).toMatch(/\| `contact` \| .*\*\*email\*\*/)
  expect(text).toContain('| `lead.already-converted` | 409 |')
  await expect(text).toMatchFileSnapshot('../../docs/reference.md')
})

describe('the types that the web app takes from the API', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp()
  })
  afterAll(() => app.close())

  it('INT-07 are those of the OpenAPI document as it is now', async () => {
    const reply = await app.anonymous.get('/api/openapi.json')
    const types = apiTypes(reply.json<Document>())
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
