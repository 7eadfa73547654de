// `npm test`: installs what is missing, then runs every test (or those named), and beside them checks types and style.
// `--full` leaves more to chance: what is owed before a release.
//
// A few files that failed are run once more with nothing beside them, and what passes then is listed as unsteady: a
// machine that was busy is told from a fault, and neither is kept quiet.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root } from './installed.mjs'

ensureInstalled()
const named = process.argv.slice(2).filter((one) => one !== '--full')
const full = process.argv.includes('--full')
const bin = (name) => join(root, 'node_modules', '.bin', name)
/** Four checkers, which tsc starts by itself, look at the same types four times: on two cores that takes three times the CPU. */
const lean = ['--checkers', '1']
const checks =
  named.length > 0
    ? []
    : [
        ['types', bin('tsc'), ['-p', 'tsconfig.json', ...lean]],
        ['types of the web app', bin('tsc'), ['-p', 'web/tsconfig.json', ...lean]],
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
    // Checkers in Go: what they do side by side, collecting garbage most of all, takes twice the CPU for the same.
    const { child, ended } = start(command, args, ['ignore', 'pipe', 'pipe'], { GOMAXPROCS: '1' })
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

/** More than this is no machine that was busy. */
const fewFiles = 5
const notes = mkdtempSync(join(tmpdir(), 'hindsight-run-'))

/** The same whenever files are run again: what chance has found is no unsteadiness. */
const seed = process.env.HINDSIGHT_SEED ?? String(randomInt(2 ** 31))

/** Runs tests; resolves to the exit code and to what failed, by file. */
async function run(files, options = []) {
  const failures = join(notes, 'failures.json')
  rmSync(failures, { force: true })
  const env = {
    HINDSIGHT_SEED: seed,
    HINDSIGHT_FAILURES: failures,
    ...(full ? { HINDSIGHT_FULL: 'true' } : {}),
  }
  const code = await start(bin('vitest'), ['run', ...options, ...files], 'inherit', env).ended
  const failed = existsSync(failures) ? JSON.parse(readFileSync(failures, 'utf8')) : {}
  return { code, failed }
}

async function test() {
  const first = await run(named)
  const files = Object.keys(first.failed)
  if (named.length > 0 || files.length === 0 || files.length > fewFiles) return first.code
  console.log(`> ${files.length} of the files failed and are run once more, one after the other`)
  const second = await run(files, ['--maxWorkers=1'])
  for (const file of files)
    for (const name of first.failed[file])
      if (!second.failed[file]?.includes(name)) console.log(`> unsteady: ${file} > ${name}`)
  return second.code
}

console.log('> tests')
const [tests, told] = await Promise.all([test(), check()])
rmSync(notes, { recursive: true, force: true })
for (const { what, code, said } of told) {
  console.log(`> ${String(what)}: ${code === 0 ? 'passed' : 'failed'}`)
  if (code !== 0) console.log(said)
}
process.exit(tests !== 0 || told.some(({ code }) => code !== 0) ? 1 : 0)
