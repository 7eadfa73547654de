import { type ChildProcess, fork } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Runs TypeScript as a process of its own, with this project's sources and packages in reach. */
export async function runScript(source: string, args: readonly string[] = []): Promise<ChildProcess> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  })
  // Inside the project, where it finds the packages and the built event store.
  const file = join('dist', `test-${process.pid}-${Date.now()}.mjs`)
  writeFileSync(file, outputFiles[0]?.contents ?? '')
  const child = fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.once('exit', () => rmSync(file, { force: true }))
  return child
}
