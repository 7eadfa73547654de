// `npm start`: installs and builds what is missing, then becomes the server.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './installed.mjs'

ensureInstalled()
const { build } = await import('./build.mjs')
await build()

const server = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
