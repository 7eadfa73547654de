#!/usr/bin/env bash
# @hey-api/openapi-ts 0.95.0 takes a schema that is called File for the browser's File.
#
# A download ("application/pdf", binary) is typed as "Blob | File", by which the File of every browser is meant. A schema
# named File, which is what anybody calls an attachment, becomes "export type File" in the same module: there the
# download is a Blob or the record of an attachment, and reading it does not compile. Without that schema it does.
# For a CRM: one new kind of record breaks the downloads of all others in its clients, and nothing is said when they are
# generated. Hindsight's component is a FileRecord for it (tests/clients/typescript.test.ts).
# Source: OpenAPI 3.1.0, Components Object: a key may be anything that matches ^[a-zA-Z0-9\.\-_]+$.
set -euo pipefail
packages=(@hey-api/openapi-ts@0.95.0 typescript@5.9.3)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createClient } from '@hey-api/openapi-ts'

const answer = (type, schema) => ({ 200: { description: 'Found', content: { [type]: { schema } } } })
const described = (name) => ({
  openapi: '3.1.0',
  info: { title: 'Attachments', version: '1' },
  paths: {
    '/file': {
      get: {
        operationId: 'getFile',
        responses: answer('application/json', { $ref: `#/components/schemas/${name}` }),
      },
    },
    '/file/content': {
      get: { operationId: 'getContent', responses: answer('application/pdf', { type: 'string', format: 'binary' }) },
    },
  },
  components: {
    schemas: { [name]: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
  },
})

/** What the compiler says of a client that reads the first letters of the PDF. */
async function compiled(name) {
  await createClient({ input: described(name), output: `made-${name}`, logs: { level: 'silent' } })
  const read = `import { getContent } from './made-${name}/sdk.gen'
export const begins = async () => (await (await getContent({ throwOnError: true })).data.text()).slice(0, 5)
`
  writeFileSync(`read-${name}.ts`, read)
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--target', 'es2022']
  const lib = ['--moduleResolution', 'bundler', '--lib', 'es2023,dom,dom.iterable']
  const said = spawnSync('node_modules/.bin/tsc', [...options, ...lib, `read-${name}.ts`], { encoding: 'utf8' })
  return said.stdout.trim().split('\n')[0]
}

const [other, file] = [await compiled('Attachment'), await compiled('File')]
console.log('expected: reading the download compiles, whatever the schema of the record is called')
console.log(`seen:     called Attachment: ${other || 'compiles'}`)
console.log(`          called File: ${file}`)
assert.equal(other, '')
assert.match(file, /error TS2339: Property 'text' does not exist on type '(Blob \| File|File \| Blob)'/)
JS
node finding.mjs
