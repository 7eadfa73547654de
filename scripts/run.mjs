// `npm run import`, `npm run bench` and the like: installs and builds what is missing, then runs dist/<name>.js.
import { join } from 'node:path'
import { ensureInstalled, root, run } from './installed.mjs'

ensureInstalled()
const [name, ...args] = process.argv.slice(2)
const { build } = await import('./build.mjs')
await build()
process.exit(run(process.execPath, ['--enable-source-maps', join(root, 'dist', `${name}.js`), ...args]))
