import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { pingPg } from '../../src/platform/pg/pg.ts'
import { selfSignedCertificate } from '../support/certificate.ts'

/** The beginning of Postgres's protocol: asked for TLS it says yes or no; what is then said to it is kept. */
const tls = selfSignedCertificate()
const folder = mkdtempSync(join(tmpdir(), 'hindsight-pg-tls-'))
const authority = join(folder, 'ca.crt')
let server: Server
let port: number
let answer: 'S' | 'N'
let heard: { encrypted: boolean; text: string }[]
beforeAll(async () => {
  writeFileSync(authority, tls.cert)
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (first) => {
      const asksForTls = first.length === 8 && first.readInt32BE(4) === 80877103
      if (!asksForTls) {
        heard.push({ encrypted: false, text: String(first) })
        socket.destroy()
        return
      }
      socket.write(answer)
      if (answer === 'N') {
        socket.once('data', (more) => heard.push({ encrypted: false, text: String(more) }))
        return
      }
      const secure = new TLSSocket(socket, { isServer: true, ...tls })
      secure.on('error', () => {})
      secure.once('data', (text) => {
        heard.push({ encrypted: true, text: String(text) })
        secure.destroy()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
beforeEach(() => {
  heard = []
  answer = 'S'
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const url = (more = '') => `postgres://ada:secret@localhost:${port}/crm?sslmode=verify-full${more}`

it('with sslmode=verify-full Postgres is told nothing before its certificate is checked', async () => {
  await expect(pingPg(url())).rejects.toThrow(/self-signed|certificate/i)
  expect(heard).toStrictEqual([])
})

it('nor when it speaks no TLS', async () => {
  answer = 'N'
  await expect(pingPg(url())).rejects.toThrow(/SSL/)
  expect(heard).toStrictEqual([])
})

it('and is spoken with, encrypted, when the CA that is named vouches for it', async () => {
  await expect(pingPg(url(`&sslrootcert=${authority}`))).rejects.toThrow()
  expect(heard).toStrictEqual([{ encrypted: true, text: expect.stringContaining('ada') }])
})
