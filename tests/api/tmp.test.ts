import { it } from 'vitest'
import { writeFileSync } from 'node:fs'
import { testApp } from '../support/app.ts'
it('measures', async () => {
  const t = await testApp()
  const s = performance.now()
  const r = await t.anonymous.get('/api/openapi.json')
  console.log('first', performance.now() - s, r.body.length, r.statusCode, r.statusCode !== 200 ? r.body : '')
  writeFileSync('/tmp/wt-describe-net/after.json', JSON.stringify(r.json(), null, 1))
  await t.close()
}, 60000)
