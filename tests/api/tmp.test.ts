import { it } from 'vitest'
import { writeFileSync } from 'node:fs'
import { testApp } from '../support/app.ts'
import { openApi, unnamedIn } from '../../src/api/http/openapi.ts'
it('measures', async () => {
  const t = await testApp()
  for (let i = 0; i < 4; i++) {
  const s = performance.now()
  const d = openApi(t.app.endpoints, t.services)
  const m = performance.now()
  const l = JSON.stringify(d)
  console.log('made', m - s, performance.now() - m, l.length, t.app.endpoints.length)
  if (i === 0) writeFileSync('/tmp/wt-describe-net/after.json', JSON.stringify(d, null, 1))
  }
  console.log(unnamedIn(t.app.endpoints).join('\n'))
  await t.close()
}, 60000)
