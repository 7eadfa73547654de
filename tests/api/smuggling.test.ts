import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
let port: number
beforeAll(async () => {
  t = await testApp()
  await t.app.listen({ port: 0, host: '127.0.0.1' })
  port = (t.app.server.address() as AddressInfo).port
})
afterAll(() => t.close())

/** All that comes back for these bytes until the server closes the connection, as it does after the hidden request. */
async function answers(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let said = ''
  socket.setEncoding('utf8').on('data', (more: string) => {
    said += more
  })
  socket.on('error', () => {})
  socket.write(text, 'latin1')
  await once(socket, 'close')
  return said
}

const statuses = (said: string) => [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)

const hidden = 'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
const post = 'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
const body = '{"email":"a@b.example","password":"wrong-password"}'
const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`

describe('the end of a request', () => {
  it('is where its length or its last chunk says, and nowhere else', async () => {
    const whole = `${post}Content-Length: ${body.length}\r\n\r\n${body}`
    expect(statuses(await answers(`${whole}${hidden}`))).toStrictEqual(['401', '200'])
    const inChunks = `${post}Transfer-Encoding: chunked\r\n\r\n${chunked}`
    expect(statuses(await answers(`${inChunks}${hidden}`))).toStrictEqual(['401', '200'])
  })

  it.each([
    ['a length and chunks', `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['chunks and a length', `Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${chunked}`],
    ['two lengths', `Content-Length: 0\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
    ['a list of lengths', `Content-Length: 0, ${body.length}\r\n\r\n${body}`],
    ['a length with a sign', `Content-Length: +${body.length}\r\n\r\n${body}`],
    ['a length in hex', `Content-Length: 0x10\r\n\r\n${body}`],
    ['a space before the colon', `Content-Length : ${body.length}\r\n\r\n${body}`],
    ['a folded header', `X: a\r\n Content-Length: 0\r\nTransfer-Encoding:\r\n chunked\r\n\r\n${chunked}`],
    ['an unknown coding', `Transfer-Encoding: xchunked\r\n\r\n${chunked}`],
    ['chunked, but not last', `Transfer-Encoding: chunked, identity\r\n\r\n${chunked}`],
    ['chunked twice', `Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['a chunk of no size', `Transfer-Encoding: chunked\r\n\r\nx\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk longer than it says', `Transfer-Encoding: chunked\r\n\r\n1\r\n${body}\r\n0\r\n\r\n`],
    ['a line that ends in LF alone', `Content-Length: 0\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['a NUL in a header', `X: a\0b\r\nContent-Length: 0\r\n\r\n`],
  ])('with %s is not guessed: what follows is not answered', async (_, rest) => {
    const got = statuses(await answers(`${post}${rest}${hidden}`))
    expect(got).not.toContain('200')
    expect(got.filter((status) => status !== '400' && status !== '401')).toStrictEqual([])
    expect(got).toContain('400')
  })
})

describe('FAULTS 4: who asks is known before what they send is read', () => {
  /** Sends a head and then as much of its body as is taken; resolves with the reply and the bytes that went out. */
  async function sends(head: string, bytes: number) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    let said = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      said += more
    })
    socket.on('error', () => {})
    const next = (event: string) => new Promise((resolve) => socket.once(event, resolve))
    const closed = next('close')
    socket.write(head)
    const piece = Buffer.alloc(64 * 1024, '"')
    for (let left = bytes; left > 0 && !socket.destroyed; left -= piece.length)
      if (!socket.write(piece)) await Promise.race([next('drain'), closed])
    if (said === '') await Promise.race([next('data'), closed])
    socket.destroy()
    return { statuses: statuses(said), written: socket.bytesWritten - socket.writableLength }
  }
  const head = (path: string, how: string, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}${how}\r\n\r\n`
  const size = 120 * 1024 * 1024

  it.each([
    ['an import', '/api/imports/files?name=x', '401'],
    ['a command', '/api/leads', '401'],
    ['what is not there', '/api/nothing-of-the-kind', '404'],
    ['signing in', '/api/sign-in', '413'],
  ])('120 MiB of a stranger for %s are refused unread, at %s', async (_, path, status) => {
    const announced = await sends(head(path, `Content-Length: ${size}`), size)
    expect(announced.statuses).toStrictEqual([status])
    expect(announced.written).toBeLessThan(size / 4)
  })

  it('nor is read what a stranger sends in chunks, or what somebody known has no right to', async () => {
    const chunk = `${size.toString(16)}\r\n`
    const chunked = await sends(
      `${head('/api/imports/files?name=x', 'Transfer-Encoding: chunked')}${chunk}`,
      size,
    )
    expect(chunked.statuses).toStrictEqual(['401'])
    expect(chunked.written).toBeLessThan(size / 4)
    const token = `Authorization: Bearer ${t.tokens.rep}\r\n`
    const unentitled = await sends(head('/api/imports/files?name=x', `Content-Length: ${size}`, token), size)
    expect(unentitled.statuses).toStrictEqual(['403'])
    expect(unentitled.written).toBeLessThan(size / 4)
  })

  it('no endpoint of a stranger takes more than 16 KiB, and none that needs a right looks at a body before it', async () => {
    const document = (await t.anonymous.get('/api/openapi.json')).json<{
      paths: Record<string, Record<string, { security?: unknown[] }>>
    }>()
    const large = `{"x":"${'y'.repeat(17 * 1024)}"}`
    for (const [path, operations] of Object.entries(document.paths))
      for (const [method, { security }] of Object.entries(operations)) {
        if (method === 'get') continue
        const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
        const reply = await t.app.inject({
          method: method.toUpperCase() as 'POST',
          url,
          headers: { 'content-type': 'application/json' },
          payload: security ? large : 'no JSON',
        })
        expect(reply.statusCode, `${method} ${path}`).toBe(security ? 413 : 401)
      }
  })
})

it('FAULTS 7: a body that never ends is cut, and connections have an end', () => {
  const { requestTimeout, headersTimeout, maxConnections } = t.app.server
  expect(requestTimeout).toBeGreaterThan(0)
  expect(requestTimeout).toBeLessThanOrEqual(300_000)
  expect(headersTimeout).toBeGreaterThan(0)
  expect(maxConnections).toBeGreaterThan(0)
})
