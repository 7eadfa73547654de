// `npm start`: installs and builds what is missing, then becomes the server.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, root, run } from './installed.mjs'

ensureInstalled()
// A process of its own, which gives back the builder's memory.
const status = run(process.execPath, [join(root, 'scripts', 'build.mjs')])
if (status !== 0) process.exit(status)

// The shell that npm puts between passes no signal on: when it is gone, npm has been told to stop.
if (process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32') {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 100)
  watch.unref()
}

process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(root, 'dist', 'main.js')).href)
