// `npm test`: installs what is missing, then runs every test (or those named), and beside them checks types and style.
// `--full` leaves more to chance: what is owed before a release.
import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root } from './installed.mjs'

ensureInstalled()
const named = process.argv.slice(2).filter((one) => one !== '--full')
const full = process.argv.includes('--full')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const checks =
  named.length > 0
    ? []
    : [
        ['types', bin('tsc'), ['-p', 'tsconfig.json']],
        ['types of the web app', bin('tsc'), ['-p', 'web/tsconfig.json']],
        ['style', bin('biome'), ['check', '--error-on-warnings', '.']],
        ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
      ]

function start(command, args, stdio, env = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  return { child, ended }
}

/** One after the other and with what the tests leave of the machine; what they say is told at the end. */
async function check() {
  const told = []
  for (const [what, command, args] of checks) {
    const { child, ended } = start(command, args, ['ignore', 'pipe', 'pipe'])
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        said += text
      })
    const code = await ended
    told.push({ what, code, said })
  }
  return told
}

console.log('> tests')
const [tests, told] = await Promise.all([
  start(bin('vitest'), ['run', ...named], 'inherit', full ? { HINDSIGHT_FULL: 'true' } : {}).ended,
  check(),
])
for (const { what, code, said } of told) {
  console.log(`> ${String(what)}: ${code === 0 ? 'passed' : 'failed'}`)
  if (code !== 0) console.log(said)
}
process.exit(tests !== 0 || told.some(({ code }) => code !== 0) ? 1 : 0)
