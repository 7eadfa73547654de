import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const serverEntries = { main: 'src/main.ts', 'embedded/event-store': 'src/embedded/event-store/main.ts' }

/** Bundles the server's processes (all that exist, or those named) into dist/; packages stay outside. */
export async function buildServer(names = Object.keys(serverEntries)) {
  const entries = names
    .map((name) => [name, serverEntries[name]])
    .filter(([, file]) => existsSync(join(root, file)))
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: join(root, 'dist'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    write: false,
  })
  for (const { path, contents } of outputFiles) {
    // Renamed into place, because a process that starts right now must not read half a file.
    const draft = `${path}.${process.pid}`
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, contents)
    renameSync(draft, path)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildServer()
