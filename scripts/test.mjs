// `npm test`: installs what is missing, then checks types and style and runs every test (or those named).
import { join } from 'node:path'
import { ensureInstalled, root, run } from './installed.mjs'

ensureInstalled()
const named = process.argv.slice(2)
const bin = (name) => join(root, 'node_modules', '.bin', name)
const steps =
  named.length > 0
    ? []
    : [
        ['types', bin('tsc'), ['-p', 'tsconfig.json']],
        ['types of the web app', bin('tsc'), ['-p', 'web/tsconfig.json']],
        ['style', bin('biome'), ['check', '--error-on-warnings', '.']],
        ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
      ]
let failed = 0
for (const [what, command, args] of steps) {
  console.log(`> ${what}`)
  if (run(command, args) !== 0) failed++
}
console.log('> tests')
if (run(bin('vitest'), ['run', ...named]) !== 0) failed++
process.exit(failed > 0 ? 1 : 0)
