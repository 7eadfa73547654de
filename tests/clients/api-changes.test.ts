import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { breaks } from '../../scripts/api-changes.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { patience } from '../support/patience.ts'
import { dataDirectory } from '../support/product.ts'

/** Any part of a document, to be changed by a test. */
// biome-ignore lint/suspicious/noExplicitAny: a document is changed anywhere
type Part = any

let t: TestApp
let text: string
beforeAll(async () => {
  t = await testApp()
  text = (await t.anonymous.get('/api/openapi.json')).body
})
afterAll(() => t.close())

/** What the document breaks that this makes of ours. */
function after(change: (document: Part) => void): string[] {
  const document: Part = JSON.parse(text)
  change(document)
  return breaks(JSON.parse(text), document)
}
const schemas = (document: Part): Part => document.components.schemas
/** Of a GET, with what its references lead to in their place. */
function parametersAt(document: Part, path: string): Part[] {
  const { get } = document.paths[path]
  get.parameters = get.parameters.map((one: Part) =>
    one.$ref ? document.components.parameters[one.$ref.split('/').at(-1)] : one,
  )
  return get.parameters
}

/** What a GET answers, with what its reference leads to in its place. */
function answerAt(document: Part, path: string): Part {
  const { responses } = document.paths[path].get
  const { $ref } = responses['200']
  if ($ref) responses['200'] = structuredClone(document.components.responses[$ref.split('/').at(-1)])
  return responses['200']
}

describe('INT-07 two descriptions compared', () => {
  it('find nothing in one that has only more: operations, fields that are answered, and such as may be sent', () => {
    expect(after(() => {})).toEqual([])
    const more = after((document) => {
      document.paths['/api/ghosts'] = { get: { operationId: 'getGhosts', responses: {} } }
      schemas(document).Lead.properties.mood = { type: 'string' }
      schemas(document).Lead.required.push('mood')
      schemas(document).CaptureLead.properties.mood = { type: 'string' }
      schemas(document).LeadStatus.description = 'How far it got'
      parametersAt(document, '/api/leads').push({ name: 'mood', in: 'query', schema: { type: 'string' } })
      document.paths['/api/leads'].get.summary = 'All of them'
    })
    expect(more).toEqual([])
  })

  it.each<[string, (document: Part) => void, string[]]>([
    [
      'an operation',
      (document) => {
        delete document.paths['/api/leads/{id}'].get
      },
      ['GET /api/leads/{id}: is gone'],
    ],
    [
      'the name of one',
      (document) => {
        document.paths['/api/leads'].post.operationId = 'takeLead'
      },
      ['POST /api/leads: is called takeLead, no longer captureLead'],
    ],
    [
      'a parameter',
      (document) => {
        const parameters = parametersAt(document, '/api/leads')
        parameters.splice(
          parameters.findIndex(({ name }) => name === 'ownerId'),
          1,
        )
      },
      ['GET /api/leads: the parameter query ownerid is gone'],
    ],
    [
      'that a new one may be left out',
      (document) =>
        parametersAt(document, '/api/leads').push({ name: 'mood', in: 'query', required: true, schema: {} }),
      ['GET /api/leads: the new parameter query mood is required'],
    ],
    [
      'a field of an answer',
      (document) => {
        delete schemas(document).Lead.properties.company
      },
      ['Lead.company: is gone'],
    ],
    [
      'that a field of an answer comes',
      (document) => {
        schemas(document).CommandResult.required = ['id']
      },
      ['revision', 'position', 'events', 'repeated'].map((name) => `CommandResult.${name}: may be missing`),
    ],
    [
      'that a field of an answer is there',
      (document) => {
        schemas(document).CommandResult.properties.revision = { type: ['integer', 'null'], format: 'int64' }
      },
      ['CommandResult.revision: may be null'],
    ],
    [
      'a field of a body',
      (document) => {
        delete schemas(document).CaptureLead.properties.company
      },
      ['CaptureLead.company: is gone'],
    ],
    [
      'that a new field of a body may be left out',
      (document) => {
        schemas(document).CaptureLead.properties.mood = { type: 'string' }
        schemas(document).CaptureLead.required.push('mood')
      },
      ['CaptureLead.mood: is new, and required'],
    ],
    [
      'the type of a field',
      (document) => {
        schemas(document).CommandResult.properties.revision = { type: 'string' }
      },
      [
        'CommandResult.revision: is string, no longer integer',
        'CommandResult.revision: has the format none, no longer int64',
      ],
    ],
    [
      'a choice that may be sent',
      (document) => {
        const { schema } = parametersAt(document, '/api/leads').find(({ name }) => name === 'status')
        const [name] = JSON.stringify(schema).match(/LeadStatus/) ?? []
        expect(name).toBe('LeadStatus')
        schemas(document).LeadStatus.enum.pop()
      },
      [expect.stringMatching(/^LeadStatus: does not take "\w+" any more$/)],
    ],
    [
      'that an answer is one of the choices',
      (document) => {
        schemas(document).JobState.enum.push('asleep')
      },
      ['JobState: may be "asleep"'],
    ],
    [
      'how much may be sent',
      (document) => {
        schemas(document).CreateTeam.properties.name.maxLength = 3
      },
      [expect.stringMatching(/^CreateTeam\.name: has the maxLength 3, no longer \d+$/)],
    ],
    [
      'a header of an answer',
      (document) => {
        delete answerAt(document, '/api/quotes/{id}/document').headers['Content-Disposition']
      },
      [expect.stringContaining('answers 200 without the header Content-Disposition')],
    ],
    [
      'the form of a file',
      (document) => {
        answerAt(document, '/api/quotes/{id}/document').content = { 'text/html': {} }
      },
      ['GET /api/quotes/{id}/document 200: is not answered as application/pdf any more'],
    ],
    [
      'what is made, by its status',
      (document) => {
        const { responses } = document.paths['/api/leads'].post
        responses['200'] = responses['201']
        delete responses['201']
      },
      ['POST /api/leads: does not answer 201 any more'],
    ],
    [
      'that a stranger may ask',
      (document) => {
        delete document.paths['/api/sign-in'].post.security
      },
      ['POST /api/sign-in: needs somebody who is signed in'],
    ],
  ])('name what is lost: %s', (_, change, named) => {
    expect(after(change)).toEqual(named)
  })
})

describe('INT-07 npm run compare', { timeout: 4 * patience }, () => {
  const compare = (...args: string[]) =>
    promisify(execFile)('npm', ['run', '--silent', 'compare', '--', ...args], {
      cwd: join(import.meta.dirname, '../..'),
    }).then(
      (said) => ({ code: 0, ...said }),
      (failed: { code: number; stdout: string; stderr: string }) => failed,
    )

  it('starts this build, and names what of an older description it breaks, and nothing else', async () => {
    const older: Part = JSON.parse(text)
    older.paths['/api/ghosts'] = { get: { operationId: 'getGhosts', responses: {} } }
    const { data, remove } = dataDirectory()
    const file = `${data}.json`
    writeFileSync(file, JSON.stringify(older))
    const { code, stdout } = await compare(file)
    await remove()
    expect(stdout).toContain('- GET /api/ghosts: is gone\n\n1 breaks')
    expect(code).toBe(1)
  })

  it('says what it is to be told', async () => {
    expect(await compare()).toMatchObject({ code: 78, stderr: expect.stringContaining('Say against what') })
  })
})
