import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { testApp } from '../support/app.ts'

it('writes', async () => {
  const t = await testApp()
  writeFileSync('/tmp/new-openapi.json', (await t.anonymous.get('/api/openapi.json')).body)
  writeFileSync('/tmp/new-asyncapi.json', (await t.anonymous.get('/api/asyncapi.json')).body)
  await t.close()
})
