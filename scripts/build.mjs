import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, run } from './installed.mjs'

/** Each process with its source. */
const serverEntries = {
  main: 'src/main.ts',
  import: 'src/cli/import.ts',
  verify: 'src/cli/verify.ts',
  keys: 'src/cli/keys.ts',
  backup: 'src/cli/backup.ts',
  compare: 'scripts/compare.ts',
  bench: 'scripts/bench/main.ts',
  'bench-load': 'scripts/bench/load.ts',
  'bench-echo': 'scripts/bench/echo.ts',
  'mail-reader': 'src/platform/mail/reader-thread.ts',
  'workbook-reader': 'src/platform/files/workbook-thread.ts',
  'embedded/event-store': 'src/embedded/event-store/main.ts',
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const packages = Object.keys({
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.devDependencies,
})
/** Packages of hundreds of small modules, which take longer to be found and read than to be run. */
const inside = ['kysely', 'libphonenumber-js']

/** Bundles the server's processes (all that exist, or those named) into dist/; packages but for a few stay outside. */
export async function buildServer(names = Object.keys(serverEntries)) {
  const { build: bundle } = await import('esbuild')
  const entries = names
    .map((name) => [name, serverEntries[name]])
    .filter(([, file]) => existsSync(join(root, file)))
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: join(root, 'dist'),
    bundle: true,
    external: packages.filter((name) => !inside.includes(name)),
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    // The sources lie beside it, and Node reads the whole map at every start.
    sourcesContent: false,
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

/** Builds the web app into dist/web, if its sources are newer than what stands there. */
export function buildWeb() {
  const built = join(root, 'dist', 'web', 'index.html')
  if (!existsSync(join(root, 'web', 'vite.config.ts'))) return
  const sources = [join(root, 'web'), join(root, 'package-lock.json'), fileURLToPath(import.meta.url)]
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newest))) return
  console.log('Building the web app (once) ...')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error']
  // Tests build it too, and what they leave is served by `npm start`: whoever asks, it is not React's build for developers.
  const status = run(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } })
  if (status !== 0) process.exit(status)
}

/** When the file, or the newest one in the folder, was changed. */
function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Everything that `npm start` runs. */
export async function build() {
  await buildServer()
  buildWeb()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
