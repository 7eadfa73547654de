import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atEnd } from './ending.ts'
import { dataDirectory } from './product.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** An older commit in a temporary folder, installed and built. @throws Error when it cannot be */
export function checkOut(commit: string): { path: string; remove: () => Promise<void> } {
  const { path, remove } = dataDirectory()
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: path, stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = atEnd(async () => {
    execFileSync('git', ['worktree', 'remove', '--force', path], { cwd: root, stdio: 'ignore' })
    await remove()
  })
  execFileSync('git', ['worktree', 'add', '--force', '--detach', path, commit], {
    cwd: root,
    stdio: 'ignore',
  })
  run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
  run(
    process.execPath,
    '--input-type=module',
    '-e',
    "await (await import('./scripts/build.mjs')).buildServer()",
  )
  if (!existsSync(join(path, 'dist', 'main.js'))) throw new Error(`${commit} cannot be built here`)
  return { path, remove: gone }
}
