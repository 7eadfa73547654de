/**
 * `npm run compare -- <commit, file or address>`: what of the API as it is described now breaks clients that were made
 * from an earlier description. Exit code 1: something does.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { breaks } from './api-changes.ts'
import { endWhenInterrupted } from './bench/ending.ts'
import { dataDirectory, startProduct } from './bench/product.ts'

type Document = Readonly<Record<string, unknown>>

const root = fileURLToPath(new URL('..', import.meta.url))
const [asked] = process.argv.slice(2)
if (asked === undefined) {
  console.error('Say against what: a commit or tag, a file, or the address of a Hindsight that runs.')
  process.exit(78)
}
endWhenInterrupted()
const found = breaks(await documentOf(asked), await servedBy(join(root, 'dist', 'main.js')))
for (const each of found) console.log(`- ${each}`)
console.log(found.length === 0 ? 'Nothing breaks.' : `\n${found.length} breaks; the changelog names them.`)
process.exit(found.length === 0 ? 0 : 1)

async function documentOf(of: string): Promise<Document> {
  if (/^https?:/.test(of)) return fetched(of)
  if (existsSync(of)) return JSON.parse(readFileSync(of, 'utf8')) as Document
  return ofCommit(of)
}

/** As the product of then describes itself: it is built, with the packages of now unless it has others, and asked. */
async function ofCommit(commit: string): Promise<Document> {
  const folder = mkdtempSync(join(tmpdir(), 'hindsight-compare-'))
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  const place = join(folder, 'source')
  git('worktree', 'add', '--detach', '--force', place, commit)
  try {
    const packages = (of: string) => readFileSync(join(of, 'package-lock.json'), 'utf8')
    const run = (command: string, ...args: string[]) =>
      execFileSync(command, args, { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] })
    if (packages(place) === packages(root))
      symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'))
    else run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
    run(process.execPath, 'scripts/build.mjs')
    return await servedBy(join(place, 'dist', 'main.js'))
  } finally {
    git('worktree', 'remove', '--force', place)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function servedBy(entry: string): Promise<Document> {
  const data = dataDirectory()
  const product = await startProduct(data.path, [], entry)
  try {
    return await fetched(product.url)
  } finally {
    await product.stop()
    await data.remove()
  }
}

async function fetched(address: string): Promise<Document> {
  const reply = await fetch(new URL('/api/openapi.json', address))
  if (!reply.ok) throw new Error(`${address} answers ${reply.status}`)
  return (await reply.json()) as Document
}
