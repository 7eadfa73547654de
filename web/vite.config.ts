import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where a server runs while the web app is being developed; `HINDSIGHT_SERVER` names another. */
const server = process.env.HINDSIGHT_SERVER ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would need a wider content security policy than 'self'.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
})
