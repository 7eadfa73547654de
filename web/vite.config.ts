import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where a server runs while the web app is being developed; `HINDSIGHT_SERVER` names another. */
const server = process.env.HINDSIGHT_SERVER ?? 'http://127.0.0.1:3000'

/** Compressed once, here, rather than at every request: a third of the bytes on the line. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue
        const path = join(dir, name)
        const content = readFileSync(path)
        writeFileSync(`${path}.br`, brotliCompressSync(content))
        writeFileSync(`${path}.gz`, gzipSync(content))
      }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would need a wider content security policy than 'self'.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What many screens share comes in one piece: a list took 188 requests, and takes 59 of fewer bytes in all.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 12 }] },
        // Chunks that are put together by hand need it: features are registered before what asks for them is run.
        strictExecutionOrder: true,
      },
    },
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
})
